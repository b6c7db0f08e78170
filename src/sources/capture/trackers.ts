/** The protocols that are followed, one line each, and what they tell. */
import type { Yield } from '../../model/records.ts';
import { IKE_YIELDS } from './ike-records.ts';
import { trackIke } from './ike-tracker.ts';
import type { Tracker } from './packet.ts';

export const TRACKERS: readonly (() => Tracker)[] = [trackIke];

export const CAPTURE_YIELDS: readonly Yield[] = [...IKE_YIELDS];
