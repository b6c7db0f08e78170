/** A place that is to be shown: an artifact of a bundle, found by its path. */
import type { Bundle, Entry } from '../bundle/types.ts';
import type { SourceRef } from '../model/refs.ts';
import { refText } from '../report/refs.ts';

export interface Place {
  readonly bundle: Bundle;
  readonly entry: Entry;
  /** As recognition names it. */
  readonly artifactKind: string;
  /** References need not say which bundle. */
  readonly isSingle: boolean;
}

/** The reference of a place in another artifact of the same bundle. */
export function refBeside(place: Place, artifact: string, at: SourceRef['at']): string {
  return refText(place.isSingle ? { artifact, at } : { artifact, bundle: place.bundle.name, at });
}
