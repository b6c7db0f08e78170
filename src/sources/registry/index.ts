/** Registry hives and registry text: one set of facts from both. */
import type { ArtifactSource } from '../../model/source.ts';
import { registryHiveSource } from './hive.ts';
import { registryTextSource } from './text.ts';

export const sources: readonly ArtifactSource[] = [registryHiveSource, registryTextSource];
