/** The code tables against published numbers, and the spellings codes come in. */
import { describe, expect, it } from 'vitest';
import { CODE_TABLES, codeForms, codeText, lookUpCode, normaliseCode } from '../../src/knowledge/error-codes.ts';
import { WIN32_MORE } from '../../src/knowledge/codes/win32-more.ts';

const rows = CODE_TABLES.flatMap(({ family, rows: list }) => list.map((row) => ({ family, row })));

describe('the code tables', () => {
  it('hold the 865 catalogued codes, by family', () => {
    const counts: Record<string, number> = {};
    for (const { family, row } of rows) if (!WIN32_MORE.includes(row) && family !== 'KERBEROS') counts[family] = (counts[family] ?? 0) + 1;
    expect(counts).toEqual({ RAS: 278, MPR: 56, IPSEC: 153, WINHTTP: 49, EAP: 32, 'HRESULT-CERT': 62, NTSTATUS: 34, WIN32: 59, 'NPS-REASON': 94, 'IKE-VALUE': 48 });
    expect(Object.values(counts).reduce((sum, count) => sum + count)).toBe(865);
  });

  it('have one row per code and family, or per value of an enumeration', () => {
    const keys = rows.map(({ family, row }) => `${family}/${row[0]}/${row[4]?.enumeration ?? ''}`);
    expect(new Set(keys).size).toBe(keys.length);
  });

  it('hold unsigned 32-bit codes, a meaning and a source that exists, or an honest mark', () => {
    for (const { family, row } of rows) {
      const [code, symbol, meaning, sources, marks] = row;
      expect(code >>> 0, `${family} ${code}`).toBe(code);
      expect(meaning.length, `${family} ${code}`).toBeGreaterThan(2);
      expect(symbol === null ? family : 'symbol').toMatch(/symbol|NPS-REASON/);
      const [known] = lookUpCode(code, family);
      expect(sources.length > 0 || marks?.unverified === true, `${family} ${code}`).toBe(true);
      expect(lookUpCode(code, family).every((entry) => entry.sources.every((source) => source.title !== '')), `${family} ${code}`).toBe(true);
      expect(known?.family).toBe(family);
    }
  });

  // Microsoft Learn: Routing and Remote Access error codes; System error codes; COM error codes; NTSTATUS values.
  it.each([
    [600, 'PENDING'],
    [691, 'ERROR_AUTHENTICATION_FAILURE'],
    [720, 'ERROR_PPP_NO_PROTOCOLS_CONFIGURED'],
    [809, 'ERROR_VPN_TIMEOUT'],
    [812, 'ERROR_SERVER_POLICY'],
    [829, 'ERROR_LINK_FAILURE'],
    [868, 'ERROR_DNSNAME_NOT_RESOLVABLE'],
    [930, 'ERROR_AUTH_SERVER_TIMEOUT'],
    [1068, 'ERROR_SERVICE_DEPENDENCY_FAIL'],
    [1460, 'ERROR_TIMEOUT'],
    [10060, 'WSAETIMEDOUT'],
    [12175, 'ERROR_WINHTTP_SECURE_FAILURE'],
    [13801, 'ERROR_IPSEC_IKE_AUTH_FAIL'],
    [13806, 'ERROR_IPSEC_IKE_NO_CERT'],
    [13868, 'ERROR_IPSEC_IKE_POLICY_MATCH'],
    [0x80092013, 'CRYPT_E_REVOCATION_OFFLINE'],
    [0x800b0109, 'CERT_E_UNTRUSTEDROOT'],
    [0x80420112, 'EAP_E_USER_NAME_PASSWORD_REJECTED'],
    [0xc000006a, 'STATUS_WRONG_PASSWORD'],
  ])('name %d %s', (code, symbol) => {
    expect(lookUpCode(code)[0]?.symbol).toBe(symbol);
  });
});

describe('normaliseCode', () => {
  // Signed forms as RasClient 20227 prints them for 0x800B0101, 0x80092013 and 0x80420112.
  it.each([
    ['-2146762495', 0x800b0101],
    ['-2146885613', 0x80092013],
    ['0x80092013', 0x80092013],
    ['0X800b0109', 0x800b0109],
    ['0xFFFFFFFF80092013', 0x80092013],
    ['800B0109', 0x800b0109],
    ['2148081683', 0x80092013],
    ['809', 809],
    [' 809\t', 809],
    ['%%1068', 1068],
    ['0x2b3', 691],
    ['0', 0],
    ['-0', 0],
    [809, 809],
    [-2146885613, 0x80092013],
    [4294967295, 0xffffffff],
  ])('reads %s', (text, code) => {
    const result = normaliseCode(text);
    expect(result).toBe(code);
    expect(Object.is(result, -0)).toBe(false);
  });

  it.each(['', ' ', 'abc', '8O9', '1.5', '0x', '0xG1', '--809', '4294967296', '-2147483649', '0x100000000', '0xFFFFFFFF00000001', '12 34', 'ERROR_VPN_TIMEOUT', '9'.repeat(400), 'a'.repeat(100_000)])(
    'rejects %s',
    (text) => expect(normaliseCode(text)).toBeNull(),
  );
  it('rejects numbers that are no codes', () => {
    for (const value of [Number.NaN, Infinity, 1.5, 2 ** 32, -(2 ** 31) - 1]) expect(normaliseCode(value)).toBeNull();
  });
});

describe('lookUpCode', () => {
  it('gives every meaning of a number, the hinted family first', () => {
    expect(lookUpCode(65).map((entry) => entry.family)).toEqual(['WIN32', 'NPS-REASON']);
    expect(lookUpCode(65, 'NPS-REASON').map((entry) => entry.family)).toEqual(['NPS-REASON', 'WIN32']);
    expect(lookUpCode(65, 'NPS-REASON')[0]).toMatchObject({ verified: false, note: 'community list only' });
    expect(lookUpCode(16)[0]).toMatchObject({ family: 'NPS-REASON', verified: true });
  });
  it('keeps enumeration values out of code look-ups', () => {
    expect(lookUpCode(2).every((entry) => entry.enumeration === undefined)).toBe(true);
    expect(lookUpCode(2, 'IKE-VALUE').filter((entry) => entry.enumeration === 'IPSEC_FAILURE_POINT')).toMatchObject([{ symbol: 'IPSEC_FAILURE_PEER' }]);
  });
  it('reads the Win32 code inside an HRESULT, known or not', () => {
    expect(lookUpCode(0x800705b4)[0]).toMatchObject({ code: 0x800705b4, wraps: 1460, symbol: 'ERROR_TIMEOUT' });
    expect(lookUpCode(0x80070040)[0]).toMatchObject({ wraps: 64, symbol: 'ERROR_NETNAME_DELETED' });
    expect(lookUpCode(0x80072ee7)[0]).toMatchObject({ wraps: 12007, symbol: 'ERROR_WINHTTP_NAME_NOT_RESOLVED' });
    expect(lookUpCode(0x80070329)[0]).toMatchObject({ wraps: 809, symbol: 'ERROR_VPN_TIMEOUT' });
    expect(lookUpCode(0x8007fff0)[0]).toMatchObject({ wraps: 0xfff0, verified: false });
  });
  it('reads the NTSTATUS inside an HRESULT_FROM_NT', () => {
    expect(lookUpCode(0xd000006a)[0]).toMatchObject({ wraps: 0xc000006a, symbol: 'STATUS_WRONG_PASSWORD' });
  });
  it('answers nothing for an unknown code, and a text all the same', () => {
    expect(lookUpCode(0x12345678)).toEqual([]);
    expect(codeText(0x12345678)).toBe('code 305419896 (0x12345678), not in the table');
    expect(codeText(809)).toContain('ERROR_VPN_TIMEOUT');
    expect(codeText(16, 'NPS-REASON')).toContain('authentication failed');
    expect(codeText(16)).toBe('code 16 (0x00000010), not in the table');
    expect(codeText(37, 'KERBEROS')).toContain('clock skew');
  });
  it('writes a code in its three forms', () => {
    expect(codeForms(0x80092013)).toEqual({ decimal: '2148081683', hex: '0x80092013', signed: '-2146885613' });
    expect(codeForms(809)).toEqual({ decimal: '809', hex: '0x00000329', signed: '809' });
  });
});
