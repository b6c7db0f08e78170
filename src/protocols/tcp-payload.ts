/** The first bytes of one direction of a TCP connection, put in order as segments arrive. */

export interface TcpPayload {
  /** What is there from the start without a hole. */
  readonly bytes: Uint8Array;
  /** More came than is kept. */
  readonly isCapped: boolean;
  /** Takes `bytes` that stand `at` bytes from the start; gives how many it keeps of them, at most `budget`. */
  add(at: number, bytes: Uint8Array, budget: number): number;
  /** Forgets all bytes and keeps no more; gives how many were kept. */
  release(): number;
}

interface Early {
  readonly at: number;
  readonly bytes: Uint8Array;
}

/** Segments kept that came too early. */
const MAX_EARLY = 64;
const FIRST_SIZE = 2048;

/** Keeps at most `cap` bytes, and as many again that came too early. */
export function createPayload(cap: number): TcpPayload {
  let kept = new Uint8Array(0);
  let length = 0;
  let early: readonly Early[] = [];
  let held = 0;
  let limit = cap;
  let isCapped = false;

  const append = (at: number, bytes: Uint8Array): number => {
    const fresh = bytes.subarray(length - at);
    if (length + fresh.length > kept.length) {
      const grown = new Uint8Array(Math.min(cap, Math.max(FIRST_SIZE, (length + fresh.length) * 2)));
      grown.set(kept.subarray(0, length));
      kept = grown;
    }
    kept.set(fresh, length);
    length += fresh.length;
    return fresh.length;
  };
  const appendEarly = (): void => {
    for (let next = early.find((item) => item.at <= length); next !== undefined; next = early.find((item) => item.at <= length)) {
      const ready = next;
      early = early.filter((item) => item !== ready);
      append(ready.at, ready.bytes);
    }
  };

  return {
    get bytes() {
      return kept.subarray(0, length);
    },
    get isCapped() {
      return isCapped;
    },
    add(at, bytes, budget) {
      if (bytes.length === 0 || at + bytes.length <= length) return 0;
      isCapped ||= at + bytes.length > limit || bytes.length > budget;
      if (at >= limit || bytes.length > budget) return 0;
      const fitting = bytes.subarray(0, limit - at);
      if (at <= length) {
        const taken = append(at, fitting);
        held += taken;
        appendEarly();
        return taken;
      }
      if (early.length >= MAX_EARLY || early.reduce((sum, item) => sum + item.bytes.length, fitting.length) > limit) return 0;
      // Captured bytes are valid only until the next event of a trace.
      early = [...early, { at, bytes: fitting.slice() }];
      held += fitting.length;
      return fitting.length;
    },
    release() {
      const freed = held;
      [held, limit, length, isCapped] = [0, 0, 0, true];
      kept = new Uint8Array(0);
      early = [];
      return freed;
    },
  };
}
