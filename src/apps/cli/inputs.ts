/** Opens what the user named and closes it again, whatever happens. */
import { resolve } from 'node:path';
import { openBundle } from '../../bundle/open.ts';
import { recognise } from '../../bundle/recognise.ts';
import { pastedBundle } from '../../engine/pasted.ts';
import type { Limits } from '../../bundle/limits.ts';
import type { Bundle } from '../../bundle/types.ts';
import { OpenError } from '../../platform/error.ts';
import { nodePlatform, openPath } from '../../platform/node/platform.ts';
import { CliFailure } from './failure.ts';

/** Runs `use` on the opened bundles. Input that cannot be opened ends the command with one line. */
export async function withBundles<T>(paths: readonly string[], limits: Partial<Limits>, use: (bundles: readonly Bundle[]) => Promise<T>): Promise<T> {
  const bundles: Bundle[] = [];
  try {
    for (const path of paths) bundles.push(path === '-' ? await readPaste() : await open(path, limits));
    return await use(distinct(bundles, paths));
  } finally {
    for (const bundle of bundles) await bundle.close();
  }
}

/** References name the bundle: of different files with one name the second is `x.zip (2)`. The same file twice stays the same. */
function distinct(bundles: readonly Bundle[], paths: readonly string[]): Bundle[] {
  const files = new Map<string, string[]>();
  return bundles.map((bundle, index) => {
    const known = files.get(bundle.name) ?? [];
    files.set(bundle.name, known);
    const path = resolve(paths[index] ?? '');
    if (!known.includes(path)) known.push(path);
    const place = known.indexOf(path);
    return place === 0 ? bundle : { ...bundle, name: `${bundle.name} (${place + 1})` };
  });
}

/** Nobody pastes more than this; a bundle has a file name. */
const LONGEST_PASTE = 64 << 20;

/** Text from standard input as a bundle of one. */
async function readPaste(): Promise<Bundle> {
  const pieces: Buffer[] = [];
  let size = 0;
  for await (const piece of process.stdin as AsyncIterable<Buffer>) {
    size += piece.length;
    if (size > LONGEST_PASTE) throw new CliFailure('standard input: more than 64 MB; give the file by its name');
    pieces.push(piece);
  }
  const bundle = pastedBundle(new Uint8Array(Buffer.concat(pieces)), Date.now() * 1_000);
  const kind = await recognise('pasted.txt', () => bundle.entries[0]?.head() ?? Promise.resolve(new Uint8Array(0)));
  if (kind === 'text' || kind === 'unknown') throw new CliFailure('standard input: no event, log or profile is recognised in it; paste the whole event (its XML is best), or ask "rasalyze explain 809" for a code');
  return bundle;
}

async function open(path: string, limits: Partial<Limits>): Promise<Bundle> {
  try {
    return await openBundle(await openPath(path), nodePlatform, limits);
  } catch (error) {
    if (error instanceof OpenError) throw new CliFailure(`${path}: ${error.reason}`);
    throw error;
  }
}
