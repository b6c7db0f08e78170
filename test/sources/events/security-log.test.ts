/** Security log: NPS decisions by name in every version, logon and credential validation. */
import { describe, expect, it } from 'vitest';
import { lookUpEvent } from '../../../src/knowledge/events.ts';
import { readEvent } from '../../../src/sources/events/index.ts';
import { event } from './event.ts';

const PROVIDER = 'Microsoft-Windows-Security-Auditing';
const VALUES: Readonly<Record<string, string>> = {
  SubjectUserName: 'CONTOSO\\user1', SubjectDomainName: 'CONTOSO', NASIPv4Address: '192.0.2.10', NASPortType: 'Virtual', ClientName: 'vpn01', ClientIPAddress: '192.0.2.10', ProxyPolicyName: 'VPN requests',
  NetworkPolicyName: '-', AuthenticationServer: 'NPS01.contoso.com', AuthenticationType: 'MS-CHAPv2', EAPType: '-', AccountSessionIdentifier: '3138', ReasonCode: '16', Reason: 'локализованный текст',
  CallingStationID: '203.0.113.7', CalledStationID: '198.51.100.1',
};
const DENIED = {
  user: 'CONTOSO\\user1', domain: 'CONTOSO', reason_code: 16, auth_type: 'MS-CHAPv2', eap_type: null, network_policy: null, connection_policy: 'VPN requests', nas_ip: '192.0.2.10', nas_port_type: 'Virtual',
  client_name: 'vpn01', client_ip: '192.0.2.10', calling_station: '203.0.113.7', called_station: '198.51.100.1', server: 'NPS01.contoso.com', session_id: '3138',
};
const order = (version: number) => lookUpEvent(PROVIDER, 6273, version)?.data ?? [];

describe('NPS', () => {
  it.each([0, 1, 2])('reads version %d by name', (version) => {
    expect(readEvent(event(PROVIDER, 6273, order(version).map((name) => [name, VALUES[name] ?? '-'] as const), { version, channel: 'Security' }))).toEqual({ name: 'nps.denied', channel: 'Security', fields: DENIED });
  });
  it.each([0, 1, 2])('reads version %d in order when an export lost the names', (version) => {
    expect(readEvent(event(PROVIDER, 6273, order(version).map((name) => VALUES[name] ?? '-'), { version }))?.fields).toEqual(DENIED);
  });
  it('does not guess an order no version has', () => {
    expect(readEvent(event(PROVIDER, 6273, ['a', 'b', '16']))?.fields).toEqual({});
  });
  it('reads granted and discarded', () => {
    expect(readEvent(event(PROVIDER, 6272, [['SubjectUserName', 'user1'], ['NetworkPolicyName', 'VPN users']]))).toMatchObject({ name: 'nps.granted', fields: { user: 'user1', network_policy: 'VPN users' } });
    expect(readEvent(event(PROVIDER, 6274, [['reasoncode', '3']]))).toMatchObject({ name: 'nps.discarded', fields: { reason_code: 3 } });
    expect(readEvent(event(PROVIDER, 6273, [['ReasonCode', '0x10']]))?.fields).toEqual({ reason_code: 16 });
    expect(readEvent(event(PROVIDER, 6273, [['ReasonCode', 'sechzehn']]))?.fields).toEqual({});
  });
});

describe('logon', () => {
  it('reads a real 4625', () => {
    expect(readEvent(event(PROVIDER, 4625, [['TargetUserName', 'IEUser'], ['TargetDomainName', 'MSEDGEWIN10'], ['Status', '0xc000006d'], ['FailureReason', '%%2313'], ['SubStatus', '0xc000006a'], ['LogonType', '2'], ['AuthenticationPackageName', 'Negotiate'], ['WorkstationName', 'MSEDGEWIN10'], ['LmPackageName', '-'], ['IpAddress', '-']]))).toEqual({
      name: 'logon.failed', channel: 'System',
      fields: { user: 'IEUser', domain: 'MSEDGEWIN10', logon_type: 2, package: 'Negotiate', lm_package: null, workstation: 'MSEDGEWIN10', ip: null, status: 0xc000006d, sub_status: 0xc000006a },
    });
  });
  it('reads 4624 of people and not of services', () => {
    expect(readEvent(event(PROVIDER, 4624, [['TargetUserName', 'user1'], ['LogonType', '3'], ['LmPackageName', 'NTLM V1'], ['IpAddress', '192.0.2.10']]))).toMatchObject({ name: 'logon.succeeded', fields: { lm_package: 'NTLM V1', logon_type: 3 } });
    expect(readEvent(event(PROVIDER, 4624, [['TargetUserName', 'SYSTEM'], ['LogonType', '5']]))).toBeNull();
  });
  it('reads a real 4776', () => {
    expect(readEvent(event(PROVIDER, 4776, [['PackageName', 'MICROSOFT_AUTHENTICATION_PACKAGE_V1_0'], ['TargetUserName', 'Administrator'], ['Workstation', ''], ['Status', '0x00000000']]))).toMatchObject({
      name: 'ntlm.validated', fields: { user: 'Administrator', workstation: null, status: 0, package: 'MICROSOFT_AUTHENTICATION_PACKAGE_V1_0' },
    });
  });
});
