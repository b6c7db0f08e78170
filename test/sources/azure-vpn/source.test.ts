import { describe, expect, it } from 'vitest';
import { azureVpn } from '../../../src/sources/azure-vpn/source.ts';
import { azureVpnLog } from '../../support/text/azure-vpn.ts';
import { artifactAt, contextFor, outFile, recorder } from '../../support/text.ts';

const PATH = 'AzureVpn_log/AzureVpnCxn.log';
const read = (input: string | Uint8Array, extra = {}) => {
  const recorded = recorder();
  const bytes = typeof input === 'string' ? new TextEncoder().encode(input) : input;
  const result = azureVpn.parse(artifactAt(PATH, 'azure-vpn-log'), bytes, recorded.emit, contextFor(PATH, extra));
  return { ...recorded, result };
};
const AT = Date.UTC(2020, 2, 23, 13, 28, 14) * 1000;
const PUBLIC = '[3/23/2020 1:28:14 PM] PId:[00025864] TId:[00024864] [contoso-eun] [{cd712a18-c0d7-482c-9f11-7404ad0c7b1b}] [Verbose] Received option: route 10.0.0.0 255.255.0.0\n';

describe('Azure VPN client log', () => {
  it('knows the public line, which reports no error, and the time of one that does', () => {
    const { records, result } = read(`${PUBLIC}${PUBLIC.replace('[Verbose] Received option: route 10.0.0.0 255.255.0.0', '[Error] Dialing failed, error 1460')}`, { utcOffsetMinutes: -420 });
    expect(records).toMatchObject([{ name: 'azure-vpn.error', time: AT, clock: { clock: 'local' }, host: 'LAP042', code: 1460, severity: 'error', ref: { at: { line: 2 } } }]);
    expect(records[0]?.fields).toEqual({ error: 1460, text: 'Dialing failed, error 1460', connection: 'contoso-eun', level: 'error' });
    expect(result).toEqual({ outcome: 'read', span: { from: AT + 420 * 60_000_000, to: AT + 420 * 60_000_000 } });
  });

  it.each([
    ['error 0x800704c7', 0x800704c7],
    ['ErrorCode: -2147023673', 0x800704c7],
    ['HRESULT=0x80072ee7', 0x80072ee7],
    ['Exception from 0x8007274c in socket', 0x8007274c],
    ['error code (812)', 812],
    ['Error 0', undefined],
    ['AADSTS650057: Invalid resource', undefined],
    ['connected to 192.0.2.1 port 443', undefined],
  ])('code of %s', (text, expected) => {
    expect(read(azureVpnLog([{ date: '3/23/2020 1:28:14 PM', level: 'Info', text }])).records[0]?.fields['error']).toBe(expected);
  });

  it('reads dates of other cultures and asks for the order only where the text leaves it open', () => {
    expect(read(azureVpnLog([{ date: '23.03.2020 13:28:14', level: 'Error', text: 'Verbindung getrennt' }])).records).toMatchObject([{ time: AT, fields: { text: 'Verbindung getrennt' } }]);
    expect(read(azureVpnLog([{ date: '23/03/2020 13:28:14', level: 'Error', text: 'Échec de la connexion' }])).records[0]?.time).toBe(AT);
    expect(read(azureVpnLog([{ date: '2020/03/23 13:28:14', level: 'Error', text: '接続に失敗しました' }])).records[0]?.time).toBe(AT);
    const open = azureVpnLog([{ date: '3/4/2020 1:28:14 PM', level: 'Error', text: 'x' }]);
    expect(read(open)).toMatchObject({ records: [], result: { outcome: 'partial', reason: expect.stringContaining('order') } });
    expect(read(open, { culture: 'en-US' }).records[0]?.time).toBe(Date.UTC(2020, 2, 4, 13, 28, 14) * 1000);
    expect(read(open, { culture: 'fr-FR' }).records[0]?.time).toBe(Date.UTC(2020, 3, 3, 13, 28, 14) * 1000);
  });

  it('reads lines of another form and what goes on below them', () => {
    const { records } = read('2020-03-23 13:28:14.250 ERROR tunnel: connect failed\n   at System.Net.Sockets, HResult 0x80072746\n2020-03-23T13:28:15Z INFO done\n');
    expect(records.map(({ time, fields }) => [time - AT, fields['error'], fields['level']])).toEqual([
      [250_000, undefined, 'error'],
      [250_000, 0x80072746, undefined],
    ]);
  });

  it('caps text and refuses empty and foreign files', () => {
    expect(String(read(azureVpnLog([{ date: '23.03.2020 13:28:14', level: 'Error', text: 'x'.repeat(5_000) }])).records[0]?.fields['text'])).toHaveLength(300);
    expect(read('').result.outcome).toBe('failed');
    expect(read('kein Datum\nnichts\n').result.outcome).toBe('ignored');
    expect(read(Uint8Array.from({ length: 500 }, (_, at) => (at * 91) % 256)).result.outcome).toBe('ignored');
    expect(read(outFile(PUBLIC.replace('[Verbose]', '[Error]'))).records).toHaveLength(1);
    expect(read(PUBLIC.replace('[Verbose]', '[Error]').slice(0, 120)).result.outcome).toBe('read');
  });
});
