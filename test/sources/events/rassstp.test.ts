/** SSTP events: templates of Microsoft-Windows-RasSstp, with the spellings a log may give. */
import { describe, expect, it } from 'vitest';
import { readEvent } from '../../../src/sources/events/index.ts';
import { event } from './event.ts';

const CO_ID = '{9F1C2B52-0B5E-4C6E-9A0F-3C7A1D2E4F60}';
const read = (id: number, data: Parameters<typeof event>[2], binary = '') => readEvent(event('RasSstp', id, data, { binary }))?.fields;

describe('RasSstp', () => {
  it.each([
    ['404', 404], ['0x194', 404], ['503 Service Unavailable', 503], ['HTTP/1.1 407', 407], ['geschlossen', undefined], ['', undefined],
  ])('reads the HTTP status %s', (text, code) => {
    expect(read(4, [['CoId', CO_ID], ['HTTPResponseCode', text]])).toEqual({ co_id: CO_ID, ...(code === undefined ? {} : { http_response_code: code }) });
  });

  it('reads hashes without separators, and keeps what is no hash', () => {
    const sha1 = 'ab'.repeat(20);
    expect(read(6, [['CoId', CO_ID.toLowerCase()], ['SHA1CertificateHash', sha1.replace(/(..)(?=.)/g, '$1 ')], ['SHA256CertificateHash', '?']])).toEqual({ co_id: CO_ID, sha1_certificate_hash: sha1.toUpperCase(), sha256_certificate_hash: '?' });
    expect(read(6, [CO_ID, sha1, 'cd'.repeat(32)])).toEqual({ co_id: CO_ID, sha1_certificate_hash: sha1.toUpperCase(), sha256_certificate_hash: 'CD'.repeat(32) });
  });

  it('takes a code only where the event has one', () => {
    expect(read(1, [['CoId', CO_ID], ['ErrorMessage', 'Der Remotecomputer hat die Netzwerkverbindung abgelehnt.']])).toEqual({ co_id: CO_ID, error_message: 'Der Remotecomputer hat die Netzwerkverbindung abgelehnt.' });
    expect(read(5, [['CoId', '{NA}'], ['ErrorMessage', 'failed (0x800704C9)']])).toMatchObject({ co_id: null, error: 0x800704c9 });
    expect(read(21, [['ErrorMessage', 'Element not found.']], '90040000')).toMatchObject({ error: 1168 });
    expect(read(3, [['CoId', CO_ID]], '48545450')).toEqual({ co_id: CO_ID, binary: '48545450' });
    expect(read(12, [['ErrorMessage', 'x'], ['CertificateName', 'CN=vpn.contoso.com']])).toMatchObject({ certificate_name: 'CN=vpn.contoso.com' });
  });
});
