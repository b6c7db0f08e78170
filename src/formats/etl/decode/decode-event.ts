/** What one event says, and which description it was read by. */
import { type AnsiDecoder, ansiDecoder } from '../../evtx/binxml/value-text.ts';
import type { EtlEvent } from '../event.ts';
import { classicLayout } from './classic-events.ts';
import { type DecodedField, type Fit, walkFields } from './fields.ts';
import type { EventLayout } from './layout.ts';
import type { LayoutTable } from './layout-table.ts';
import { isTraceLogging, traceLoggingLayout, traitsName } from './tracelogging.ts';

/** Layouts a caller knows from published manifests; formats know no providers. */
export interface BuiltInLayouts {
  /** Layout of this version, or of the nearest older one; null when unknown. */
  layout(provider: string, id: number, version: number): EventLayout | null;
  /** Name of a provider, '' when unknown. */
  name(provider: string): string;
}

/** `embedded`: by the layout the trace carries. `tracelogging`: by the event's own. `built-in`: by a published manifest. */
export type DecodedBy = 'embedded' | 'built-in' | 'tracelogging' | 'undecoded';

export interface DecodedEvent {
  readonly by: DecodedBy;
  /** Null when undecoded. */
  readonly fit: Fit | null;
  /** Bytes no field took. */
  readonly left: number;
  /** '' when nothing names it. */
  readonly providerName: string;
  /** Event log channel of the event, '' for none. */
  readonly channel: string;
  /** Name the event has in TraceLogging, '' elsewhere. */
  readonly name: string;
  /** Message template (`… %1 …`) in the language of the traced machine: for showing only. */
  readonly message: string;
  readonly fields: readonly DecodedField[];
}

export interface DecodeOptions {
  readonly table: LayoutTable;
  readonly builtIn?: BuiltInLayouts;
  /** ANSI code page of the traced machine; 1252 when unknown. */
  readonly ansiCodePage?: number;
}

/** Which description there is for an event at this moment. */
export interface Description {
  readonly by: DecodedBy;
  readonly layout: EventLayout | null;
}

const NOTHING: Description = { by: 'undecoded', layout: null };

/** The best description known so far: the event's own, the trace's, the published one. */
export function describeEvent(event: EtlEvent, { table, builtIn }: DecodeOptions): Description {
  if (event.kind === 'classic') return found('built-in', classicLayout(event));
  if (event.kind !== 'event') return NOTHING;
  if (isTraceLogging(event)) return found('tracelogging', traceLoggingLayout(event));
  const embedded = table.layout(event.provider, event.id, event.version);
  if (embedded !== null) return { by: 'embedded', layout: embedded };
  return found('built-in', builtIn?.layout(event.provider, event.id, event.version) ?? null);
}

function found(by: DecodedBy, layout: EventLayout | null): Description {
  return layout === null ? NOTHING : { by, layout };
}

/** Makes a function that decodes single events with what the table holds when it is called. It never throws. */
export function eventDecoder(options: DecodeOptions): (event: EtlEvent) => DecodedEvent {
  const ansi = ansiDecoder(options.ansiCodePage);
  return (event) => decode(event, options, ansi);
}

function decode(event: EtlEvent, options: DecodeOptions, ansi: AnsiDecoder): DecodedEvent {
  const { by, layout } = describeEvent(event, options);
  if (layout === null) return undecoded(event, options);
  const { provider } = layout;
  const meaning: Parameters<typeof walkFields>[0]['meaning'] = (field, value) => options.table.meaning(provider, field, value);
  const walk = walkFields({ data: event.data, fields: layout.fields, pointerSize: event.pointerSize, ansi, meaning });
  // The layout of another version or build must not lend its names to bytes it does not fit.
  if (by === 'built-in' && walk.fit === 'short') return undecoded(event, options);
  const { channel, name, message } = layout;
  return { by, ...walk, providerName: layout.providerName || nameOf(event, options), channel, name, message };
}

function undecoded(event: EtlEvent, options: DecodeOptions): DecodedEvent {
  return { by: 'undecoded', fit: null, left: event.data.length, providerName: nameOf(event, options), channel: '', name: '', message: '', fields: [] };
}

function nameOf(event: EtlEvent, { builtIn }: DecodeOptions): string {
  return traitsName(event) || (builtIn?.name(event.provider) ?? '');
}
