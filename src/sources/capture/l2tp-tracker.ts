/** Follows L2TP in clear through a capture, with the PPP in it. */
import { IP_PROTOCOL } from '../../protocols/ip.ts';
import { L2tpTunnels } from './l2tp-tunnels.ts';
import { recordL2tp } from './l2tp-records.ts';
import type { Tracker } from './packet.ts';
import { recordPpp } from './ppp-records.ts';

export function trackL2tp(): Tracker {
  const tunnels = new L2tpTunnels();
  return {
    see(packet) {
      if (!packet.isInner && packet.ip.protocol === IP_PROTOCOL.udp) tunnels.see(packet);
    },
    finish(capture) {
      for (const tunnel of tunnels.all) {
        recordL2tp(tunnel, capture);
        for (const call of tunnel.calls) for (const session of call.sessions) recordPpp(session, tunnel, capture);
      }
    },
  };
}
