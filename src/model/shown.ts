/** What stands at a reference, read again from the bundle: for people who check a statement. */

/** The text Windows itself made of an event, as far as the bundle holds it. */
export interface Rendering {
  readonly text: string;
  /** `RenderingInfo` of the event itself, or the reference of the text export's row. */
  readonly from: string;
}

export interface ShownEvent {
  readonly kind: 'event';
  readonly provider: string;
  readonly eventId: number;
  readonly version: number;
  readonly level: number;
  readonly keywords: string;
  readonly channel: string;
  readonly computer: string;
  /** ISO 8601 UTC. */
  readonly time: string;
  readonly recordId: number;
  readonly activityId: string | null;
  /** Fields in the order of the event, as Windows writes them. */
  readonly data: readonly { readonly name: string | null; readonly value: string }[];
  /** Upper-case hex, '' without any. */
  readonly binary: string;
  /** Our own message with what the codes mean; null when no table knows the event. */
  readonly message: string | null;
  /** Name of the record signatures see; null when none is made of it. */
  readonly record: string | null;
  readonly renderings: readonly Rendering[];
  /** The event as XML; null where it was not read from a log. */
  readonly xml: string | null;
  readonly recovered: boolean;
}

/** An event of a trace; `frame` counts the packets of the whole capture and is that of the reference. */
export interface ShownTraceEvent {
  readonly kind: 'trace-event';
  readonly number: number;
  readonly frame: number | null;
  /** What the header says: `[name, value]`. */
  readonly header: readonly (readonly [string, string])[];
  /** Name and fields where the layout is known; null otherwise. */
  readonly decoded: { readonly name: string; readonly provider: string; readonly fields: readonly { readonly name: string; readonly value: string }[] } | null;
  readonly size: number;
  /** The first bytes of the data in hexadecimal. */
  readonly data: string;
}

export interface ShownLines {
  readonly kind: 'lines';
  readonly encodings: readonly string[];
  readonly total: number;
  /** 1-based; `cited` are those the reference names. */
  readonly lines: readonly { readonly number: number; readonly text: string; readonly cited: boolean }[];
  /** Cited lines beyond those shown. */
  readonly omitted: number;
}

export interface ShownRegistry {
  readonly kind: 'registry';
  /** The key as it stands in the hive; the nearest one above it when it is not there. */
  readonly key: string;
  readonly isKeyPresent: boolean;
  readonly lastWritten: string | null;
  /** Name of the value asked for; null when the whole key was. */
  readonly asked: string | null;
  /** The value asked for, or all of the key. */
  readonly values: readonly { readonly name: string; readonly type: string; readonly data: string }[];
  readonly subkeys: readonly string[];
  /** Values and subkeys beyond those listed. */
  readonly omitted: number;
}

export interface ShownArtifact {
  readonly kind: 'artifact';
  /** What is known of it: `[name, value]`. */
  readonly facts: readonly (readonly [string, string])[];
  /** Its first lines when it is text, or the members of a container. */
  readonly lines: readonly string[];
  readonly omitted: number;
}

export interface Shown {
  readonly ref: string;
  readonly bundle: string;
  readonly artifact: string;
  /** Kind of artifact as recognition names it. */
  readonly artifactKind: string;
  /** What the reader must know: a damaged container, a guessed code page. */
  readonly notes: readonly string[];
  readonly found: readonly (ShownEvent | ShownTraceEvent | ShownLines | ShownRegistry | ShownArtifact)[];
}
