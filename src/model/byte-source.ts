/** Random access to bytes and an inflater: what the platform lends to rooms that may not know which platform it is. */

export interface ByteSource {
  readonly size: number;
  /** Bytes from `offset`; fewer than `length` only where the source ends. The caller owns the result and must not write into it. */
  read(offset: number, length: number): Promise<Uint8Array>;
}

export interface Inflated {
  readonly bytes: Uint8Array;
  /** `end`: the stream was whole. Otherwise `bytes` is what came before the cut, the damage or the limit. */
  readonly ended: 'end' | 'cut-off' | 'corrupt' | 'too-long';
}

export interface Inflate {
  /** Inflates one raw DEFLATE stream (RFC 1951) in one call, at most `maxSize` bytes. Never throws because of the data. */
  inflateRaw(data: Uint8Array, maxSize: number): Promise<Inflated>;
  /** What the beginning of a raw DEFLATE stream unpacks to, about `wanted` bytes; empty when it is damaged. */
  inflateHead(data: Uint8Array, wanted: number): Promise<Uint8Array>;
  /**
   * Inflates a raw DEFLATE stream piece by piece with bounded buffers; bytes after its end are ignored.
   * Throws `ParseError` (`inflate-cut-off`, `inflate-corrupt`) after the last good piece.
   */
  inflatePieces(compressed: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array>;
}
