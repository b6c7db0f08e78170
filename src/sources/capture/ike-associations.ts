/**
 * IKE negotiations out of observed messages: one association for each initiator SPI (cookie in version 1), with what was
 * asked and answered in every exchange. Only the first exchange is readable; of the rest shape and number tell.
 * Exchange numbers: RFC 7296 3.1 (34 IKE_SA_INIT, 35 IKE_AUTH, 36 CREATE_CHILD_SA, 37 INFORMATIONAL), RFC 2408 3.1 (2 main, 4 aggressive, 5 informational, 32 quick mode).
 */
import type { Micros } from '../../model/time.ts';
import { checkNatDetection } from '../../protocols/ike-nat.ts';
import type { IkeMessage } from '../../protocols/ike-types.ts';
import type { IkeObservation } from './ike-observation.ts';
import { MOST_FRAMES } from './packet.ts';

export const EXCHANGE = { mainMode: 2, aggressive: 4, informationalV1: 5, quickMode: 32, saInit: 34, auth: 35, createChild: 36, informational: 37 } as const;

/** Messages of one exchange in one association, both ways. */
export interface Exchange {
  readonly number: number;
  readonly first: IkeObservation;
  last: Micros;
  /** Of the side that began the association. */
  readonly sent: Flow;
  readonly received: Flow;
}

export interface Flow {
  /** Messages; one in IKE fragments counts once each time it is sent. */
  count: number;
  /** Different message ids: repeats of one message are one. */
  readonly ids: Set<number>;
  firstTime: Micros;
  lastTime: Micros;
  largest: number;
  smallest: number;
  mostFragments: number;
  /** Parts of RFC 7383, or of version 1. */
  ikeFragments: number;
  readonly frames: number[];
  readonly messages: IkeMessage[];
  /** Main mode: the furthest pair of messages it came to: 1 proposals, 2 keys, 3 identities; 0 where no bytes tell. */
  furthest: number;
  /** Ends whose address was rewritten on the way to the side captured, as its own hashes say. */
  readonly rewritten: Set<'source' | 'destination'>;
  /** Version 2: requests by message id, and the ids answered. */
  readonly requests: Map<number, { count: number; last: Micros; readonly frames: number[] }>;
  readonly answered: Set<number>;
  /** How often each part of a message that travels in IKE fragments was seen, and the message by that. */
  readonly parts: Map<string, number>;
  /** Of the responder: addresses it sent from that are not the one asked. */
  readonly others: Set<string>;
}

export interface Association {
  readonly major: 1 | 2;
  readonly initiatorSpi: string;
  responderSpi: string;
  readonly initiator: string;
  readonly responder: string;
  /** The side captured began it; null when the direction is not told. */
  readonly isOurs: boolean | null;
  /** UDP ports used by the responder. */
  readonly ports: Set<number>;
  readonly exchanges: Map<number, Exchange>;
}

/** A server sees scans from everywhere; nobody needs more. */
const MOST_ASSOCIATIONS = 5_000;
const MOST_MESSAGES = 8;
const MOST_IDS = 1_000;
const MOST_OTHERS = 8;
const NOBODY = '0'.repeat(16);

/** A class because it has a life: it is fed, then read. */
export class Associations {
  readonly #bySpi = new Map<string, Association>();
  /** Messages beyond the cap. */
  ignored = 0;

  get all(): Iterable<Association> {
    return this.#bySpi.values();
  }

  add(message: IkeObservation): void {
    const known = this.#bySpi.get(message.initiatorSpi);
    if (known === undefined && this.#bySpi.size >= MOST_ASSOCIATIONS) {
      this.ignored++;
      return;
    }
    const association = known ?? begin(message);
    this.#bySpi.set(message.initiatorSpi, association);
    if (message.responderSpi !== NOBODY) association.responderSpi = message.responderSpi;
    const isFromInitiator = isOfInitiator(message, association);
    association.ports.add(isFromInitiator ? message.destinationPort : message.sourcePort);
    const exchange = association.exchanges.get(message.exchange) ?? { number: message.exchange, first: message, last: message.time, sent: newFlow(), received: newFlow() };
    association.exchanges.set(message.exchange, exchange);
    exchange.last = message.time;
    const flow = isFromInitiator ? exchange.sent : exchange.received;
    take(flow, message);
    if (!isFromInitiator && message.source !== association.responder && flow.others.size < MOST_OTHERS) flow.others.add(message.source);
  }
}

/** By the flag of version 2, since an initiator may move to another address (RFC 4555) and a server answer from another; else by address and direction. */
function isOfInitiator({ message, source, destination, direction }: IkeObservation, { initiator, isOurs }: Association): boolean {
  if (message?.isFromInitiator !== undefined) return message.isFromInitiator;
  if (source === initiator || destination === initiator || direction === null || isOurs === null) return source === initiator;
  return (direction === 'out') === isOurs;
}

/** The first message seen tells who began: a capture may start in the middle, with an answer. */
function begin(message: IkeObservation): Association {
  const isReversed = message.major === 2 && isFromResponder(message);
  const [initiator, responder] = isReversed ? [message.destination, message.source] : [message.source, message.destination];
  const isOurs = message.direction === null ? null : (message.direction === 'out') !== isReversed;
  return { major: message.major, initiatorSpi: message.initiatorSpi, responderSpi: message.responderSpi, initiator, responder, isOurs, ports: new Set(), exchanges: new Map() };
}

function isFromResponder({ message, isResponse, exchange }: IkeObservation): boolean {
  if (message?.isFromInitiator !== undefined) return !message.isFromInitiator;
  return isResponse && (exchange === EXCHANGE.saInit || exchange === EXCHANGE.auth);
}

function newFlow(): Flow {
  return { count: 0, ids: new Set(), firstTime: Infinity, lastTime: -Infinity, largest: 0, smallest: Infinity, mostFragments: 0, ikeFragments: 0, frames: [], messages: [], furthest: 0, rewritten: new Set(), requests: new Map(), answered: new Set(), parts: new Map(), others: new Set() };
}

function take(flow: Flow, observation: IkeObservation): void {
  const { time, messageId, size, fragments, frames, message } = observation;
  // Parts of one message are sent once.
  const isCounted = flow.count === 0 || !isLaterPart(message);
  if (isCounted) flow.count++;
  if (flow.ids.size < MOST_IDS) flow.ids.add(messageId);
  if (observation.major === 2) noteRequest(flow, observation, isCounted);
  flow.firstTime = Math.min(flow.firstTime, time);
  flow.lastTime = time;
  flow.largest = Math.max(flow.largest, size);
  flow.smallest = Math.min(flow.smallest, size);
  flow.mostFragments = Math.max(flow.mostFragments, fragments);
  for (const number of frames) if (number > 0 && flow.frames.length < MOST_FRAMES) flow.frames.push(number);
  if (message === null) return;
  for (const payload of message.payloads) {
    if (payload.kind === 'encrypted-fragment') flow.ikeFragments = Math.max(flow.ikeFragments, payload.total);
    if (payload.kind === 'fragment') flow.ikeFragments = Math.max(flow.ikeFragments, payload.fragment);
  }
  if (message.major === 1) flow.furthest = Math.max(flow.furthest, pairOf(message));
  if (observation.direction === 'in') noteNat(flow, observation, message);
  if (flow.messages.length < MOST_MESSAGES) flow.messages.push(message);
}

function noteRequest({ requests, answered }: Flow, { isResponse, messageId, time, frames }: IkeObservation, isCounted: boolean): void {
  if (isResponse) {
    if (answered.size < MOST_IDS) answered.add(messageId);
    return;
  }
  const known = requests.get(messageId) ?? { count: 0, last: time, frames: [] };
  if (known.count === 0 && requests.size >= MOST_IDS) return;
  requests.set(messageId, known);
  if (isCounted || known.count === 0) known.count++;
  known.last = time;
  for (const number of frames) if (number > 0 && known.frames.length < MOST_FRAMES) known.frames.push(number);
}

function isLaterPart(message: IkeMessage | null): boolean {
  return message !== null && message.payloads.some((payload) => (payload.kind === 'encrypted-fragment' || payload.kind === 'fragment') && payload.fragment > 1);
}

/** RFC 2409 5: proposals, then keys and nonces, then identities, which are encrypted and, with a certificate, may come in parts. */
function pairOf({ payloads, isEncrypted }: IkeMessage): number {
  const has = (kind: string) => payloads.some((payload) => payload.kind === kind);
  return isEncrypted || has('fragment') ? 3 : has('key-exchange') ? 2 : has('sa-v1') ? 1 : 0;
}

/** At the sender's own capture nothing is rewritten yet. */
function noteNat(flow: Flow, { source, sourcePort, destination, destinationPort }: IkeObservation, message: IkeMessage): void {
  const found = checkNatDetection(message, { address: source, port: sourcePort }, { address: destination, port: destinationPort });
  if (found?.source === false) flow.rewritten.add('source');
  if (found?.destination === false) flow.rewritten.add('destination');
}
