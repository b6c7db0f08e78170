/** A capture read as the engine reads it, and packets between two ends. */
import { readEtlBytes } from '../../../src/formats/etl/index.ts';
import type { Fact, Gap, Listing, LogRecord, Watch } from '../../../src/model/records.ts';
import type { Micros } from '../../../src/model/time.ts';
import { CaptureSession } from '../../../src/sources/capture/session.ts';
import { buildCapture, type CaptureInput, type PacketInput } from '../../support/etl/capture.ts';
import { ethernet, ipv4, udp, type Part } from '../../support/packets/ip.ts';

export const START: Micros = Date.UTC(2024, 4, 6, 8, 0, 0) * 1000;
export const US = '192.0.2.10';
export const SERVER = '203.0.113.5';

export interface Read {
  readonly records: LogRecord[];
  readonly facts: Fact[];
  readonly watches: Watch[];
  readonly gaps: Gap[];
  readonly notes: readonly string[];
}

export function readCapture(bytes: Uint8Array): Read {
  const [records, facts, watches, gaps, listings]: [LogRecord[], Fact[], Watch[], Gap[], Listing[]] = [[], [], [], [], []];
  const emit = { record: (item: LogRecord) => records.push(item), fact: (item: Fact) => facts.push(item), watch: (item: Watch) => watches.push(item), gap: (item: Gap) => gaps.push(item), listing: (item: Listing) => listings.push(item) };
  const session = new CaptureSession({ path: 'LAP042_packetcapture-VpnClient.etl', bundle: 'b', kind: 'etl', host: 'LAP042', size: bytes.length }, emit, { ref: (at) => ({ artifact: 'LAP042_packetcapture-VpnClient.etl', at }) });
  const trace = readEtlBytes(bytes, (event) => session.event(event), { artifact: 'LAP042_packetcapture-VpnClient.etl' });
  return { records, facts, watches, gaps, notes: session.finish(trace)?.notes ?? [] };
}

/** Reads what is built; the capture goes on for half a minute behind the last packet unless told otherwise, and shows both directions. */
export function capture(packets: readonly PacketInput[], more: Partial<CaptureInput> = {}): Read {
  const last = Math.max(0, ...packets.map((packet) => packet.at));
  return readCapture(buildCapture({ start: START, packets: [...packets, ...noise(last + 30)], ...more }));
}

/** Somebody else's packets, both ways, at the end. */
export function noise(at: number): PacketInput[] {
  const other = '198.51.100.77';
  return [
    { at, direction: 'out', frame: ethernet(0x0800, ipv4(US, other, 17, udp(50_000, 9_999, [1]))) },
    { at: at + 0.01, direction: 'in', frame: ethernet(0x0800, ipv4(other, US, 17, udp(9_999, 50_000, [2]))) },
  ];
}

/** A UDP datagram between the captured computer and the server. */
export function datagram(at: number, direction: 'in' | 'out', port: number, payload: Part, more: Partial<PacketInput> = {}): PacketInput {
  const ends = direction === 'out' ? ([US, SERVER] as const) : ([SERVER, US] as const);
  return { at, direction, frame: ethernet(0x0800, ipv4(ends[0], ends[1], 17, udp(port, port, payload))), ...more };
}
