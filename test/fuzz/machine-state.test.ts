/** Mutated outputs about a machine's state through every source that reads them: nothing throws, nothing hangs. */
import { describe, expect, it } from 'vitest';
import { commandBlocks } from '../../src/formats/text/command-blocks.ts';
import { decodeText } from '../../src/formats/text/decode.ts';
import type { ArtifactSource, CommandSource } from '../../src/model/source.ts';
import { auditPolicy } from '../../src/sources/audit-policy/source.ts';
import { collection } from '../../src/sources/collection/source.ts';
import { eventCsv } from '../../src/sources/event-csv/source.ts';
import { inventoryCommands, inventoryFiles } from '../../src/sources/inventory/index.ts';
import { listeners } from '../../src/sources/listeners/source.ts';
import { hostsFile } from '../../src/sources/name-resolution/hosts-file.ts';
import { nrpt } from '../../src/sources/name-resolution/nrpt.ts';
import { proxy } from '../../src/sources/proxy/source.ts';
import { routes } from '../../src/sources/routes/source.ts';
import { rrasConfig } from '../../src/sources/rras-config/source.ts';
import { timeSync } from '../../src/sources/time-sync/source.ts';
import { vpnServer } from '../../src/sources/vpn-server/source.ts';
import { eventExport } from '../support/text/event-export.ts';
import { cmdletList, rasDump, sslBindings } from '../support/text/remote-access.ts';
import { netstat, routePrint } from '../support/text/routes.ts';
import { artifactAt, block, contextFor, outFile, recorder } from '../support/text.ts';

const COMMANDS: readonly CommandSource[] = [rrasConfig, vpnServer, routes, listeners, proxy, timeSync, nrpt, ...inventoryCommands];
const FILES: readonly ArtifactSource[] = [hostsFile, auditPolicy, collection, eventCsv, ...inventoryFiles];
const ONES: readonly string[] = ['netsh ras dump', 'netsh ras ip show config', 'netsh ras show wanports', 'netsh ras aaaa show authserver', 'netsh http show sslcert', 'Get-VpnAuthProtocol', 'route print', 'netsh int ipv4 show route', 'netsh int ipv4 show int', 'netsh int ipv4 show sub', 'Get-NetRoute', 'Get-NetIPInterface', 'netstat -anob', 'Get-NetTCPConnection', 'netsh winhttp show proxy', 'netsh winhttp show advproxy', 'w32tm /query /status', 'w32tm /stripchart', 'Get-DnsClientNrptRule', 'Get-HotFix', 'tasklist /svc', 'Win32_DeviceGuard', 'cmdkey /list'];

/** mulberry32 */
function random(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

const SEEDS: readonly Buffer[] = [
  outFile(block('netsh ras dump', rasDump({ assignment: 'pool', ranges: [['192.0.2.1', '192.0.2.9']], radius: [{ name: 'nps1', port: 1812, score: 30 }] }))),
  outFile(block('netsh http show sslcert', sslBindings([{ address: '0.0.0.0:443', hash: '00112233445566778899aabbccddeeff00112233' }], 'de')) + block('netsh winhttp show proxy', '\nTitel:\n\n    Server : a.contoso.com:80\n    Liste : (x)\n')),
  outFile(block('Get-VpnAuthProtocol', cmdletList({ UserAuthProtocolAccepted: '{EAP, MsChapv2}', RootCertificateNameToAccept: '' })) + block('Get-VpnServerConfiguration', cmdletList({ Ikev2Ports: '5', 'SALifeTime(s)': '1' }))),
  outFile(block('route print', routePrint([{ destination: '0.0.0.0', mask: '0.0.0.0', interface: '192.0.2.1', metric: 1 }], 'de')) + block('netsh int ipv4 show int', '  1  75  4294967295  connected  Loopback\n 12  25  1500  x  Ethernet\n')),
  outFile(block('netstat -anob', netstat([{ protocol: 'UDP', local: '[::]:500', pid: 9, owner: ['[svchost.exe]'] }]))),
  outFile(block('w32tm /query /status', 'a: 0(x)\nb: 4 (x)\nc: -23 (x)\nd: 0.1s\ne: 0.1s\nf: 0xC000020A (x)\ng: x\nh: dc1\ni: 10 (x)\n') + block('w32tm /stripchart', 'x dc1 [192.0.2.1:123]\n09:31:07, +00.0012345s\n')),
  outFile('"a","b","c"\n"svchost.exe","12","RasMan"\n"x","0","N/A"\n'),
  outFile('H,S,n,{0cce9243-69ae-11d9-bed3-505054503030},x,,3\n'),
  outFile('20240221 09:30:12.345 [x(1)] INFO: Commandline: .\\TSS.ps1 -Scenario NET_RAS -noSDP\n20240221 09:30:12.345 [x(1)] ERROR: a does not exist\n'),
  eventExport([{ time: '21.02.2024 09:36:12', provider: 'RasClient', eventId: 20227, message: 'CoId={9F1C2B52-0B5E-4C6E-9A0F-3C7A1D2E4F50}:\r\n 809.' }], ';'),
  Buffer.from('# x\n192.0.2.1 vpn.contoso.com\n'),
].map((bytes) => Buffer.from(bytes));
const SPLICES: readonly Buffer[] = ['\u0000', '"', '\r\n"', '{', '}}', ',,,;;;', '= = = =', `${' '.repeat(400)}: `, '-'.repeat(80), '='.repeat(80), '0.0.0.0 '.repeat(30), '[[[[', 'ffff:'.repeat(40)].map((text) => Buffer.from(text, 'utf16le'));

function mutate(seed: Buffer, next: () => number): Uint8Array {
  let bytes = Buffer.from(seed);
  for (let round = Math.floor(next() * 6); round >= 0; round -= 1) {
    const at = Math.floor(next() * bytes.length);
    const kind = next();
    if (kind < 0.3 && bytes.length > 0) bytes[at] = Math.floor(next() * 256);
    else if (kind < 0.5) bytes = Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + Math.floor(next() * 40))]);
    else if (kind < 0.8) bytes = Buffer.concat([bytes.subarray(0, at), SPLICES[Math.floor(next() * SPLICES.length)] as Buffer, bytes.subarray(at)]);
    else bytes = bytes.subarray(0, at);
  }
  return new Uint8Array(bytes);
}

function isBroken(value: unknown): boolean {
  return value === undefined || (typeof value === 'number' && !Number.isFinite(value));
}

/** All sources over the bytes, each block under its own command and, where `all`, under every other; returns how much came out. */
function readAll(bytes: Uint8Array, all: boolean): number {
  const recorded = recorder();
  const context = contextFor('x', { culture: 'de-DE', utcOffsetMinutes: 60 });
  const blocks = commandBlocks(decodeText(bytes, { oemCodePage: 850 }));
  for (const source of COMMANDS) {
    const own = blocks.filter((one) => source.matches(one.command, 'x.txt'));
    if (own.length > 0) source.parse(artifactAt('x.txt'), own, recorded.emit, context);
    if (!all) continue;
    for (const command of ONES) if (source.matches(command, 'x.txt')) for (const one of blocks) source.parse(artifactAt('x.txt'), [{ ...one, command }], recorded.emit, context);
  }
  for (const source of FILES) source.parse(artifactAt('LAP042-Application.csv'), bytes, recorded.emit, context);
  const broken = [...recorded.facts, ...recorded.records].find((one) => Object.values(one.fields).some(isBroken));
  expect(broken).toBeUndefined();
  return recorded.facts.length + recorded.records.length;
}

describe('mutated outputs', () => {
  it('never throw', () => {
    const next = random(20240222);
    let found = 0;
    for (let round = 0; round < 700; round += 1) found += readAll(mutate(SEEDS[round % SEEDS.length] as Buffer, next), round % 8 === 0);
    expect(found).toBeGreaterThan(1000);
  });
});

describe('large hostile text', () => {
  it.each([
    ['blanks', ' '],
    ['long blank runs', `${' '.repeat(390)}x\n`],
    ['colons', ' : '],
    ['addresses', ' 0.0.0.0 '],
    ['numbers', '1 2 3 4 5 '],
    ['dots', '12...'],
    ['braces', '{'],
    ['quotes', '"a","'],
    ['open quote', 'a"b,"'],
    ['words', 'set x = y '],
    ['brackets', '1 [a:'],
    ['hex', 'a1 '],
    ['slashes', '1/2/2024 '],
    ['dashes', ' -a'],
    ['properties', 'Name : x\n\n'],
    ['errors', '20240221 09:30:12.345 [x(1)] ERROR: :::::::::::::::::::::::::::::: a\n'],
    ['underlines', '=== === ===\na b c\n'],
    ['wide', 'TCP 0:0 0:0 '],
  ])('%s', (_, text) => {
    const started = performance.now();
    readAll(new Uint8Array(Buffer.from(text.repeat(Math.ceil(100_000 / text.length)), 'latin1')), true);
    expect(performance.now() - started).toBeLessThan(20_000);
  });
});
