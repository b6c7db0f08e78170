import { describe, expect, it } from 'vitest';
import { componentOf, rasTrace } from '../../../src/sources/ras-trace/source.ts';
import type { SourceContext } from '../../../src/model/source.ts';
import { artifactAt, contextFor, outFile, recorder } from '../../support/text.ts';
import { ikeFailure, ikeLine, packetLines, traceLine } from '../../support/text/traces.ts';

const JULY_2024 = Date.UTC(2024, 6, 21, 9, 52) * 1000;

function read(lines: readonly string[], extra: Partial<SourceContext> = { collectedAt: JULY_2024, utcOffsetMinutes: 120 }, path = 'tracing/PPP.LOG') {
  const recorded = recorder();
  const bytes = new Uint8Array(Buffer.from(`${lines.join('\r\n')}\r\n`, 'latin1'));
  const result = rasTrace.parse(artifactAt(path, 'ras-trace-log'), bytes, recorded.emit, contextFor(path, extra));
  return { ...recorded, result };
}

const iso = (micros: number | undefined): string => new Date((micros ?? 0) / 1000).toISOString();

describe('PPP.LOG of the knowledge base', () => {
  // Layout of the published excerpt, names replaced.
  const LINES = [
    'Authenticating phase started',
    '<PPP packet sent at 03/06/2000 11:51:07:100',
    '<Protocol = PAP, Type = Protocol specific, Length = 0x1b, Id = 0x0, Port =1',
    '<C0 23 01 00 00 19 09 20 5C 73 70 6F 6E 61 6B 65 |.#..... \\sponake|',
    '<0A 31 31 31 31 31 31 31 31 31 31                |.1111111111     |',
    '',
    'RasGetInfo returned 0 hPort=1, RI_ConnState=2 RI_LastError=0',
    'RasPortReceive returned 600',
    'PPP packet received at 03/06/2000 11:51:08:923',
    'Protocol = PAP, Type = Protocol specific, Length = 0x22, Id = 0x0, Port=1',
    'C0 23 03 00 00 20 1B 50 61 73 73 77 6F 72 64 20 |.#... .Password |',
    '76 61 6C 69 64 61 74 69 6F 6E 20 66 61 69 6C 75 |validation failu|',
    '72 65                                           |re              |',
  ];

  it('reads the request and the refusal, with the year in the packet lines', () => {
    const { records, result } = read(LINES, {});
    expect(records.map((record) => [iso(record.time), record.fields['direction'], record.fields['protocol'], record.fields['code_name'], record.fields['port']])).toEqual([
      ['2000-03-06T11:51:07.100Z', 'sent', 'pap', 'authenticate-request', '1'],
      ['2000-03-06T11:51:08.923Z', 'received', 'pap', 'authenticate-nak', '1'],
    ]);
    expect(records[1]?.clock).toEqual({ clock: 'local', precision: 'millisecond' });
    expect(records[1]?.scope).toEqual({ provider: 'PPP', channel: 'tracing/PPP' });
    expect(records[0]?.ref.at).toEqual({ kind: 'line', line: 2, toLine: 5 });
    expect(result.outcome).toBe('read');
  });

  it('counts the lines without a stamp as not recognised, and is read for all that', () => {
    expect(read(LINES, {}).result).toMatchObject({ outcome: 'read', reason: '3 of 12 lines not recognised' });
    expect(read([traceLine('2024-07-21T07:33:12.250', 'Line up', { offsetMinutes: 120 }), ''])).toMatchObject({ result: { outcome: 'read' } });
    expect(read([traceLine('2024-07-21T07:33:12.250', 'Line up', { offsetMinutes: 120 }), '']).result.reason).toBeUndefined();
  });

  it('keeps no credentials', () => {
    expect(JSON.stringify(read(LINES, {}).records)).not.toMatch(/spona|11111/);
  });

  it('reads a sent packet without its mark by the word', () => {
    const [record] = read(['PPP packet sent at 03/07/2000 14:54:08:366', 'C0 21 01 01 00 04 |x|', 'end'], {}).records;
    expect(record?.fields['direction']).toBe('sent');
  });
});

describe('packets', () => {
  const packet = (hex: string, direction: 'sent' | 'received' = 'received') => read(packetLines({ utc: '2024-07-21T07:33:12.250', direction, hex, offsetMinutes: 120 })).records[0]?.fields;

  it('decodes an LCP request with its authentication protocol (RFC 1661 6.2, MS-CHAP v2 is algorithm 0x81)', () => {
    expect(packet('C0 21 01 00 00 17 01 04 05 78 03 05 C2 23 81 05 06 5E 19 8D 35 07 02 08 02')).toEqual({
      direction: 'received', protocol: 'lcp', protocol_number: 0xc021, code: 1, code_name: 'configure-request', id: 0, port: '5', auth_protocol: 'mschapv2', option_types: [1, 3, 5, 7, 8],
    });
  });
  it('decodes what a Protocol-Reject rejects', () => {
    expect(packet('C0 21 08 05 00 10 80 57 01 01 00 0A 01 0A 00 00 00 00')).toMatchObject({ code_name: 'protocol-reject', rejected_protocol: 0x8057 });
  });
  it('takes the RAS error out of a termination by Windows, and only by its mark', () => {
    const windows = packet('C0 21 05 02 00 10 29 57 C4 46 00 3C CD 74 00 00 02 B3');
    expect(windows).toMatchObject({ code_name: 'terminate-request', terminate_reason: 691, terminate_data: '2957C446003CCD74000002B3' });
    expect(packet('C0 21 05 02 00 10 29 57 C4 46 00 00 00 00 00 00 02 B3')).not.toHaveProperty('terminate_reason');
  });
  it('takes the error out of an MS-CHAP failure', () => {
    const text = Buffer.from('E=691 R=1 C=00112233445566778899AABBCCDDEEFF V=3').toString('hex');
    expect(packet(`C2 23 04 01 00 35 ${text}`)).toMatchObject({ protocol: 'chap', code_name: 'failure', error: 691 });
  });
  it.each([
    ['C2 27 01 03 00 05 01', { protocol: 'eap', code_name: 'request', eap_type: 1 }],
    ['C2 27 04 03 00 04', { protocol: 'eap', code_name: 'failure' }],
    ['80 21 03 01 00 0A 03 06 C0 00 02 0A', { protocol: 'ipcp', code_name: 'configure-nak', ip_address: '192.0.2.10' }],
    ['80 57 01 01 00 0E 01 0A 00 00 00 00 00 00 00 01', { protocol: 'ipv6cp', code_name: 'configure-request' }],
    ['80 FD 04 01 00 0A 12 06 01 00 00 E0', { protocol: 'ccp', code_name: 'configure-reject', option_types: [18] }],
    ['FF 03 C0 21 09 07 00 08 00 00 00 00', { protocol: 'lcp', code_name: 'echo-request', id: 7 }],
  ])('%s', (hex, expected) => {
    expect(packet(hex)).toMatchObject(expected);
  });
  it('counts what is no control protocol, and survives options that lie about their length', () => {
    const { records, result } = read([...packetLines({ utc: '2024-07-21T07:33:12', direction: 'sent', hex: '00 21 45 00' }), ...packetLines({ utc: '2024-07-21T07:33:13', direction: 'sent', hex: 'C0 21 01 00 00 0A 01 FF 05 00' }), ...packetLines({ utc: '2024-07-21T07:33:14', direction: 'sent', hex: 'C0 21 01 00 00 0A 01 00 05 00' })]);
    expect(records.map((record) => record.fields['option_types'])).toEqual([[1], undefined]);
    expect(result.reason).toContain('1 packet(s) of no known protocol');
  });
  it('falls back to the description when no bytes are written', () => {
    const [record] = read([traceLine('2024-07-21T07:33:12', '<PPP packet sent at 07/21/2024 07:33:12:000'), traceLine('2024-07-21T07:33:12', '<Protocol = IPCP, Type = Configure-Req, Length = 0x1b, Id = 0x2, Port = 7'), traceLine('2024-07-21T07:33:12', 'x')]).records;
    expect(record?.fields).toEqual({ direction: 'sent', protocol: 'ipcp', protocol_number: 0x8021, code: 1, code_name: 'configure-request', port: '7' });
  });
});

describe('times without a year', () => {
  const errorAt = (stamp: string) => `[100] ${stamp}: call failed with error 691`;

  it('take the year of the collection, and the year before for lines beyond New Year', () => {
    const { records } = read([errorAt('11-30 10:00:00:000'), errorAt('12-31 23:59:59:999'), errorAt('01-01 00:00:00:001'), errorAt('01-02 08:00:00:000')], { collectedAt: Date.UTC(2025, 0, 2, 9) * 1000, utcOffsetMinutes: 60 });
    expect(records.map((record) => iso(record.time).slice(0, 10))).toEqual(['2024-11-30', '2024-12-31', '2025-01-01', '2025-01-02']);
  });
  it('count back over several New Years', () => {
    const { records } = read([errorAt('12-01 10:00:00:000'), errorAt('03-01 10:00:00:000'), errorAt('02-01 10:00:00:000')]);
    expect(records.map((record) => iso(record.time).slice(0, 7))).toEqual(['2022-12', '2023-03', '2024-02']);
  });
  it('stay in order when threads write out of order at midnight', () => {
    const { records } = read([errorAt('07-20 23:59:59:990'), errorAt('07-21 00:00:00:000'), errorAt('07-20 23:59:59:995'), errorAt('07-21 00:00:00:010')]);
    expect(records.map((record) => iso(record.time))).toEqual(['2024-07-20T23:59:59.990Z', '2024-07-21T00:00:00.000Z', '2024-07-20T23:59:59.995Z', '2024-07-21T00:00:00.010Z']);
  });
  it('29 February belongs to a leap year', () => {
    expect(iso(read([errorAt('02-29 10:00:00:000')], { collectedAt: Date.UTC(2026, 1, 28) * 1000 }).records[0]?.time).slice(0, 10)).toBe('2024-02-29');
  });
  it('lines of an old form carry no date: the last are of the day of the collection', () => {
    const { records, result } = read(['[100] 23:10:00:000: x failed with error 718', '[100] 07:10:00:000: x failed with error 691']);
    expect(records.map((record) => [iso(record.time), record.clock?.precision])).toEqual([['2024-07-20T23:10:00.000Z', 'day'], ['2024-07-21T07:10:00.000Z', 'day']]);
    expect(result.outcome).toBe('partial');
  });
  it('say so when nothing states a year', () => {
    const { records, result, watches } = read([errorAt('05-06 07:08:09:123')], {});
    expect(records).toHaveLength(1);
    expect(result.outcome).toBe('partial');
    expect(result.reason).toContain('year');
    expect(watches).toEqual([]);
  });
  it('the last write to the file helps where the bundle does not say', () => {
    const recorded = recorder();
    const artifact = { ...artifactAt('PPP.LOG', 'ras-trace-log'), modified: Date.UTC(2023, 4, 6, 9) * 1000 };
    rasTrace.parse(artifact, new Uint8Array(Buffer.from(`${errorAt('05-06 07:08:09:123')}\n`)), recorded.emit, contextFor('PPP.LOG'));
    expect(iso(recorded.records[0]?.time)).toBe('2023-05-06T07:08:09.123Z');
  });
});

describe('error numbers', () => {
  const errorOf = (text: string) => read([`[100] 07-21 09:33:12:000: ${text}`], undefined, 'tracing/svchost_RASTLS.LOG').records[0]?.fields['error'];

  it.each([
    ['EapTlsMakeMessage failed and returned 0x80090325', 0x80090325],
    ['SecurityHandshake failed with error 0x80090325', 0x80090325],
    ['Error 691 occurred', 691],
    ['dwError=691', 691],
    ['RasDialMachine: error code: 0x2b3', 691],
    ['Peer failed with Windows error 13801(ERROR_IPSEC_IKE_AUTH_FAIL)', 13801],
    ['GetLastError() = 5', 5],
    ['hr = 0x8009030C', 0x8009030c],
    ['LogonUser failed: -2146893044', 0x8009030c],
    ['call failed 721.', 721],
    ['RI_LastError=0', undefined],
    ['RasPortReceive returned 600', undefined],
    ['failed with error 997', undefined],
    ['failed 3 times', undefined],
    ['failed 12 of 20', undefined],
    ['failed to reach 192.0.2.1', undefined],
    ['error at 10:20:30', undefined],
    ['Die Anmeldung ist fehlgeschlagen 691', undefined],
  ])('%s', (text, expected) => {
    expect(errorOf(text)).toBe(expected);
  });
  it('keep the component and a short text', () => {
    const { records } = read([`[100] 07-21 09:33:12:000: failed with error 691 ${'x'.repeat(5000)}`], undefined, 'tss.zip!/LAP042_RasTracingLogs.zip!/svchost_RASCHAP.OLD');
    expect(records[0]?.fields['component']).toBe('RASCHAP');
    expect(records[0]?.scope.channel).toBe('tracing/RASCHAP');
    expect(String(records[0]?.fields['text']).length).toBe(300);
  });
  it.each([['tracing/RASMAN.LOG', 'RASMAN'], ['tracing/rasphone_RASAPI32.LOG', 'RASAPI32'], ['IASSAM.LOG.OLD', 'IASSAM'], ['tracing/PPP_1.log', 'PPP']])('%s is the trace of %s', (path, component) => {
    expect(componentOf(path)).toBe(component);
  });
});

describe('formatted IKE trace', () => {
  it('joins the lines of one failure while another session writes between them', () => {
    const first = ikeFailure('2024-07-21T07:33:12.496', 13801, 'Remote', { offsetMinutes: 120 });
    const second = ikeFailure('2024-07-21T07:33:12.497', 13806, 'Local', { offsetMinutes: 120, session: '3040', peer: '203.0.113.7' });
    const mixed = first.flatMap((line, at) => [line, second[at] as string]);
    const { records } = read(mixed, { utcOffsetMinutes: 120 }, 'ike.txt');
    expect(records.map((record) => [record.name, record.fields['peer'], record.fields['error'], record.fields['failure_point'], record.fields['mode']])).toEqual([
      ['trace.ike', '198.51.100.24', 13801, 'remote', 'main'],
      ['trace.ike', '203.0.113.7', 13806, 'local', 'main'],
    ]);
    expect(iso(records[0]?.time)).toBe('2024-07-21T09:33:12.496Z');
    expect(records[0]?.scope).toEqual({ provider: 'IKEEXT', channel: 'tracing/IKEEXT' });
  });
  it('reads short lines, and no time of 1601', () => {
    const { records } = read([
      '[0]0000.0000::01/01/1601-00:00:00.000 [ikeext] 1|198.51.100.24|header',
      ikeLine('2024-07-21T07:33:12', 'Peer failed with Windows error 13801(ERROR_IPSEC_IKE_AUTH_FAIL)'),
      ikeLine('2024-07-21T07:33:13', 'IkeCleanupQMNegotiation called with error 13868 and flags a'),
      ikeLine('2024-07-21T07:33:14', 'Received packet'),
    ], {});
    expect(records.map((record) => record.fields['error'])).toEqual([13801, 13868]);
    expect(iso(records[0]?.time)).toBe('2024-07-21T07:33:12.000Z');
  });
});

describe('what the trace covers', () => {
  it('watches since the last long silence, on UTC', () => {
    const { watches } = read([traceLine('2024-02-01T08:00:00', 'old line'), ...packetLines({ utc: '2024-07-21T07:33:12', direction: 'sent', hex: 'C0 21 01 00 00 04', offsetMinutes: 120 }), traceLine('2024-07-21T07:40:00', 'Line down', { offsetMinutes: 120 })]);
    expect(watches.map((watch) => [watch.channel, iso(watch.span.from), iso(watch.span.to)])).toEqual([['tracing/PPP', '2024-07-21T07:33:12.000Z', '2024-07-21T07:40:00.000Z']]);
  });
});

describe('other files under the name', () => {
  it.each([
    ['empty', new Uint8Array()],
    ['foreign', outFile('Windows-IP-Konfiguration\n\nEthernet-Adapter:\n  failed with error 691\n')],
    ['binary', Uint8Array.from({ length: 4000 }, (_, at) => (at * 197) & 255)],
  ])('%s: ignored', (_, bytes) => {
    const recorded = recorder();
    expect(rasTrace.parse(artifactAt('tracing/PPP.LOG', 'ras-trace-log'), bytes, recorded.emit, contextFor('tracing/PPP.LOG')).outcome).toBe('ignored');
    expect(recorded.records).toEqual([]);
  });
  it('a trace in UTF-16 and one cut off inside a packet', () => {
    const recorded = recorder();
    const lines = packetLines({ utc: '2024-07-21T07:33:12', direction: 'sent', hex: `C0 21 01 00 00 30 ${'01 04 05 78 '.repeat(8)}` });
    const bytes = outFile(lines.slice(0, 3).join('\n'));
    rasTrace.parse(artifactAt('tracing/PPP.LOG', 'ras-trace-log'), bytes, recorded.emit, contextFor('tracing/PPP.LOG', { collectedAt: JULY_2024 }));
    expect(recorded.records[0]?.fields).toMatchObject({ protocol: 'lcp', code: 1 });
  });
});
