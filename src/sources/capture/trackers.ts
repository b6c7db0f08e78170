/** The protocols that are followed, one line each, and what they tell. */
import type { Yield } from '../../model/records.ts';
import { DNS_YIELDS } from './dns-records.ts';
import { trackDns } from './dns-tracker.ts';
import { DROP_YIELDS, trackDrops } from './drop-tracker.ts';
import { HTTP_YIELDS } from './http-records.ts';
import { trackHttp } from './http-tracker.ts';
import { ICMP_YIELDS, trackIcmpErrors } from './icmp-tracker.ts';
import { IKE_YIELDS } from './ike-records.ts';
import { trackIke } from './ike-tracker.ts';
import type { Tracker } from './packet.ts';
import { TCP_YIELDS } from './tcp-records.ts';
import { trackTcp } from './tcp-tracker.ts';
import { TLS_YIELDS } from './tls-records.ts';

export const TRACKERS: readonly (() => Tracker)[] = [trackIke, trackTcp, trackDns, trackIcmpErrors, trackHttp, trackDrops];

export const CAPTURE_YIELDS: readonly Yield[] = [...IKE_YIELDS, ...TCP_YIELDS, ...TLS_YIELDS, ...DNS_YIELDS, ...ICMP_YIELDS, ...HTTP_YIELDS, ...DROP_YIELDS];
