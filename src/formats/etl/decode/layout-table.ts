/** The layouts and value maps of one trace, filled as they turn up: they may stand behind the events they describe. */
import { ParseError } from '../../../model/error.ts';
import type { EtlEvent } from '../event.ts';
import type { EventLayout, FieldLayout, ValueMap } from './layout.ts';
import { isMetadata, readMetadata } from './layout-record.ts';

/** A full set of scenario providers has some thousands; more than this is damage, or made to hurt. */
const MOST_LAYOUTS = 16_384;
const MOST_MAPS = 4096;
/** Bytes of metadata that are kept in all. */
const MOST_BYTES = 64 * 1024 * 1024;

export class LayoutTable {
  /** By provider, then by id and version. */
  readonly #layouts = new Map<string, Map<number, EventLayout>>();
  readonly #maps = new Map<string, ValueMap>();
  #bytes = 0;
  #count = 0;
  /** Metadata records that could not be read. */
  damaged = 0;
  /** Metadata records that found no room. */
  refused = 0;

  get layouts(): number {
    return this.#count;
  }

  get maps(): number {
    return this.#maps.size;
  }

  /** Takes a record if it describes other events; says whether it did. Throws nothing. */
  add(event: EtlEvent): boolean {
    if (!isMetadata(event)) return false;
    if (this.#count >= MOST_LAYOUTS || this.#maps.size >= MOST_MAPS || this.#bytes + event.data.length > MOST_BYTES) {
      this.refused++;
      return true;
    }
    this.#bytes += event.data.length;
    try {
      const metadata = readMetadata(event);
      if (metadata.kind === 'layout') this.#keep(metadata.layout);
      else if (metadata.kind === 'map') this.#maps.set(`${metadata.map.provider}/${metadata.map.name}`, metadata.map);
    } catch (error) {
      if (!(error instanceof ParseError)) throw error;
      this.damaged++;
    }
    return true;
  }

  /** Layout of exactly this version, null when the trace has none (yet). */
  layout(provider: string, id: number, version: number): EventLayout | null {
    return this.#layouts.get(provider)?.get(versionKey(id, version)) ?? null;
  }

  #keep(layout: EventLayout): void {
    const known = this.#layouts.get(layout.provider) ?? new Map<number, EventLayout>();
    this.#layouts.set(layout.provider, known);
    known.set(versionKey(layout.id, layout.version), layout);
    this.#count++;
  }

  /** What a value stands for, undefined when no map says so. */
  meaning(provider: string, field: FieldLayout, value: number): string | undefined {
    const map = field.map === '' ? undefined : this.#maps.get(`${provider}/${field.map}`);
    if (map === undefined) return undefined;
    if (!map.isBitmap) return map.texts.get(value);
    const texts = [...map.texts].filter(([bit]) => bit !== 0 && (value & bit) >>> 0 === bit).map(([, text]) => text);
    return texts.length > 0 ? texts.join(', ') : undefined;
  }
}

/** One kind of event of a provider. */
export function versionKey(id: number, version: number): number {
  return id * 256 + version;
}
