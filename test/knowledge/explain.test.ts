/** What `explain` knows, in the forms people ask. */
import { describe, expect, it } from 'vitest';
import { explain } from '../../src/knowledge/explain.ts';

describe('explain', () => {
  it('explains a RAS code', () => {
    const answer = explain('809');
    expect(answer?.code).toMatchObject({ code: 809, decimal: '809', hex: '0x00000329', signed: '809', stage: { stage: 'reach-server' } });
    expect(answer?.code?.meanings[0]).toMatchObject({ symbol: 'ERROR_VPN_TIMEOUT', family: 'RAS', verified: true });
    expect(answer?.code?.meanings[0]?.sources.map((source) => source.url)).toContain('https://learn.microsoft.com/en-us/windows/win32/rras/routing-and-remote-access-error-codes');
    expect(answer?.events).toEqual([]);
  });
  it('explains one HRESULT in all its spellings', () => {
    for (const query of ['0x80092013', '-2146885613', '2148081683', '80092013', ' 0X80092013 ', 'CRYPT_E_REVOCATION_OFFLINE']) {
      expect(explain(query)?.code, query).toMatchObject({ hex: '0x80092013', signed: '-2146885613', meanings: [{ symbol: 'CRYPT_E_REVOCATION_OFFLINE' }], stage: { stage: 'tunnel' } });
    }
  });
  it('explains an event by provider and id, in any spelling', () => {
    for (const query of ['RasClient/20227', 'rasclient / 20227', 'Microsoft-Windows-RasClient:20227']) {
      const answer = explain(query);
      expect(answer?.code).toBeNull();
      expect(answer?.events).toMatchObject([{ provider: 'RasClient', id: 20227, channel: 'Application', level: 'error', record: 'ras-client.failed', verified: true }]);
      expect(answer?.events[0]?.fields).toContainEqual({ name: 'error', type: 'code' });
      expect(answer?.events[0]?.sources.length).toBeGreaterThan(0);
    }
  });
  it('explains a bare event id', () => {
    expect(explain('20227')?.events).toMatchObject([{ provider: 'RasClient' }]);
    expect(explain('20227')?.code?.meanings).toEqual([]);
    expect(explain('6273')?.events).toMatchObject([{ provider: 'Microsoft-Windows-Security-Auditing', versions: [0, 1, 2] }]);
  });
  it('gives every reading of a small number', () => {
    const answer = explain('16');
    expect(answer?.code?.meanings.map((meaning) => meaning.family)).toEqual(['NPS-REASON', 'KERBEROS']);
    expect(answer?.events.map((event) => event.provider)).toEqual(['RasSstp']);
    expect(explain('2')?.code?.meanings.map((meaning) => meaning.family)).toEqual(expect.arrayContaining(['WIN32', 'NPS-REASON', 'IKE-VALUE']));
  });
  it('marks what nobody confirms', () => {
    expect(explain('RasMan/20209')?.events[0]).toMatchObject({ verified: false, basis: 'unconfirmed' });
    expect(explain('48')?.code?.meanings[0]).toMatchObject({ family: 'NPS-REASON', verified: false });
  });
  it('is empty for what it does not know and null for what is no question', () => {
    expect(explain('RasClient/1')).toMatchObject({ code: null, events: [] });
    expect(explain('305419896')?.code).toMatchObject({ meanings: [], stage: null });
    expect(explain('ERROR_NO_SUCH_THING')).toMatchObject({ code: null, events: [] });
    for (const query of ['', '  ', 'hello world', '1.5', '../etc', 'x'.repeat(100_000)]) expect(explain(query)).toBeNull();
  });
});
