/** What was found damaged while reading a hive. A damaged cell costs only itself; it leaves a note here. */
import { ParseError } from '../../model/error.ts';

export interface HiveNote {
  readonly code: string;
  /** File offset of the damage. */
  readonly offset: number;
  readonly message: string;
}

/** A hostile hive must not fill memory with complaints about itself. */
const MAX_NOTES = 200;

export class NoteBook {
  readonly #notes: HiveNote[] = [];
  readonly #seen = new Set<string>();

  add(code: string, offset: number, message: string): void {
    const mark = `${code}@${offset}`;
    if (this.#notes.length >= MAX_NOTES || this.#seen.has(mark)) return;
    this.#seen.add(mark);
    this.#notes.push({ code, offset, message });
  }

  get all(): readonly HiveNote[] {
    return this.#notes;
  }

  /** Runs `read`; damage becomes a note and null. Errors that are not about the bytes pass through. */
  guard<T>(read: () => T): T | null {
    try {
      return read();
    } catch (error) {
      if (!(error instanceof ParseError)) throw error;
      this.add(error.code, error.offset, error.message);
      return null;
    }
  }
}
