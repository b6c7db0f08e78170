/** Opens what the user named and closes it again, whatever happens. */
import { openBundle } from '../../bundle/open.ts';
import type { Limits } from '../../bundle/limits.ts';
import type { Bundle } from '../../bundle/types.ts';
import { OpenError } from '../../platform/error.ts';
import { nodePlatform, openPath } from '../../platform/node/platform.ts';
import { CliFailure } from './failure.ts';

/** Runs `use` on the opened bundles. Input that cannot be opened ends the command with one line. */
export async function withBundles<T>(paths: readonly string[], limits: Partial<Limits>, use: (bundles: readonly Bundle[]) => Promise<T>): Promise<T> {
  const bundles: Bundle[] = [];
  try {
    for (const path of paths) bundles.push(await open(path, limits));
    return await use(bundles);
  } finally {
    for (const bundle of bundles) await bundle.close();
  }
}

async function open(path: string, limits: Partial<Limits>): Promise<Bundle> {
  try {
    return await openBundle(await openPath(path), nodePlatform, limits);
  } catch (error) {
    if (error instanceof OpenError) throw new CliFailure(error.message);
    throw error;
  }
}
