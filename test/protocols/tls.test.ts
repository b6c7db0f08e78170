/** TLS handshakes made by real implementations, and the certificates in them, read as Node and tshark read them. */
import { X509Certificate } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { readClientHello } from '../../src/protocols/tls-hello.ts';
import { readTls, TLS_ALERTS, TLS_VERSION } from '../../src/protocols/tls.ts';
import { readX509Names } from '../../src/protocols/x509-names.ts';
import { certificate, newKeys, pem, type CertificateOptions } from '../support/packets/certificate.ts';
import { counting, ipv4, join, LINK, TCP, tcp, u16, u24, zeros } from '../support/packets/ip.ts';
import { recordOpenssl, recordTls, tlsHandshake, tlsRecord } from '../support/packets/tls.ts';
import { hasTshark, tsharkFields } from '../support/packets/tshark.ts';
import { hasTool } from '../support/tools.ts';

const [authority, keys] = [newKeys(), newKeys()];
const root = certificate({ keys: authority, subject: 'Contoso Root CA', isAuthority: true });
const leaf = certificate({ keys, signer: authority, dnsNames: ['vpn.contoso.com', '*.vpn.contoso.com'], ipAddresses: ['192.0.2.1', '2001:db8::1'], uses: [1, 17], listUrl: 'http://crl.contoso.com/root.crl', ocspUrl: 'http://ocsp.contoso.com' });
const server = { key: keys.privateKey.export({ type: 'pkcs8', format: 'pem' }), cert: pem(leaf) + pem(root) };
const only = (version: 'TLSv1.2' | 'TLSv1.3') => ({ minVersion: version, maxVersion: version });
const client = { servername: 'vpn.contoso.com', ca: pem(root) };
const nothing = new Uint8Array();

/** The two directions as segments of one TCP stream, for tshark. */
function segments(fromClient: Uint8Array, fromServer: Uint8Array): Uint8Array[] {
  const [C, S] = ['192.0.2.10', '198.51.100.20'];
  const cut = (bytes: Uint8Array): Uint8Array[] => Array.from({ length: Math.ceil(bytes.length / 1400) }, (_, index) => bytes.subarray(index * 1400, (index + 1) * 1400));
  const sent = (isClient: boolean) => (bytes: Uint8Array, index: number) => ipv4(isClient ? C : S, isClient ? S : C, 6, tcp(isClient ? 50_001 : 443, isClient ? 443 : 50_001, { flags: TCP.ack | TCP.psh, sequence: 1 + index * 1400, acknowledgement: 1, ends: isClient ? [C, S] : [S, C] }, bytes));
  return [...cut(fromClient).map(sent(true)), ...cut(fromServer).map(sent(false))];
}

describe('TLS 1.2', () => {
  it('shows names, version, cipher and certificates, as tshark reads them', async () => {
    const { fromClient, fromServer, clientError } = await recordTls({ ...server, ...only('TLSv1.2') }, client);
    expect(clientError).toBeNull();
    const tls = readTls(fromClient, fromServer);
    expect(tls).toMatchObject({ clientHello: { serverName: 'vpn.contoso.com', versions: [TLS_VERSION.tls13, TLS_VERSION.tls12], truncated: false }, serverHello: { version: TLS_VERSION.tls12, isRetry: false }, isHidden: false, isResumed: false, isEstablished: true, isClientCertificateAsked: false, clientCertificates: null, truncated: false });
    expect(tls?.serverCertificates).toEqual([leaf, root]);
    expect(tls?.clientData.bytes).toBeGreaterThan('question'.length);
    if (!hasTshark()) return;
    const rows = tsharkFields(segments(fromClient, fromServer), ['tls.handshake.extensions_server_name', 'tls.handshake.ciphersuite', 'tls.handshake.certificate', 'tls.handshake.extensions.supported_version'], { linkType: LINK.rawIp });
    const cells = (column: number): string[] => rows.flatMap((row) => (row[column] ?? '').split('|')).filter((cell) => cell !== '');
    expect(cells(0)).toEqual(['vpn.contoso.com']);
    expect(cells(1).map(Number)).toEqual([...(tls?.clientHello?.ciphers ?? []), tls?.serverHello?.cipher]);
    expect(cells(2)).toEqual([leaf, root].map((der) => Buffer.from(der).toString('hex')));
    expect(cells(3).map(Number)).toEqual(tls?.clientHello?.versions);
  });

  it('tells of certificates of the client', async () => {
    const user = newKeys();
    const userCertificate = certificate({ keys: user, signer: authority, subject: 'user@contoso.com', uses: [2] });
    const asking = { ...server, ...only('TLSv1.2'), requestCert: true, rejectUnauthorized: false, ca: pem(root) };
    const without = await recordTls(asking, client);
    expect(readTls(without.fromClient, without.fromServer)).toMatchObject({ isClientCertificateAsked: true, clientCertificates: [] });
    const given = await recordTls(asking, { ...client, key: user.privateKey.export({ type: 'pkcs8', format: 'pem' }), cert: pem(userCertificate) });
    expect(readTls(given.fromClient, given.fromServer)?.clientCertificates).toEqual([userCertificate, root]);
  });

  it('tells which side sent an alert, when both refuse', async () => {
    const version = await recordTls({ ...server, ...only('TLSv1.2') }, { ...client, ...only('TLSv1.3') });
    const refused = readTls(version.fromClient, version.fromServer);
    expect(refused).toMatchObject({ serverHello: null, isEstablished: false, alerts: [{ from: 'server', level: 2, description: 70 }] });
    expect(TLS_ALERTS[refused?.alerts[0]?.description ?? -1]).toBe('protocol_version');
    const cipher = await recordTls({ ...server, ...only('TLSv1.2'), ciphers: 'ECDHE-ECDSA-AES128-GCM-SHA256' }, { ...client, ...only('TLSv1.2'), ciphers: 'ECDHE-ECDSA-AES256-GCM-SHA384' });
    expect(readTls(cipher.fromClient, cipher.fromServer)?.alerts).toEqual([{ from: 'server', level: 2, description: 40 }]);
  });

  it('does not read enciphered alerts', async () => {
    const { fromClient, fromServer } = await recordTls({ ...server, ...only('TLSv1.2') }, client);
    expect(readTls(fromClient, fromServer)?.alerts).toContainEqual({ from: 'server', level: null, description: null });
  });
});

describe('TLS 1.3', () => {
  it('hides what follows the hello', async () => {
    const { fromClient, fromServer, clientError } = await recordTls({ ...server, ...only('TLSv1.3') }, client);
    expect(clientError).toBeNull();
    expect(readTls(fromClient, fromServer)).toMatchObject({ clientHello: { serverName: 'vpn.contoso.com' }, serverHello: { version: TLS_VERSION.tls13 }, serverCertificates: [], isHidden: true, isRefusedHidden: false, isResumed: false, isEstablished: true, alerts: [] });
  });

  it('knows a request for another hello', async () => {
    const { fromClient, fromServer } = await recordTls({ ...server, ...only('TLSv1.3'), ecdhCurve: 'secp384r1' }, { ...client, ecdhCurve: 'X25519:secp384r1' });
    const hellos = Buffer.from(fromServer).indexOf(Buffer.from('cf21ad74e59a6111', 'hex'));
    expect(hellos).toBeGreaterThan(0);
    expect(readTls(fromClient, fromServer.subarray(0, 5 + ((fromServer[3] as number) << 8) + (fromServer[4] as number)))?.serverHello).toMatchObject({ isRetry: true, version: TLS_VERSION.tls13 });
    expect(readTls(fromClient, fromServer)).toMatchObject({ serverHello: { isRetry: false }, isEstablished: true });
  });
});

describe('a client that refuses the certificate', () => {
  // The root is not given, so that the chain ends at an unknown authority.
  const refuse = (version: 'TLSv1.2' | 'TLSv1.3', flag: string) => recordOpenssl({ ...server, ...only(version) }, ['-verify_return_error', flag, '-servername', 'vpn.contoso.com']);

  it('says so in clear in TLS 1.2', async () => {
    if (!hasTool('openssl', ['version'])) return;
    const { fromClient, fromServer } = await refuse('TLSv1.2', '-tls1_2');
    expect(readTls(fromClient, fromServer)).toMatchObject({ serverCertificates: [leaf, root], isEstablished: false, alerts: [{ from: 'client', level: 2, description: 48 }] });
  });

  it('may say so in clear in TLS 1.3, too', async () => {
    if (!hasTool('openssl', ['version'])) return;
    const { fromClient, fromServer } = await refuse('TLSv1.3', '-tls1_3');
    expect(readTls(fromClient, fromServer)).toMatchObject({ isHidden: true, isRefusedHidden: false, isEstablished: false, serverCertificates: [], alerts: [{ from: 'client', level: 2, description: 48 }] });
  });

  it('leaves but an alert of unknown content where it is enciphered', async () => {
    const { fromClient, fromServer } = await recordTls({ ...server, ...only('TLSv1.3') }, client);
    const helloLength = 5 + ((fromClient[3] as number) << 8) + (fromClient[4] as number);
    const alerted = join(fromClient.subarray(0, helloLength), tlsRecord(20, [1]), tlsRecord(23, counting(19)));
    expect(readTls(alerted, fromServer)).toMatchObject({ isRefusedHidden: true, isEstablished: false, alerts: [] });
  });
});

describe('TLS built by hand', () => {
  const hello = (rest: readonly number[]): Uint8Array => join(u16(0x0301), counting(32), rest);

  it('takes messages over record bounds apart and together', () => {
    const body = join(u24(leaf.length + 3), u24(leaf.length), leaf);
    const message = join(tlsHandshake(2, hello([0, 0x00, 0x2f, 0])), tlsHandshake(11, body));
    const split = join(...[0, 50, 51, 300].map((from, index, all) => tlsRecord(22, message.subarray(from, all[index + 1]))));
    expect(readTls(nothing, split)).toMatchObject({ serverHello: { version: 0x0301, cipher: 0x2f, truncated: false }, serverCertificates: [leaf], truncated: false });
    const cut = readTls(nothing, split.subarray(0, 400));
    expect(cut).toMatchObject({ truncated: true, serverCertificates: [] });
  });

  it('knows a session taken up again', () => {
    const flight = join(tlsRecord(22, tlsHandshake(2, hello([0, 0xc0, 0x2f, 0]))), tlsRecord(20, [1]), tlsRecord(22, counting(40)));
    expect(readTls(nothing, flight)).toMatchObject({ isResumed: true, serverCertificates: [] });
  });

  it('leaves out values that only test the server', () => {
    const extension = join(u16(43), u16(5), [4, 0x5a, 0x5a, 3, 4]);
    expect(readClientHello(hello([0, ...u16(4), 0x0a, 0x0a, 0x13, 0x01, 1, 0, ...u16(extension.length), ...extension]))).toEqual({ versions: [0x0304], ciphers: [0x1301], serverName: null, truncated: false });
  });

  it('reads hellos without extensions and cut ones', () => {
    expect(readClientHello(hello([0, ...u16(2), 0, 0x2f, 1, 0]))).toEqual({ versions: [0x0301], ciphers: [0x2f], serverName: null, truncated: false });
    expect(readClientHello(hello([0, ...u16(400), 0, 0x2f]))).toMatchObject({ ciphers: [0x2f], truncated: true });
    expect(readClientHello(hello([]).subarray(0, 33))).toBeNull();
  });

  it('is told from other protocols', () => {
    for (const bytes of [join('GET / HTTP/1.1\r\n\r\n'), counting(40), zeros(40), tlsRecord(22, [], 0x0305), join([22, 3, 1, 0xff, 0xff])]) expect(readTls(Uint8Array.from(bytes), nothing)).toBeNull();
  });
});

describe('certificates', () => {
  const shapes: Readonly<Record<string, Partial<CertificateOptions>>> = {
    'all names': { dnsNames: ['vpn.contoso.com'], ipAddresses: ['2001:db8::1'], uses: [1], listUrl: 'http://crl.contoso.com/a.crl', ocspUrl: 'http://ocsp.contoso.com' },
    'no common name': { subject: '' },
    'names of two bytes a character': { subject: 'Büro 防火牆', stringTag: 0x1e },
    'names of another kind': { subject: 'Contoso VPN', stringTag: 0x13 },
    'dates of the last century and a small serial': { from: '990228235959Z', to: '20991231000000Z', serial: [5] },
    'an authority': { isAuthority: true, subject: 'Contoso Root CA' },
  };
  for (const [name, shape] of Object.entries(shapes)) {
    it(`reads one with ${name} as OpenSSL does`, () => {
      const bytes = certificate({ keys, ...shape });
      const [ours, theirs] = [readX509Names(bytes), new X509Certificate(bytes)];
      const fields = theirs.toLegacyObject();
      expect(ours?.subject ?? undefined).toBe(fields.subject.CN);
      expect(ours?.issuer).toBe(fields.issuer.CN);
      expect(ours?.serial).toBe(theirs.serialNumber);
      expect([ours?.notBefore, ours?.notAfter]).toEqual([theirs.validFrom, theirs.validTo].map((text) => Date.parse(text) * 1000));
      expect(ours?.extendedKeyUsages ?? undefined).toEqual(fields.ext_key_usage);
      expect(ours?.dnsNames.map((host) => `DNS:${host}`)).toEqual((theirs.subjectAltName ?? '').split(', ').filter((text) => text.startsWith('DNS:')));
      expect(ours?.isSelfIssued).toBe(theirs.subject === theirs.issuer);
    });
  }

  it('names where revocation can be looked up, and addresses', () => {
    expect(readX509Names(leaf)).toMatchObject({ revocationUrls: ['http://crl.contoso.com/root.crl', 'http://ocsp.contoso.com'], ipAddresses: ['192.0.2.1', '2001:db8::1'] });
  });

  it('refuses what is cut or no certificate', () => {
    expect(readX509Names(leaf.subarray(0, leaf.length - 1))).toBeNull();
    expect(readX509Names(counting(200))).toBeNull();
    expect(readX509Names(certificate({ keys, from: '240230000000Z' }))?.notBefore).toBeNull();
  });
});
