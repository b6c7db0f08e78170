/**
 * Packets as a recipe tells them, one line each, turned into IP packets between two ends:
 *
 *   { at: "08:33:20", out: , ike: sa-init, again: [1, 3, 7] }          four requests to the peer
 *   { at: "08:33:20.1", in: , ike: { is: sa-init, notify: [14] } }     its refusal
 *   { at: "08:33:20.2", out: , ike: { is: auth, size: 2600 }, pieces: [1, 2] }   a large message in two IP fragments
 *   { at: "08:33:20.3", in: 198.51.100.1, icmp: { type: 3, code: 13 } }          a router about the last packet sent
 */
import { createHash } from 'node:crypto';
import { dnsHeader, dnsName, dnsQuestion, dnsRecord } from './dns.ts';
import { pptpGre } from './gre.ts';
import { encrypted2, esp, fragment2, ike, ke1, ke2, nat1, nonce1, nonce2, notify1, notify2, phase1, sa1, sa2, vendor1, vendor2, type Payload, type Transform2 } from './ike.ts';
import { address, fragmentsV4, fragmentsV6, hex, icmp, icmpv6, ipv4, ipv6, join, mss, TCP, tcp, u16, u32, udp, zeros } from './ip.ts';
import { lcpRequest, pppFrame } from './ppp.ts';
import { outgoingCall, outgoingReply, startConnection, startReply } from './pptp.ts';
import { eapAttributes, eapPacket, microsoftAttribute, radius, radiusAttribute } from './radius.ts';
import { streamOf, type StreamsTold } from './told-streams.ts';
import { tlsRecord } from './tls.ts';

export interface IkeTold {
  readonly is: 'sa-init' | 'auth' | 'create-child' | 'informational' | 'main' | 'quick' | 'informational-v1';
  /** 16 hex digits of the one who began; the same value is the same conversation. */
  readonly spi?: string;
  /** Of main mode, 1 to 6. */
  readonly message?: number;
  readonly id?: number;
  /** Default: what the server sends is an answer. */
  readonly answer?: boolean;
  /** Notifies; an error among them stands alone. */
  readonly notify?: readonly number[];
  readonly windowsError?: number;
  /** Of the key sent; with notify 17 of the one wanted. */
  readonly group?: number;
  readonly offer?: readonly Transform2[];
  /** False: says nothing of IKE fragmentation. */
  readonly fragmentation?: boolean;
  /** Address the sender believes its own, or the other's, to be: a translator changed it. */
  readonly own?: string;
  readonly other?: string;
  /** Bytes of what is encrypted, and the first payload inside. */
  readonly size?: number;
  readonly first?: number;
  /** Parts of RFC 7383, each a datagram. */
  readonly parts?: number;
  readonly port?: number;
}

export interface PacketTold extends StreamsTold {
  readonly ike?: IkeTold['is'] | IkeTold;
  /** Packets with rising sequence numbers, so many seconds apart. */
  readonly esp?: { readonly spi?: number; readonly count?: number; readonly every?: number; readonly size?: number; readonly raw?: boolean };
  readonly udp?: { readonly port: number; readonly own?: number; readonly hex?: string };
  readonly dns?: { readonly name: string; readonly type?: number; readonly id?: number; readonly rcode?: number; readonly addresses?: readonly string[] };
  readonly tcp?: { readonly is: 'syn' | 'syn-ack' | 'ack' | 'rst' | 'fin' | 'data'; readonly port: number; readonly own?: number; readonly hex?: string; readonly alert?: number; readonly pptp?: keyof typeof PPTP };
  readonly gre?: { readonly call?: number; readonly sequence?: number };
  /** A refusal may carry a message, and the error of MS-CHAP; a challenge EAP of so many bytes. */
  readonly radius?: { readonly code: number; readonly id: number; readonly user?: string; readonly message?: string; readonly error?: number; readonly eap?: number };
  readonly icmp?: { readonly type: number; readonly code: number; readonly mtu?: number };
}

/** One direction between two ends: `own` sends. */
export interface Way {
  readonly own: string;
  readonly other: string;
  readonly isOut: boolean;
  /** The sender is the client of what is spoken. */
  readonly isClient: boolean;
}

const IKE = { port: 500, natPort: 4500, spi: '0102030405060708', responder: 'a1a2a3a4a5a6a7a8', flag: { initiator: 8, response: 0x20 } } as const;
const EXCHANGE: Readonly<Record<IkeTold['is'], number>> = { 'sa-init': 34, auth: 35, 'create-child': 36, informational: 37, main: 2, quick: 32, 'informational-v1': 5 };
/** What a Windows client offers when nothing is set: AES-256 with SHA-384 and group 20, down to 3DES with SHA-1 and group 2. */
const OFFER: readonly Transform2[] = [[1, 12, 256], [1, 12, 128], [1, 3], [3, 13], [3, 12], [3, 2], [2, 6], [2, 5], [2, 2], [4, 20], [4, 19], [4, 14], [4, 2]];
const OFFER_V1 = [phase1(7, 256, 2, 20), phase1(7, 128, 2, 19), phase1(5, undefined, 2, 14), phase1(5, undefined, 2, 2)];
const WINDOWS = '1e2b516905991c7d7c96fcbfb587e46100000009';
const PPTP = { start: startConnection('client'), 'start-reply': startReply(1, 0, 'server'), call: outgoingCall(40_001, 1), 'call-reply': outgoingReply(7, 40_001, 1, 0, 0), 'call-refused': outgoingReply(7, 40_001, 2, 4, 0) } as const;

/** The IP packets of one line; `last` is the one sent the other way before, which ICMP errors quote. `flows` keeps where TCP connections are. */
export function packetsOf(told: PacketTold, way: Way, last: Uint8Array, flows: Map<string, number>): { readonly bytes: Uint8Array; readonly later: number; readonly isBack?: boolean }[] {
  const stream = streamOf(told, way.own, way.other);
  if (stream !== null) return stream;
  const once = (protocol: number, payload: Uint8Array) => [{ bytes: ipOf(way, protocol, payload), later: 0 }];
  const ports = (port: number, own: number) => (way.isClient ? ([own, port] as const) : ([port, own] as const));
  if (told.ike !== undefined) return ikeOf(typeof told.ike === 'string' ? { is: told.ike } : told.ike, way).map((payload) => ({ bytes: ipOf(way, 17, payload), later: 0 }));
  if (told.esp) return espOf(told.esp, way);
  if (told.udp) return once(17, udp(...ports(told.udp.port, told.udp.own ?? 50_123), hex(told.udp.hex ?? '00')));
  if (told.dns) return once(17, udp(...ports(53, 53_000 + (told.dns.id ?? 1)), dnsOf(told.dns, way.isClient)));
  if (told.tcp) return once(6, tcpOf(told.tcp, way, ports(told.tcp.port, told.tcp.own ?? 50_001), flows));
  if (told.gre) return once(47, pptpGre({ callId: way.isClient ? 7 : 40_001, sequence: told.gre.sequence ?? 0 }, pppFrame(0xc021, lcpRequest(1))));
  if (told.radius) return once(17, udp(...ports(1812, 50_812), radiusOf(told.radius)));
  if (told.icmp) return once(way.own.includes(':') ? 58 : 1, icmpOf(told.icmp, way, last));
  throw new Error(`no packet is told: ${JSON.stringify(told)}`);
}

function radiusOf({ code, id, user, message, error, eap }: NonNullable<PacketTold['radius']>): Uint8Array {
  return radius(code, id, [...(user === undefined ? [] : [radiusAttribute(1, user)]), ...(message === undefined ? [] : [radiusAttribute(18, message)]), ...(error === undefined ? [] : [microsoftAttribute(2, join([5], `E=${error} R=0 V=3`))]), ...(eap === undefined ? [] : eapAttributes(eapPacket(1, 9, zeros(eap))))]);
}

function ipOf({ own, other }: Way, protocol: number, payload: Uint8Array): Uint8Array {
  return own.includes(':') ? ipv6(own, other, protocol, payload) : ipv4(own, other, protocol, payload);
}

/** The packet cut into fragments of 1,480 bytes, of which those numbered are seen. */
export function piecesOf(packet: Uint8Array, way: Way, seen: readonly number[], id: number): Uint8Array[] {
  const isV6 = way.own.includes(':');
  const all = (isV6 ? fragmentsV6 : fragmentsV4)(way.own, way.other, packet[isV6 ? 6 : 9]!, packet.subarray(isV6 ? 40 : 20), 1_480, id);
  return seen.map((number) => {
    const piece = all[number - 1];
    if (piece === undefined) throw new Error(`there are ${all.length} pieces, not ${number}`);
    return piece;
  });
}

function ikeOf(told: IkeTold, way: Way): Uint8Array[] {
  const isFirst = told.is === 'sa-init' || (told.is === 'main' && (told.message ?? 1) < 5) || told.is === 'informational-v1';
  const port = told.port ?? (isFirst ? IKE.port : IKE.natPort);
  return messagesOf(told, way).map((message) => udp(port, port, port === IKE.port ? message : join([0, 0, 0, 0], message)));
}

function messagesOf(told: IkeTold, way: Way): Uint8Array[] {
  const { is, spi = IKE.spi, id = is === 'sa-init' ? 0 : 1, size = 400, first = 35, parts } = told;
  const isV1 = is === 'main' || is === 'quick' || is === 'informational-v1';
  const isAnswer = told.answer ?? !way.isClient;
  const isUnknown = (is === 'sa-init' && way.isClient) || (is === 'main' && (told.message ?? 1) === 1);
  const flags = isV1 ? (is === 'quick' || (told.message ?? 1) > 4 ? 1 : 0) : (way.isClient ? IKE.flag.initiator : 0) | (isAnswer ? IKE.flag.response : 0);
  const options = { initiator: spi, exchange: EXCHANGE[is], flags, ...(isUnknown ? {} : { responder: IKE.responder }), ...(isV1 ? { version: 0x10 } : {}), messageId: is === 'main' ? 0 : id };
  if (is === 'sa-init') return [ike(options, saInit(told, way))];
  if (isV1) return [flags === 1 ? ike(options, Uint8Array.from(zeros(size))) : ike(options, is === 'main' ? mainMode(told, way) : notifiesV1(told))];
  if (parts !== undefined) return Array.from({ length: parts }, (_, index) => ike(options, [fragment2(index === 0 ? first : 0, index + 1, parts, size)]));
  return [ike(options, [encrypted2(first, size)])];
}

function saInit(told: IkeTold, way: Way): Payload[] {
  const { notify = [], group = 14, offer = OFFER, windowsError, fragmentation = true } = told;
  const notifies = [...notify.map((type) => notify2(type, type === 17 ? u16(group) : [])), ...(windowsError === undefined ? [] : [notify2(12_345, u32(windowsError))])];
  if (notify.some((type) => type < 16_384) || notify.includes(16_390)) return notifies;
  const spis = `${told.spi ?? IKE.spi}${way.isClient ? '0'.repeat(16) : IKE.responder}`;
  const chosen = way.isClient ? offer : [1, 3, 2, 4].flatMap((type) => offer.filter((transform) => transform[0] === type).slice(0, 1));
  return [sa2({ number: 1, transforms: chosen }), ke2(group, 256), nonce2(48), ...(fragmentation ? [notify2(16_430)] : []), notify2(16_388, natHash(spis, told.own ?? way.own)), notify2(16_389, natHash(spis, told.other ?? way.other)), vendor2(WINDOWS), ...notifies];
}

/** Messages 1 to 4; the last two are encrypted. */
function mainMode(told: IkeTold, way: Way): Payload[] {
  const { message = 1 } = told;
  if (message < 3) return [sa1(...OFFER_V1.slice(0, message === 1 ? OFFER_V1.length : 1)), vendor1(WINDOWS)];
  const spis = `${told.spi ?? IKE.spi}${IKE.responder}`;
  return [ke1(256), nonce1(48), nat1(natHash(spis, told.other ?? way.other)), nat1(natHash(spis, told.own ?? way.own))];
}

function notifiesV1({ notify = [14], windowsError }: IkeTold): Payload[] {
  return [...notify.map((type) => notify1(type)), ...(windowsError === undefined ? [] : [notify1(12_345, u32(windowsError))])];
}

/** SHA-1 over both SPIs, the address and port 500 (RFC 7296 2.23, RFC 3947 3.2). */
function natHash(spis: string, end: string): Uint8Array {
  return new Uint8Array(createHash('sha1').update(join(hex(spis), address(end), u16(IKE.port))).digest());
}

function espOf({ spi = 0xc0de0001, count = 1, every = 1, size = 120, raw = false }: NonNullable<PacketTold['esp']>, way: Way): { bytes: Uint8Array; later: number }[] {
  const packet = (sequence: number) => esp(way.isOut ? spi : spi + 1, sequence, size);
  return Array.from({ length: count }, (_, index) => ({ bytes: raw ? ipOf(way, 50, packet(index + 1)) : ipOf(way, 17, udp(IKE.natPort, IKE.natPort, packet(index + 1))), later: index * every }));
}

function dnsOf({ name, type = 1, id = 1, rcode = 0, addresses }: NonNullable<PacketTold['dns']>, isQuery: boolean): Uint8Array {
  const answers = (addresses ?? []).map((each) => dnsRecord(dnsName(name), each.includes(':') ? 28 : 1, 300, address(each)));
  return join(dnsHeader({ id, flags: isQuery ? 0x0100 : 0x8180 | rcode, questions: 1, answers: isQuery ? 0 : answers.length }), dnsQuestion(name, type), ...(isQuery ? [] : answers));
}

const FLAGS = { syn: TCP.syn, 'syn-ack': TCP.syn | TCP.ack, ack: TCP.ack, rst: TCP.rst | TCP.ack, fin: TCP.fin | TCP.ack, data: TCP.psh | TCP.ack } as const;

function tcpOf(told: NonNullable<PacketTold['tcp']>, way: Way, [source, destination]: readonly [number, number], flows: Map<string, number>): Uint8Array {
  const payload = told.pptp === undefined ? (told.alert === undefined ? hex(told.hex ?? '') : tlsRecord(21, [2, told.alert])) : PPTP[told.pptp];
  const [key, back] = [`${way.own}:${source} ${way.other}:${destination}`, `${way.other}:${destination} ${way.own}:${source}`];
  const isSyn = (FLAGS[told.is] & TCP.syn) !== 0;
  const sequence = isSyn ? 1_000 : (flows.get(key) ?? 1_001);
  flows.set(key, sequence + payload.length + (isSyn || told.is === 'fin' ? 1 : 0));
  return tcp(source, destination, { flags: FLAGS[told.is], sequence, acknowledgement: told.is === 'syn' ? 0 : (flows.get(back) ?? 1_001), options: isSyn ? mss(1_460) : [] }, payload);
}

/** With the head of the packet it is about, as routers send at least. */
function icmpOf({ type, code, mtu }: NonNullable<PacketTold['icmp']>, way: Way, last: Uint8Array): Uint8Array {
  if (last.length === 0) throw new Error('an ICMP error needs a packet before it');
  const rest = mtu === undefined ? [0, 0, 0, 0] : u32(mtu);
  return way.own.includes(':') ? icmpv6([way.own, way.other], type, code, rest, last.subarray(0, 48)) : icmp(type, code, rest, last.subarray(0, 28));
}
