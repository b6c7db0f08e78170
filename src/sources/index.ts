/** The registry of sources: every folder here exports its sources from `index.ts`; a test fails if one is missing. */
import type { ArtifactSource, CommandSource } from '../model/source.ts';
import { sources as registry } from './registry/index.ts';
import { sources as tssLog } from './tss-log/index.ts';

type Source = ArtifactSource | CommandSource;

const ALL: readonly Source[] = [...registry, ...tssLog];

function isCommandSource(source: Source): source is CommandSource {
  return 'matches' in source;
}

function isArtifactSource(source: Source): source is ArtifactSource {
  return 'reads' in source;
}

/** Sources that read one command's output, whatever file it stands in. */
export const commandSources: readonly CommandSource[] = ALL.filter(isCommandSource);
/** Sources that read whole files of certain kinds. */
export const artifactSources: readonly ArtifactSource[] = ALL.filter(isArtifactSource);
