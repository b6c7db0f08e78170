/** Follows IKE through a capture. */
import { IKE_PORT, NAT_PORT } from '../../protocols/ike-datagram.ts';
import { Associations } from './ike-associations.ts';
import { observeIke } from './ike-observation.ts';
import { recordAssociation } from './ike-records.ts';
import type { Tracker } from './packet.ts';

const PORTS: readonly (number | null)[] = [IKE_PORT, NAT_PORT];

export function trackIke(): Tracker {
  const associations = new Associations();
  const losses = new Map<string, 'first' | 'later' | 'some'>();
  return {
    see(packet) {
      const message = observeIke(packet);
      if (message !== null) associations.add(message);
    },
    lost(datagram) {
      // Without its first fragment a datagram has no ports; then both addresses have to do.
      if (datagram.ended === 'evicted' || datagram.protocol !== 17) return;
      if (datagram.sourcePort === null || PORTS.includes(datagram.sourcePort)) losses.set(`${datagram.source} ${datagram.destination}`, datagram.arrived);
    },
    finish(capture) {
      for (const association of associations.all) recordAssociation(association, losses, capture);
    },
  };
}
