/** Shape of one row of the code tables: small enough to stand on one line. */

export interface CodeMarks {
  /** No primary source confirms it. */
  readonly unverified?: true;
  readonly note?: string;
  /** Name of the enumeration; the number means this only in a field of that type. */
  readonly enumeration?: string;
}

/** Code (unsigned 32-bit), symbol, meaning in our words, indexes into REFERENCES, marks. */
export type CodeRow = readonly [code: number, symbol: string | null, meaning: string, sources: readonly number[], marks?: CodeMarks];
