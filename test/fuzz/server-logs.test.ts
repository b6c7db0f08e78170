/** Mutated traces, accounting logs, configurations and reports through their sources: nothing throws, nothing hangs. */
import { describe, expect, it } from 'vitest';
import { commandBlocks } from '../../src/formats/text/command-blocks.ts';
import { decodeText } from '../../src/formats/text/decode.ts';
import type { ArtifactSource } from '../../src/model/source.ts';
import { npsShow } from '../../src/sources/nps-config/show.ts';
import { npsConfig } from '../../src/sources/nps-config/source.ts';
import { npsLog } from '../../src/sources/nps-log/source.ts';
import { rasTrace } from '../../src/sources/ras-trace/source.ts';
import { sdpResults } from '../../src/sources/sdp-results/source.ts';
import { xray } from '../../src/sources/xray/source.ts';
import { artifactAt, block, contextFor, outFile, recorder } from '../support/text.ts';
import { npsExport } from '../support/text/nps-config.ts';
import { npsDatabaseLine, npsEvent, npsPairLine } from '../support/text/nps-logs.ts';
import { ikeFailure, packetLines, traceLine } from '../support/text/traces.ts';

const SOURCES: readonly ArtifactSource[] = [rasTrace, npsLog, npsConfig, xray, sdpResults];
const utc = '2024-07-21T07:33:12';
const utf8 = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'utf8'));
const entry = { utc, packet: 3, user: 'CONTOSO\\user1', class: '311 1 192.0.2.1 07/21/2024 07:00:00 7', reason: 16, policy: 'VPN, "x"', client: '192.0.2.10' };
const SEEDS: readonly Uint8Array[] = [
  utf8([...packetLines({ utc, direction: 'sent', hex: 'C0 21 01 00 00 17 01 04 05 78 03 05 C2 23 81 05 06 5E 19 8D 35 07 02 08 02' }), ...packetLines({ utc, direction: 'received', hex: 'C0 21 05 02 00 10 29 57 C4 46 00 3C CD 74 00 00 02 B3', bare: true }), traceLine(utc, 'x failed with error 0x80090325')].join('\n')),
  outFile([...ikeFailure(utc, 13801, 'Remote'), ...packetLines({ utc, direction: 'sent', hex: '80 21 03 01 00 0A 03 06 C0 00 02 0A' })].join('\n')),
  utf8([npsDatabaseLine({ ...entry, packet: 1 }), npsDatabaseLine(entry), npsEvent(entry), npsPairLine(entry)].join('\n')),
  utf8(npsExport({ policies: [{ name: 'a', order: 1, enabled: true, grants: true, authTypes: [5], eapTypes: [25], conditions: ['x'], certificate: '2C6309139F605EDD59ADF035B1FFF11EE18DF5AC' }], clients: [{ name: 'c', address: '192.0.2.1' }] })),
  utf8('<xray Version="1" Complete="True" StartTime="240221-083512"><Diagnostics><Diagnostic Name="net_vpn_KB4553295" Result="0" Reported="2"/></Diagnostics></xray>'),
  outFile('xray by x, v1.0\nDiagnostic check run on 240221-083512 UTC\n\n**\n** Issue 1\tFound (reported by net_vpn_KB4553295):\n**\nText\n'),
  utf8('<Root><Item Name="a" RootCauseID="RC_A"><ID>RC_A</ID><Detected>True</Detected><Verbosity>Error</Verbosity></Item></Root>'),
  outFile(block('netsh nps show np', '\nName = a\nState = Enabled\nOrder = 1\nSource = 0\nCondition0   0x1fb5   "x"\nNP-Authentication-Type   0x1009   "0x5"\n')),
];
const SPLICES = ['\0', '\n', '<', '>', '&#x110000;', '<![CDATA[', '"', ',', ','.repeat(300), '<a>'.repeat(100), '[1] 99-99 99:99:99:999: ', '<Event>', 'C0 21 FF', ' '.repeat(400), '12/31/9999 23:59:59:999', 'error error error ', '0x', '('].map((text) => Buffer.from(text, 'latin1'));

function random(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

function mutate(seed: Uint8Array, next: () => number): Uint8Array {
  let bytes = Buffer.from(seed);
  for (let round = Math.floor(next() * 8); round >= 0; round--) {
    const at = Math.floor(next() * bytes.length);
    const kind = next();
    if (kind < 0.3 && bytes.length > 0) bytes[at] = Math.floor(next() * 256);
    else if (kind < 0.5) bytes = Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + Math.floor(next() * 40))]);
    else if (kind < 0.85) bytes = Buffer.concat([bytes.subarray(0, at), SPLICES[Math.floor(next() * SPLICES.length)] as Buffer, bytes.subarray(at)]);
    else if (kind < 0.92) bytes = bytes.subarray(0, at);
    else bytes = Buffer.concat([bytes, bytes.subarray(at)]);
  }
  return new Uint8Array(bytes.subarray(0, 100_000));
}

/** What all sources make of the bytes; every number is one, every time a safe integer. */
function readAll(bytes: Uint8Array): number {
  const recorded = recorder();
  for (const source of SOURCES) {
    for (const extra of [{}, { collectedAt: Date.UTC(2024, 6, 21) * 1000, utcOffsetMinutes: 120 }]) source.parse(artifactAt('x.log'), bytes, recorded.emit, contextFor('x.log', extra));
  }
  npsShow.parse(artifactAt('x.txt'), commandBlocks(decodeText(bytes)), recorded.emit, contextFor('x.txt'));
  const isBroken = (value: unknown): boolean => (typeof value === 'number' && !Number.isFinite(value)) || (Array.isArray(value) && value.some((item) => typeof item === 'number' && !Number.isFinite(item)));
  expect([...recorded.facts, ...recorded.records].find((item) => Object.values(item.fields).some(isBroken))).toBeUndefined();
  expect(recorded.records.find((record) => !Number.isSafeInteger(record.time) || !Number.isFinite(record.code))).toBeUndefined();
  expect(recorded.watches.find((watch) => !((watch.span.from ?? 0) <= (watch.span.to ?? 0)))).toBeUndefined();
  return recorded.facts.length + recorded.records.length;
}

describe('mutated logs', () => {
  it('never throw', () => {
    const next = random(20240721);
    let found = 0;
    for (let round = 0; round < 800; round++) found += readAll(mutate(SEEDS[round % SEEDS.length] as Uint8Array, next));
    expect(found).toBeGreaterThan(1000);
  });
});

describe('large hostile logs', () => {
  const repeat = (text: string, size: number): Uint8Array => utf8(text.repeat(Math.ceil(size / text.length)));
  it.each([
    ['brackets', '[[[['],
    ['events without end', '<Event>'],
    ['events without end, one a line', '<Event >\n'],
    ['elements without end', '<a name="b">'],
    ['quotes', '"'],
    ['quoted lines', `"a","b",01/01/2024,00:00:00,1,"\n`],
    ['key words', 'error '],
    ['key word and links', `failed ${'with code '.repeat(50)}\n`],
    ['bytes', 'C0 21 '],
    ['packets', '<PPP packet sent at 01/01/2024 00:00:00:000\n<C0 21 01 00 00 04 |\n'],
    ['days back and forth', '[1] 01-02 00:00:00:000: x\n[1] 01-01 00:00:00:000: x\n'],
    ['times without date', '[1] 23:00:00:000: x\n[1] 01:00:00:000: x\n'],
    ['sessions', '[0]0368.03A4::02/02/2024-17:36:01.496 [ikeext] 1|192.0.2.1|IKE diagnostic event:\n'],
    ['settings', 'a = b\n'],
    ['blanks', `${' '.repeat(3000)}x\n`],
    ['equal signs', `${'='.repeat(300)}a`],
    ['stars', '* '],
  ])('%s', (_, text) => {
    const started = performance.now();
    readAll(repeat(text, 400_000));
    expect(performance.now() - started).toBeLessThan(20_000);
  });
});
