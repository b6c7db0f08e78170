/**
 * IKE conversations out of the filtering platform's events 1024 (sent) and 1025 (received), for a bundle without a packet capture.
 * The events name both cookies, the message id, flags and addresses, so that numbers alone tell the exchange: a flag of version 2
 * (RFC 7296 3.1: 0x08 initiator, 0x20 response), message id 0 for the first exchange, higher ones for what follows.
 */
import type { Coverage } from '../model/case.ts';
import type { LogRecord } from '../model/records.ts';
import type { Micros } from '../model/time.ts';
import { Associations, EXCHANGE } from '../sources/capture/ike-associations.ts';
import type { IkeObservation } from '../sources/capture/ike-observation.ts';
import { CHANNEL, recordAssociation } from '../sources/capture/ike-records.ts';

const SENT = 'wfp.1024';
const RECEIVED = 'wfp.1025';
/** Bytes of a message that fits into one packet on every path worth the name. */
const SURELY_WHOLE = 1_200;
const FLAG = { initiator: 0x08, response: 0x20 } as const;

/**
 * Records of the conversations that no captured packet shows. `records` need no order; times are on the machine's clock. What `coverage`
 * tells of a trace bounds what its silence proves: it goes on to its last event of any kind, and proves nothing where it lost some.
 */
export function ikeFromEvents(records: readonly LogRecord[], coverage: readonly Coverage[] = []): LogRecord[] {
  const told = records.filter((record) => record.name === SENT || record.name === RECEIVED);
  if (told.length === 0) return [];
  const captured = new Set(records.flatMap(({ name, host, fields }) => (name.startsWith('capture.ike-') ? [`${host} ${String(fields['initiator_spi'])}`] : [])));
  const found = [...groupByLog(told)].flatMap(([, own]) => ofOneLog(own, captured, coverageOf(own[0] as LogRecord, coverage)));
  // The trace of a capture lies in its cabinet once more.
  return [...new Map(found.map((record) => [`${record.host} ${record.name} ${String(record.fields['initiator_spi'])}`, record])).values()];
}

/** One machine's log or trace: another copy would count every message twice. */
function groupByLog(told: readonly LogRecord[]): Map<string, LogRecord[]> {
  const groups = new Map<string, LogRecord[]>();
  for (const record of told) {
    const key = `${record.host}\u0000${record.ref.bundle ?? ''}\u0000${record.ref.artifact}`;
    groups.set(key, [...(groups.get(key) ?? []), record]);
  }
  return groups;
}

function coverageOf({ ref }: LogRecord, coverage: readonly Coverage[]): Coverage | undefined {
  return coverage.find(({ artifact, bundle, kind }) => kind === 'etl' && artifact === ref.artifact && bundle === ref.bundle);
}

function ofOneLog(own: LogRecord[], captured: ReadonlySet<string>, trace: Coverage | undefined): LogRecord[] {
  const associations = new Associations();
  const sorted = own.toSorted((a, b) => a.time - b.time);
  sorted.forEach((record, index) => {
    const message = observationOf(record, index);
    if (message !== null && !captured.has(`${record.host} ${message.initiatorSpi}`)) associations.add(message);
  });
  const found: LogRecord[] = [];
  const [first, last] = [sorted[0] as LogRecord, sorted.at(-1) as LogRecord];
  const end = {
    first: first.time,
    last: Math.max(last.time, trace?.span?.to ?? last.time),
    isComplete: trace === undefined || trace.outcome === 'read',
    local: new Set<string>(),
    emit: { record: () => {}, fact: () => {}, listing: () => {}, watch: () => {}, gap: () => {} },
    ref: () => first.ref,
  };
  for (const association of associations.all) {
    recordAssociation(association, new Map(), {
      ...end,
      record: ({ name, time, code, severity, fields, event }) => {
        const source = sorted[event] ?? first;
        found.push({ name, time, host: source.host, scope: { provider: source.scope.provider, channel: CHANNEL }, code, severity, fields, ref: source.ref });
      },
    });
  }
  return found;
}

function observationOf({ name, time, fields }: LogRecord, index: number): IkeObservation | null {
  const [initiatorSpi, responderSpi] = [cookie(fields['i_cookie']), cookie(fields['r_cookie'])];
  const { flags, message_id: messageId, local_address: local, remote_address: remote } = fields;
  if (initiatorSpi === null || responderSpi === null || typeof flags !== 'number' || typeof messageId !== 'number' || typeof local !== 'string' || typeof remote !== 'string') return null;
  const isSent = name === SENT;
  const major = (flags & (FLAG.initiator | FLAG.response)) !== 0 ? 2 : 1;
  // Version 1 numbers only what follows main mode.
  if (major === 1 && messageId !== 0) return null;
  const [localPort, remotePort] = [portOf(fields['local_port']), portOf(fields['remote_port'])];
  return {
    time: time as Micros,
    event: index,
    frame: 0,
    frames: [],
    direction: isSent ? 'out' : 'in',
    source: isSent ? local : remote,
    destination: isSent ? remote : local,
    sourcePort: isSent ? localPort : remotePort,
    destinationPort: isSent ? remotePort : localPort,
    major,
    initiatorSpi,
    responderSpi,
    exchange: major === 1 ? EXCHANGE.mainMode : messageId === 0 ? EXCHANGE.saInit : EXCHANGE.auth,
    messageId,
    isResponse: (flags & FLAG.response) !== 0,
    size: typeof fields['length'] === 'number' ? fields['length'] : 0,
    // A long message may have left in parts of its own or in IP fragments: the event does not say.
    fragments: typeof fields['length'] === 'number' && fields['length'] <= SURELY_WHOLE ? 1 : 0,
    message: null,
  };
}

/** 16 lower-case digits, however it was printed. */
function cookie(value: unknown): string | null {
  const digits = typeof value === 'string' ? value.toLowerCase().replace(/^0x/, '').replace(/[^0-9a-f]/g, '') : '';
  return digits.length > 0 && digits.length <= 16 ? digits.padStart(16, '0') : null;
}

function portOf(value: unknown): number {
  return typeof value === 'number' ? value : 500;
}
