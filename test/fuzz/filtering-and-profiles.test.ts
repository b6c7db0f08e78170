/** Mutated XML and logs through the filtering platform, profile, firewall and Azure VPN readers: nothing throws, hangs or grows without bound. */
import { describe, expect, it } from 'vitest';
import type { ArtifactSource } from '../../src/model/source.ts';
import { azureVpn } from '../../src/sources/azure-vpn/source.ts';
import { eapConfig, eapConfigText } from '../../src/sources/eap-config/source.ts';
import { firewallLog } from '../../src/sources/firewall-log/source.ts';
import { wfp } from '../../src/sources/wfp/source.ts';
import { azureVpnLog } from '../support/text/azure-vpn.ts';
import { captureXml, wfpDrop, wfpIkeFailure, stateXml } from '../support/text/filtering-platform.ts';
import { firewallLogText } from '../support/text/firewall-log.ts';
import { eapHostConfig, profileXml } from '../support/text/vpn-profile-xml.ts';
import { artifactAt, contextFor, outFile, recorder } from '../support/text.ts';

const SOURCES: readonly ArtifactSource[] = [wfp, eapConfig, firewallLog, azureVpn];
const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
const ENDS = { time: '2024-05-06T07:08:09.125Z', local: '192.0.2.10', remote: '2001:db8::1', localPort: 500, remotePort: 4500 };
const eap = eapHostConfig({ method: 25, inner: 13, serverNames: 'a;b', roots: ['5A89FECB5B49A70B1A5263B735EED71CC268BE4B'], verifyServer: true, issuers: ['00112233445566778899AABBCCDDEEFF00112233'], ekus: [{ name: 'x', oid: '1.2.3' }] });
const profile = profileXml({ name: 'Büro', servers: 'vpn.contoso.com;x', alwaysOn: true, trustedNetworks: 'a,b', eap, suite: { DHGroup: 'Group14' }, routes: [{ address: '10.0.0.0', prefix: 8 }] });
const SEEDS: readonly Uint8Array[] = [
  utf8(captureXml([wfpIkeFailure({ ...ENDS, mode: 'mm', error: 13805 }), wfpDrop({ ...ENDS, protocol: 17, filterId: 7 })], [{ key: '{6b2fa1c4-0000-4000-8000-000000000001}', name: '防火牆' }], [{ id: 1, name: 'x', protocol: 17, remotePort: [1, 600] }])),
  outFile(stateXml(ENDS.time, [{ key: 'FWPM_PROVIDER_IKEEXT', name: 'x' }], [{ id: 1, name: 'x', protocol: 6, remotePort: 443 }])),
  utf8(profile),
  outFile(profile),
  utf8(`<x>${profile.replaceAll('&', '&amp;').replaceAll('<', '&lt;')}</x>`),
  utf8(firewallLogText([{ time: '2024-05-06 09:08:09', action: 'DROP', protocol: 'UDP', source: '192.0.2.1', destination: '2001:db8::1', destinationPort: 500, path: 'SEND' }, { time: '2024-05-06 09:08:10', action: 'INFO-EVENTS-LOST' }], true)),
  utf8(azureVpnLog([{ date: '3/23/2020 1:28:14 PM', level: 'Error', text: 'error 0x800704c7' }, { date: '23.03.2020 13:28:14', level: 'Info', text: 'code -2147023673' }])),
];
const SPLICES = ['<', '>', '&', '</item>', '<item>', '<netEvents>', '<filters>', ']]>', '<![CDATA[', '<!--', '&#x0;', '&#xD800;', '\u0000', '\uFEFF', '<!DOCTYPE a [', '-', '[', '99999999999999999999', '0x', ':::', '\n#Fields: date', '<?xml version="1.0"?>'].map(utf8);

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

function mutate(seed: Uint8Array, next: () => number): Uint8Array {
  let bytes = seed.slice();
  const at = (): number => Math.floor(next() * (bytes.length + 1));
  for (let round = Math.floor(next() * 5); round >= 0; round--) {
    const kind = Math.floor(next() * 4);
    if (kind === 0 && bytes.length > 0) bytes[Math.min(at(), bytes.length - 1)] = Math.floor(next() * 256);
    else if (kind === 1) bytes = bytes.slice(0, at());
    else if (kind === 2) bytes = new Uint8Array([...bytes.slice(0, at()), ...bytes.slice(at())]);
    else {
      const cut = at();
      bytes = new Uint8Array([...bytes.slice(0, cut), ...(SPLICES[Math.floor(next() * SPLICES.length)] as Uint8Array), ...bytes.slice(cut)]);
    }
  }
  return bytes;
}

function readAll(bytes: Uint8Array): number {
  const recorded = recorder();
  const context = contextFor('x', { utcOffsetMinutes: 60, culture: 'de-DE' });
  for (const source of SOURCES) source.parse(artifactAt('x', source.reads[0]), bytes, recorded.emit, context);
  const lines = new TextDecoder().decode(bytes.subarray(0, 200_000)).split('\n');
  eapConfigText.parse(artifactAt('x'), [{ command: '', firstLine: 1, lines }], recorded.emit, context);
  const items = [...recorded.facts, ...recorded.records];
  const isBroken = (value: unknown): boolean => value === undefined || (typeof value === 'number' && !Number.isFinite(value));
  expect(items.find((item) => Object.values(item.fields).some(isBroken))).toBeUndefined();
  expect(recorded.records.find((record) => !Number.isSafeInteger(record.time) || record.time <= 0)).toBeUndefined();
  expect(recorded.watches.find(({ span }) => !(Number(span.from) <= Number(span.to)))).toBeUndefined();
  return items.length;
}

describe('mutated filtering, profile and connection logs', () => {
  it('never throws and gives no broken value', () => {
    const next = random(20240506);
    let found = 0;
    for (let round = 0; round < 700; round++) found += readAll(mutate(SEEDS[round % SEEDS.length] as Uint8Array, next));
    expect(found).toBeGreaterThan(500);
  });

  it('random bytes', () => {
    const next = random(11);
    for (let round = 0; round < 200; round++) readAll(Uint8Array.from({ length: Math.floor(next() * 2000) }, () => Math.floor(next() * 256)));
  });
});

describe('large hostile input', () => {
  const repeat = (text: string, size = 1_000_000): Uint8Array => utf8(text.repeat(Math.ceil(size / text.length)));
  it.each([
    ['open tags', '<a>'],
    ['profiles without an end', '<VPNProfile>'],
    ['configurations', '<EapHostConfig/>'],
    ['wireless profiles', '<WLANProfile><EapHostConfig></EapHostConfig></WLANProfile>'],
    ['empty events', '<netEvents><item/></netEvents>'],
    ['text without tags', 'x'],
    ['ampersands', '<a>&'],
    ['comments', '<!-- - '],
    ['escaped', '&lt;VPNProfile '],
    ['brackets', '[1/1/2020 '],
    ['dates', '2020-01-01 00:00:00 DROP UDP '],
    ['key words', '[1/1/2020 1:00:00 AM] error code : '],
    ['blanks', ' '],
  ])('%s', (_, text) => {
    const started = performance.now();
    readAll(repeat(text));
    expect(performance.now() - started).toBeLessThan(20_000);
  });

  it('an attribute of a megabyte and a thousand attributes', () => {
    const started = performance.now();
    readAll(utf8(`<VPNProfile a="${'x'.repeat(1_000_000)}"/>`));
    readAll(utf8(`<netEvents ${Array.from({ length: 20_000 }, (__, at) => `a${at}="1"`).join(' ')}/>`));
    expect(performance.now() - started).toBeLessThan(20_000);
  });
});
