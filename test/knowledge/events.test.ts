/** The event tables: complete, unique, sourced, and speaking the vocabulary. */
import { describe, expect, it } from 'vitest';
import { EVENT_GROUPS, eventReferences, eventText, fieldTypes, lookUpEvent, lookUpEventId, snakeName } from '../../src/knowledge/events.ts';
import { isRelevantProvider, providerKey, providerSlug } from '../../src/knowledge/providers.ts';
import { REFERENCES } from '../../src/knowledge/references.ts';

const rows = EVENT_GROUPS.flatMap(({ provider, rows: list }) => list.map((row) => ({ provider, row })));
const START_AND_STOP = ['Microsoft-Windows-Kernel-General', 'EventLog', 'Microsoft-Windows-Kernel-Power'];
const TYPES = ['string', 'number', 'boolean', 'code', 'time', 'strings', 'numbers'];

describe('the event tables', () => {
  it('hold the 397 catalogued rows, event 14 of NPS, the change of the audit policy, and the six of start and stop', () => {
    expect(rows.filter(({ provider }) => !START_AND_STOP.includes(provider))).toHaveLength(399);
    expect(rows).toHaveLength(405);
  });

  it('have one row per provider, id and version', () => {
    const keys = rows.map(({ provider, row }) => `${providerKey(provider)}/${row.id}/${row.version ?? ''}`);
    expect(new Set(keys).size).toBe(keys.length);
  });

  it('give every row a text, a source or an honest mark, and a name of the form area.thing', () => {
    for (const { provider, row } of rows) {
      const label = `${provider} ${row.id}`;
      expect(row.name, label).toMatch(/^[a-z0-9-]+\.[a-z0-9-]+$/);
      expect(row.text, label).not.toBe('');
      expect(row.sources.length > 0 || row.unverified === true, label).toBe(true);
      expect(eventReferences(row), label).toHaveLength(row.sources.length);
      expect(row.unverified === true, label).toBe(row.basis === 'unconfirmed');
      for (const [field, type] of Object.entries(fieldTypes(row))) {
        expect(field, label).toMatch(/^[a-z][a-z0-9_]*$/);
        expect(TYPES, `${label} ${field}`).toContain(type);
      }
    }
  });

  it('agree on the type of a field that rows of one name share', () => {
    const types = new Map<string, string>();
    for (const { row } of rows) {
      for (const [field, type] of Object.entries(fieldTypes(row))) {
        const key = `${row.name}.${field}`;
        expect(types.get(key) ?? type, key).toBe(type);
        types.set(key, type);
      }
    }
  });

  // Microsoft Learn pages of the single events; the manifests of the providers.
  it.each([
    ['RasClient', 20227, 'ras-client.failed', 'error', 'code'],
    ['RemoteAccess', 20271, 'rras.auth-failed', 'nps_reason', 'number'],
    ['RasMan', 20209, 'rasman.gre-blocked', 'client_address', 'string'],
    ['Service Control Manager', 7036, 'service.state-changed', 'state', 'string'],
    ['Microsoft-Windows-Security-Auditing', 6273, 'nps.denied', 'reason_code', 'number'],
    ['Microsoft-Windows-Security-Auditing', 4625, 'logon.failed', 'sub_status', 'code'],
    ['Microsoft-Windows-Security-Auditing', 4776, 'ntlm.validated', 'status', 'code'],
    ['Microsoft-Windows-Kernel-PnP', 411, 'pnp.device-failed', 'problem', 'number'],
    ['Microsoft-Windows-UserPnp', 20001, 'pnp.driver-installed', 'install_status', 'code'],
    ['Schannel', 36870, 'schannel.36870', 'error_code', 'code'],
    ['Schannel', 36887, 'schannel.36887', 'alert_desc', 'number'],
    ['RasSstp', 6, 'rassstp.6', 'sha1_certificate_hash', 'string'],
    ['RasSstp', 4, 'rassstp.4', 'http_response_code', 'number'],
    ['NPS', 13, 'nps.13', 'data_0', 'string'],
    ['Microsoft-Windows-DNS-Client', 3008, 'dns-client.3008', 'query_status', 'code'],
    ['Microsoft-Windows-VPN-Client', 10002, 'vpn-client.10002', 'error_code', 'code'],
    ['EventLog', 6008, 'system.unexpected-stop', 'source', 'string'],
    ['Microsoft-Windows-Kernel-General', 12, 'system.started', 'start_time', 'string'],
  ])('%s %d is %s with %s: %s', (provider, id, name, field, type) => {
    const row = lookUpEvent(provider, id);
    expect(row?.name).toBe(name);
    expect(row && fieldTypes(row)[field]).toBe(type);
  });

  it('keeps the versions of 6272 to 6274 apart: version 2 has no MachineInventory', () => {
    expect(lookUpEvent('Microsoft-Windows-Security-Auditing', 6273, 1)?.data).toContain('MachineInventory');
    expect(lookUpEvent('Microsoft-Windows-Security-Auditing', 6273, 2)?.data).not.toContain('MachineInventory');
    expect(lookUpEvent('Microsoft-Windows-Security-Auditing', 6273)?.version).toBe(2);
  });

  it('finds an id without its provider', () => {
    expect(lookUpEventId(20227).map((row) => row.provider)).toEqual(['RasClient']);
    expect(lookUpEventId(13).map((row) => row.provider).sort()).toEqual(['Microsoft-Windows-Kernel-General', 'NPS', 'RasSstp']);
    expect(lookUpEventId(424_242)).toEqual([]);
  });

  it('says a record in a few words, or nothing', () => {
    expect(eventText('ras-client.failed')).toBe('connection attempt failed with code');
    expect(eventText('system.started')).toBe('operating system started');
    expect(eventText('constructor')).toBeNull();
  });

  it('names no source twice', () => {
    expect(new Set(REFERENCES.map((reference) => `${reference.title}|${reference.url ?? ''}`)).size).toBe(REFERENCES.length);
  });
});

describe('providers', () => {
  it.each([
    ['RasClient', 'rasclient'],
    ['Microsoft-Windows-RasSstp', 'RasSstp'],
    ['Microsoft-Windows-NPS', 'NPS'],
    ['IAS', 'NPS'],
    ['Microsoft-Windows-Service Control Manager', 'Service Control Manager'],
    ['Rasman', 'RasMan'],
    ['DNS Client Events', 'Microsoft-Windows-DNS-Client'],
    ['kernel-pnp', 'Microsoft-Windows-Kernel-PnP'],
  ])('%s is %s', (one, other) => {
    expect(providerKey(one)).toBe(providerKey(other));
    expect(lookUpEvent(one, 20227)?.id).toBe(lookUpEvent(other, 20227)?.id);
  });
  it('have a slug, whatever they are called', () => {
    expect(providerSlug('Microsoft-Windows-VPN-Client')).toBe('vpn-client');
    expect(providerSlug('Windows Networking Vpn Plugin Platform')).toBe('windows-networking-vpn-plugin-platform');
    expect(providerSlug('RasSstp')).toBe('rassstp');
    expect(providerSlug('…')).toBe('unknown');
    expect(providerSlug('x'.repeat(10_000))).toHaveLength(64);
  });
  it('concern us or not', () => {
    expect(isRelevantProvider('Microsoft-Windows-RasSstp')).toBe(true);
    expect(isRelevantProvider('Microsoft-Windows-Security-Auditing')).toBe(false);
    expect(isRelevantProvider('constructor')).toBe(false);
  });
});

describe('snakeName', () => {
  it.each([
    ['NASIPv4Address', 'nas_ipv4_address'],
    ['EAPType', 'eap_type'],
    ['QueryName', 'query_name'],
    ['SHA256CertificateHash', 'sha256_certificate_hash'],
    ['HTTPResponseCode', 'http_response_code'],
    ['param1', 'param1'],
    ['__proto__', 'proto'],
    ['', ''],
  ])('%s → %s', (name, snake) => expect(snakeName(name)).toBe(snake));
});
