/** The protocols that are followed, one line each, and what they tell. */
import type { Yield } from '../../model/records.ts';
import { DNS_YIELDS } from './dns-records.ts';
import { trackDns } from './dns-tracker.ts';
import { DROP_YIELDS, trackDrops } from './drop-tracker.ts';
import { ESP_YIELDS, trackEsp } from './esp-tracker.ts';
import { HTTP_YIELDS } from './http-records.ts';
import { trackHttp } from './http-tracker.ts';
import { ICMP_YIELDS, trackIcmpErrors } from './icmp-tracker.ts';
import { IKE_YIELDS } from './ike-records.ts';
import { trackIke } from './ike-tracker.ts';
import { INNER_YIELDS, trackInner } from './inner-tracker.ts';
import { L2TP_YIELDS } from './l2tp-records.ts';
import { trackL2tp } from './l2tp-tracker.ts';
import type { Tracker } from './packet.ts';
import { PPP_YIELDS } from './ppp-records.ts';
import { PPTP_YIELDS } from './pptp-records.ts';
import { trackPptp } from './pptp-tracker.ts';
import { RADIUS_YIELDS } from './radius-records.ts';
import { trackRadius } from './radius-tracker.ts';
import { TCP_YIELDS } from './tcp-records.ts';
import { trackTcp } from './tcp-tracker.ts';
import { TLS_YIELDS } from './tls-records.ts';

export const TRACKERS: readonly (() => Tracker)[] = [trackIke, trackTcp, trackDns, trackIcmpErrors, trackHttp, trackDrops, trackPptp, trackL2tp, trackEsp, trackInner, trackRadius];

export const CAPTURE_YIELDS: readonly Yield[] = [...IKE_YIELDS, ...TCP_YIELDS, ...TLS_YIELDS, ...DNS_YIELDS, ...ICMP_YIELDS, ...HTTP_YIELDS, ...DROP_YIELDS, ...PPTP_YIELDS, ...L2TP_YIELDS, ...PPP_YIELDS, ...ESP_YIELDS, ...INNER_YIELDS, ...RADIUS_YIELDS];
