/** The exact place a statement comes from. */

export type Locator =
  | { readonly kind: 'evtx'; readonly recordId: number; readonly offset: number }
  | { readonly kind: 'line'; readonly line: number; readonly toLine?: number }
  | { readonly kind: 'registry'; readonly key: string; readonly value?: string }
  | { readonly kind: 'section'; readonly section: string; readonly line?: number }
  /** Events and, in a capture, frames are counted from 1. */
  | { readonly kind: 'etl'; readonly event: number; readonly frame?: number }
  | { readonly kind: 'whole' };

export interface SourceRef {
  /** Path of the artifact inside the bundle; nested containers joined with `!/` (`a.zip!/b.txt`). */
  readonly artifact: string;
  /** Name of the bundle, when the case holds more than one. */
  readonly bundle?: string;
  readonly at: Locator;
}
