/** What became of a log as a whole. */

const MAX_NOTES = 20;

export interface EvtxSummary {
  /** Records found by walking the chunks, whether or not they could be decoded; recovered ones are not among them. */
  readonly records: number;
  readonly chunks: number;
  /** Chunks with a damaged header or a broken chain of records, and foreign slots between chunks. */
  readonly damagedChunks: number;
  /** Checksums that do not fit: of the file header, chunk headers and chunk data. Almost always harmless. */
  readonly crcMismatches: number;
  /** Records found behind damage by resynchronising. */
  readonly recovered: number;
  /** Records among `records` that could not be read, or not be decoded when a visitor asked for it. */
  readonly undecodable: number;
  /** The log was open when it was copied: normal in a support bundle. */
  readonly dirty: boolean;
  /** The file ends inside a chunk. */
  readonly truncated: boolean;
  /** Earliest and latest event time, microseconds since 1970 UTC; null without any. A wrapped log is not in order. */
  readonly firstTime: number | null;
  readonly lastTime: number | null;
  /** Lowest and highest record id; null without records. */
  readonly firstRecordId: number | null;
  readonly lastRecordId: number | null;
  /** Channel and computer of the first record, '' without any. */
  readonly channel: string;
  readonly computer: string;
  /** What a reader of the report should know, in plain words; at most 21. */
  readonly notes: readonly string[];
}

/** The summary while it grows. */
export class Tally {
  records = 0;
  chunks = 0;
  damagedChunks = 0;
  crcMismatches = 0;
  recovered = 0;
  undecodable = 0;
  dirty = false;
  truncated = false;
  channel = '';
  computer = '';
  firstTime = Number.POSITIVE_INFINITY;
  lastTime = Number.NEGATIVE_INFINITY;
  firstRecordId = Number.POSITIVE_INFINITY;
  lastRecordId = Number.NEGATIVE_INFINITY;
  readonly #notes: string[] = [];
  #unsaid = 0;

  note(text: string): void {
    if (this.#notes.length < MAX_NOTES) this.#notes.push(text);
    else this.#unsaid++;
  }

  summary(): EvtxSummary {
    const { records, chunks, damagedChunks, crcMismatches, recovered, undecodable, dirty, truncated, channel, computer } = this;
    const notes = this.#unsaid > 0 ? [...this.#notes, `${this.#unsaid} more remarks of this kind`] : [...this.#notes];
    return {
      records, chunks, damagedChunks, crcMismatches, recovered, undecodable, dirty, truncated, channel, computer, notes,
      firstTime: finite(this.firstTime),
      lastTime: finite(this.lastTime),
      firstRecordId: finite(this.firstRecordId),
      lastRecordId: finite(this.lastRecordId),
    };
  }
}

function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}
