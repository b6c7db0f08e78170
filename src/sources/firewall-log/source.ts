/**
 * Log of the Windows firewall (`pfirewall.log`).
 *
 *   #Time Format: Local
 *   #Fields: date time action protocol src-ip dst-ip src-port dst-port size tcpflags tcpsyn tcpack tcpwin icmptype icmpcode info path
 *   2019-11-06 12:35:19 DROP UDP 192.0.2.3 198.51.100.24 500 500 59 - - - - - - - SEND
 *     → firewall.drop {protocol: 17, source_port: 500, destination_port: 500, direction: out}
 * The `#Fields` header gives the columns (older logs lack `path`, newer ones add `pid`); a log that was rolled over starts without it and
 * then has the columns above. Keywords are the same in every language. Source: Microsoft, Configure Windows Firewall logging.
 */
import { readAddress } from '../../formats/text/endpoints.ts';
import { decodeText } from '../../formats/text/decode.ts';
import type { LogRecord } from '../../model/records.ts';
import type { ArtifactInfo, ArtifactSource, Emit, ReadResult, SourceContext } from '../../model/source.ts';
import type { Micros } from '../../model/time.ts';
import type { FieldType, Value } from '../../model/values.ts';

const CHANNEL = 'pfirewall';
const PROVIDER = 'Microsoft Windows Firewall';
const MINUTE = 60_000_000;
const COLUMNS = ['date', 'time', 'action', 'protocol', 'src-ip', 'dst-ip', 'src-port', 'dst-port', 'size', 'tcpflags', 'tcpsyn', 'tcpack', 'tcpwin', 'icmptype', 'icmpcode', 'info', 'path', 'pid'];
const PROTOCOLS: Readonly<Record<string, number>> = { ICMP: 1, ICMPV4: 1, IGMP: 2, TCP: 6, UDP: 17, IPV6: 41, GRE: 47, ESP: 50, AH: 51, ICMPV6: 58 };
/** Actions of the XP log name the direction themselves. */
const ACTIONS: Readonly<Record<string, { readonly name: string; readonly direction?: string }>> = {
  DROP: { name: 'firewall.drop' },
  ALLOW: { name: 'firewall.allow' },
  OPEN: { name: 'firewall.allow', direction: 'out' },
  'OPEN-INBOUND': { name: 'firewall.allow', direction: 'in' },
};
const DIRECTIONS: Readonly<Record<string, string>> = { SEND: 'out', RECEIVE: 'in' };
/** IKE, NAT traversal, L2TP, PPTP, RADIUS old and new; of dropped packets also SSTP's. */
const VPN_PORTS: ReadonlySet<Value> = new Set([500, 4500, 1701, 1723, 1812, 1813, 1645, 1646]);
const VPN_PROTOCOLS: ReadonlySet<Value> = new Set([47, 50, 51]);
/** Of other packets only the newest are kept: broadcasts must not crowd out what the VPN needs. */
const MAX_OTHERS = 2_000;

const FIELDS: Readonly<Record<string, FieldType>> = { protocol: 'number', source_address: 'string', destination_address: 'string', source_port: 'number', destination_port: 'number', direction: 'string' };

export const firewallLog: ArtifactSource = {
  id: 'firewall-log',
  reads: ['firewall-log'],
  yields: [
    { kind: 'record', name: 'firewall.drop', fields: FIELDS, channel: CHANNEL },
    { kind: 'record', name: 'firewall.allow', fields: FIELDS, channel: 'pfirewall-allowed' },
  ],
  parse(artifact, bytes, emit, context): ReadResult {
    if (bytes.length === 0) return { outcome: 'failed', reason: 'the file is empty' };
    const decoded = decodeText(bytes, { ...context, single: 'ansi' });
    const reading = readLines(decoded.lines, artifact, context);
    if (reading.lines === 0 && !reading.hasHeader) return { outcome: 'ignored', reason: 'no line of it is the firewall\'s' };
    for (const record of reading.kept()) emit.record(record);
    watch(reading, artifact, emit, context);
    const notes = [...(decoded.truncated ? decoded.notes : []), ...(reading.unread > 0 ? [`${reading.unread} lines have another form`] : []), ...(reading.lines === 0 ? ['the log has no entries: logging may be off'] : [])];
    return { outcome: decoded.truncated || reading.unread > 0 ? 'partial' : 'read', ...(notes.length > 0 ? { reason: notes.join('; ') } : {}), ...spanOf(reading, context) };
  },
};

interface Reading {
  hasHeader: boolean;
  isUtc: boolean;
  lines: number;
  unread: number;
  first: Micros | null;
  last: Micros | null;
  /** Times at which the firewall says it lost entries. */
  readonly lost: { readonly time: Micros; readonly line: number }[];
  /** Which kinds of entries are switched on, as far as one was seen. */
  readonly seen: Set<string>;
  kept(): LogRecord[];
}

function readLines(lines: readonly string[], artifact: ArtifactInfo, context: SourceContext): Reading {
  const relevant: LogRecord[] = [];
  const others: LogRecord[] = [];
  let next = 0;
  const reading: Reading = { hasHeader: false, isUtc: false, lines: 0, unread: 0, first: null, last: null, lost: [], seen: new Set(), kept: () => [...relevant, ...others].sort((a, b) => a.time - b.time) };
  let columns: ReadonlyMap<string, number> = columnsOf(COLUMNS);
  for (const [at, line] of lines.entries()) {
    if (line.startsWith('#')) {
      const names = /^#Fields:\s*(\S.*)$/i.exec(line)?.[1];
      if (names !== undefined) columns = columnsOf(names.trim().split(/\s+/).slice(0, 40));
      if (/^#Time\s?Format:\s*(?:UTC|GMT)/i.test(line)) reading.isUtc = true;
      if (/^#Software:.*Firewall/i.test(line) || names !== undefined) reading.hasHeader = true;
      continue;
    }
    if (line.trim() === '') continue;
    const record = readLine(line, at + 1, columns, reading, artifact, context);
    if (record === null) continue;
    if (isVpn(record)) relevant.push(record);
    else if (others.length < MAX_OTHERS) others.push(record);
    else {
      others[next] = record;
      next = (next + 1) % MAX_OTHERS;
    }
  }
  return reading;
}

function columnsOf(names: readonly string[]): ReadonlyMap<string, number> {
  return new Map(names.map((name, at) => [name.toLowerCase(), at]));
}

function readLine(line: string, number: number, columns: ReadonlyMap<string, number>, reading: Reading, artifact: ArtifactInfo, context: SourceContext): LogRecord | null {
  const cells = line.trim().split(/\s+/, 40);
  const cell = (name: string): string | undefined => {
    const text = cells[columns.get(name) ?? -1];
    return text === undefined || text === '-' ? undefined : text;
  };
  const time = timeOf(cell('date'), cell('time'));
  const action = cell('action')?.toUpperCase();
  if (time === null || action === undefined) {
    reading.unread++;
    return null;
  }
  reading.lines++;
  reading.first = Math.min(reading.first ?? time, time);
  reading.last = Math.max(reading.last ?? time, time);
  if (action === 'INFO-EVENTS-LOST' && reading.lost.length < 1000) reading.lost.push({ time, line: number });
  const known = ACTIONS[action];
  if (known === undefined) return null;
  reading.seen.add(known.name);
  return {
    name: known.name,
    time,
    clock: { clock: reading.isUtc ? 'utc' : 'local', precision: 'second' },
    host: artifact.host,
    scope: { provider: PROVIDER, channel: CHANNEL },
    code: 0,
    severity: known.name === 'firewall.drop' ? 'warning' : 'info',
    fields: fieldsOf(cell, known.direction),
    ref: context.ref({ kind: 'line', line: number }),
  };
}

function fieldsOf(cell: (name: string) => string | undefined, direction: string | undefined): Record<string, Value> {
  const fields: Record<string, Value> = {};
  const put = (name: string, value: Value | null | undefined): void => {
    if (value !== undefined && value !== null) fields[name] = value;
  };
  const protocol = cell('protocol')?.toUpperCase() ?? '';
  put('protocol', /^\d{1,3}$/.test(protocol) ? Number(protocol) : PROTOCOLS[protocol]);
  for (const [name, column] of [['source', 'src'], ['destination', 'dst']] as const) {
    const address = cell(`${column}-ip`);
    put(`${name}_address`, address === undefined ? undefined : readAddress(address));
    const port = cell(`${column}-port`);
    put(`${name}_port`, port !== undefined && /^\d{1,5}$/.test(port) && Number(port) <= 0xffff ? Number(port) : undefined);
  }
  put('direction', direction ?? DIRECTIONS[cell('path')?.toUpperCase() ?? '']);
  return fields;
}

function isVpn({ name, fields }: LogRecord): boolean {
  const ports = [fields['source_port'] ?? null, fields['destination_port'] ?? null];
  return VPN_PROTOCOLS.has(fields['protocol'] ?? null) || ports.some((port) => VPN_PORTS.has(port) || (port === 443 && name === 'firewall.drop'));
}

function timeOf(date: string | undefined, time: string | undefined): Micros | null {
  if (!/^\d{4}-\d\d-\d\d$/.test(date ?? '') || !/^\d\d:\d\d:\d\d$/.test(time ?? '')) return null;
  const parsed = Date.parse(`${date}T${time}Z`);
  return Number.isFinite(parsed) && parsed > 0 ? parsed * 1000 : null;
}

/** Minutes to take off the log's own times; null when nothing tells. */
function offsetOf(reading: Reading, context: SourceContext): number | null {
  return reading.isUtc ? 0 : (context.utcOffsetMinutes ?? null);
}

/** Drops and allowed connections are switched on apart: a log watches for those of which it shows at least one. */
function watch(reading: Reading, { host }: ArtifactInfo, emit: Emit, context: SourceContext): void {
  const offset = offsetOf(reading, context);
  if (offset === null || host === '' || reading.first === null || reading.last === null) return;
  const span = { from: reading.first - offset * MINUTE, to: reading.last - offset * MINUTE };
  for (const [name, channel] of [['firewall.drop', CHANNEL], ['firewall.allow', 'pfirewall-allowed']] as const) {
    if (!reading.seen.has(name)) continue;
    emit.watch({ host, channel, span, ref: context.ref({ kind: 'whole' }) });
    for (const { time, line } of reading.lost) {
      // The line says that entries before it are missing, not since when; a minute is the log's own rhythm of writing.
      const at = time - offset * MINUTE;
      emit.gap({ host, channel, span: { from: at - MINUTE, to: at }, reason: 'the firewall lost log entries', ref: context.ref({ kind: 'line', line }) });
    }
  }
}

function spanOf(reading: Reading, context: SourceContext): Pick<ReadResult, 'span'> {
  const offset = offsetOf(reading, context);
  return offset === null || reading.first === null || reading.last === null ? {} : { span: { from: reading.first - offset * MINUTE, to: reading.last - offset * MINUTE } };
}
