/** How far the clocks of two machines are apart, and what proves it. */
import type { SourceRef } from './refs.ts';

/** What two machines both wrote down: the ids of one exchange, one account, or each its own distance to the same time server. */
export type AnchorKind = 'co-id' | 'radius-class' | 'ike-spi' | 'user' | 'w32tm';

export interface ClockAnchor {
  readonly kind: AnchorKind;
  /** The common id, account or time server. */
  readonly value: string;
  /** The offset this anchor alone suggests. */
  readonly seconds: number;
  /** Where each machine wrote it. */
  readonly refs: readonly SourceRef[];
}

export interface ClockOffset {
  readonly host: string;
  readonly relativeTo: string;
  /** Clock of `host` minus clock of `relativeTo`; positive: ahead. */
  readonly seconds: number;
  /** Largest distance from `seconds` to a bound. */
  readonly uncertaintySeconds: number;
  readonly bounds: { readonly from: number; readonly to: number };
  /** The weakest link: ids of one exchange, an account seen on both, or what a time server told both. */
  readonly basis: 'exact' | 'identifier' | 'time-service';
  readonly anchors: readonly ClockAnchor[];
  /** Anchors that contradict the others, and were not used. */
  readonly outliers: readonly ClockAnchor[];
  /** Whether times of `host` were moved; not where the clocks may well agree. */
  readonly applied: boolean;
}
