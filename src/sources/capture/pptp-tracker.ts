/** Follows PPTP through a capture: control connections, the GRE packets of their calls, the PPP in them. */
import { IP_PROTOCOL } from '../../protocols/ip.ts';
import type { Tracker } from './packet.ts';
import { recordPpp } from './ppp-records.ts';
import { PptpConnections } from './pptp-connections.ts';
import { recordPptp } from './pptp-records.ts';

export function trackPptp(): Tracker {
  const connections = new PptpConnections();
  return {
    see(packet) {
      if (packet.isInner) return;
      if (packet.ip.protocol === IP_PROTOCOL.tcp) connections.seeTcp(packet);
      else if (packet.ip.protocol === IP_PROTOCOL.gre) connections.seeGre(packet);
    },
    lost(datagram) {
      if (datagram.protocol === IP_PROTOCOL.gre) connections.seeParts(datagram.source, datagram.destination);
    },
    finish(capture) {
      for (const connection of connections.all) {
        recordPptp(connection, capture);
        for (const session of connection.sessions) recordPpp(session, connection, capture);
      }
    },
  };
}
