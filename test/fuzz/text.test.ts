/** Mutated text through the decoder and every text source: nothing throws, nothing hangs, nothing grows without bound. */
import { describe, expect, it } from 'vitest';
import { commandBlocks } from '../../src/formats/text/command-blocks.ts';
import { decodeText } from '../../src/formats/text/decode.ts';
import type { CommandSource } from '../../src/model/source.ts';
import { certutil } from '../../src/sources/certutil/source.ts';
import { ipconfig } from '../../src/sources/ipconfig/source.ts';
import { netAdapter } from '../../src/sources/net-adapter/source.ts';
import { rasphonePbk } from '../../src/sources/rasphone-pbk/source.ts';
import { services } from '../../src/sources/services/source.ts';
import { tssLog } from '../../src/sources/tss-log/source.ts';
import { vpnConnection } from '../../src/sources/vpn-connection/source.ts';
import { ENGLISH, GERMAN, JAPANESE, verbose } from '../sources/certutil/dumps.ts';
import { artifactAt, block, contextFor, outFile, recorder } from '../support/text.ts';

const COMMAND_SOURCES: readonly CommandSource[] = [certutil, ipconfig, netAdapter, services, vpnConnection];

/** mulberry32: small, seeded, good enough to spread mutations. */
function random(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

const dates = { notBefore: '31.01.2026 01:00', notAfter: '31.01.2027 01:00', usages: ['x (1.3.6.1.5.5.7.3.2)'], names: ['DNS Name=*.contoso.com'] };
const table = `
Name                      InterfaceDescription DisplayName                 ComponentID Enabled
----                      -------------------- -----------                 ----------- -------
LAN-Verbindung* 10        WAN-Miniport (IP)    QoS-Paketplaner             ms_pacer       True
`;
const SEEDS: readonly Uint8Array[] = [
  outFile(block('certutil -v -store my', `my\n${verbose(ENGLISH, dates)}${verbose(GERMAN, { ...dates, index: 1 })}${GERMAN.closing}`)),
  outFile(block('certutil -user -store my', `my\n${verbose(JAPANESE, dates)}${JAPANESE.closing}`)),
  outFile(block('Get-NetAdapterBinding -AllBindings -IncludeHidden', table) + block('Get-NetAdapter -IncludeHidden', table)),
  outFile(block('ipconfig /all', 'PPP-Adapter VPN:\n\n   Beschreibung. . : VPN\n   IPv4 . . : 192.0.2.1(x)\n   Maske . : 255.255.255.0\n   GW . . :\n')),
  outFile(block('sc queryex type= all state= all', 'SERVICE_NAME: RasMan\nDISPLAY_NAME: x\n   TYPE : 30 X\n   STATE : 4 R\n   E : 0 (0x0)\n   S : 0 (0x0)\n   C : 0x0\n   W : 0x0\n   PID : 9\n')),
  outFile(block('Get-VpnConnection', 'Name : a\nServerAddress : vpn.contoso.com\nTunnelType : Ikev2\n')),
  outFile('20240721 09:30:12.360 [x(1)] INFO: TimeUTC: 2024-07-21_07:30:12 [TZ: x]\n20240721 09:33:01.002 [x(1)] INFO: ==== Start of Repro: 2024-07-21_07:33:01 UTC ====\n'),
  new Uint8Array(Buffer.from('[VPN]\r\nType=2\r\nVpnStrategy=7\r\nMEDIA=rastapi\r\nPort=x\r\nDevice=y\r\nDEVICE=vpn\r\nPhoneNumber=192.0.2.1\r\n', 'latin1')),
  new Uint8Array(Buffer.concat([outFile('-----\ncertutil -store my\n-----\n'), Buffer.from('My\r\n==== Zertifikat 0 ====\r\nSeriennummer: 01\r\nAussteller: CN=M\x81ller\r\n Nicht vor: 31.01.2026\r\n Nicht nach: 31.01.2027\r\n', 'latin1')])),
];
const SPLICES: readonly Uint8Array[] = [
  Uint8Array.of(0),
  Uint8Array.of(0, 0, 0, 0),
  Uint8Array.of(0xff, 0xfe),
  Uint8Array.of(0x0a),
  Uint8Array.of(0x0d, 0, 0x0a, 0),
  Uint8Array.of(0x00, 0xd8),
  Uint8Array.of(0x0a, 0x4e),
  new Uint8Array(Buffer.from('='.repeat(300), 'utf16le')),
  new Uint8Array(Buffer.from('('.repeat(300), 'latin1')),
  new Uint8Array(Buffer.from(`${' '.repeat(500)}: `, 'utf16le')),
  new Uint8Array(Buffer.from('-'.repeat(60), 'utf16le')),
];

function mutate(seed: Uint8Array, next: () => number): Uint8Array {
  let bytes = Buffer.from(seed);
  for (let round = Math.floor(next() * 8); round >= 0; round -= 1) {
    const at = Math.floor(next() * bytes.length);
    const kind = next();
    if (kind < 0.3 && bytes.length > 0) bytes[at] = Math.floor(next() * 256);
    else if (kind < 0.5) bytes = Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + Math.floor(next() * 40))]);
    else if (kind < 0.8) bytes = Buffer.concat([bytes.subarray(0, at), SPLICES[Math.floor(next() * SPLICES.length)] as Uint8Array, bytes.subarray(at)]);
    else if (kind < 0.9) bytes = bytes.subarray(0, at);
    else bytes = Buffer.concat([bytes, bytes.subarray(at)]);
  }
  return new Uint8Array(bytes.subarray(0, 200_000));
}

/** Everything an engine would do with the bytes; returns how much came out. */
function readAll(bytes: Uint8Array): number {
  const recorded = recorder();
  const decoded = decodeText(bytes, { oemCodePage: 850 });
  expect(decoded.text.length).toBeLessThanOrEqual(bytes.length * 2 + 2);
  expect(decoded.text.isWellFormed()).toBe(true);
  const blocks = commandBlocks(decoded);
  for (const source of COMMAND_SOURCES) {
    source.parse(artifactAt('x.txt'), blocks, recorded.emit, contextFor('x.txt', { culture: 'en-US' }));
  }
  for (const source of [tssLog, rasphonePbk]) {
    source.parse(artifactAt('x.txt'), bytes, recorded.emit, contextFor('x.txt'));
  }
  const isBroken = (value: unknown): boolean => typeof value === 'number' && !Number.isFinite(value);
  expect(recorded.facts.find((fact) => Object.values(fact.fields).some(isBroken))).toBeUndefined();
  return recorded.facts.length;
}

describe('mutated text', () => {
  it('never throws and never grows', () => {
    const next = random(20240221);
    let facts = 0;
    for (let round = 0; round < 2000; round += 1) {
      const bytes = mutate(SEEDS[round % SEEDS.length] as Uint8Array, next);
      facts += readAll(bytes);
    }
    // The mutations must leave enough alive to reach the depths of the parsers.
    expect(facts).toBeGreaterThan(2000);
  });
  it('random bytes', () => {
    const next = random(7);
    for (let round = 0; round < 300; round += 1) readAll(Uint8Array.from({ length: Math.floor(next() * 3000) }, () => Math.floor(next() * 256)));
  });
});

describe('large hostile text', () => {
  const repeat = (text: string, size: number): Uint8Array => new Uint8Array(Buffer.from(text.repeat(Math.ceil(size / text.length)), 'latin1'));
  it.each([
    ['blanks', ' '],
    ['brackets', 'x : WAN ((((('],
    ['rules', '='],
    ['short lines', 'a:\n b:\n'],
    ['rows', '==== X 1 ====\n'],
    ['colons', ': : '],
    ['sections', '[a]\nDEVICE=vpn\n'],
    ['headers', '=====\n20240221 09:31:07.512 : certutil -store my\n=====\n'],
    ['tables', 'a b\n- -\n1 2\n\n'],
    ['blank-filled lines', `${' '.repeat(900)}x${' '.repeat(900)}\n`],
    ['labels and blanks', `Name : ${' '.repeat(3000)}x\n`],
  ])('%s', (_, text) => {
    const started = performance.now();
    readAll(repeat(text, 1_000_000));
    expect(performance.now() - started).toBeLessThan(20_000);
  });
});
