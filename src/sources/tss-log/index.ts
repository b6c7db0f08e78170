/** The collector's own log. */
import type { ArtifactSource } from '../../model/source.ts';
import { tssLog } from './source.ts';

export const sources: readonly ArtifactSource[] = [tssLog];
