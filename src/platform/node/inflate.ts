/**
 * Inflating with Node's zlib. Small streams go in one call on this thread, with the output buffer made at the size that is
 * expected; long ones in megabyte pieces in zlib's thread pool, so that the reader works while the next piece is inflated.
 */
import { constants, createInflateRaw, inflateRawSync } from 'node:zlib';
import type { Inflated } from '../../model/byte-source.ts';
import { ParseError } from '../../model/error.ts';

/** Size of the pieces that come out. Two of them and two input pieces exist at a time. */
const PIECE = 1 << 20;
/** DEFLATE cannot exceed 1032:1, so a larger declared size need not be believed when the buffer is made. */
const MAX_RATIO = 1032;
const MIN_CHUNK = 64;
/** zlib drops the piece in which it meets damage, so damaged data is inflated in small ones. */
const PREFIX_PIECE = 1 << 14;

/** See `Inflate.inflateRaw`. */
export async function inflateRaw(data: Uint8Array, maxSize: number): Promise<Inflated> {
  // One spare byte lets zlib reach the end of the stream without a second buffer.
  const chunkSize = Math.max(MIN_CHUNK, Math.min(maxSize + 1, data.length * MAX_RATIO + 1));
  try {
    const inflated = inflateRawSync(data, { maxOutputLength: Math.max(maxSize, 1), chunkSize });
    if (inflated.length > maxSize) return { bytes: new Uint8Array(0), ended: 'too-long' };
    return { bytes: plain(inflated), ended: 'end' };
  } catch {
    return inflatePrefix(data, maxSize);
  }
}

/** See `Inflate.inflateHead`. A flush at the end makes zlib take data that stops in the middle. */
export async function inflateHead(data: Uint8Array, wanted: number): Promise<Uint8Array> {
  try {
    return plain(inflateRawSync(data, { finishFlush: constants.Z_SYNC_FLUSH, chunkSize: Math.max(wanted, 4096) })).subarray(0, wanted);
  } catch {
    return new Uint8Array(0);
  }
}

/** The slow way, for data that is cut off, damaged or too long: whatever comes out before that. */
async function inflatePrefix(data: Uint8Array, maxSize: number): Promise<Inflated> {
  const pieces: Uint8Array[] = [];
  let size = 0;
  let ended: Inflated['ended'] = 'end';
  try {
    for await (const piece of inflatePieces(once(data), PREFIX_PIECE)) {
      pieces.push(piece.subarray(0, maxSize - size));
      size += piece.length;
      if (size > maxSize) {
        ended = 'too-long';
        break;
      }
    }
  } catch (error) {
    if (!(error instanceof ParseError)) throw error;
    ended = error.code === 'inflate-cut-off' ? 'cut-off' : 'corrupt';
  }
  return { bytes: plain(Buffer.concat(pieces)), ended };
}

function plain(bytes: Uint8Array): Uint8Array {
  return new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.length);
}

async function* once(data: Uint8Array): AsyncGenerator<Uint8Array> {
  yield data;
}

/** See `Inflate.inflatePieces`. */
export async function* inflatePieces(compressed: AsyncIterable<Uint8Array>, chunkSize = PIECE): AsyncGenerator<Uint8Array> {
  const stream = createInflateRaw({ chunkSize, readableHighWaterMark: 2 * chunkSize } as object);
  let inputError: unknown;
  const feeding = feed(compressed, stream).catch((error: unknown) => {
    inputError = error;
    stream.destroy();
  });
  try {
    for await (const piece of stream as AsyncIterable<Uint8Array>) yield plain(piece);
  } catch (error) {
    if (inputError === undefined) throw inflateError(error, stream.bytesWritten);
  } finally {
    stream.destroy();
    await feeding;
  }
  if (inputError !== undefined) throw inputError;
}

async function feed(compressed: AsyncIterable<Uint8Array>, stream: ReturnType<typeof createInflateRaw>): Promise<void> {
  for await (const piece of compressed) {
    if (stream.destroyed) return;
    if (!stream.write(piece)) await drained(stream);
  }
  if (!stream.destroyed) stream.end();
}

/** Resolves when the stream takes more, or never will. */
function drained(stream: ReturnType<typeof createInflateRaw>): Promise<void> {
  return new Promise((done) => {
    const settle = (): void => {
      stream.off('drain', settle).off('close', settle).off('end', settle);
      done();
    };
    stream.on('drain', settle).on('close', settle).on('end', settle);
  });
}

function inflateError(error: unknown, offset: number): ParseError {
  const code = (error as NodeJS.ErrnoException).code;
  return code === 'Z_BUF_ERROR'
    ? new ParseError({ code: 'inflate-cut-off', offset, expected: 'more compressed data', found: 'the end' })
    : new ParseError({ code: 'inflate-corrupt', offset, expected: 'valid compressed data', found: String((error as Error).message) });
}
