/** How much of a trace could be decoded, by provider: counted for every event, whether or not anybody wanted its fields. */
import type { EtlEvent } from '../event.ts';
import { keepEvent } from '../record.ts';
import { type DecodeOptions, type DecodedBy, describeEvent } from './decode-event.ts';
import type { Fit } from './fields.ts';
import { versionKey } from './layout-table.ts';
import { isTraceLogging, traitsName } from './tracelogging.ts';

export interface DecodeShare {
  /** GUID; '' for kernel records, which carry none. */
  readonly provider: string;
  /** '' when nothing names it. */
  readonly name: string;
  readonly total: number;
  readonly embedded: number;
  readonly traceLogging: number;
  readonly builtIn: number;
  readonly undecoded: number;
  /** Of `undecoded`: WPP messages, whose texts are not public. */
  readonly messages: number;
  /** How the decoded ones that were looked at fitted their layouts. */
  readonly fits: Readonly<Partial<Record<Fit, number>>>;
}

interface Kind {
  /** The first of them, without its data: what it is decoded by holds for all. */
  readonly sample: EtlEvent;
  count: number;
  /** Those whose built-in layout did not fit, and that stay undecoded. */
  misfits: number;
}

/** A file with more kinds of events than this is damaged, or made to hurt; the rest is counted as undecoded. */
const MOST_KINDS = 65_536;
const EMPTY = new Uint8Array(0);

/** Counts events while they pass, and says at the end, when all layouts are known, what became of them. */
export class DecodeCoverage {
  readonly #kinds = new Map<string, Map<number, Kind>>();
  readonly #fits = new Map<string, Partial<Record<Fit, number>>>();
  #size = 0;
  #rest = 0;

  /** Counts an event. */
  count(event: EtlEvent): void {
    const kinds = this.#kinds.get(event.provider);
    const key = kindKey(event);
    const kind = kinds?.get(key);
    if (kind !== undefined) kind.count++;
    else if (this.#size >= MOST_KINDS) this.#rest++;
    else {
      this.#size++;
      const fresh = { sample: withoutData(event), count: 1, misfits: 0 };
      if (kinds === undefined) this.#kinds.set(event.provider, new Map([[key, fresh]]));
      else kinds.set(key, fresh);
    }
  }

  /** Notes how an event that was decoded fitted; null for one whose built-in layout did not fit. */
  fitted(event: EtlEvent, fit: Fit | null): void {
    const kind = this.#kinds.get(event.provider)?.get(kindKey(event));
    if (fit === null) {
      if (kind !== undefined) kind.misfits++;
      return;
    }
    const fits = this.#fits.get(event.provider) ?? {};
    fits[fit] = (fits[fit] ?? 0) + 1;
    this.#fits.set(event.provider, fits);
  }

  /** One row per provider, most events first. */
  shares(options: DecodeOptions): DecodeShare[] {
    const rows = [...this.#kinds].map(([provider, kinds]) => {
      const row = emptyRow(provider);
      for (const kind of kinds.values()) addKind(row, kind, options);
      return row;
    });
    if (this.#rest > 0) rows.push({ ...emptyRow(''), name: 'events of further kinds', total: this.#rest, undecoded: this.#rest });
    return rows.map((row) => ({ ...row, fits: this.#fits.get(row.provider) ?? {} })).sort((a, b) => b.total - a.total || (a.provider < b.provider ? -1 : 1));
  }
}

function addKind(row: Mutable, { sample, count, misfits }: Kind, options: DecodeOptions): void {
  const { by, layout } = describeEvent(sample, options);
  const unfit = by === 'built-in' ? Math.min(misfits, count) : 0;
  row.name ||= layout?.providerName || traitsName(sample) || (options.builtIn?.name(sample.provider) ?? '');
  row.total += count;
  row[COLUMN[by]] += count - unfit;
  row.undecoded += unfit;
  if (sample.kind === 'message') row.messages += count;
}

type Mutable = { -readonly [Name in keyof Omit<DecodeShare, 'fits'>]: DecodeShare[Name] };

const COLUMN: Readonly<Record<DecodedBy, 'embedded' | 'traceLogging' | 'builtIn' | 'undecoded'>> = {
  embedded: 'embedded',
  tracelogging: 'traceLogging',
  'built-in': 'builtIn',
  undecoded: 'undecoded',
};

function emptyRow(provider: string): Mutable {
  return { provider, name: '', total: 0, embedded: 0, traceLogging: 0, builtIn: 0, undecoded: 0, messages: 0 };
}

/** Events of one kind have one layout; TraceLogging ones need not be told apart. Negative keys are no (id, version). */
function kindKey(event: EtlEvent): number {
  if (event.kind === 'event') return isTraceLogging(event) ? -1 : versionKey(event.id, event.version);
  return event.kind === 'classic' ? -1000 - event.opcode : KINDS.indexOf(event.kind) - KINDS.length - 1;
}

const KINDS: readonly EtlEvent['kind'][] = ['system', 'compact', 'perfinfo', 'instance', 'message', 'error', 'other'];

function withoutData(event: EtlEvent): EtlEvent {
  return { ...keepEvent(event), data: EMPTY };
}
