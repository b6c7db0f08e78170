/** RasClient: fields without names, told by shape and order. */
import { describe, expect, it } from 'vitest';
import { readEvent } from '../../../src/sources/events/index.ts';
import { event } from './event.ts';

const COID = '{9F1C2B52-0B5E-4C6E-9A0F-3C7A1D2E4F60}';
const read = (id: number, data: string[]) => readEvent(event('RasClient', id, data, { channel: 'Application' }));

describe('ras-client.failed', () => {
  it('reads a failure', () => {
    expect(read(20227, [COID, 'SYSTEM', 'Contoso VPN', '809'])).toEqual({
      name: 'ras-client.failed',
      channel: 'Application',
      fields: { co_id: COID, user: 'SYSTEM', connection: 'Contoso VPN', error: 809 },
    });
  });
  it.each([
    ['-2146762495', 0x800b0101],
    ['-2146885613', 0x80092013],
    ['0x80092013', 0x80092013],
    ['0', 0],
    ['13801', 13801],
  ])('normalises %s', (text, code) => expect(read(20227, [COID, 'CONTOSO\\user1', 'Contoso VPN', text])?.fields['error']).toBe(code));
  it('takes a CoId without braces, in lower case, or with its label', () => {
    for (const id of [COID.toLowerCase(), COID.slice(1, -1), `CoId=${COID}:`]) expect(read(20227, [id, 'u', 'c', '691'])?.fields).toEqual({ co_id: COID, user: 'u', connection: 'c', error: 691 });
  });
  it('bears a missing field', () => {
    expect(read(20227, ['SYSTEM', 'Contoso VPN', '809'])?.fields).toEqual({ user: 'SYSTEM', connection: 'Contoso VPN', error: 809 });
    expect(read(20227, ['', 'SYSTEM', 'Contoso VPN', '809'])?.fields).toEqual({ user: 'SYSTEM', connection: 'Contoso VPN', error: 809 });
    expect(read(20227, [COID, 'SYSTEM', '809'])?.fields).toEqual({ co_id: COID, user: 'SYSTEM', error: 809 });
    expect(read(20227, [COID, 'SYSTEM', '2024', 'Fehler'])?.fields).toEqual({ co_id: COID, user: 'SYSTEM', connection: 'Fehler' });
    expect(read(20227, [])?.fields).toEqual({});
  });
  it('writes {NA} as "there is none"', () => {
    expect(read(20227, ['{NA}', 'SYSTEM', 'Contoso VPN', '809'])?.fields['co_id']).toBeNull();
  });
  it('reads all strings in one field, and named fields, in order', () => {
    const expected = { co_id: COID, user: 'SYSTEM', connection: 'Contoso VPN', error: 809 };
    expect(read(20227, [`${COID}\nSYSTEM\nContoso VPN\n809`])?.fields).toEqual(expected);
    expect(read(20227, [`${COID}\u0000SYSTEM\u0000Contoso VPN\u0000809`])?.fields).toEqual(expected);
    expect(readEvent(event('RasClient', 20227, [['CoId', COID], ['UserName', 'SYSTEM'], ['ConnectionName', 'Contoso VPN'], ['ErrorCode', '809']]))?.fields).toEqual(expected);
  });
  it('survives hostile values', () => {
    const huge = 'A='.repeat(500_000);
    const result = read(20227, [huge, huge, huge, '99999999999999999999']);
    expect(result?.fields['error']).toBeUndefined();
    expect(JSON.stringify(result).length).toBeLessThan(40_000);
    expect(read(20221, [COID, 'u', 'c', `${'k = v\n'.repeat(50_000)}`])?.fields['settings']).toHaveLength(64);
    expect(read(20221, [COID, 'u', '__proto__', '__proto__ = x'])?.fields['connection']).toBe('__proto__');
  });
});

describe('the other events of an attempt', () => {
  it('reads the settings of a dial', () => {
    const block = 'Dial-in User = CONTOSO\\user1\r\nVpnStrategy = IKEv2\r\nDataEncryption = Require\r\nPrerequisiteEntry = \r\nAutoLogon = No\r\nUseRasCredentials = Yes\r\nCustomAuthKey = EAP-TLS';
    const expected = {
      co_id: COID, user: 'SYSTEM', connection: 'Contoso VPN', dial_in_user: 'CONTOSO\\user1', vpn_strategy: 'IKEv2', data_encryption: 'Require', auto_logon: false,
      use_ras_credentials: true, custom_auth_key: 'EAP-TLS', settings: block.split('\r\n').map((line) => line.trim()),
    };
    expect(read(20221, [COID, 'SYSTEM', 'Contoso VPN', block])?.fields).toEqual(expected);
    // Newer message: "… started dialing a %3 connection using a %4 connection profile named %5".
    expect(read(20221, [COID, 'SYSTEM', 'VPN', 'per-user', 'Contoso VPN', block])?.fields).toEqual(expected);
  });
  it('takes an empty dial-in user for none, and a localised one by its shape', () => {
    expect(read(20221, [COID, 'u', 'c', 'Dial-in User = \nVpnStrategy = IKEv2'])?.fields['dial_in_user']).toBeNull();
    expect(read(20221, [COID, 'u', 'c', 'Einwählbenutzer = CONTOSO\\müller\nVpnStrategy = SSTP'])?.fields).toMatchObject({ dial_in_user: 'CONTOSO\\müller', vpn_strategy: 'SSTP' });
  });
  it('keeps a connection without settings', () => {
    expect(read(20221, [COID, 'u', 'Contoso = VPN?', ''])?.fields).toEqual({ co_id: COID, user: 'u', connection: 'Contoso = VPN?' });
    expect(read(20225, [COID, 'u', 'a = b', 'TunnelIpAddress = 10.0.0.1\nTunnelIpv6Address = fe80::'])?.fields).toMatchObject({ connection: 'a = b', tunnel_ipv4: '10.0.0.1' });
    expect(read(20222, [COID, 'u', 'c', 'Server address/Phone Number = vpn.contoso.com', 'Device = WAN Miniport (IKEv2)'])?.fields).toMatchObject({ connection: 'c', server: 'vpn.contoso.com', device: 'WAN Miniport (IKEv2)' });
  });
  it('reads server, device, port and medium', () => {
    const block = 'Server address/Phone Number = vpn.contoso.com\nDevice = WAN Miniport (IKEv2)\nPort = VPN2-1\nMediaType = VPN';
    const link = { server: 'vpn.contoso.com', device: 'WAN Miniport (IKEv2)', port: 'VPN2-1', media: 'VPN' };
    expect(read(20222, [COID, 'SYSTEM', 'Contoso VPN', block])).toMatchObject({ name: 'ras-client.connecting', fields: { co_id: COID, user: 'SYSTEM', connection: 'Contoso VPN', ...link } });
    expect(read(20223, [COID, 'SYSTEM', block])?.fields).toEqual({ co_id: COID, user: 'SYSTEM', ...link });
  });
  it('reads them in a language it does not know', () => {
    const block = 'Адрес сервера/Номер телефона = vpn.contoso.com\nУстройство = WAN Miniport (SSTP)\nПорт = VPN0-1\nТип носителя = VPN';
    expect(read(20222, [COID, 'u', 'c', block])?.fields).toMatchObject({ server: 'vpn.contoso.com', device: 'WAN Miniport (SSTP)', port: 'VPN0-1', media: 'VPN' });
  });
  it('reads the link that is up, with or without the connection', () => {
    expect(read(20224, [COID, 'SYSTEM'])).toMatchObject({ name: 'ras-client.link-up', fields: { co_id: COID, user: 'SYSTEM' } });
    expect(read(20224, [COID, 'SYSTEM', 'Contoso VPN'])?.fields['connection']).toBe('Contoso VPN');
  });
  it('reads the addresses of a connection', () => {
    expect(read(20225, [COID, 'SYSTEM', 'Contoso VPN', 'TunnelIpAddress = 10.10.10.5\nTunnelIpv6Address = fe80::\nDial-in User = CONTOSO\\user1'])?.fields).toEqual({
      co_id: COID, user: 'SYSTEM', connection: 'Contoso VPN', tunnel_ipv4: '10.10.10.5', tunnel_ipv6: 'fe80::', dial_in_user: 'CONTOSO\\user1',
    });
    expect(read(20225, [COID, 'u', 'c', 'TunnelIpAddress = 10.10.10.5\nTunnelIpv6Address = Нет\nDial-in User = '])?.fields).toMatchObject({ tunnel_ipv6: null, dial_in_user: null });
  });
  it('reads the end of a connection, old form too', () => {
    expect(read(20226, [COID, 'SYSTEM', 'Contoso VPN', '829'])).toMatchObject({ name: 'ras-client.disconnected', fields: { reason: 829 } });
    expect(read(20220, ['Contoso VPN', 'VPN2-1', '629'])).toMatchObject({ name: 'ras-client.ended-legacy', fields: { connection: 'Contoso VPN', device: 'VPN2-1', error: 629 } });
  });
  it('keeps events it does not know', () => {
    expect(read(20299, [COID, 'Connection supports MOBIKE'])).toEqual({ name: 'rasclient.20299', channel: 'Application', fields: { data_0: COID, data_1: 'Connection supports MOBIKE' } });
  });
});
