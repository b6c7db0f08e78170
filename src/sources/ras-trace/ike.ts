/**
 * Failures in a formatted IKE trace.
 *
 *   … [ikeext] 3038|198.51.100.24|IKE diagnostic event:
 *   … [ikeext] 3038|198.51.100.24|  Failure type: IKE/Authip Main Mode Failure
 *   … [ikeext] 3038|198.51.100.24|  Failure error code:0x000035e9
 *   … [ikeext] 3038|198.51.100.24|  Failure point: Remote
 *     → trace.ike {peer: 198.51.100.24, error: 13801, failure_point: remote}
 * The lines of one failure share session and peer; other sessions may write between them.
 */
import { errorIn } from './errors.ts';
import type { TraceLine } from './lines.ts';

/** When a line was written, as its reader counts it. */
export interface Moment {
  readonly run: number;
  readonly timeOfDay: number;
}

export interface IkeFailure {
  readonly at: Moment;
  readonly line: number;
  lastLine: number;
  readonly peer?: string;
  error?: number;
  point?: 'local' | 'remote';
  mode?: 'main' | 'quick' | 'extended' | 'user';
  text: string;
}

const POINT = /^\s*Failure point\s*:\s*(Remote|Peer|Local|Me)\b/i;
const MODE = /\b(Main|Quick|Extended|User)\s?Mode\b/i;
/** Sessions open at one time; a hostile file may name a new one in each line. */
const MOST_OPEN = 200;

export class IkeFailures {
  readonly #open = new Map<string, IkeFailure>();
  readonly #done: (failure: IkeFailure) => void;

  constructor(done: (failure: IkeFailure) => void) {
    this.#done = done;
  }

  /** Takes a line of the trace; true when it told something of a failure. */
  take(line: TraceLine, number: number, at: Moment): boolean {
    const open = this.#open.get(line.owner);
    if (/^\S.{0,80}:\s*$/.test(line.text) && /diagnostic event/i.test(line.text)) {
      this.#close(line.owner);
      this.#begin(line, number, at);
      return true;
    }
    return open === undefined ? this.#takeSingle(line, number, at) : this.#extend(open, line, number, at);
  }

  /** Hands out what is still open. */
  finish(): void {
    for (const owner of this.#open.keys()) this.#close(owner);
  }

  #begin(line: TraceLine, number: number, at: Moment): void {
    if (this.#open.size >= MOST_OPEN) this.finish();
    this.#open.set(line.owner, { at, line: number, lastLine: number, text: '', ...(line.peer === undefined ? {} : { peer: line.peer }) });
  }

  #extend(open: IkeFailure, line: TraceLine, number: number, at: Moment): boolean {
    // The parts of the event are indented; anything else of the session ends it.
    if (!/^\s/.test(line.text)) {
      this.#close(line.owner);
      return this.#takeSingle(line, number, at);
    }
    open.lastLine = number;
    const text = line.text.trim();
    const point = POINT.exec(line.text)?.[1]?.toLowerCase();
    if (point !== undefined) open.point = point === 'remote' || point === 'peer' ? 'remote' : 'local';
    const mode = MODE.exec(text)?.[1]?.toLowerCase();
    if (mode !== undefined && open.mode === undefined) open.mode = mode as NonNullable<IkeFailure['mode']>;
    const error = errorIn(text);
    if (error !== null && open.error === undefined) open.error = error;
    if (text !== '' && open.text.length < 300) open.text = open.text === '' ? text : `${open.text}; ${text}`;
    return true;
  }

  #takeSingle(line: TraceLine, number: number, at: Moment): boolean {
    const error = errorIn(line.text);
    if (error === null) return false;
    this.#done({ at, line: number, lastLine: number, error, text: line.text.trim(), ...(line.peer === undefined ? {} : { peer: line.peer }) });
    return true;
  }

  #close(owner: string): void {
    const open = this.#open.get(owner);
    this.#open.delete(owner);
    if (open?.error !== undefined) this.#done(open);
  }
}
