/** Pseudonyms: the same for the same, of the same kind and form, related where the names are, and another with another key. */
import { createHash, createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { hmacSha256, sha256 } from '../../src/bytes/sha256.ts';
import { parseIpv4, parseIpv6, redactIpv4, redactIpv6 } from '../../src/redaction/addresses.ts';
import { createRedactor } from '../../src/redaction/redactor.ts';
import { createSecret, keyOfText } from '../../src/redaction/secret.ts';

const secret = createSecret(keyOfText('one'));
const v4 = (text: string, length?: number): string => redactIpv4(parseIpv4(text)!, secret, length);
const v6 = (text: string, length?: number): string => redactIpv6(parseIpv6(text)!, secret, length);

/** Kind of an address, by the tables of the RFCs, written again. */
function kindOf(text: string): string {
  const [a = 0, b = 0] = text.split('.').map(Number);
  if (a === 10 || (a === 172 && b >= 16 && b < 32) || (a === 192 && b === 168)) return `private ${a}`;
  if (a === 100 && b >= 64 && b < 128) return 'carrier';
  if (a === 169 && b === 254) return 'link-local';
  if (a === 0 || a === 127 || a >= 224) return 'kept';
  return 'public';
}

describe('SHA-256', () => {
  it('agrees with another implementation and with the vector of FIPS 180-4', () => {
    expect(Buffer.from(sha256(new TextEncoder().encode('abc'))).toString('hex')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
    for (const length of [0, 1, 55, 56, 63, 64, 65, 119, 1000]) {
      const bytes = Uint8Array.from({ length }, (_, index) => (index * 7 + length) & 255);
      expect(Buffer.from(sha256(bytes)).toString('hex')).toBe(createHash('sha256').update(bytes).digest('hex'));
      expect(Buffer.from(hmacSha256(bytes, bytes)).toString('hex')).toBe(createHmac('sha256', bytes).update(bytes).digest('hex'));
    }
  });
});

describe('addresses', () => {
  it('stay of their kind, change, and keep the networks they share', () => {
    let seed = 11;
    const next = (most: number): number => {
      seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31;
      return (seed >> 8) % most;
    };
    const starts = ['10.', '172.16.', '172.31.', '192.168.', '100.64.', '100.127.', '169.254.', '', '', '', '', '192.0.', '198.51.', '203.0.'];
    const seen = new Map<string, string>();
    for (let round = 0; round < 3_000; round++) {
      const parts = [...starts[round % starts.length]!.split('.').filter((part) => part !== ''), '0', '0', '0', '0'].slice(0, 4);
      const given = starts[round % starts.length]!.split('.').filter((part) => part !== '').length;
      const text = parts.map((part, index) => (index < given ? part : String(next(256)))).join('.');
      const own = v4(text);
      expect([text, kindOf(own)]).toEqual([text, kindOf(text)]);
      expect(own === text).toBe(kindOf(text) === 'kept');
      // Injective, and one /24 becomes one /24.
      expect(seen.get(own) ?? text).toBe(text);
      seen.set(own, text);
      const neighbour = v4(text.replace(/\d+$/, '77'));
      expect(neighbour.replace(/\d+$/, '')).toBe(own.replace(/\d+$/, ''));
    }
  });

  it('keep loopback, multicast, broadcast, netmasks and the unspecified address', () => {
    for (const text of ['0.0.0.0', '127.0.0.1', '224.0.0.252', '239.255.255.250', '255.255.255.255', '255.255.255.0']) expect(v4(text)).toBe(text);
    for (const text of ['::', '::1', 'ff02::1:3']) expect(v6(text)).toBe(text);
  });

  it('of IPv6 keep kind and network, and hide the hardware address in the interface', () => {
    expect(v6('fe80::213:72ff:fe6a:b9d1')).toMatch(/^fe80::(?!213:72ff)/);
    expect(v6('fd12:3456:789a:1::5')).toMatch(/^fd[0-9a-f]{2}:.*::5$/);
    expect(v6('fd12:3456:789a:1::5')).not.toContain('3456');
    const [first, second, other] = ['2001:db8:1:2::aaaa:1', '2001:db8:1:2::bbbb:1', '2001:db8:1:3::1'].map((text) => parseIpv6(v6(text))!);
    expect(second!.slice(0, 4)).toEqual(first!.slice(0, 4));
    expect(other!.slice(0, 3)).toEqual(first!.slice(0, 3));
    expect(other!.slice(0, 4)).not.toEqual(first!.slice(0, 4));
    expect(v6('::ffff:192.0.2.7')).toBe(`::ffff:${v4('192.0.2.7')}`);
    expect(v6('64:ff9b::192.0.2.7')).toBe(`64:ff9b::${v4('192.0.2.7')}`);
  });

  it('of networks keep their zeros', () => {
    expect(v4('10.20.0.0', 16)).toMatch(/^10\.\d+\.0\.0$/);
    expect(v4('10.20.0.0', 16).split('.')[1]).toBe(v4('10.20.30.40').split('.')[1]);
    expect(v6('fd12:3456::', 32)).toMatch(/^fd[0-9a-f]{2}:[0-9a-f]+::$/);
  });

  it('are read in every form, and nothing else is', () => {
    expect(parseIpv6('2001:DB8::1:0:0:1')).toEqual([0x2001, 0xdb8, 0, 0, 1, 0, 0, 1]);
    expect(parseIpv6('::192.0.2.1')).toEqual([0, 0, 0, 0, 0, 0, 0xc000, 0x201]);
    for (const text of ['1:2:3:4:5:6:7', '1::2::3', '1:2:3:4:5:6:7:8:9', '12345::', '::256.0.0.1', ':', '10:20:30']) expect([text, parseIpv6(text)]).toEqual([text, null]);
    for (const text of ['1.2.3', '1.2.3.256', '1.2.3.4.5', '1.2.3.x']) expect([text, parseIpv4(text)]).toEqual([text, null]);
  });
});

describe('names', () => {
  const redactor = createRedactor(keyOfText('one'));
  for (const [kind, value] of [['host', 'RRAS-Q9'], ['host', 'rras-q9.corp.contoso.com'], ['domain', 'CONTOSO'], ['user', 'CONTOSO\\jroe7'], ['user', 'server'], ['connection', 'Contoso Büro']] as const) redactor.learn(kind, value);
  const host = (text: string): string => redactor.value('host', text) as string;
  const user = (text: string): string => redactor.value('user', text) as string;

  it('stay recognisably the same in all their forms', () => {
    const own = host('RRAS-Q9');
    expect(own).toMatch(/^HOST-[0-9A-Z]{6}$/);
    expect(host('rras-q9.corp.contoso.com').split('.')[0]).toBe(own.toLowerCase());
    expect(user('RRAS-Q9$')).toBe(`${own}$`);
    expect(host('*.corp.contoso.com').slice(2)).toBe(host('rras-q9.corp.contoso.com').split('.').slice(1).join('.'));
    const account = user('jroe7');
    expect(user('CONTOSO\\jroe7')).toBe(`${(redactor.value('domain', 'CONTOSO') as string)}\\${account}`);
    expect(user('jroe7@corp.contoso.com').split('@')[0]).toBe(account);
    expect(redactor.text('C:\\Users\\jroe7\\x and JROE7')).toBe(`C:\\Users\\${account}\\x and ${account.toUpperCase()}`);
  });

  it('of Windows, of everybody and of public authorities stay', () => {
    for (const text of ['SYSTEM', 'NT AUTHORITY\\SYSTEM', 'NT-AUTORITÄT\\SYSTEM', '-', '{NA}']) expect(user(text)).toBe(text);
    for (const text of ['ctldl.windowsupdate.com', 'ocsp.digicert.com', '127.0.0.1', 'localhost', 'wpad']) expect(host(text)).toBe(text);
    expect(redactor.value('distinguished-name', 'CN=DigiCert Global Root CA, OU=www.digicert.com, O=DigiCert Inc, C=US')).toBe('CN=DigiCert Global Root CA, OU=www.digicert.com, O=DigiCert Inc, C=US');
    expect(redactor.text('S-1-5-18 S-1-5-32-544 S-1-5-80-956008885-3418522649-1831038044-1853292631-2271478464')).toBe('S-1-5-18 S-1-5-32-544 S-1-5-80-956008885-3418522649-1831038044-1853292631-2271478464');
    expect(redactor.text('S-1-5-21-1-2-3-512')).toMatch(/^S-1-5-21-\d+-\d+-\d+-512$/);
  });

  it('that are words are replaced in fields and left alone in sentences', () => {
    expect(user('server')).toMatch(/^user-/);
    expect(redactor.sentence('the server did not answer; no network path')).toBe('the server did not answer; no network path');
    expect(redactor.text('error=809, 2024-02-21T08:30:05Z, 0x80092013, -2146885613, KB5010793, 10.0.22621.3155, WAN Miniport (IKEv2), rasmans.dll, HKLM\\SYSTEM\\CurrentControlSet')).toBe(
      'error=809, 2024-02-21T08:30:05Z, 0x80092013, -2146885613, KB5010793, 10.0.22621.3155, WAN Miniport (IKEv2), rasmans.dll, HKLM\\SYSTEM\\CurrentControlSet',
    );
  });

  it('are others with another key, and the same with the same', () => {
    const [same, other] = ['one', 'two'].map((key) => createRedactor(keyOfText(key)));
    expect(same!.value('host', 'RRAS-Q9')).toBe(host('RRAS-Q9'));
    expect(other!.value('host', 'RRAS-Q9')).not.toBe(host('RRAS-Q9'));
  });

  it('of artifacts keep what the collector wrote', () => {
    expect(redactor.path('TSS_RRAS-Q9_240221-093005_NET_RAS_xray_INFO.zip')).toBe(`TSS_${host('RRAS-Q9')}_240221-093005_NET_RAS_xray_INFO.zip`);
    expect(redactor.path('tss_240221-093005_RRAS-Q9_psSDP_NET.zip!/RRAS-Q9_NetworkAdapters_info_pscmdlets.TXT')).toBe(`tss_240221-093005_${host('RRAS-Q9')}_psSDP_NET.zip!/${host('RRAS-Q9')}_NetworkAdapters_info_pscmdlets.TXT`);
    expect(redactor.path('Fabrikam ticket 4711/notes.txt')).toMatch(/^place-\w+ place-\w+ 4711\/place-\w+\.txt$/);
  });
});

describe('a sweep of any text', () => {
  it('ends, whatever the text', () => {
    const redactor = createRedactor(keyOfText('one'));
    let seed = 5;
    const letters = 'aZ0.:-\\/@{}[]%=+ \0ÄÖ漢\ud83d';
    for (let round = 0; round < 400; round++) {
      let text = '';
      for (let at = 0; at < 200; at++) {
        seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31;
        text += letters[(seed >> 8) % letters.length];
      }
      expect(typeof redactor.text(text)).toBe('string');
    }
    expect(redactor.text('a.'.repeat(50_000)).length).toBeGreaterThan(0);
    expect(redactor.text('a:'.repeat(50_000)).length).toBeGreaterThan(0);
    expect(redactor.text('A'.repeat(200_000)).length).toBeGreaterThan(0);
    expect(redactor.text('@'.repeat(100_000)).length).toBeGreaterThan(0);
    expect(redactor.text('a@'.repeat(50_000)).length).toBeGreaterThan(0);
    expect(redactor.text('\\Users\\'.repeat(20_000)).length).toBeGreaterThan(0);
  });
});
