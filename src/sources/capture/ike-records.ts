/**
 * IKE associations as records: one for each exchange, told from the side that began it.
 *   34 out 203.0.113.5:500, out, out, out, nothing back → capture.ike-sa-init {sent: 4, received: 0, frames: [3, 7, 12, 20]}
 *   34 answered with notify 14                          → capture.ike-sa-init {received: 1, notifies: [NO_PROPOSAL_CHOSEN], offered: […]}
 *   35 on 4500 out five times, nothing back             → capture.ike-auth {sent: 5, received: 0, port: 4500, ip_fragments: 2}
 */
import type { Yield } from '../../model/records.ts';
import type { FieldType, Fields } from '../../model/values.ts';
import { NOTIFY } from '../../protocols/ike-notifies.ts';
import type { IkeMessage, IkeNotify } from '../../protocols/ike-types.ts';
import { EXCHANGE, type Association, type Exchange, type Flow } from './ike-associations.ts';
import { isSilence, type CaptureEnd } from './packet.ts';

const COMMON: Readonly<Record<string, FieldType>> = {
  initiator: 'string',
  responder: 'string',
  from_us: 'boolean',
  port: 'number',
  initiator_spi: 'string',
  responder_spi: 'string',
  sent: 'number',
  // Left out where silence proves nothing: the capture ended too soon, lost packets or shows one direction only.
  received: 'number',
  // From the first request to the first answer; left out where there is none.
  answer_seconds: 'number',
  // Where the responder sent from, other than the address asked.
  answered_from: 'strings',
  messages: 'number',
  seconds: 'number',
  frames: 'numbers',
  answer_frames: 'numbers',
  largest_sent: 'number',
  largest_received: 'number',
  // Most IP fragments one request, and one answer, travelled in.
  ip_fragments: 'number',
  answer_ip_fragments: 'number',
  // What came of datagrams in IP fragments of the other side that never became whole: first, later or some of them.
  arrived: 'string',
  ike_fragments: 'number',
  // Version 2: how often the request was sent that never got its answer, and in which frames; 0 where every one did.
  unanswered: 'number',
  unanswered_frames: 'numbers',
};

const FIRST: Readonly<Record<string, FieldType>> = { ...COMMON, notifies: 'strings', errors: 'numbers', offered: 'strings', chosen: 'strings', group: 'string', wanted_group: 'string', fragmentation: 'boolean', windows_error: 'code', vendors: 'strings', behind_nat: 'strings' };
/** Number of the last message of main mode, 1 to 6, from each side. */
const MAIN: Readonly<Record<string, FieldType>> = { last_sent: 'number', last_received: 'number' };
/** What the answers hold first, which stands outside the encryption: 36 the server's identity, 41 a notify, 48 EAP. */
const AUTH: Readonly<Record<string, FieldType>> = { rounds: 'number', answer_payloads: 'numbers' };

const NAMES: Readonly<Record<number, string>> = {
  [EXCHANGE.saInit]: 'capture.ike-sa-init',
  [EXCHANGE.auth]: 'capture.ike-auth',
  [EXCHANGE.createChild]: 'capture.ike-create-child',
  [EXCHANGE.informational]: 'capture.ike-informational',
  [EXCHANGE.mainMode]: 'capture.ike-main-mode',
  [EXCHANGE.aggressive]: 'capture.ike-main-mode',
  [EXCHANGE.quickMode]: 'capture.ike-quick-mode',
  [EXCHANGE.informationalV1]: 'capture.ike-informational',
};

export const CHANNEL = 'packet-capture';

export const IKE_YIELDS: readonly Yield[] = [
  { kind: 'record', name: 'capture.ike-sa-init', fields: FIRST, channel: CHANNEL },
  { kind: 'record', name: 'capture.ike-main-mode', fields: { ...FIRST, ...MAIN }, channel: CHANNEL },
  { kind: 'record', name: 'capture.ike-auth', fields: { ...COMMON, ...AUTH }, channel: CHANNEL },
  { kind: 'record', name: 'capture.ike-create-child', fields: COMMON, channel: CHANNEL },
  { kind: 'record', name: 'capture.ike-informational', fields: FIRST, channel: CHANNEL },
  { kind: 'record', name: 'capture.ike-quick-mode', fields: COMMON, channel: CHANNEL },
];

/** By sender and receiver: what arrived of fragmented datagrams that never became whole: `first`, `later` or `some`. */
export type Losses = ReadonlyMap<string, 'first' | 'later' | 'some'>;

export function recordAssociation(association: Association, losses: Losses, capture: CaptureEnd): void {
  for (const exchange of association.exchanges.values()) {
    const name = NAMES[exchange.number];
    if (name !== undefined) recordExchange(name, association, exchange, losses, capture);
  }
}

function recordExchange(name: string, association: Association, exchange: Exchange, losses: Losses, capture: CaptureEnd): void {
  const { sent, received, first } = exchange;
  const isSilent = isSilence(sent.lastTime, capture) && !isToldApart(association, exchange);
  const isProved = received.count > 0 || isSilent;
  const isReadable = exchange.number === EXCHANGE.saInit || association.major === 1;
  const fields: Fields = {
    initiator: association.initiator,
    responder: association.responder,
    ...(association.isOurs === null ? {} : { from_us: association.isOurs }),
    port: first.source === association.initiator ? first.destinationPort : first.sourcePort,
    initiator_spi: association.initiatorSpi,
    responder_spi: association.responderSpi,
    sent: sent.count,
    ...(isProved ? { received: received.count } : {}),
    ...(sent.count > 0 && received.count > 0 && received.firstTime >= sent.firstTime ? { answer_seconds: Math.round((received.firstTime - sent.firstTime) / 1_000) / 1_000 } : {}),
    ...(received.others.size === 0 ? {} : { answered_from: [...received.others] }),
    messages: sent.ids.size,
    seconds: Math.round((exchange.last - first.time) / 100_000) / 10,
    frames: sent.frames,
    answer_frames: received.frames,
    largest_sent: sent.largest,
    largest_received: received.largest,
    ...(sent.count > 0 && sent.mostFragments === 0 ? {} : { ip_fragments: sent.mostFragments }),
    ...(received.count > 0 && received.mostFragments === 0 ? {} : { answer_ip_fragments: received.mostFragments }),
    ...arrivedOf(association, losses),
    ike_fragments: sent.ikeFragments,
    ...(isReadable ? readable(sent, received, offersOf(association, exchange)) : {}),
    ...(isReadable ? natOf(sent, received) : {}),
    ...(association.major === 2 ? unansweredOf(sent, received, capture) : {}),
    ...(exchange.number === EXCHANGE.mainMode ? lastOf(sent, received, isSilent) : {}),
    ...(exchange.number === EXCHANGE.auth ? { rounds: received.ids.size, answer_payloads: received.messages.flatMap(firstInside) } : {}),
  };
  const isAnswered = received.count > 0;
  capture.record({ name, time: first.time, code: exchange.number, severity: isAnswered || !isProved ? 'info' : 'warning', fields, event: first.event, frame: first.frame });
}

const FIRST_OF_VERSION_1: readonly number[] = [EXCHANGE.mainMode, EXCHANGE.aggressive];

/** Version 1 answers a first message it refuses in an exchange of its own (RFC 2408 4.8): then the silence of main mode is none. */
function isToldApart({ exchanges }: Association, { number }: Exchange): boolean {
  return FIRST_OF_VERSION_1.includes(number) && (exchanges.get(EXCHANGE.informationalV1)?.received.count ?? 0) > 0;
}

/** Messages that offer what an exchange answers: its own, or those of the exchange that version 1 refuses apart. */
function offersOf({ exchanges }: Association, { number, sent }: Exchange): readonly IkeMessage[] {
  if (number !== EXCHANGE.informationalV1) return sent.messages;
  return FIRST_OF_VERSION_1.flatMap((first) => exchanges.get(first)?.sent.messages ?? []);
}

function arrivedOf({ initiator, responder, isOurs }: Association, losses: Losses): { arrived?: string } {
  const arrived = losses.get(isOurs === false ? `${initiator} ${responder}` : `${responder} ${initiator}`);
  return arrived === undefined ? {} : { arrived };
}

/** Sides whose address a translator changed, as the hashes of the other side's messages say; nothing where no message has any. */
function natOf(sent: Flow, received: Flow): { behind_nat?: readonly string[] } {
  const behind = [
    ...(received.rewritten.has('destination') || sent.rewritten.has('source') ? ['initiator'] : []),
    ...(received.rewritten.has('source') || sent.rewritten.has('destination') ? ['responder'] : []),
  ];
  return behind.length === 0 ? {} : { behind_nat: behind };
}

function unansweredOf(sent: Flow, received: Flow, capture: CaptureEnd): Fields {
  const open = [...sent.requests].filter(([id]) => !received.answered.has(id)).map(([, request]) => request);
  if (open.length === 0) return sent.requests.size === 0 ? {} : { unanswered: 0, unanswered_frames: [] };
  const worst = open.filter((request) => isSilence(request.last, capture)).toSorted((a, b) => b.count - a.count)[0];
  return worst === undefined ? {} : { unanswered: worst.count, unanswered_frames: worst.frames };
}

function lastOf(sent: Flow, received: Flow, isSilent: boolean): { last_sent?: number; last_received?: number } {
  // Messages that only events tell of have no bytes to know them by.
  if (sent.furthest === 0) return {};
  const isProved = received.furthest >= sent.furthest || isSilent;
  return { last_sent: 2 * sent.furthest - 1, ...(isProved ? { last_received: 2 * received.furthest } : {}) };
}

function firstInside({ payloads }: IkeMessage): number[] {
  return payloads.flatMap((payload) => ((payload.kind === 'encrypted' || payload.kind === 'encrypted-fragment') && payload.first !== undefined ? [payload.first] : []));
}

/** What both sides said before encryption began. */
function readable(sent: Flow, received: Flow, offers: readonly IkeMessage[]): Fields {
  const notifies = received.messages.flatMap(notifiesOf);
  const errors = notifies.filter((notify) => notify.isError);
  const asked = sent.messages.flatMap(notifiesOf);
  const windowsError = [...notifies, ...asked].find((notify) => notify.windowsError !== undefined)?.windowsError;
  const wanted = notifies.find((notify) => notify.groupName !== undefined || notify.group !== undefined);
  const supports = (list: readonly IkeNotify[]) => list.some((notify) => notify.notify === NOTIFY.fragmentationSupported);
  const group = keyGroup(sent.messages);
  const offered = unique(offers.slice(0, 1).flatMap(transforms));
  return {
    // A side that said nothing told nothing.
    ...(received.messages.length > 0 ? { notifies: unique(notifies.map((notify) => notify.notifyName ?? String(notify.notify))), errors: [...new Set(errors.map((notify) => notify.notify))] } : {}),
    ...(offered.length > 0 ? { offered } : {}),
    ...(received.messages.length > 0 ? { chosen: unique(received.messages.slice(0, 1).flatMap(transforms)) } : {}),
    ...(group === undefined ? {} : { group }),
    ...(wanted === undefined ? {} : { wanted_group: wanted.groupName ?? String(wanted.group) }),
    ...(received.messages.length > 0 && sent.messages.length > 0 ? { fragmentation: supports(notifies) && supports(asked) } : {}),
    ...(windowsError === undefined ? {} : { windows_error: windowsError }),
    vendors: unique([...sent.messages, ...received.messages].flatMap(vendors)),
  };
}

const MOST_TEXTS = 40;

function unique(texts: readonly string[]): string[] {
  return [...new Set(texts)].slice(0, MOST_TEXTS);
}

function notifiesOf(message: IkeMessage): IkeNotify[] {
  return message.payloads.flatMap((payload) => (payload.kind === 'notify' ? [payload] : []));
}

function keyGroup(messages: readonly IkeMessage[]): string | undefined {
  for (const message of messages) for (const payload of message.payloads) if (payload.kind === 'key-exchange' && payload.group !== undefined) return payload.groupName ?? String(payload.group);
  return undefined;
}

/** `encryption AES-CBC 256`, or in version 1 a combination as one text. */
function transforms(message: IkeMessage): string[] {
  return message.payloads.flatMap((payload) => {
    if (payload.kind === 'sa') return payload.proposals.flatMap((proposal) => proposal.transforms.map((transform) => `${transform.kind} ${transform.name ?? transform.id}${transform.keyLength === undefined ? '' : ` ${transform.keyLength}`}`));
    if (payload.kind !== 'sa-v1') return [];
    return payload.proposals.flatMap((proposal) =>
      proposal.transforms.map((transform) => [`${transform.encryptionName ?? transform.encryption ?? '?'}${transform.keyLength === undefined ? '' : ` ${transform.keyLength}`}`, transform.hashName ?? transform.hash ?? '?', transform.groupName ?? transform.group ?? '?', transform.authenticationName ?? transform.authentication ?? '?'].join(', ')),
    );
  });
}

function vendors(message: IkeMessage): string[] {
  return message.payloads.flatMap((payload) => (payload.kind === 'vendor-id' && payload.vendor !== undefined ? [payload.vendor.name] : []));
}
