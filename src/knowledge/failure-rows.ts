/** Known failures that have no signature of their own: they alias another, or leave no evidence in a bundle. Still explained by name. */

export interface FailureRow {
  readonly id: string;
  /** Why no signature can decide it, or why it is the other one. */
  readonly reason: string;
  /** Signature id that covers it. */
  readonly alias?: string;
}

export const UNDETECTABLE: readonly FailureRow[] = [
];
