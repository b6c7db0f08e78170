/** RemoteAccess: shapes and positions, never the localised texts. */
import { describe, expect, it } from 'vitest';
import { readEvent } from '../../../src/sources/events/index.ts';
import { event } from './event.ts';

const COID = '{9F1C2B52-0B5E-4C6E-9A0F-3C7A1D2E4F60}';
const DOMAIN = '{00000000-0000-0000-0000-000000000000}';
const read = (id: number, data: string[], binary = '', provider = 'RemoteAccess') => readEvent(event(provider, id, data, { binary }));

describe('rras.auth-failed', () => {
  it.each([
    'The remote connection was denied because the user name and password combination you provided is not recognized',
    'Удаленное подключение было отклонено, так как введенная комбинация имени пользователя и пароля не распознается',
    'Die Remoteverbindung wurde verweigert, da die angegebene Kombination aus Benutzername und Kennwort nicht erkannt wurde (0x99)',
  ])('reads the published event whatever its language', (reason) => {
    expect(read(20271, ['{NA}', 'user1', '203.0.113.7', reason, '0x10'], 'B3020000')).toEqual({
      name: 'rras.auth-failed',
      channel: 'System',
      fields: { co_id: null, user: 'user1', client_ip: '203.0.113.7', nps_reason: 16, error: 691 },
    });
  });
  it('finds the CoId behind a RoutingDomainID', () => {
    expect(read(20271, [DOMAIN, COID, 'CONTOSO\\user1', '2001:db8::7', 'text', '0x42'], '2C030000')?.fields).toEqual({ co_id: COID, user: 'CONTOSO\\user1', client_ip: '2001:db8::7', nps_reason: 66, error: 812 });
    expect(read(20271, [DOMAIN, '{NA}', 'user1', '203.0.113.7', 'text', '0x30'])?.fields).toEqual({ co_id: null, user: 'user1', client_ip: '203.0.113.7', nps_reason: 48 });
    expect(read(20271, [`RoutingDomainID- ${DOMAIN}:`, `CoId=${COID}:`, 'user1', '203.0.113.7', 'text', '0x10'])?.fields['co_id']).toBe(COID);
  });
  it('leaves out what is missing or odd', () => {
    expect(read(20271, [COID, 'user1', '203.0.113.7', 'text'], 'B30200')?.fields).toEqual({ co_id: COID, user: 'user1', client_ip: '203.0.113.7' });
    expect(read(20271, [COID, 'user1', '', 'text', '0x'], 'XYZ')?.fields).toEqual({ co_id: COID, user: 'user1' });
    expect(read(20271, ['user1', '203.0.113.7', 'text', '0x10'])?.fields).toEqual({ user: 'user1', client_ip: '203.0.113.7', nps_reason: 16 });
    expect(read(20271, [])?.fields).toEqual({});
    expect(read(20271, [COID, 'u'.repeat(1_000_000), '203.0.113.7', 'text', '0xFFFFFFFFFF'], 'F'.repeat(100_001))?.fields['nps_reason']).toBeUndefined();
  });
});

describe('the other events', () => {
  // Binary 29 03 00 00 is 809, E9 35 00 00 is 13801 (public field samples).
  it.each([
    [20276, [COID, 'user1', 'text'], '2C030000', 'rras.policy-refused', { co_id: COID, user: 'user1', error: 812 }],
    [20253, [COID, '', 'user1', 'VPN2-127'], '', 'rras.no-network-protocol', { co_id: COID, user: 'user1', port: 'VPN2-127' }],
    [20253, [DOMAIN, COID, 'user1', 'VPN2-127'], '', 'rras.no-network-protocol', { co_id: COID, user: 'user1', port: 'VPN2-127' }],
    [20255, [COID, 'VPN3-5', 'user1', 'text'], 'CE020000', 'rras.ppp-error', { co_id: COID, user: 'user1', port: 'VPN3-5', error: 718 }],
    [20255, [DOMAIN, COID, 'VPN3-5', '', 'text'], '', 'rras.ppp-error', { co_id: COID, port: 'VPN3-5' }],
    [20249, ['{NA}', 'user1', 'VPN0-3'], '', 'rras.auth-failed-on-port', { co_id: null, user: 'user1', port: 'VPN0-3' }],
    [20250, [DOMAIN, COID, 'CONTOSO\\user1', 'VPN2-127'], '', 'rras.authenticated', { co_id: COID, user: 'CONTOSO\\user1', port: 'VPN2-127' }],
    [20274, [DOMAIN, COID, 'user1', 'VPN2-127', '10.10.10.5'], '', 'rras.connected', { co_id: COID, user: 'user1', port: 'VPN2-127', address: '10.10.10.5' }],
    [20272, [DOMAIN, COID, 'user1', 'VPN2-127', '21.02.2024', '09:30:05', '21.02.2024', '10:00:05', '30', '0'], '', 'rras.session-ended', { co_id: COID, user: 'user1', port: 'VPN2-127' }],
    [20275, [COID, 'user1', '10.10.10.5'], '', 'rras.disconnected', { co_id: COID, user: 'user1', address: '10.10.10.5' }],
    [20111, [DOMAIN, 'Branch', 'VPN2-1', 'text'], '29030000', 'rras.demand-dial-failed', { interface: 'Branch', port: 'VPN2-1', error: 809 }],
    [20111, [DOMAIN, 'VPN2-1', 'VPN2-2', 'text'], 'E9350000', 'rras.demand-dial-failed', { interface: 'VPN2-1', port: 'VPN2-2', error: 13801 }],
    [20103, ['C:\\Windows\\System32\\iprtrmgr.dll', '%%126'], '', 'rras.library-load-failed', { library: 'C:\\Windows\\System32\\iprtrmgr.dll', error: 126 }],
    [20169, ['169.254.10.1'], '', 'rras.dhcp-unreachable', { address: '169.254.10.1' }],
    [20166, ['text'], '', 'rras.no-address', {}],
    [20189, ['user1', '203.0.113.7', 'text'], '', 'rras.auth-failed-legacy', { user: 'user1', address: '203.0.113.7' }],
    [20073, ['VPN2-1', 'text'], 'AA020000', 'rras.ppp-port-error', { port: 'VPN2-1', error: 682 }],
  ])('%d %j', (id, data, binary, name, fields) => {
    expect(read(id, data, binary)).toEqual({ name, channel: 'System', fields });
  });
  it('reads them under RasMan as well', () => {
    expect(read(20063, ['%%1068'], '', 'Rasman')).toMatchObject({ name: 'rras.ppp-init-failed', fields: { error: 1068 } });
    expect(read(20209, ['203.0.113.1', '198.51.100.9'], '', 'RasMan')).toMatchObject({ name: 'rasman.gre-blocked', fields: { server_address: '203.0.113.1', client_address: '198.51.100.9' } });
  });
});
