/** Routing, the generic source, and the declared yields. */
import { describe, expect, it } from 'vitest';
import { eventSources, readEvent, recordYields, wantsEvent } from '../../../src/sources/events/index.ts';
import { event } from './event.ts';

describe('wantsEvent', () => {
  it('knows every spelling of a provider', () => {
    for (const name of ['RasSstp', 'Microsoft-Windows-RasSstp', 'microsoft-windows-rassstp', 'RASSSTP']) expect(wantsEvent(name, 6)).toBe(true);
    for (const name of ['NPS', 'Microsoft-Windows-NPS', 'IAS']) expect(wantsEvent(name, 13)).toBe(true);
  });
  it('takes listed ids of common providers and any id of ours', () => {
    expect(wantsEvent('Microsoft-Windows-Security-Auditing', 6273)).toBe(true);
    expect(wantsEvent('Microsoft-Windows-Security-Auditing', 4688)).toBe(false);
    expect(wantsEvent('EventLog', 6013)).toBe(false);
    expect(wantsEvent('RemoteAccess', 1)).toBe(true);
    expect(wantsEvent('IKEEXT', 1)).toBe(true);
    expect(wantsEvent('Microsoft-Windows-Sysmon', 1)).toBe(false);
    expect(wantsEvent('constructor', 1)).toBe(false);
    expect(wantsEvent('', 0)).toBe(false);
  });
  it('is not filled up by strange names', () => {
    for (let at = 0; at < 10_000; at++) wantsEvent(`Provider ${at}`, 1);
    expect(wantsEvent('RasClient', 20227)).toBe(true);
    expect(wantsEvent('Schannel', 36870)).toBe(true);
  });
});

describe('the generic source', () => {
  it('reads named fields with their types', () => {
    expect(readEvent(event('Schannel', 36870, [['Type', 'server'], ['ErrorCode', '0x8009030d'], ['ErrorStatus', '0']]))).toEqual({ name: 'schannel.36870', channel: 'System', fields: { type: 'server', error_code: 0x8009030d, error_status: 0 } });
    expect(readEvent(event('Schannel', 36887, [['AlertDesc', '70']]))?.fields).toEqual({ alert_desc: 70 });
    expect(readEvent(event('Microsoft-Windows-DNS-Client', 3008, [['QueryName', 'vpn.contoso.com'], ['QueryStatus', '9003']]))?.fields).toEqual({ query_name: 'vpn.contoso.com', query_status: 9003 });
  });
  it('names unnamed fields by the catalogue, or by number', () => {
    expect(readEvent(event('RasSstp', 6, ['{9F1C2B52-0B5E-4C6E-9A0F-3C7A1D2E4F60}', 'AB', 'CD']))?.fields).toEqual({ co_id: '{9F1C2B52-0B5E-4C6E-9A0F-3C7A1D2E4F60}', sha1_certificate_hash: 'AB', sha256_certificate_hash: 'CD' });
    expect(readEvent(event('NPS', 13, ['203.0.113.9']))).toMatchObject({ name: 'nps.13', fields: { data_0: '203.0.113.9' } });
  });
  it('keeps a short Binary and unknown events of our providers', () => {
    expect(readEvent(event('PolicyAgent', 279, ['text'], { binary: '05000000' }))).toMatchObject({ name: 'policyagent.279', fields: { data_0: 'text', binary: '05000000' } });
    expect(readEvent(event('RemoteAccess', 20101, ['MaxDenials']))).toMatchObject({ name: 'remoteaccess.20101', fields: { data_0: 'MaxDenials' } });
  });
  it('keeps repeated names apart and leaves out text in the place of a number', () => {
    expect(readEvent(event('NPS', 13, [['ClientName', 'a'], ['ClientName', 'b'], ['ClientName', 'c']]))?.fields).toEqual({ client_name: 'a', client_name_2: 'b', client_name_3: 'c' });
    expect(readEvent(event('Schannel', 36887, [['AlertDesc', 'siebzig']]))?.fields).toEqual({});
  });
  it('bears hostile events', () => {
    const wide = readEvent(event('NPS', 13, Array.from({ length: 100_000 }, (_, at) => [`x${at}`, 'y'] as const)));
    expect(Object.keys(wide?.fields ?? {})).toHaveLength(64);
    const same = readEvent(event('NPS', 13, Array.from({ length: 100_000 }, () => ['__proto__', 'y'.repeat(100)] as const)));
    expect(Object.keys(same?.fields ?? {})).toHaveLength(64);
    expect(readEvent(event('NPS', 13, [], { binary: 'AA'.repeat(1_000_000) }))?.fields).toEqual({});
  });
  it('says nothing about events nobody wants', () => {
    expect(readEvent(event('Microsoft-Windows-Sysmon', 1, []))).toBeNull();
    expect(readEvent(event('EventLog', 6013, []))).toBeNull();
  });
});

describe('recordYields', () => {
  const yields = recordYields();
  it('declares each record once, of the vocabulary and the catalogue', () => {
    const declared = yields.map((entry) => `${entry.name} ${entry.channel ?? ''}`);
    expect(new Set(declared).size).toBe(declared.length);
    // Events written of success and of failure need both to be watched.
    expect(yields.filter((entry) => entry.name === 'ntlm.validated').map((entry) => entry.channel)).toEqual(['Security/Credential Validation success', 'Security/Credential Validation failure']);
    const names = new Set(yields.map((entry) => entry.name));
    for (const name of [
      'ras-client.ended-legacy', 'ras-client.dial-started', 'ras-client.connecting', 'ras-client.link-found', 'ras-client.link-up', 'ras-client.connected', 'ras-client.disconnected', 'ras-client.failed',
      'rras.auth-failed', 'rras.policy-refused', 'rras.no-network-protocol', 'rras.ppp-error', 'rras.auth-failed-on-port', 'rras.authenticated', 'rras.connected', 'rras.session-ended', 'rras.disconnected',
      'rras.demand-dial-failed', 'rras.l2tp-no-certificate', 'rras.library-load-failed', 'rras.dhcp-unreachable', 'rras.no-address', 'rras.dhcp-no-address', 'rras.auth-timeout', 'rras.ppp-init-failed',
      'rras.engine-init-failed', 'rras.ppp-module-failed', 'rras.ppp-port-error', 'rras.auth-failed-legacy', 'rasman.gre-blocked', 'service.start-failed', 'service.dependency-failed', 'service.dependency-missing',
      'service.start-timeout', 'service.hung', 'service.ended-with-error', 'service.ended-with-specific-error', 'service.crashed', 'service.state-changed', 'service.start-type-changed', 'service.installed',
      'nps.granted', 'nps.denied', 'nps.discarded', 'logon.succeeded', 'logon.failed', 'ntlm.validated', 'pnp.device-configured', 'pnp.device-started', 'pnp.device-failed', 'pnp.device-removed', 'pnp.driver-installed',
      'system.started', 'system.stopped', 'system.unexpected-stop', 'schannel.36870', 'rassstp.6', 'nps.13',
    ]) expect(names, name).toContain(name);
  });
  it('names the channel that makes absence meaningful, where one is certain', () => {
    const channel = (name: string) => yields.find((entry) => entry.name === name)?.channel;
    expect(channel('ras-client.failed')).toBe('Application');
    expect(channel('rras.auth-failed')).toBe('System');
    expect(channel('nps.denied')).toBe('Security/Network Policy Server failure');
    expect(channel('dns-client.1014')).toBe('System');
    expect(channel('rassstp.6')).toBeUndefined();
  });
  it('keeps its word: no source gives an undeclared field or a value of another type', () => {
    const declared = new Map(yields.map((entry) => [entry.name, entry.fields]));
    const values = ['{9F1C2B52-0B5E-4C6E-9A0F-3C7A1D2E4F60}', 'user1', 'VPN2-1', '203.0.113.7', '809', '0x10', '%%1068', 'a = b\nc = d', ''];
    for (const source of eventSources) {
      for (const [provider, ids] of Object.entries(source.events)) {
        for (const id of ids) {
          for (let shift = 0; shift < values.length; shift++) {
            const data = [...values.slice(shift), ...values.slice(0, shift)];
            const record = source.read(event(provider, id, data, { binary: 'B3020000' }));
            if (!record) continue;
            const fields = declared.get(record.name);
            expect(fields, record.name).toBeDefined();
            for (const [name, value] of Object.entries(record.fields)) {
              if (/^data_\d+$/.test(name)) continue;
              const type = fields?.[name];
              expect(type, `${record.name}.${name}`).toBeDefined();
              const kind = Array.isArray(value) ? 'strings' : value === null ? type : typeof value === 'number' ? (type === 'code' ? 'code' : 'number') : typeof value;
              expect(kind, `${record.name}.${name}`).toBe(type);
            }
          }
        }
      }
    }
  });
});
