/** The one error a parser throws inside its room; the room's edge turns it into coverage. */
export class ParseError extends Error {
  readonly code: string;
  readonly artifact: string;
  readonly offset: number;
  readonly expected: string;
  readonly found: string;

  constructor(detail: { code: string; artifact?: string; offset: number; expected: string; found: string }) {
    const where = detail.artifact ? `${detail.artifact}: ` : '';
    super(`${where}at offset ${detail.offset}: expected ${detail.expected}, found ${detail.found}`);
    this.name = 'ParseError';
    this.code = detail.code;
    this.artifact = detail.artifact ?? '';
    this.offset = detail.offset;
    this.expected = detail.expected;
    this.found = detail.found;
  }
}
