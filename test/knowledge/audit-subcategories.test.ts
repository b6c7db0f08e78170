/** Which audit an event rests on: by its id, else by its keywords (Microsoft Learn, events 6273, 4776, 4625; winmeta.xml). */
import { describe, expect, it } from 'vitest';
import { AUDIT_CHANNELS, auditChannel, provedAudit, watchedChannels } from '../../src/knowledge/audit-subcategories.ts';

const provider = 'Microsoft-Windows-Security-Auditing';
const [SUCCESS, FAILURE] = ['0x8020000000000000', '0x8010000000000000'];

describe('audit subcategories', () => {
  it('an event of one outcome rests on that, one of either on both, others on their channel', () => {
    expect(watchedChannels(provider, 6273, 'Security')).toEqual(['Security/Network Policy Server failure']);
    expect(watchedChannels(provider, 4776, 'Security')).toEqual(['Security/Credential Validation success', 'Security/Credential Validation failure']);
    expect(watchedChannels(provider, 1102, 'Security')).toEqual(['Security']);
    expect(watchedChannels('RemoteAccess', 6273, 'System')).toEqual(['System']);
  });

  it.each([
    [6272, '0x0', 'Security/Network Policy Server success'],
    [4625, FAILURE, 'Security/Logon failure'],
    [4776, SUCCESS, 'Security/Credential Validation success'],
    [4776, FAILURE, 'Security/Credential Validation failure'],
    [4776, '0x0', undefined],
    [1102, SUCCESS, undefined],
  ])('event %d with keywords %s proves %s', (eventId, keywords, channel) => {
    expect(provedAudit({ provider, eventId, keywords })).toBe(channel);
  });

  it('are known by their GUID', () => {
    expect(auditChannel('{0cce9218-69ae-11d9-bed3-505054503030}', 'failure')).toBe('Security/IPsec Main Mode failure');
    expect(auditChannel('{0CCE9210-69AE-11D9-BED3-505054503030}', 'success')).toBeUndefined();
    expect(new Set(AUDIT_CHANNELS).size).toBe(18);
  });
});
