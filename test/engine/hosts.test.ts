/** Roles are found in the evidence. */
import { describe, expect, it } from 'vitest';
import { hostsOf } from '../../src/engine/hosts.ts';
import { lookUpEvent } from '../../src/knowledge/events.ts';
import type { Fact, LogRecord } from '../../src/model/records.ts';

const ref = { artifact: 'x', at: { kind: 'line' as const, line: 1 } };
const fact = (name: string, fields: Fact['fields'], host = 'HOST1'): Fact => ({ name, host, subject: 'x', fields, ref });
const record = (name: string, host = 'HOST1'): LogRecord => ({ name, time: 0, host, scope: { provider: 'p' }, code: 0, severity: 'info', fields: {}, ref });
const rolesOf = (records: readonly LogRecord[], facts: readonly Fact[]) => Object.fromEntries(hostsOf({ records, facts, zones: new Map() }).map((host) => [host.name, host.roles]));
const ras = (host?: string) => fact('tss.run', { scenario: 'NET_RAS' }, host);

describe('hostsOf', () => {
  it('takes the server scenario for a VPN server even while the service is stopped', () => {
    expect(rolesOf([], [ras(), fact('service.state', { service: 'RemoteAccess', state: 'stopped' })])).toEqual({ HOST1: ['vpn-server'] });
  });

  it('does not take it so on a domain controller or NPS server, unless RemoteAccess is set to start', () => {
    const dc = fact('host.identity', { product_type: 'dc' });
    expect(rolesOf([], [ras(), dc])).toEqual({ HOST1: ['dc'] });
    expect(rolesOf([record('nps.denied')], [ras()])).toEqual({ HOST1: ['nps'] });
    expect(rolesOf([record('nps.denied')], [ras(), fact('service.configured', { service: 'RemoteAccess', start_type: 'auto' })])).toEqual({ HOST1: ['vpn-server', 'nps'] });
  });

  it('knows each role by what only it writes or runs', () => {
    expect(rolesOf([record('ras-client.failed', 'LAP042'), record('rras.auth-failed', 'RRAS01')], [fact('service.state', { service: 'IAS', state: 'running' }, 'NPS01'), fact('service.state', { service: 'NTDS', state: 'running' }, 'DC01')])).toEqual({
      LAP042: ['client'],
      RRAS01: ['vpn-server'],
      NPS01: ['nps'],
      DC01: ['dc'],
    });
  });

  it('takes the role of a host of which only a capture is there from the name the collector gave it', () => {
    const captured = (artifact: string, host: string): LogRecord => ({ ...record('capture.ike-sa-init', host), ref: { artifact, at: { kind: 'etl', event: 1 } } });
    const records = [captured('RRAS01_240506-080000_packetcapture-VpnServer.etl', 'RRAS01'), captured('LAP042_240506-080000_packetcapture-VpnClient_dbg.etl', 'LAP042'), captured('trace.etl', 'HOST1')];
    expect(rolesOf(records, [])).toEqual({ RRAS01: ['vpn-server'], LAP042: ['client'], HOST1: [] });
    expect(rolesOf([...records, record('nps.denied', 'RRAS01')], [])['RRAS01']).toEqual(['nps']);
  });

  it('takes the host that hands out Kerberos tickets for a domain controller, under the names the event tables give', () => {
    for (const id of [4768, 4771]) {
      const name = lookUpEvent('Microsoft-Windows-Security-Auditing', id)?.name ?? '';
      expect(rolesOf([record(name)], [])).toEqual({ HOST1: ['dc'] });
    }
  });

  it('takes a lone host that checks NTLM credentials for a domain controller, but not a client or server that does', () => {
    expect(rolesOf([record('ntlm.validated')], [])).toEqual({ HOST1: ['dc'] });
    expect(rolesOf([record('ntlm.validated'), record('rras.auth-failed')], [])).toEqual({ HOST1: ['vpn-server'] });
  });

  it('takes a lone host whose RemoteAccess service starts, stops or fails for a VPN server: nowhere else does it run', () => {
    const service = (name: string, of: string, host?: string): LogRecord => ({ ...record(name, host), fields: { service: of } });
    expect(rolesOf([service('service.state-changed', 'RemoteAccess')], [])).toEqual({ HOST1: ['vpn-server'] });
    expect(rolesOf([service('service.ended-with-specific-error', 'RemoteAccess')], [])).toEqual({ HOST1: ['vpn-server'] });
    expect(rolesOf([service('service.state-changed', 'RasMan')], [])).toEqual({ HOST1: [] });
    expect(rolesOf([service('service.start-type-changed', 'RemoteAccess')], [])).toEqual({ HOST1: [] });
    expect(rolesOf([service('service.state-changed', 'RemoteAccess'), record('ras-client.failed')], [])).toEqual({ HOST1: ['client'] });
  });
});
