/**
 * Whole conversations as a recipe tells them in one line, each packet with its way and its time after the first:
 *
 *   { at: "08:33:20", out: , https: { sni: vpn.contoso.com, tls: "1.2", names: [gw.contoso.com], ends: closed } }
 *   { at: "08:33:20", out: 192.0.2.80, http: { host: crl.contoso.com, path: /root.crl, status: 404 } }
 *   { at: "08:33:20", out: , pptp: [lcp, challenge, "failure 691"] }
 *
 * The end that sends the first packet is the client.
 */
import { certificate, newKeys, type KeyPair } from './certificate.ts';
import { pptpGre } from './gre.ts';
import { counting, ipv4, ipv6, join, mss, TCP, tcp, u16, u24, u32, type Part } from './ip.ts';
import { chapFailure, chapValue, control, lcpRequest, option, PPP, pppFrame, terminate } from './ppp.ts';
import { outgoingCall, outgoingReply, startConnection, startReply } from './pptp.ts';
import { tlsHandshake, tlsRecord } from './tls.ts';

export interface HttpsTold {
  readonly sni: string;
  readonly tls?: '1.2' | '1.3';
  /** DNS names of the certificate, its issuer, last day (`YYMMDDHHMMSSZ`), and where its list of revocation is. */
  readonly names?: readonly string[];
  readonly issuer?: string;
  readonly to?: string;
  readonly list?: string;
  /** complete (default), closed by the client at the certificate, refused by it with an alert, alert or reset by the server at the hello, no-answer to it. */
  readonly ends?: 'complete' | 'closed' | 'refused' | 'alert' | 'reset' | 'no-answer';
  readonly alert?: number;
  readonly own?: number;
}

export interface HttpTold {
  readonly host: string;
  readonly path?: string;
  /** Asks a proxy for a way to port 443 of the host. */
  readonly connect?: boolean;
  /** None: nothing comes back, and the request is sent again. */
  readonly status?: number;
  readonly port?: number;
  readonly own?: number;
}

/**
 * After the call is made: `asking` (LCP, nothing back), `lcp` (agreed), `challenge` (and the proof), `failure N`, `success`, `no-method`
 * (the client wants another), `terminate N` by the server, `options` (refused again and again), `no-encryption`, `open` (data both ways).
 */
export type PptpTold = readonly string[];

export interface StreamsTold {
  readonly https?: HttpsTold;
  readonly http?: HttpTold;
  readonly pptp?: PptpTold;
}

export interface Turn {
  readonly bytes: Uint8Array;
  readonly later: number;
  /** Sent by the server. */
  readonly isBack: boolean;
}

/** The packets between two ends, or null when the line tells no conversation. */
export function streamOf(told: StreamsTold, client: string, server: string): Turn[] | null {
  if (told.https) return httpsOf(told.https, client, server);
  if (told.http) return httpOf(told.http, client, server);
  return told.pptp ? pptpOf(told.pptp, client, server) : null;
}

/** One TCP connection: counts sequence numbers and time, a hundredth of a second for each packet. */
function connection(client: string, server: string, ports: readonly [number, number]) {
  const turns: Turn[] = [];
  const next = { client: 7_000, server: 90_000 };
  let later = 0;
  const send = (isBack: boolean, flags: number, payload: Part = [], wait = 0.01): void => {
    const [from, to] = isBack ? (['server', 'client'] as const) : (['client', 'server'] as const);
    const [source, destination] = isBack ? [ports[1], ports[0]] : ports;
    const isSyn = (flags & TCP.syn) !== 0;
    const segment = tcp(source, destination, { flags, sequence: next[from], acknowledgement: (flags & TCP.ack) === 0 ? 0 : next[to], options: isSyn ? mss(1_460) : [] }, payload);
    next[from] += join(payload).length + (isSyn || (flags & TCP.fin) !== 0 ? 1 : 0);
    turns.push({ bytes: isBack ? packet(server, client, 6, segment) : packet(client, server, 6, segment), later, isBack });
    later += wait;
  };
  send(false, TCP.syn);
  send(true, TCP.syn | TCP.ack);
  send(false, TCP.ack);
  return { turns, send, say: (isBack: boolean, payload: Part) => send(isBack, TCP.psh | TCP.ack, payload) };
}

function packet(source: string, destination: string, protocol: number, payload: Part): Uint8Array {
  return (source.includes(':') ? ipv6 : ipv4)(source, destination, protocol, payload);
}

const extension = (type: number, body: Part): Uint8Array => join(u16(type), u16(join(body).length), body);
const sized = (body: Part): Uint8Array => join(u16(join(body).length), body);
const DATA = tlsRecord(23, counting(80));
let keys: KeyPair | undefined;

function httpsOf(told: HttpsTold, client: string, server: string): Turn[] {
  const { ends = 'complete', alert = 48, own = 50_443 } = told;
  const { turns, send, say } = connection(client, server, [own, 443]);
  say(false, tlsRecord(22, clientHello(told.sni), 0x0301));
  if (ends === 'reset') send(true, TCP.rst | TCP.ack);
  else if (ends === 'alert') say(true, tlsRecord(21, [2, alert]));
  if (ends === 'reset' || ends === 'alert' || ends === 'no-answer') return turns;
  for (const part of serverFlight(told)) say(true, part);
  if (ends === 'closed') send(false, TCP.fin | TCP.ack);
  // TLS 1.3 hides the alert of the client.
  else if (ends === 'refused') say(false, told.tls === '1.3' ? join(tlsRecord(20, [1]), tlsRecord(23, counting(19))) : tlsRecord(21, [2, alert]));
  else {
    say(false, join(told.tls === '1.3' ? [] : tlsRecord(22, tlsHandshake(16, counting(66))), tlsRecord(20, [1]), tlsRecord(told.tls === '1.3' ? 23 : 22, counting(64))));
    if (told.tls !== '1.3') say(true, join(tlsRecord(20, [1]), tlsRecord(22, counting(40))));
    for (let turn = 0; turn < 4; turn++) say(turn % 2 === 1, DATA);
  }
  return turns;
}

function clientHello(name: string): Uint8Array {
  const extensions = join(extension(0, sized(join([0], sized(name)))), extension(43, [4, 3, 4, 3, 3]));
  return tlsHandshake(1, join(u16(0x0303), counting(32), [0], sized([0x13, 1, 0xc0, 0x2f, 0xc0, 0x30]), [1, 0], sized(extensions)));
}

/** In pieces a segment can hold. */
function serverFlight({ tls = '1.2', names = ['vpn.contoso.com'], issuer, to, list }: HttpsTold): Uint8Array[] {
  const isHidden = tls === '1.3';
  const hello = tlsRecord(22, tlsHandshake(2, join(u16(0x0303), counting(32), [0], isHidden ? [0x13, 1] : [0xc0, 0x2f], [0], ...(isHidden ? [sized(extension(43, [3, 4]))] : []))));
  if (isHidden) return [join(hello, tlsRecord(20, [1])), tlsRecord(23, counting(1_200)), DATA];
  keys ??= newKeys();
  const own = certificate({ keys, subject: names[0] ?? '', dnsNames: names, uses: [1], ...(issuer === undefined ? {} : { issuer }), ...(to === undefined ? {} : { to, from: '200101000000Z' }), ...(list === undefined ? {} : { listUrl: list }) });
  const chain = join(u24(own.length), own);
  return [join(hello, tlsRecord(22, tlsHandshake(11, join(u24(chain.length), chain)))), tlsRecord(22, tlsHandshake(14, []))];
}

function httpOf({ host, path = '/', connect = false, status, port = connect ? 8080 : 80, own = 50_080 }: HttpTold, client: string, server: string): Turn[] {
  const { turns, say } = connection(client, server, [own, port]);
  say(false, connect ? `CONNECT ${host}:443 HTTP/1.1\r\nHost: ${host}:443\r\n\r\n` : `GET ${path} HTTP/1.1\r\nHost: ${host}\r\n\r\n`);
  const asked = turns.at(-1);
  if (status !== undefined) say(true, `HTTP/1.1 ${status} Told\r\nContent-Length: 0\r\n${status === 407 ? 'Proxy-Authenticate: Negotiate\r\n' : ''}\r\n`);
  else if (asked !== undefined) turns.push(...[1, 3, 7].map((late) => ({ ...asked, later: asked.later + late })));
  return turns;
}

const CALL = { client: 0x5100, server: 0x22 } as const;
const again = (frame: Uint8Array, isBack: boolean, count: number, every: number): [boolean, Uint8Array, number][] => Array.from({ length: count }, () => [isBack, frame, every]);
const lcp = pppFrame(PPP.lcp, lcpRequest(0));
const own = option(1, u16(1_400));

/** Frames of one step: whether the server sends them, and how long until the next. */
function stepOf(step: string): [boolean, Uint8Array, number][] {
  const [name, number] = step.split(' ');
  const error = Number(number ?? 691);
  switch (name) {
    case 'asking':
      return again(lcp, false, 4, 3);
    case 'lcp':
      return [[true, lcp, 0.01], [false, pppFrame(PPP.lcp, control(1, 1, own)), 0.01], [false, pppFrame(PPP.lcp, join([2, 0], lcpRequest(0).subarray(2))), 0.01], [true, pppFrame(PPP.lcp, control(2, 1, own)), 0.01]];
    case 'challenge':
      return [[true, pppFrame(PPP.chap, chapValue(1, 5, 16, 'VPN01')), 0.02], [false, pppFrame(PPP.chap, chapValue(2, 5, 49, 'CONTOSO\\user1')), 0.2]];
    case 'failure':
      return [[true, pppFrame(PPP.chap, chapFailure(5, `E=${error} R=0 C=0123456789ABCDEF0123456789ABCDEF V=3 M=Refused`)), 0.1]];
    case 'success':
      return [[true, pppFrame(PPP.chap, control(3, 5, 'S=0123456789ABCDEF M=Welcome')), 0.1]];
    case 'no-method':
      return [[true, lcp, 0.01], [false, pppFrame(PPP.lcp, control(3, 0, option(3, [0xc2, 0x27]))), 0.01], [true, pppFrame(PPP.lcp, terminate(1, 919)), 0.1]];
    case 'options':
      return Array.from({ length: 6 }, (_, turn) => [[true, pppFrame(PPP.lcp, lcpRequest(turn)), 0.2], [false, pppFrame(PPP.lcp, control(3, turn, own)), 0.2]] as [boolean, Uint8Array, number][]).flat();
    case 'no-encryption':
      return [[false, pppFrame(PPP.ccp, control(1, 4, option(18, u32(0x0100_0060)))), 0.02], [true, pppFrame(PPP.lcp, control(8, 9, join(u16(PPP.ccp), control(1, 4, option(18, u32(0x0100_0060)))))), 0.1]];
    case 'terminate':
      return [[true, pppFrame(PPP.lcp, terminate(9, error)), 0.1]];
    case 'open':
      return Array.from({ length: 10 }, (_, turn) => [turn % 2 === 1, pppFrame(PPP.mppe, [0x90, turn, 1, 2, 3]), 0.5]);
    default:
      throw new Error(`no step of PPTP: ${step}`);
  }
}

function pptpOf(steps: PptpTold, client: string, server: string): Turn[] {
  const { turns, say } = connection(client, server, [49_700, 1723]);
  say(false, startConnection('client'));
  say(true, startReply(1, 0, 'server'));
  say(false, outgoingCall(CALL.client, 1));
  say(true, outgoingReply(CALL.server, CALL.client, 1, 0, 0));
  let later = 0.1;
  const sequence = { client: 0, server: 0 };
  for (const [isBack, frame, wait] of steps.flatMap(stepOf)) {
    const bytes = pptpGre({ callId: isBack ? CALL.client : CALL.server, sequence: sequence[isBack ? 'server' : 'client']++ }, frame);
    turns.push({ bytes: isBack ? packet(server, client, 47, bytes) : packet(client, server, 47, bytes), later, isBack });
    later += wait;
  }
  return turns;
}
