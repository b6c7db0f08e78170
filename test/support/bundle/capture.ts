/** The packet capture of a bundle: a trace as the collector names it, made of the packets a recipe tells. */
import { buildEtl } from '../etl/builder.ts';
import { buildCapture, type PacketInput } from '../etl/capture.ts';
import { ethernet, ipv4, udp } from '../packets/ip.ts';
import { packetsOf, piecesOf, type PacketTold, type Way } from '../packets/told.ts';
import type { BundleFrame, Files } from './types.ts';

export interface PacketRecipe extends PacketTold {
  readonly at: string;
  /** Exactly one of both; a text is the other end instead of the capture's `peer`. */
  readonly out?: string | null;
  readonly in?: string | null;
  /** The packet again, so many seconds after `at`. */
  readonly again?: readonly number[];
  /** Cut into IP fragments, of which these are seen, from 1. */
  readonly pieces?: readonly number[];
  /** Seen within the tunnel, sent or received by this address of the captured computer. */
  readonly inside?: string;
  /** Windows threw it away, for this reason of the packet monitor. */
  readonly dropped?: number;
  /** The captured computer is the client of this conversation; default in a NET_VPN bundle. */
  readonly asClient?: boolean;
}

export interface CaptureRecipe {
  /** `events`: no packets; IKE is told by the filtering platform's events 1024 and 1025 in NET_WFPTrace.etl. */
  readonly as?: 'packets' | 'events';
  /** Behind the prefix; default `packetcapture-VpnClient.etl`, on a server `packetcapture-VpnServer.etl`. */
  readonly file?: string;
  /** When it ran; default from start to end of the collection. Somebody else's packets are seen at both ends. */
  readonly span?: readonly [string, string];
  readonly us?: string;
  readonly peer?: string;
  readonly eventsLost?: number;
  readonly packets: readonly PacketRecipe[];
}

const CLIENT = '192.0.2.10';
const SERVER = '203.0.113.5';
const OTHER = '198.51.100.77';
const OTHERS_SPI = 'ffffeeeeddddcccc';
const IPV4 = 0x0800;
const IPV6 = 0x86dd;

export function addCapture(files: Files, frame: BundleFrame): void {
  const { recipe, startPrefix } = frame;
  if (recipe.capture === undefined) return;
  const isClient = recipe.scenario === 'NET_VPN';
  const { file = `packetcapture-Vpn${isClient ? 'Client' : 'Server'}.etl`, span = recipe.collected, us = isClient ? CLIENT : SERVER, peer = isClient ? SERVER : CLIENT, eventsLost, packets } = recipe.capture;
  const [from, to] = span.map((text) => Date.parse(frame.when(text))) as [number, number];
  const told = packets.toSorted((a, b) => (frame.when(a.at) < frame.when(b.at) ? -1 : 1));
  const flows = new Map<string, number>();
  const last = new Map<boolean, Uint8Array>();
  const inputs = told.flatMap((packet, index) => {
    const isOut = packet.out !== undefined;
    if (isOut === (packet.in !== undefined)) throw new Error(`a packet goes out or comes in: ${JSON.stringify(packet)}`);
    const other = packet.out ?? packet.in ?? peer;
    const self = packet.inside ?? us;
    const way: Way = { own: isOut ? self : other, other: isOut ? other : self, isOut, isClient: isOut === (packet.asClient ?? isClient) };
    const at = (Date.parse(frame.when(packet.at)) - from) / 1000;
    const made = packetsOf(packet, way, last.get(!isOut) ?? new Uint8Array(), flows);
    const whole = made.at(-1)?.bytes;
    if (whole !== undefined) last.set(isOut, whole);
    return [0, ...(packet.again ?? [])].flatMap((late, turn) =>
      made.flatMap(({ bytes, later, isBack = false }) => (packet.pieces === undefined ? [bytes] : piecesOf(bytes, way, packet.pieces, 1_000 + 10 * index + turn)).map((piece, order) => input(at + late + later + order / 10_000, isOut !== isBack, piece, packet))),
    );
  });
  const end = (to - from) / 1000;
  if (recipe.capture.as === 'events') {
    files.set(`${startPrefix}NET_WFPTrace.etl`, ikeEvents(from * 1000, [...inputs, ...somebodyElsesIke(us, end - 1)]));
    return;
  }
  files.set(`${startPrefix}${file}`, buildCapture({ start: from * 1000, packets: [...somebodyElse(us, 0), ...inputs, ...somebodyElse(us, end - 1)], compressed: true, ...(eventsLost === undefined ? {} : { eventsLost }) }));
}

function input(at: number, isOut: boolean, packet: Uint8Array, { inside, dropped }: Partial<PacketRecipe> = {}): PacketInput {
  const seen = dropped !== undefined ? ({ by: 'pktmon', dropReason: dropped } as const) : inside === undefined ? {} : ({ by: 'wan' } as const);
  return { ...seen, at, direction: isOut ? 'out' : 'in', frame: ethernet(packet[0]! >> 4 === 6 ? IPV6 : IPV4, packet) };
}

function somebodyElse(us: string, at: number): PacketInput[] {
  const own = us.includes(':') ? '192.0.2.10' : us;
  return [input(at, true, ipv4(own, OTHER, 17, udp(50_000, 9_999, [1]))), input(at + 0.5, false, ipv4(OTHER, own, 17, udp(9_999, 50_000, [2])))];
}

/** A conversation that somebody else begins, so that the trace goes on. */
function somebodyElsesIke(us: string, at: number): PacketInput[] {
  return [false, true].flatMap((isOut) => {
    const way: Way = { own: isOut ? us : OTHER, other: isOut ? OTHER : us, isOut, isClient: !isOut };
    return packetsOf({ ike: { is: 'sa-init', spi: OTHERS_SPI } }, way, new Uint8Array(), new Map()).map(({ bytes }) => input(at + Number(isOut) / 10, isOut, bytes));
  });
}

const WFP = '{0C478C5B-0351-41B1-8C58-4A6737DA32E3}';
const ETHERNET = 14;
const NAMES: Readonly<Record<number, string>> = { 2: 'Main Mode', 5: 'Informational', 32: 'Quick Mode', 34: 'IKE_SA_INIT', 35: 'IKE_AUTH', 36: 'CREATE_CHILD_SA', 37: 'INFORMATIONAL' };

/** What the public manifest of the provider says of its events 1024 (sent) and 1025 (received), for every IKE message over IPv4. */
function ikeEvents(startTime: number, packets: readonly PacketInput[]): Uint8Array {
  const events = packets.map(({ at, direction, frame }) => {
    const packet = Buffer.from(frame.subarray(ETHERNET));
    const [source, destination] = [[...packet.subarray(12, 16)].join('.'), [...packet.subarray(16, 20)].join('.')];
    const ports = [packet.readUInt16BE(20), packet.readUInt16BE(22)] as const;
    const message = packet.subarray(ports.includes(500) ? 28 : 32);
    const isOut = direction === 'out';
    const [local, remote] = isOut ? [source, destination] : [destination, source];
    const [localPort, remotePort] = isOut ? ports : [ports[1], ports[0]];
    const spi = (from: number) => ansi(`0x${message.subarray(from, from + 8).toString('hex')}`);
    const data = Buffer.concat([spi(0), spi(8), ansi(NAMES[message[18]!] ?? ''), u32(message.readUInt32BE(24)), ansi(''), Buffer.from([message[19]!]), u32(message.readUInt32BE(20)), wide(local), u32(localPort), u32(0), wide(remote), u32(remotePort), u32(0), u32(6), u32(0), ...(isOut ? [] : [u32(0)])]);
    return { time: startTime + Math.round(at * 1e6), provider: WFP, id: isOut ? 1024 : 1025, data };
  });
  return buildEtl({ startTime, events: events.toSorted((a, b) => a.time - b.time) });
}

const ansi = (text: string): Buffer => Buffer.from(`${text}\0`, 'latin1');
const wide = (text: string): Buffer => Buffer.from(`${text}\0`, 'utf16le');
function u32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}
