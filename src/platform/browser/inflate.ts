/** Inflating with the browser's own DecompressionStream. */
import type { Inflated } from '../../model/byte-source.ts';
import { ParseError } from '../../model/error.ts';

const INPUT_PIECE = 1 << 20;

/** See `Inflate.inflateRaw`. */
export async function inflateRaw(data: Uint8Array, maxSize: number): Promise<Inflated> {
  const pieces: Uint8Array[] = [];
  let size = 0;
  let ended: Inflated['ended'] = 'end';
  try {
    for await (const piece of inflatePieces(slices(data))) {
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
  return { bytes: join(pieces), ended };
}

/** See `Inflate.inflateHead`. */
export async function inflateHead(data: Uint8Array, wanted: number): Promise<Uint8Array> {
  return (await inflateRaw(data, wanted)).bytes;
}

async function* slices(data: Uint8Array): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < data.length; at += INPUT_PIECE) yield data.subarray(at, at + INPUT_PIECE);
}

function join(pieces: readonly Uint8Array[]): Uint8Array {
  if (pieces.length === 1) return pieces[0] as Uint8Array;
  const joined = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    joined.set(piece, at);
    at += piece.length;
  }
  return joined;
}

/** See `Inflate.inflatePieces`. The browser takes bytes behind the end for damage; they come after all output, so they are let pass. */
export async function* inflatePieces(compressed: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const { readable, writable } = new DecompressionStream('deflate-raw');
  const writer = writable.getWriter();
  const reader = readable.getReader();
  let inputError: unknown;
  let isFed = false;
  const feeding = (async () => {
    try {
      for await (const piece of compressed) await writer.write(piece as Uint8Array<ArrayBuffer>);
      isFed = true;
      await writer.close();
    } catch (error) {
      if (!isStreamError(error)) inputError = error;
      await writer.abort(error).catch(() => undefined);
    }
  })();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      yield value;
    }
  } catch (error) {
    if (inputError === undefined) throw inflateError(error, isFed);
  } finally {
    await reader.cancel().catch(() => undefined);
    await feeding;
  }
  if (inputError !== undefined) throw inputError;
}

/** The stream's own complaints are TypeErrors (Compression Streams, section 5); anything else came from the input. */
function isStreamError(error: unknown): boolean {
  return error === undefined || error instanceof TypeError || (error as { code?: string } | null)?.code?.startsWith('Z_') === true;
}

function inflateError(error: unknown, isFed: boolean): ParseError {
  return new ParseError({
    code: isFed ? 'inflate-cut-off' : 'inflate-corrupt',
    offset: 0,
    expected: 'valid compressed data to its end',
    found: String((error as Error | null)?.message ?? error),
  });
}
