/** TLS handshakes of real implementations through a capture: how they ended, and who says why. */
import { describe, expect, it } from 'vitest';
import type { LogRecord } from '../../../src/model/records.ts';
import type { PacketInput } from '../../support/etl/capture.ts';
import { certificate, newKeys, pem, type CertificateOptions } from '../../support/packets/certificate.ts';
import { counting, join } from '../../support/packets/ip.ts';
import { recordOpenssl, recordTls, tlsRecord, type TlsRecording } from '../../support/packets/tls.ts';
import { hasTool } from '../../support/tools.ts';
import { capture, noise, SERVER, US } from './support.ts';
import { ack, conversation, fin, HTTPS, packetOf, psh, rst, SERVER6, US6, type Ends, type Segment } from './tcp-support.ts';

const [authority, keys] = [newKeys(), newKeys()];
const root = certificate({ keys: authority, subject: 'Contoso Root CA', isAuthority: true });
const served = (options: Partial<CertificateOptions> = {}) => ({ key: keys.privateKey.export({ type: 'pkcs8', format: 'pem' }), cert: pem(certificate({ keys, signer: authority, dnsNames: ['vpn.contoso.com', '*.contoso.com'], ipAddresses: ['192.0.2.1'], uses: [1], listUrl: 'http://crl.contoso.com/root.crl', ...options })) + pem(root) });
const only = (version: 'TLSv1.2' | 'TLSv1.3') => ({ minVersion: version, maxVersion: version });
const client = { servername: 'vpn.contoso.com', ca: pem(root) };
const ALERT: Readonly<Record<string, Uint8Array>> = { unknownCa: tlsRecord(21, [2, 48]), unknownName: tlsRecord(21, [1, 112]) };

const tls = (packets: readonly PacketInput[], more = {}): LogRecord[] => capture(packets, more).records.filter(({ name }) => name === 'capture.tls');
/** The client's hello, the server's whole flight, then the rest of the client's. */
function handshake({ fromClient, fromServer }: Pick<TlsRecording, 'fromClient' | 'fromServer'>, ends: Ends = HTTPS, rest: readonly Segment[] = []): PacketInput[] {
  const hello = helloLength(fromClient);
  return conversation(ends, [['client', fromClient.subarray(0, hello)], ['server', fromServer], ['client', fromClient.subarray(hello)]], rest);
}
const helloLength = (bytes: Uint8Array): number => 5 + ((bytes[3] as number) << 8) + (bytes[4] as number);
const helloOf = ({ fromClient }: TlsRecording): Uint8Array => fromClient.subarray(0, helloLength(fromClient));

describe('TLS 1.2 in a capture', () => {
  it('shows who was asked for, what was agreed, and the certificate', async () => {
    const recording = await recordTls({ ...served(), ...only('TLSv1.2') }, client);
    for (const ends of [HTTPS, { ...HTTPS, client: US6, server: SERVER6 }, { ...HTTPS, link: 'wifi' as const }]) {
      expect(tls(handshake(recording, ends))).toMatchObject([
        {
          severity: 'info',
          fields: {
            client_address: ends.client, server_address: ends.server, server_port: 443, from_us: true, outcome: 'complete', sni: 'vpn.contoso.com', offered_versions: ['TLS 1.3', 'TLS 1.2'], version: 'TLS 1.2', hidden: false, resumed: false,
            certificate_subject: 'vpn.contoso.com', certificate_issuer: 'Contoso Root CA', certificate_names: ['vpn.contoso.com', '*.contoso.com', '192.0.2.1'], certificate_self_issued: false, certificate_covers_sni: true, certificate_in_date: true,
            not_before: Date.UTC(2024, 0, 1) * 1000, not_after: Date.UTC(2054, 0, 1, 12) * 1000, extended_key_usages: ['1.3.6.1.5.5.7.3.1'], revocation_urls: ['http://crl.contoso.com/root.crl'], revocation_hosts: ['crl.contoso.com'], chain_length: 2, client_certificate_asked: false,
          },
        },
      ]);
    }
  });

  it('says when the certificate has another name, a wildcard that does not reach, or is out of date', async () => {
    const told = async (options: Partial<CertificateOptions>, servername = 'vpn.contoso.com') => tls(handshake(await recordTls({ ...served(options), ...only('TLSv1.2') }, { ...client, servername, rejectUnauthorized: false })))[0]?.fields;
    expect(await told({ dnsNames: ['*.contoso.com'] })).toMatchObject({ certificate_covers_sni: true });
    expect(await told({ dnsNames: ['*.contoso.com'] }, 'a.vpn.contoso.com')).toMatchObject({ certificate_covers_sni: false });
    expect(await told({ dnsNames: ['gateway.contoso.com'], to: '240201000000Z' })).toMatchObject({ certificate_covers_sni: false, certificate_in_date: false, outcome: 'complete' });
    expect(await told({ dnsNames: [] })).toMatchObject({ certificate_covers_sni: true, certificate_subject: 'vpn.contoso.com' });
  });

  it('tells the alert and who sent it', async () => {
    const version = await recordTls({ ...served(), ...only('TLSv1.2') }, { ...client, ...only('TLSv1.3') });
    expect(tls(handshake(version))).toMatchObject([{ severity: 'warning', code: 70, fields: { outcome: 'alert', alert_level: 2, alert_description: 70, alert_name: 'protocol_version', alert_by: 'server', offered_versions: ['TLS 1.3'] } }]);
    if (!hasTool('openssl', ['version'])) return;
    const refusal = await recordOpenssl({ ...served(), ...only('TLSv1.2') }, ['-verify_return_error', '-tls1_2', '-servername', 'vpn.contoso.com']);
    expect(tls(handshake(refusal))).toMatchObject([{ code: 48, fields: { outcome: 'alert', alert_description: 48, alert_name: 'unknown_ca', alert_by: 'client', certificate_issuer: 'Contoso Root CA' } }]);
  });

  it('does not take a warning for the end', async () => {
    const { fromClient, fromServer } = await recordTls({ ...served(), ...only('TLSv1.2') }, client);
    const warned = tls(handshake({ fromClient, fromServer: join(ALERT['unknownName']!, fromServer) }));
    expect(warned).toMatchObject([{ fields: { outcome: 'complete', alert_level: 1, alert_description: 112, alert_name: 'unrecognized_name' } }]);
  });

  it('forgets no handshake of a connection that goes on for megabytes', async () => {
    const { fromClient, fromServer } = await recordTls({ ...served(), ...only('TLSv1.2') }, client);
    const much = join(...Array.from({ length: 8 }, () => tlsRecord(23, counting(16_000))));
    const hello = helloLength(fromClient);
    expect(tls(conversation(HTTPS, [['client', fromClient.subarray(0, hello)], ['server', fromServer], ['client', fromClient.subarray(hello)], ['server', much]]))).toMatchObject([{ fields: { outcome: 'complete', sni: 'vpn.contoso.com', chain_length: 2 } }]);
  });
});

describe('TLS 1.3 in a capture', () => {
  it('says that the rest is hidden', async () => {
    const records = tls(handshake(await recordTls({ ...served(), ...only('TLSv1.3') }, client)));
    expect(records).toMatchObject([{ fields: { outcome: 'complete', sni: 'vpn.contoso.com', version: 'TLS 1.3', hidden: true } }]);
    expect(records[0]?.fields).not.toHaveProperty('certificate_names');
  });

  it('knows by its size that the client refused, but not why', async () => {
    const { fromClient, fromServer } = await recordTls({ ...served(), ...only('TLSv1.3') }, client);
    const records = tls(handshake({ fromClient: join(fromClient.subarray(0, helloLength(fromClient)), tlsRecord(20, [1]), tlsRecord(23, counting(19))), fromServer }));
    expect(records).toMatchObject([{ fields: { outcome: 'alert', alert_by: 'client', hidden: true } }]);
    expect(records[0]?.fields).not.toHaveProperty('alert_description');
  });
});

describe('TLS that ends before it begins', () => {
  it('tells a reset, a silence and an orderly end apart', async () => {
    const hello = helloOf(await recordTls(served(), client));
    const outcome = (rest: readonly Segment[], more = {}) => tls(conversation(HTTPS, [['client', hello]], rest), more)[0]?.fields;
    expect(outcome([{ at: 1, from: 'server', flags: rst }])).toMatchObject({ outcome: 'reset', reset_by: 'server', sni: 'vpn.contoso.com' });
    expect(outcome([{ at: 1, from: 'server', flags: fin | ack }])).toMatchObject({ outcome: 'closed', closed_by: 'server' });
    expect(outcome([])).toMatchObject({ outcome: 'no-answer' });
    expect(outcome([], { eventsLost: 1 })).not.toHaveProperty('outcome');
    const short = conversation(HTTPS, [['client', hello]]);
    expect(outcome([], { packets: [...short, ...noise(4)] })).not.toHaveProperty('outcome');
  });

  it('follows TLS on any port from the SYN on', async () => {
    const recording = await recordTls({ ...served(), ...only('TLSv1.2') }, client);
    const packets = handshake(recording, { ...HTTPS, clientPort: 1_025, serverPort: 8_443 });
    expect(tls(packets)).toMatchObject([{ fields: { client_address: US, client_port: 1_025, server_address: SERVER, server_port: 8_443, outcome: 'complete', certificate_subject: 'vpn.contoso.com' } }]);
    expect(capture(packets).records.map(({ name }) => name)).toEqual(['capture.tls']);
  });

  it('says nothing of what is no TLS', () => {
    expect(tls(conversation(HTTPS, [['client', join('GET / HTTP/1.1\r\n\r\n')], ['server', counting(300)]]))).toEqual([]);
    expect(tls(conversation({ ...HTTPS, serverPort: 1723 }, [['client', counting(156)]]))).toEqual([]);
  });
});

describe('TLS of which 128 bytes of each packet were kept', () => {
  const cut = { ...HTTPS, cutTo: 128 };

  it('still tells alerts, and does not guess what is cut away', async () => {
    const { fromClient, fromServer } = await recordTls({ ...served(), ...only('TLSv1.2') }, client);
    const hello = fromClient.subarray(0, helloLength(fromClient));
    const records = tls(conversation(cut, [['client', hello], ['server', fromServer], ['client', ALERT['unknownCa']!]], [{ at: 2, from: 'client', flags: rst }]));
    expect(records).toMatchObject([{ code: 48, fields: { outcome: 'alert', alert_by: 'client', alert_name: 'unknown_ca', reset_by: 'client' } }]);
    // The hello of the server fits; nothing behind it does.
    expect(records[0]?.fields).toMatchObject({ version: 'TLS 1.2', hidden: false });
    for (const field of ['offered_versions', 'sni', 'certificate_names', 'resumed', 'client_certificate_asked', 'client_data']) expect(records[0]?.fields).not.toHaveProperty(field);
  });

  it('knows by data both ways that it was complete, and does not know how it ended without', async () => {
    const { fromClient, fromServer } = await recordTls({ ...served(), ...only('TLSv1.2') }, client);
    const hello = fromClient.subarray(0, helloLength(fromClient));
    const data = (at: number, from: 'client' | 'server', offset: number): Segment => ({ at, from, flags: ack | psh, offset, payload: tlsRecord(23, counting(60)) });
    const talk = [['client', hello], ['server', fromServer]] as const;
    expect(tls(conversation(cut, talk, [data(1, 'client', 900), data(1.1, 'server', 9_000), data(1.2, 'client', 965)]))).toMatchObject([{ fields: { outcome: 'complete' } }]);
    expect(tls(conversation(cut, talk, [{ at: 2, from: 'client', flags: fin | ack }]))[0]?.fields).not.toHaveProperty('outcome');
  });

  it('reads an alert behind lost packets', () => {
    expect(tls([packetOf(HTTPS, { at: 0, from: 'client', flags: ack | psh, payload: counting(99) }), packetOf(HTTPS, { at: 1, from: 'server', flags: ack | psh, offset: 9_000, payload: ALERT['unknownCa']! })])).toMatchObject([{ fields: { outcome: 'alert', alert_by: 'server', frames: [1, 2] } }]);
  });
});
