import { describe, expect, it } from 'vitest';
import { registryHiveSource } from '../../../src/sources/registry/hive.ts';
import { ParseError } from '../../../src/model/error.ts';
import { buildHive, keysFromPaths } from '../../support/regf-builder.ts';
import type { HiveOptions, HiveValue } from '../../support/regf-builder.ts';
import { collect } from './collect.ts';

type Paths = Record<string, Record<string, HiveValue> | null>;

const read = (paths: Paths, options: HiveOptions = {}, host = 'CLIENT01') => collect(registryHiveSource, buildHive(keysFromPaths(paths), options), host);

const SYSTEM: Paths = {
  Select: { Current: 1 },
  'ControlSet001\\Control\\Lsa': { LmCompatibilityLevel: 5 },
  'ControlSet001\\Services\\PolicyAgent': { Start: 3, ImagePath: { type: 'REG_EXPAND_SZ', value: '%SystemRoot%\\system32\\svchost.exe -k NetworkServiceNetworkRestricted -p' } },
};

describe('settings of a SYSTEM hive', () => {
  it('states values, and that a value or a key is absent', () => {
    const { fields, fact, listings, result } = read(SYSTEM);
    expect(result).toEqual({ outcome: 'read' });
    expect(fields('registry.lm-compatibility-level')).toEqual({ value: 5, present: true, key_present: true });
    expect(fields('registry.assume-udp-encapsulation')).toEqual({ value: null, present: false, key_present: true });
    expect(fields('registry.prohibit-ipsec')).toEqual({ value: null, present: false, key_present: false });
    expect(fact('registry.lm-compatibility-level')).toMatchObject({
      host: 'CLIENT01',
      subject: 'lm-compatibility-level',
      ref: { artifact: 'a.hiv', at: { kind: 'registry', key: 'HKLM\\SYSTEM\\ControlSet001\\Control\\Lsa', value: 'LmCompatibilityLevel' } },
    });
    expect(listings.find((listing) => listing.fact === 'registry.prohibit-ipsec')).toMatchObject({ complete: true, host: 'CLIENT01' });
  });

  it('takes the control set that Select names', () => {
    const paths = { ...SYSTEM, Select: { Current: 2 }, 'ControlSet002\\Control\\Lsa': { LmCompatibilityLevel: 1 } };
    expect(read(paths).fields('registry.lm-compatibility-level')).toEqual({ value: 1, present: true, key_present: true });
    const { Select: _, ...noSelect } = SYSTEM;
    expect(read(noSelect).fields('registry.lm-compatibility-level')?.['value']).toBe(5);
  });

  it('reads binary as upper-case hex, lists as lists, and keeps a value of the wrong type as it is', () => {
    const { fields } = read({
      ...SYSTEM,
      'ControlSet001\\Services\\SstpSvc\\Parameters': { SHA256CertificateHash: Uint8Array.of(0xab, 0x0c, 0xff), ListenerPort: 0 },
      'ControlSet001\\Services\\RasMan\\Config': { AutoTriggerDisabledProfilesList: ['Contoso VPN', 'Büro'] },
      'ControlSet001\\Services\\PolicyAgent': { AssumeUDPEncapsulationContextOnSendRule: '2' },
    });
    expect(fields('registry.sstp-certificate-hash')?.['value']).toBe('AB0CFF');
    expect(fields('registry.sstp-listener-port')?.['value']).toBe(0);
    expect(fields('registry.auto-trigger-disabled-profiles')?.['value']).toEqual(['Contoso VPN', 'Büro']);
    expect(fields('registry.assume-udp-encapsulation')?.['value']).toBe('2');
  });

  it('reads pools, EAP methods and port counts out of their subkeys', () => {
    const network = 'ControlSet001\\Control\\Class\\{4D36E972-E325-11CE-BFC1-08002bE10318}';
    const { fields } = read({
      ...SYSTEM,
      'ControlSet001\\Services\\RemoteAccess\\Parameters\\Ip\\StaticAddressPool\\0': { From: 0x0a0a0a01, To: 0x0a0a0a32 },
      'ControlSet001\\Services\\RemoteAccess\\Parameters\\Ip\\StaticAddressPool\\1': { From: 0xc0000201, To: 0xc000020a },
      'ControlSet001\\Services\\RasMan\\PPP\\EAP\\13': {},
      'ControlSet001\\Services\\RasMan\\PPP\\EAP\\25': {},
      [`${network}\\0000`]: { MatchingDeviceId: 'ms_sstpminiport', WanEndpoints: 128 },
      [`${network}\\Properties`]: null,
    });
    expect(fields('registry.ras-static-address-pool')?.['value']).toEqual(['10.10.10.1-10.10.10.50', '192.0.2.1-192.0.2.10']);
    expect(fields('registry.eap-methods')?.['value']).toEqual(['13', '25']);
    expect(fields('registry.wan-ports-sstp')?.['value']).toBe(128);
    expect(fields('registry.wan-ports-ikev2')).toEqual({ value: null, present: false, key_present: false });
  });

  it('says nothing about a branch the hive does not have', () => {
    const { fields, listings } = read({ Select: { Current: 1 }, 'ControlSet001\\Control\\Lsa': { LmCompatibilityLevel: 3 } });
    expect(fields('registry.assume-udp-encapsulation')).toBeUndefined();
    expect(fields('registry.fips-policy')).toEqual({ value: null, present: false, key_present: false });
    expect(listings.some((listing) => listing.fact === 'service.configured')).toBe(false);
  });

  it('says nothing of a setting hidden by damage', () => {
    const bytes = buildHive(keysFromPaths(SYSTEM));
    const at = Buffer.from(bytes).indexOf('LmCompatibilityLevel') - 20;
    bytes[at] = 0x3f;
    const { fields, result } = collect(registryHiveSource, bytes);
    expect(fields('registry.lm-compatibility-level')).toBeUndefined();
    expect(fields('registry.assume-udp-encapsulation')?.['present']).toBe(false);
    expect(result).toEqual({ outcome: 'partial', reason: 'SYSTEM hive: 1 damaged cells' });
  });

  it('reads a dirty hive and says so', () => {
    const { fields, result, listings } = read(SYSTEM, { dirty: true });
    expect(fields('registry.lm-compatibility-level')?.['value']).toBe(5);
    expect(result.outcome).toBe('partial');
    expect(listings.find((listing) => listing.fact === 'service.configured')?.complete).toBe(false);
  });
});

describe('identity and zone', () => {
  it('knows workstation, server and domain controller', () => {
    for (const [type, kind] of [['WinNT', 'workstation'], ['ServerNT', 'server'], ['LanmanNT', 'dc']] as const) {
      const { fields } = read({
        ...SYSTEM,
        'ControlSet001\\Control\\ProductOptions': { ProductType: type },
        'ControlSet001\\Control\\ComputerName\\ComputerName': { ComputerName: 'Host-1' },
        'ControlSet001\\Services\\Tcpip\\Parameters': { Domain: 'corp.contoso.com' },
      });
      expect(fields('host.identity')).toEqual({ computer: 'HOST-1', domain: 'corp.contoso.com', product_type: kind });
    }
  });

  it('uses the name in the hive when the artifact states none', () => {
    const { fact } = read({ ...SYSTEM, 'ControlSet001\\Control\\ComputerName\\ComputerName': { ComputerName: 'rras01' } }, {}, '');
    expect(fact('registry.lm-compatibility-level')?.host).toBe('RRAS01');
  });

  // Bytes as Windows stores them for W. Europe: year, month, week, hour, minute, second, millisecond, weekday.
  const october = Uint8Array.of(0, 0, 10, 0, 5, 0, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0);
  const march = Uint8Array.of(0, 0, 3, 0, 5, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0);

  it('turns minutes west into minutes east, summer and winter', () => {
    const zone = { Bias: 0xffffffc4, StandardBias: 0, DaylightBias: 0xffffffc4, ActiveTimeBias: 0xffffff88, StandardStart: october, DaylightStart: march };
    const { fields } = read({ ...SYSTEM, 'ControlSet001\\Control\\TimeZoneInformation': { ...zone, TimeZoneKeyName: 'W. Europe Standard Time', DynamicDaylightTimeDisabled: 0 } });
    expect(fields('host.time-zone')).toEqual({
      offset_minutes: 120,
      basis: 'registry',
      standard_offset_minutes: 60,
      daylight_offset_minutes: 120,
      standard_start: '10/5/0 03:00',
      daylight_start: '3/5/0 02:00',
      zone: 'W. Europe Standard Time',
      daylight_disabled: false,
    });
  });

  it('knows zones west of and at UTC, and zones without summer time', () => {
    const at = (bias: number) => read({ ...SYSTEM, 'ControlSet001\\Control\\TimeZoneInformation': { Bias: bias, ActiveTimeBias: bias, StandardStart: new Uint8Array(16) } }).fields('host.time-zone');
    expect(at(480)).toEqual({ offset_minutes: -480, basis: 'registry', standard_offset_minutes: -480 });
    expect(at(0xfffffeb6)).toMatchObject({ offset_minutes: 330 });
    expect(Object.is(at(0)?.['offset_minutes'], 0)).toBe(true);
    expect(read(SYSTEM).fields('host.time-zone')).toBeUndefined();
  });

  it('reads rules in SYSTEMTIME order too', () => {
    const sunday = Uint8Array.of(0, 0, 11, 0, 0, 0, 1, 0, 2, 0, 0, 0, 0, 0, 0, 0);
    const { fields } = read({ ...SYSTEM, 'ControlSet001\\Control\\TimeZoneInformation': { ActiveTimeBias: 480, StandardStart: sunday } });
    expect(fields('host.time-zone')?.['standard_start']).toBe('11/1/0 02:00');
  });

  it('reads the code pages', () => {
    const { fields } = read({ ...SYSTEM, 'ControlSet001\\Control\\Nls\\CodePage': { OEMCP: '850', ACP: '1252' } });
    expect(fields('host.code-pages')).toEqual({ oem: 850, ansi: 1252 });
  });
});

describe('services', () => {
  it('lists how each service starts, under the vocabulary spelling', () => {
    const { facts, fields, listings } = read({
      ...SYSTEM,
      'ControlSet001\\Services\\rasman': { Start: 2, DelayedAutostart: 1 },
      'ControlSet001\\Services\\mpssvc': { Start: 4 },
      'ControlSet001\\Services\\RasAgileVpn': { Start: 3, ImagePath: 'System32\\drivers\\AgileVpn.sys' },
      'ControlSet001\\Services\\.NET Data Provider': { Library: 'x' },
    });
    expect(fields('service.configured', 'RasMan')).toEqual({ service: 'RasMan', start_type: 'auto-delayed' });
    expect(fields('service.configured', 'MpsSvc')).toEqual({ service: 'MpsSvc', start_type: 'disabled' });
    expect(fields('service.configured', 'RasAgileVpn')).toMatchObject({ start_type: 'manual', image: 'System32\\drivers\\AgileVpn.sys' });
    expect(facts.filter((fact) => fact.name === 'service.configured')).toHaveLength(4);
    expect(listings.find((listing) => listing.fact === 'service.configured')).toMatchObject({ complete: true, count: 5 });
  });
});

describe('other hives', () => {
  const version = 'Microsoft\\Windows NT\\CurrentVersion';

  it('reads the Windows version of SOFTWARE and calls Windows 11 by its name', () => {
    const at = (name: string, build: string) => read({ [version]: { ProductName: name, CurrentBuildNumber: build } }).fields('host.identity');
    expect(at('Windows 10 Pro', '19045')).toEqual({ os: 'Windows 10 Pro', build: '19045' });
    expect(at('Windows 10 Enterprise', '22631')).toEqual({ os: 'Windows 11 Enterprise', build: '22631' });
    expect(at('Windows Server 2022 Standard', '20348')).toEqual({ os: 'Windows Server 2022 Standard', build: '20348' });
  });

  it('says of SOFTWARE and the user hive only what is theirs', () => {
    const software = read({ [version]: { CurrentBuild: '17763' }, 'Policies\\Microsoft\\Windows\\DeviceGuard': { LsaCfgFlags: 1 } });
    expect(software.fields('registry.lsa-cfg-flags-policy')).toEqual({ value: 1, present: true, key_present: true });
    expect(software.fields('registry.lm-compatibility-level')).toBeUndefined();
    const user = read({ [version]: null, 'Microsoft\\Windows\\CurrentVersion\\Internet Settings': { ProxyEnable: 1, ProxyServer: 'proxy.contoso.com:8080' } });
    expect(user.facts.map((fact) => [fact.name, fact.fields['value']])).toEqual([
      ['registry.user-proxy-enable', 1],
      ['registry.user-proxy-server', 'proxy.contoso.com:8080'],
      ['registry.user-proxy-script', null],
    ]);
  });

  it('ignores a hive it cannot place and refuses what is none', () => {
    expect(read({ 'Some\\Key': { A: 1 } }).result.outcome).toBe('ignored');
    const cut = collect(registryHiveSource, buildHive(keysFromPaths(SYSTEM)).subarray(0, 4400)).result;
    expect(cut).toMatchObject({ outcome: 'failed', reason: expect.stringContaining('the file is cut off') });
    expect(() => collect(registryHiveSource, Uint8Array.of(1, 2, 3))).toThrow(ParseError);
  });
});
