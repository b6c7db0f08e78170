/**
 * Follows what goes through the tunnel itself, seen by the adapter of the connection before encryption; one record for each user:
 *   40 packets out to 10.0.0.0/8, none in → capture.inner {user: CONTOSO\alice, sent: 40, received: 0, answered: false}
 */
import type { Yield } from '../../model/records.ts';
import type { Micros } from '../../model/time.ts';
import type { Fields } from '../../model/values.ts';
import { CHANNEL } from './ike-records.ts';
import { isSilence, type CaptureEnd, type Packet, type Tracker } from './packet.ts';
import { SILENCE_FIELDS, count, isHeard, isSent, known, newSilence, newTally, remember, seconds, silenceFields, toldOf, type Silence, type Tally } from './tally.ts';

export const INNER_YIELDS: readonly Yield[] = [
  {
    kind: 'record',
    name: 'capture.inner',
    channel: CHANNEL,
    fields: {
      /** Left out where Windows names none. */
      user: 'string',
      /** To the other end of the tunnel, and from it: on a server, `sent` goes to the client. */
      sent: 'number', received: 'number', sent_bytes: 'number', received_bytes: 'number',
      /** Packets to one address, which may expect an answer. */
      sent_unicast: 'number',
      /** Whether any address that was sent to sent something back; left out where nothing was sent or silence proves nothing. */
      answered: 'boolean',
      /** The first ones: of this side, sent to, and come from. */
      addresses: 'strings', peer_addresses: 'strings', answering_addresses: 'strings',
      seconds: 'number',
      ...SILENCE_FIELDS,
      frames: 'numbers', answer_frames: 'numbers',
    },
  },
];

interface Inner {
  readonly user: string | null;
  readonly time: Micros;
  readonly event: number;
  readonly frame: number;
  readonly out: Tally;
  readonly unicast: Tally;
  readonly in: Tally;
  readonly silence: Silence;
  readonly local: Set<string>;
  readonly asked: Set<string>;
  readonly answering: Set<string>;
}

const MOST_USERS = 2_000;
/** Remembered to tell answers, and told. */
const MOST_ADDRESSES = 1_000;
const MOST_TOLD = 8;
const MULTICAST = /^(?:22[4-9]|23\d)\.|\.255$|^ff/i;

export function trackInner(): Tracker {
  const byUser = new Map<string, Inner>();
  return {
    see(packet) {
      if (!packet.isInner || packet.direction === null) return;
      const key = packet.frame.user ?? '';
      const inner = byUser.get(key) ?? (byUser.size < MOST_USERS ? begin(packet) : null);
      if (inner === null) return;
      byUser.set(key, inner);
      take(inner, packet);
    },
    finish(capture) {
      for (const inner of byUser.values()) record(inner, capture);
    },
  };
}

function begin({ frame, time }: Packet): Inner {
  return { user: frame.user, time, event: frame.event, frame: frame.number, out: newTally(), unicast: newTally(), in: newTally(), silence: newSilence(), local: new Set(), asked: new Set(), answering: new Set() };
}

function take(inner: Inner, packet: Packet): void {
  const { source, destination } = packet.ip;
  if (packet.direction === 'in') {
    count(inner.in, packet);
    isHeard(inner.silence);
    if (inner.asked.has(source)) remember(inner.answering, source, MOST_ADDRESSES);
    return;
  }
  count(inner.out, packet);
  remember(inner.local, source, MOST_TOLD);
  if (MULTICAST.test(destination)) return;
  count(inner.unicast, packet);
  remember(inner.asked, destination, MOST_ADDRESSES);
  isSent(inner.silence, packet.time);
}

function record(inner: Inner, capture: CaptureEnd): void {
  const { out, unicast, in: back } = inner;
  const isAnswered = inner.answering.size > 0 || (unicast.count > 0 && isSilence(unicast.first, capture) && inner.asked.size < MOST_ADDRESSES ? false : null);
  const received = toldOf(back, unicast.first, capture);
  const fields: Fields = {
    ...known('user', inner.user),
    sent: out.count,
    ...received,
    sent_bytes: out.bytes,
    received_bytes: back.bytes,
    sent_unicast: unicast.count,
    ...known('answered', isAnswered),
    addresses: [...inner.local],
    peer_addresses: [...inner.asked].slice(0, MOST_TOLD),
    answering_addresses: [...inner.answering].slice(0, MOST_TOLD),
    seconds: seconds(Math.max(out.last, back.last) - inner.time),
    ...silenceFields(inner.silence, capture),
    frames: out.frames,
    answer_frames: back.frames,
  };
  capture.record({ name: 'capture.inner', time: inner.time, code: 0, severity: isAnswered === false ? 'warning' : 'info', fields, event: inner.event, frame: inner.frame });
}
