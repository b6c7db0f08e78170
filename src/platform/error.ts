/** The error for input that cannot be opened at all: one clear line, naming the file and what to do. */

export type OpenErrorCode =
  | 'not-found'
  | 'not-readable'
  | 'empty-file'
  | 'not-a-zip'
  | 'unsupported-archive'
  | 'unrecognised'
  | 'empty-archive'
  | 'empty-folder'
  | 'encrypted'
  | 'cut-off'
  | 'damaged'
  | 'refused'
  | 'over-limit';

export class OpenError extends Error {
  readonly code: OpenErrorCode;
  /** The file or entry as the user knows it. */
  readonly path: string;
  /** What is wrong, without the path. */
  readonly reason: string;

  /** `reason` states what is wrong and, where there is something to do, what to do. */
  constructor(code: OpenErrorCode, path: string, reason: string) {
    super(`${path}: ${reason}`);
    this.name = 'OpenError';
    this.code = code;
    this.path = path;
    this.reason = reason;
  }
}
