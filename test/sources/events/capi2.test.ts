/** CAPI2: the shapes of real events (values of two public logs, and of events printed in Microsoft's articles), and the XML form. */
import { describe, expect, it } from 'vitest';
import { readEvent, recordYields } from '../../../src/sources/events/index.ts';
import { event } from './event.ts';

const PROVIDER = 'Microsoft-Windows-CAPI2';
const more = { channel: `${PROVIDER}/Operational`, level: 2 };
const read = (id: number, data: readonly (readonly [string, string])[]) => readEvent(event(PROVIDER, id, data, more));

describe('CAPI2', () => {
  it('reads the policy check of a chain: subject, process and result in hexadecimal without 0x', () => {
    const record = read(30, [
      ['Policy', ''], ['Policy@type', 'CERT_CHAIN_POLICY_SSL'], ['Policy@constant', '4'],
      ['Certificate', ''], ['Certificate@fileRef', 'EC53EBC94A796C42E5B4E5851F961874F013D94C.cer'], ['Certificate@subjectName', 'vpn.contoso.com'],
      ['CertificateChain@chainRef', '{8729A893-3D34-49D1-8030-8513DE8E8897}'], ['Flags', ''], ['Flags@value', 'F00'],
      ['SSLAdditionalPolicyInfo@authType', 'server'], ['SSLAdditionalPolicyInfo@serverName', 'vpn.contoso.com'],
      ['Status@chainIndex', '0'], ['Status@elementIndex', '-1'], ['EventAuxInfo', ''], ['EventAuxInfo@ProcessName', 'svchost.exe'],
      ['CorrelationAuxInfo@TaskId', '{AD28C3AB-7CFE-4CF0-A623-F6CAC805A73C}'], ['Result', 'Eine Zertifikatkette wurde zwar verarbeitet …'], ['Result@value', '800B0109'],
    ]);
    expect(record).toEqual({
      name: 'capi2.30',
      channel: more.channel,
      fields: {
        result: 0x800b0109, subject: 'vpn.contoso.com', subjects: ['vpn.contoso.com'], thumbprint: 'EC53EBC94A796C42E5B4E5851F961874F013D94C', process: 'svchost.exe',
        policy: 'CERT_CHAIN_POLICY_SSL', auth_type: 'server', server_name: 'vpn.contoso.com', task_id: '{AD28C3AB-7CFE-4CF0-A623-F6CAC805A73C}',
      },
    });
  });

  it('finds the result of a chain behind more fields than other events have, and keeps its errors', () => {
    const filler = Array.from({ length: 100 }, (_, at) => [`Usage@name${at}`, 'x'] as const);
    const record = read(11, [
      ['Certificate@subjectName', 'vpn.contoso.com'], ['Certificate@subjectName', 'Contoso Issuing CA'], ['ChainEngineInfo@context', 'machine'], ['ErrorStatus', ''], ['ErrorStatus@value', '10020'],
      ['ErrorStatus@CERT_TRUST_IS_UNTRUSTED_ROOT', 'true'], ['ErrorStatus@CERT_TRUST_IS_PARTIAL_CHAIN', 'true'], ...filler, ['ErrorStatus@value', '0'], ['Result@value', '800B010A'],
    ]);
    expect(record?.fields).toEqual({
      result: 0x800b010a, subject: 'vpn.contoso.com', subjects: ['vpn.contoso.com', 'Contoso Issuing CA'], context: 'machine',
      chain_error: 0x10020, chain_errors: ['CERT_TRUST_IS_UNTRUSTED_ROOT', 'CERT_TRUST_IS_PARTIAL_CHAIN'],
    });
    expect(read(11, [['ErrorStatus@value', '0'], ['Result@value', '0']])?.fields).toEqual({ result: 0, chain_error: 0, chain_errors: [] });
  });

  it('reads a failed and a refused retrieval; the result is the last word, not an error on the way', () => {
    const failed = read(53, [
      ['URL', 'http://crl.contoso.com/ca.crl'], ['URL@scheme', 'http'], ['Object@type', 'CONTEXT_OID_CRL'], ['Action@name', 'Call_WinHttpGetProxyForUrl'], ['Error@value', '2F94'],
      ['Header', 'GET /ca.crl HTTP/1.1'], ['Header', 'HTTP/1.1 407 Proxy Authentication Required'], ['Header', 'HTTP/1.1 404 Not Found'], ['Result@value', '2EE7'],
    ]);
    expect(failed?.fields).toEqual({ result: 12007, url: 'http://crl.contoso.com/ca.crl', object: 'CONTEXT_OID_CRL', http_status: 404 });
  });

  it('reads a revocation check, a rejected list and the objects of a chain', () => {
    const check = read(41, [
      ['Certificate@fileRef', 'C97AE73E9823E8179903E81107E089497C77A720.cer'], ['Certificate@subjectName', 'client01.corp.contoso.com'], ['IssuerCertificate@subjectName', 'Contoso Root Certification Authority'],
      ['RevocationStatus@error', '80092010'], ['CertificateRevocationList@url', 'http://crl.contoso.com/ca.crl'], ['Result', 'The certificate is revoked.'], ['Result@value', '80092010'],
    ]);
    expect(check?.fields).toMatchObject({ result: 0x80092010, revocation_error: 0x80092010, subject: 'client01.corp.contoso.com', issuer: 'Contoso Root Certification Authority', url: 'http://crl.contoso.com/ca.crl' });
    const rejected = read(42, [['SubjectCertificate@subjectName', 'pc1'], ['IssuerCertificate@subjectName', 'Contoso CA'], ['Action@name', 'CheckTimeValidity']]);
    expect(rejected?.fields).toEqual({ subject: 'pc1', issuer: 'Contoso CA' });
    const objects = read(90, [['Certificate@fileRef', `${'A'.repeat(40)}.cer`], ['Certificate@subjectName', 'Contoso Issuing CA'], ['Certificate@subjectName', 'vpn.contoso.com']]);
    expect(objects?.fields).toEqual({ subjects: ['Contoso Issuing CA', 'vpn.contoso.com'] });
  });

  it('reads the same out of one XML text, whatever the case of its names, and as far as a broken one goes', () => {
    const xml = `<CertVerifyCertificateChainPolicy xmlns="http://schemas.microsoft.com/win/2004/08/events/event"><Certificate fileRef="x" subjectName="a &amp; b"/><EventAuxInfo ProcessName="lsass.exe"/><Result value="800B010F">名前</Result></CertVerifyCertificateChainPolicy>`;
    expect(readEvent(event(PROVIDER, 30, [['EventWriteData', xml]], more))?.fields).toEqual({ result: 0x800b010f, subject: 'a & b', subjects: ['a & b'], process: 'lsass.exe' });
    expect(readEvent(event(PROVIDER, 30, [xml.slice(0, xml.indexOf('<EventAux'))], more))?.fields).toEqual({ subject: 'a & b', subjects: ['a & b'] });
    expect(read(30, [['RESULT@VALUE', '0x800b0101']])?.fields).toEqual({ result: 0x800b0101 });
    expect(read(30, [['Result@value', '-2146762481']])?.fields).toEqual({ result: 0x800b010f });
    expect(read(30, [['Result@value', 'nicht gefunden']])?.fields).toEqual({});
    expect(read(30, [])?.fields).toEqual({});
  });

  it('keeps cache look-ups, and bears hostile events', () => {
    expect(read(51, [['URL', 'http://crl.contoso.com/ca.crl'], ['Result@value', '80092004']])).toMatchObject({ name: 'capi2.51', fields: { result: 0x80092004 } });
    const wide = read(11, Array.from({ length: 100_000 }, (_, at) => ['Certificate@subjectName', `n${at}`] as const));
    expect(wide?.fields['subjects']).toHaveLength(16);
    expect(readEvent(event(PROVIDER, 11, ['<a>'.repeat(100_000)], more))?.fields).toEqual({});
  });

  it('declares the channel: the log is off by default, and silence counts only where it was read', () => {
    expect(recordYields().find((entry) => entry.name === 'capi2.30')).toMatchObject({ channel: `${PROVIDER}/Operational`, fields: { result: 'code', subject: 'string', url: 'string', process: 'string' } });
  });
});

describe('CAPI2 under mutation', () => {
  const xml = '<X509Objects xmlns="http://schemas.microsoft.com/win/2004/08/events/event"><Certificate fileRef="0123456789ABCDEF0123456789ABCDEF01234567.cer" subjectName="vpn.contoso.com"/><URL scheme="http">http://crl.contoso.com/ca.crl</URL><Header>HTTP/1.1 200 OK</Header><ErrorStatus value="20" CERT_TRUST_IS_UNTRUSTED_ROOT="true"/><Result value="800B0109">text</Result></X509Objects>';
  /** The same numbers on every run. */
  function random(seed: number): () => number {
    let state = seed;
    return () => (state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0) / 0x1_0000_0000;
  }
  const declared = new Map(recordYields().map((entry) => [entry.name, entry.fields]));

  it('never throws, and never gives a field it did not declare', () => {
    const next = random(20_240_221);
    const noise = ['<', '>', '"', '&', '=', '\u0000', '@', '😀', '</Result>', '<!--', '<![CDATA[', '<?x', '0x', 'FFFFFFFFF'];
    for (let round = 0; round < 3000; round++) {
      let text = xml;
      for (let edits = 1 + Math.floor(next() * 6); edits > 0; edits--) {
        const at = Math.floor(next() * text.length);
        text = text.slice(0, at) + (noise[Math.floor(next() * noise.length)] ?? '') + text.slice(at + Math.floor(next() * 12));
      }
      const id = [11, 30, 41, 53, 90][Math.floor(next() * 5)] ?? 30;
      const whole = readEvent(event(PROVIDER, id, [['EventWriteData', text]], more));
      const parts = readEvent(event(PROVIDER, id, text.split(' ').map((part) => [part.split('=')[0] ?? '', part.split('=')[1] ?? ''] as const), more));
      for (const record of [whole, parts]) {
        for (const name of Object.keys(record?.fields ?? {})) expect(declared.get(`capi2.${id}`), name).toHaveProperty([name]);
      }
    }
  });
});
