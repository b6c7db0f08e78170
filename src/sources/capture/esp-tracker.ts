/**
 * Follows ESP through a capture; one record for each pair of addresses:
 *   64 packets out on port 4500 in 40 s, none in → capture.esp {sent: 64, received: 0, encapsulated: true, silence_seconds: 40}
 */
import type { Yield } from '../../model/records.ts';
import type { Fields } from '../../model/values.ts';
import { readEsp } from '../../protocols/esp.ts';
import { NAT_PORT, readIkeDatagram } from '../../protocols/ike-datagram.ts';
import { IP_PROTOCOL } from '../../protocols/ip.ts';
import { readUdp } from '../../protocols/udp.ts';
import { EspPairs, type EspPair } from './esp-pairs.ts';
import { CHANNEL } from './ike-records.ts';
import type { CaptureEnd, Packet, Tracker } from './packet.ts';
import { SILENCE_FIELDS, seconds, silenceFields, toldOf } from './tally.ts';

export const ESP_YIELDS: readonly Yield[] = [
  {
    kind: 'record',
    name: 'capture.esp',
    channel: CHANNEL,
    fields: {
      local_address: 'string', remote_address: 'string',
      /** In UDP for an address translator, and as IP protocol 50. */
      encapsulated: 'boolean', raw: 'boolean',
      sent: 'number',
      // Left out where silence proves nothing, or came in fragments that never became whole.
      received: 'number',
      sent_bytes: 'number', received_bytes: 'number', largest_sent: 'number', largest_received: 'number',
      incomplete_sent: 'number', incomplete_received: 'number',
      keepalives_sent: 'number', keepalives_received: 'number',
      outbound_spis: 'numbers', inbound_spis: 'numbers',
      seconds: 'number',
      /** The longest time from a packet sent to the last sent while nothing came, and how many were sent in it. */
      ...SILENCE_FIELDS,
      frames: 'numbers', answer_frames: 'numbers',
    },
  },
];

export function trackEsp(): Tracker {
  const pairs = new EspPairs();
  return {
    see(packet) {
      if (packet.isInner) return;
      if (packet.ip.protocol === IP_PROTOCOL.esp) {
        const esp = readEsp(packet.ip.payload);
        if (esp !== null) pairs.see(packet, esp, false);
      } else if (packet.ip.protocol === IP_PROTOCOL.udp) seeUdp(pairs, packet);
    },
    lost({ protocol, source, destination, sourcePort, destinationPort }) {
      // Without its first fragment a datagram has no ports; then both addresses have to do.
      const isEsp = protocol === IP_PROTOCOL.esp || (protocol === IP_PROTOCOL.udp && (sourcePort === null || sourcePort === NAT_PORT || destinationPort === NAT_PORT));
      if (isEsp) pairs.seeParts(source, destination);
    },
    finish(capture) {
      for (const pair of pairs.all) if (pair.isInUdp || pair.isRaw) recordPair(pair, capture);
    },
  };
}

function seeUdp(pairs: EspPairs, packet: Packet): void {
  const udp = readUdp(packet.ip.payload);
  if (udp === null || (udp.sourcePort !== NAT_PORT && udp.destinationPort !== NAT_PORT)) return;
  const datagram = readIkeDatagram(udp.payload, NAT_PORT);
  if (datagram?.kind === 'esp') pairs.see(packet, datagram.esp, true);
  else if (datagram?.kind === 'keep-alive') pairs.see(packet, null, true);
}

function recordPair(pair: EspPair, capture: CaptureEnd): void {
  const { out, in: back, silence } = pair;
  const received = out.packets.count > 0 && back.packets.count === 0 && back.incomplete > 0 ? {} : toldOf(back.packets, out.packets.first, capture);
  const ends = [out, back].filter((side) => side.packets.count > 0);
  const fields: Fields = {
    local_address: pair.local,
    remote_address: pair.remote,
    encapsulated: pair.isInUdp,
    raw: pair.isRaw,
    sent: out.packets.count,
    ...received,
    sent_bytes: out.packets.bytes,
    received_bytes: back.packets.bytes,
    largest_sent: out.packets.largest,
    largest_received: back.packets.largest,
    incomplete_sent: out.incomplete,
    incomplete_received: back.incomplete,
    keepalives_sent: out.keepAlives,
    keepalives_received: back.keepAlives,
    outbound_spis: [...out.spis],
    inbound_spis: [...back.spis],
    seconds: seconds(Math.max(...ends.map((side) => side.packets.last)) - Math.min(...ends.map((side) => side.packets.first))),
    ...silenceFields(silence, capture),
    frames: out.packets.frames,
    answer_frames: back.packets.frames,
  };
  capture.record({ name: 'capture.esp', time: pair.time, code: 0, severity: received.received === 0 ? 'warning' : 'info', fields, event: pair.event, frame: pair.frame });
}
