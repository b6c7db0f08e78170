/**
 * ICMP errors: who refused or could not deliver which packets, equal ones as one record.
 *   198.51.100.1 says 3/13 of 192.0.2.10 → 203.0.113.5 UDP 500, three times → capture.icmp-error {meaning: unreachable-prohibited, count: 3, from_us: true}
 *   198.51.100.1 says 3/4, 1400, of ESP to 203.0.113.5                      → capture.icmp-error {meaning: too-big, mtu: 1400, quoted_protocol: 50}
 */
import type { Yield } from '../../model/records.ts';
import type { Micros } from '../../model/time.ts';
import type { Fields } from '../../model/values.ts';
import { readIcmpError, type IcmpError } from './icmp-errors.ts';
import { CHANNEL } from './ike-records.ts';
import { MOST_FRAMES, sightingOf, type CaptureEnd, type Sighting, type Tracker } from './packet.ts';
import { seconds } from './tally.ts';

/** A router under a scan reports thousands; the first ones tell. */
const MOST_ERRORS = 2_000;

export const ICMP_YIELDS: readonly Yield[] = [
  {
    kind: 'record',
    name: 'capture.icmp-error',
    fields: {
      type: 'number',
      icmp_code: 'number',
      meaning: 'string',
      // Smallest that was stated.
      mtu: 'number',
      router_address: 'string',
      quoted_source_address: 'string',
      quoted_destination_address: 'string',
      quoted_protocol: 'number',
      quoted_source_port: 'number',
      quoted_destination_port: 'number',
      // Of the largest packet that is quoted, in bytes.
      quoted_length: 'number',
      // It quotes a packet the captured computer sent.
      from_us: 'boolean',
      inside_tunnel: 'boolean',
      count: 'number',
      // From the first to the last.
      seconds: 'number',
      frames: 'numbers',
    },
    channel: CHANNEL,
  },
];

interface Seen {
  readonly first: Sighting;
  readonly error: IcmpError;
  count: number;
  last: Micros;
  mtu: number | null;
  length: number;
  readonly frames: number[];
}

export function trackIcmpErrors(): Tracker {
  const seen = new Map<string, Seen>();
  return {
    see(packet) {
      const error = readIcmpError(packet);
      if (error === null) return;
      const { quoted } = error;
      const key = `${packet.isInner} ${error.type} ${error.code} ${packet.ip.source} ${quoted.source} ${quoted.destination} ${quoted.protocol} ${quoted.sourcePort} ${quoted.destinationPort}`;
      const known = seen.get(key) ?? { first: sightingOf(packet), error, count: 0, last: packet.time, mtu: null, length: 0, frames: [] };
      if (known.count === 0) {
        if (seen.size >= MOST_ERRORS) return;
        seen.set(key, known);
      }
      known.count++;
      known.last = packet.time;
      known.mtu = error.mtu === null ? known.mtu : Math.min(known.mtu ?? error.mtu, error.mtu);
      known.length = Math.max(known.length, quoted.totalLength);
      if (known.frames.length < MOST_FRAMES) known.frames.push(packet.frame.number);
    },
    finish(capture) {
      for (const item of seen.values()) record(item, capture);
    },
  };
}

function record({ first, last, error, count, mtu, length, frames }: Seen, capture: CaptureEnd): void {
  const { type, code, meaning, quoted } = error;
  const fields: Fields = {
    type,
    icmp_code: code,
    meaning,
    ...(mtu === null ? {} : { mtu }),
    router_address: first.source,
    quoted_source_address: quoted.source,
    quoted_destination_address: quoted.destination,
    quoted_protocol: quoted.protocol,
    ...(quoted.sourcePort === null ? {} : { quoted_source_port: quoted.sourcePort }),
    ...(quoted.destinationPort === null ? {} : { quoted_destination_port: quoted.destinationPort }),
    quoted_length: length,
    // An error goes to whom it quotes: what comes in quotes us, what goes out refuses others.
    ...(first.direction === null ? {} : { from_us: first.direction === 'in' && first.destination === quoted.source }),
    inside_tunnel: first.isInner,
    count,
    seconds: seconds(last - first.time),
    frames,
  };
  capture.record({ name: 'capture.icmp-error', time: first.time, code: type, severity: 'warning', fields, event: first.event, frame: first.frame });
}
