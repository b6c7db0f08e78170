/** Writes results: to standard output, or whole to the file the user named, or not at all. */
import { createWriteStream, renameSync, unlinkSync } from 'node:fs';
import { finished } from 'node:stream/promises';
import type { Writable } from 'node:stream';
import { CliFailure, osReason } from './failure.ts';

export interface Output {
  write(text: string): Promise<void>;
  /** Makes the result visible under its name. */
  close(): Promise<void>;
  /** Throws away what was written to a file. */
  discard(): void;
  readonly isTerminal: boolean;
}

/** Standard output; a reader that went away (`| head`) ends the program quietly. */
export function standardOutput(): Output {
  const { stdout } = process;
  stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(process.exitCode ?? 0);
    process.stderr.write(`rasalyze: cannot write the result: ${osReason(error)}\n`);
    process.exit(2);
  });
  return { write: (text) => writeAll(stdout, text), close: () => Promise.resolve(), discard: () => {}, isTerminal: stdout.isTTY === true };
}

/** A file that appears under `path` only when it is complete. */
export function fileOutput(path: string): Output {
  const partial = `${path}.partial-${process.pid}`;
  const stream = createWriteStream(partial, { flags: 'wx' });
  let failure: unknown = null;
  stream.on('error', (error) => {
    failure ??= error;
  });
  const discard = () => {
    stream.destroy();
    try {
      unlinkSync(partial);
    } catch {
      // It was never created.
    }
  };
  const fail = (error: unknown): never => {
    discard();
    throw new CliFailure(`${path}: cannot write the result: ${osReason(error)}; nothing was left behind`);
  };
  return {
    isTerminal: false,
    discard,
    async write(text) {
      if (failure !== null) fail(failure);
      try {
        await writeAll(stream, text);
      } catch (error) {
        fail(error);
      }
    },
    async close() {
      try {
        stream.end();
        await finished(stream);
        renameSync(partial, path);
      } catch (error) {
        fail(failure ?? error);
      }
    },
  };
}

function writeAll(stream: Writable, text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    stream.write(text, (error) => (error ? reject(error) : resolve()));
  });
}
