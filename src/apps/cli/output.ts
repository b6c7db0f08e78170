/** Writes results: to standard output, or whole to the file the user named, or not at all. */
import { createWriteStream, openSync, realpathSync, renameSync, statSync, unlinkSync } from 'node:fs';
import { finished } from 'node:stream/promises';
import type { Writable } from 'node:stream';
import { CliFailure, osReason } from './failure.ts';

export interface Output {
  write(content: string | Uint8Array): Promise<void>;
  /** Makes the result visible under its name. */
  close(): Promise<void>;
  /** Throws away what was written to a file. */
  discard(): void;
  readonly isTerminal: boolean;
}

/** For every command: a reader that went away (`| head`) ends the program quietly, a full disk with one line. */
export function guardStandardOutput(): void {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(process.exitCode ?? 0);
    process.stderr.write(`rasalyze: standard output: cannot write the result: ${osReason(error)}\n`);
    process.exit(2);
  });
}

export function standardOutput(): Output {
  const { stdout } = process;
  return { write: (content) => writeAll(stdout, content), close: () => Promise.resolve(), discard: () => {}, isTerminal: stdout.isTTY === true };
}

/** A file that appears under `path` only when it is complete; a device or pipe is written to as it is. @throws CliFailure when it cannot be created. */
export function fileOutput(path: string): Output {
  const { target, written } = placeOf(path);
  const isPartial = written !== target;
  const fail = (error: unknown): never => {
    discard();
    throw new CliFailure(`${path}: cannot write the result: ${osReason(error)}; ${isPartial ? 'nothing was left behind' : 'it may be incomplete'}; name another file`);
  };
  const stream = createWriteStream(written, { fd: open(path, written, isPartial) });
  let failure: unknown = null;
  stream.on('error', (error) => {
    failure ??= error;
  });
  const discard = () => {
    stream.destroy();
    if (isPartial) remove(written);
  };
  const forget = onInterrupt(discard);
  return {
    isTerminal: false,
    discard() {
      forget();
      discard();
    },
    async write(content) {
      if (failure !== null) fail(failure);
      try {
        await writeAll(stream, content);
      } catch (error) {
        fail(error);
      }
    },
    async close() {
      try {
        stream.end();
        await finished(stream);
        if (isPartial) renameSync(written, target);
        forget();
      } catch (error) {
        fail(failure ?? error);
      }
    },
  };
}

/** Where the result goes in the end, and where it is written until it is complete. Links are followed, never replaced. */
function placeOf(path: string): { readonly target: string; readonly written: string } {
  let target = path;
  try {
    target = realpathSync(path);
    // Renaming a file over a device or pipe would replace it.
    if (!statSync(target).isFile() && !statSync(target).isDirectory()) return { target, written: target };
  } catch {
    // It does not exist yet.
  }
  return { target, written: `${target}.partial-${process.pid}` };
}

function open(path: string, written: string, isPartial: boolean): number {
  try {
    if (isPartial && statSync(path, { throwIfNoEntry: false })?.isDirectory() === true) throw Object.assign(new Error('a folder'), { code: 'EISDIR' });
    return openSync(written, isPartial ? 'wx' : 'w');
  } catch (error) {
    throw new CliFailure(`${path}: cannot write the result: ${osReason(error)}; name another file`);
  }
}

function remove(path: string): void {
  try {
    unlinkSync(path);
  } catch {
    // It was never created.
  }
}

/** Runs `clean` when the user interrupts the program; returns how to forget about it. */
function onInterrupt(clean: () => void): () => void {
  const signals = [['SIGINT', 130], ['SIGTERM', 143]] as const;
  const handlers = signals.map(([signal, code]) => {
    const handler = () => {
      clean();
      process.exit(code);
    };
    process.once(signal, handler);
    return () => process.removeListener(signal, handler);
  });
  return () => {
    for (const forget of handlers) forget();
  };
}

function writeAll(stream: Writable, content: string | Uint8Array): Promise<void> {
  return new Promise((resolve, reject) => {
    stream.write(content, (error) => (error ? reject(error) : resolve()));
  });
}
