/**
 * Packets Windows itself threw away, as the packet monitor tells: equal ones as one record.
 *   PktMon 170 reason 909, out, 192.0.2.10:500 → 203.0.113.5:500 UDP, four times → capture.drop {reason: 909, direction: out, count: 4}
 * Reasons are numbers of the packet monitor: 909 inspection (firewall, filtering platform), 1207 receive inspection, 922 and 923 address
 * resolution, 1204 no endpoint, 1206 session state (map `DropReason` in its manifest).
 */
import type { Yield } from '../../model/records.ts';
import type { Fields } from '../../model/values.ts';
import { CHANNEL } from './ike-records.ts';
import { MOST_FRAMES, sightingOf, type CaptureEnd, type Sighting, type Tracker } from './packet.ts';
import { portsOf, type Ports } from './tcp-ports.ts';

/** A server on the internet drops scans all day. */
const MOST_DROPS = 2_000;

export const DROP_YIELDS: readonly Yield[] = [
  {
    kind: 'record',
    name: 'capture.drop',
    fields: {
      reason: 'number',
      // Where in Windows: `pktmon` and the number of the component.
      place: 'string',
      direction: 'string',
      protocol: 'number',
      source_address: 'string',
      destination_address: 'string',
      source_port: 'number',
      destination_port: 'number',
      from_us: 'boolean',
      count: 'number',
      frames: 'numbers',
    },
    channel: CHANNEL,
  },
];

interface Dropped {
  readonly first: Sighting;
  readonly reason: number;
  readonly place: string;
  readonly protocol: number;
  readonly ports: Ports | null;
  count: number;
  readonly frames: number[];
}

export function trackDrops(): Tracker {
  const dropped = new Map<string, Dropped>();
  return {
    see(packet) {
      const { ip, frame, direction } = packet;
      const reason = frame.dropReason;
      if (reason === null) return;
      const ports = portsOf(ip);
      const key = `${reason} ${direction} ${ip.protocol} ${ip.source} ${ports?.source} ${ip.destination} ${ports?.destination}`;
      const known = dropped.get(key) ?? { first: sightingOf(packet), reason, place: frame.place, protocol: ip.protocol, ports, count: 0, frames: [] };
      if (known.count === 0) {
        if (dropped.size >= MOST_DROPS) return;
        dropped.set(key, known);
      }
      known.count++;
      if (known.frames.length < MOST_FRAMES) known.frames.push(frame.number);
    },
    finish(capture) {
      for (const item of dropped.values()) record(item, capture);
    },
  };
}

function record({ first, reason, place, protocol, ports, count, frames }: Dropped, capture: CaptureEnd): void {
  const { direction } = first;
  const fields: Fields = {
    reason,
    place,
    ...(direction === null ? {} : { direction, from_us: direction === 'out' }),
    protocol,
    source_address: first.source,
    destination_address: first.destination,
    ...(ports === null ? {} : { source_port: ports.source, destination_port: ports.destination }),
    count,
    frames,
  };
  capture.record({ name: 'capture.drop', time: first.time, code: reason, severity: 'warning', fields, event: first.event, frame: first.frame });
}
