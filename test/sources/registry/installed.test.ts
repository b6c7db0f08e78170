/** Installed programs and name resolution policy out of hives and registry text. */
import { describe, expect, it } from 'vitest';
import { registryHiveSource } from '../../../src/sources/registry/hive.ts';
import { registryTextSource } from '../../../src/sources/registry/text.ts';
import { buildHive, keysFromPaths } from '../../support/regf-builder.ts';
import type { HiveValue } from '../../support/regf-builder.ts';
import { collect, utf16 } from './collect.ts';

type Paths = Record<string, Record<string, HiveValue> | null>;
const readHive = (paths: Paths) => collect(registryHiveSource, buildHive(keysFromPaths(paths)));
const VERSION = { 'Microsoft\\Windows NT\\CurrentVersion': { CurrentBuildNumber: '19045', ProductName: 'Windows 10 Pro' } };
const UNINSTALL = 'Microsoft\\Windows\\CurrentVersion\\Uninstall';
const POLICY = 'Policies\\Microsoft\\Windows NT\\DNSClient\\DnsPolicyConfig';

describe('installed programs', () => {
  it('of both branches of SOFTWARE, without parts of others', () => {
    const { facts, listings } = readHive({
      ...VERSION,
      [`${UNINSTALL}\\{1}`]: { DisplayName: 'Contoso Secure Client', DisplayVersion: '5.1.2', Publisher: 'Contoso' },
      [`${UNINSTALL}\\Part`]: { DisplayName: 'Runtime', SystemComponent: 1 },
      [`${UNINSTALL}\\Empty`]: {},
      [`WOW6432Node\\${UNINSTALL}\\x`]: { DisplayName: 'Büro-VPN', DisplayVersion: '' },
    });
    expect(facts.filter((fact) => fact.name === 'program.installed').map((fact) => fact.fields)).toEqual([{ name: 'Contoso Secure Client', version: '5.1.2', publisher: 'Contoso' }, { name: 'Büro-VPN' }]);
    expect(listings.filter((listing) => listing.fact === 'program.installed')).toMatchObject([{ complete: true, count: 1 }]);
  });
  it('in a text of keys', () => {
    const run = collect(registryTextSource, utf16(`HKEY_LOCAL_MACHINE\\SOFTWARE\\${UNINSTALL}\\{1}\n    DisplayName    REG_SZ    Contoso Secure Client\n    DisplayVersion    REG_SZ    5.1\n\n`));
    expect(run.fields('program.installed')).toEqual({ name: 'Contoso Secure Client', version: '5.1' });
  });
});

describe('name resolution policy', () => {
  it('rules of the machine and of group policy', () => {
    const own = readHive({
      Select: { Current: 1 },
      'ControlSet001\\Control\\Lsa': { LmCompatibilityLevel: 3 },
      'ControlSet001\\Services\\Dnscache\\Parameters\\DnsPolicyConfig\\{1}': { Name: ['.corp.contoso.com', '.sub.contoso.com'], GenericDNSServers: '192.0.2.10; 192.0.2.11', ConfigOptions: 8 },
    });
    expect(own.facts.filter((fact) => fact.name === 'dns.nrpt-rule').map((fact) => fact.fields)).toEqual([
      { namespace: '.corp.contoso.com', servers: ['192.0.2.10', '192.0.2.11'], from_policy: false },
      { namespace: '.sub.contoso.com', servers: ['192.0.2.10', '192.0.2.11'], from_policy: false },
    ]);
    const policy = readHive({ ...VERSION, [`${POLICY}\\DA-1`]: { Name: ['.'], GenericDNSServers: '' } });
    expect(policy.fields('dns.nrpt-rule')).toEqual({ namespace: '.', servers: [], from_policy: true });
    // An empty policy key still makes Windows pass over the rules of the machine.
    expect(readHive({ ...VERSION, [POLICY]: null }).listings.filter((listing) => listing.fact === 'dns.nrpt-rule')).toMatchObject([{ complete: false, count: 0, reason: 'only rules of group policy' }]);
  });
  it('in a text of keys', () => {
    const run = collect(registryTextSource, utf16('HKEY_LOCAL_MACHINE\\SYSTEM\\CurrentControlSet\\Services\\Dnscache\\Parameters\\DnsPolicyConfig\\{1}\n    Name    REG_MULTI_SZ    .corp.contoso.com\n    GenericDNSServers    REG_SZ    192.0.2.10\n\n'));
    expect(run.fields('dns.nrpt-rule')).toEqual({ namespace: '.corp.contoso.com', servers: ['192.0.2.10'], from_policy: false });
  });
});
