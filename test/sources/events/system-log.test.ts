/** Services, devices, start and stop: values as public sample logs print them. */
import { describe, expect, it } from 'vitest';
import { readEvent } from '../../../src/sources/events/index.ts';
import { event } from './event.ts';

const utf16 = (text: string) => Array.from(`${text}\u0000`, (char) => char.charCodeAt(0)).map((unit) => [unit & 0xff, unit >> 8].map((byte) => byte.toString(16).padStart(2, '0')).join('')).join('').toUpperCase();
const scm = (id: number, params: string[], binary = '') => readEvent(event('Service Control Manager', id, params.map((value, at) => [`param${at + 1}`, value] as const), { binary }))?.fields;

describe('service control manager', () => {
  it('reads a real state change: "WerSvc/4" in the Binary', () => {
    expect(scm(7036, ['Windows Error Reporting Service', 'running'], '5700650072005300760063002F0034000000')).toEqual({ service: 'WerSvc', display_name: 'Windows Error Reporting Service', state: 'running' });
  });
  it('takes name and state from the Binary in any language', () => {
    expect(scm(7036, ['RAS-Verbindungsverwaltung', 'unbekanntes Wort'], utf16('RasMan/1'))).toEqual({ service: 'RasMan', display_name: 'RAS-Verbindungsverwaltung', state: 'stopped' });
    expect(scm(7036, ['リモート', '???'], utf16('RASMAN/3'))).toMatchObject({ service: 'RasMan', state: 'stop-pending' });
  });
  it('falls back on names and words it knows, and leaves out the rest', () => {
    expect(scm(7036, ['Basisfiltermodul', 'beendet'])).toEqual({ service: 'BFE', display_name: 'Basisfiltermodul', state: 'stopped' });
    expect(scm(7036, ['Contoso Agent', 'quiescent'])).toEqual({ display_name: 'Contoso Agent' });
    expect(scm(7036, ['Contoso Agent', 'running'], '5700ZZ')).toEqual({ display_name: 'Contoso Agent', state: 'running' });
    expect(scm(7036, ['Contoso Agent', 'running'], utf16('RasMan/9'))).toEqual({ service: 'RasMan', display_name: 'Contoso Agent', state: 'running' });
  });
  it('reads errors of %%n and plain numbers', () => {
    expect(scm(7000, ['CldFlt', '%%50'], '43006C00640046006C0074000000')).toEqual({ service: 'CldFlt', display_name: 'CldFlt', error: 50 });
    expect(scm(7023, ['Interactive Services Detection', '%%1'], '5500490030004400650074006500630074000000')).toMatchObject({ service: 'UI0Detect', error: 1 });
    expect(scm(7023, ['Routing and Remote Access', '%%-2147024891'])).toMatchObject({ service: 'RemoteAccess', error: 0x80070005 });
    expect(scm(7024, ['Routing und RAS', '%%31'])).toMatchObject({ service: 'RemoteAccess', error: 31 });
    expect(scm(7024, ['Routing und RAS', '31 (0x1F)'])).toMatchObject({ error: 31 });
    expect(scm(7001, ['IPsec Policy Agent', 'Base Filtering Engine', '%%1068'])).toEqual({ service: 'PolicyAgent', display_name: 'IPsec Policy Agent', depends_on: 'BFE', error: 1068 });
  });
  it('reads the start time-out with the time first', () => {
    expect(scm(7009, ['30000', 'Remote Access Connection Manager'])).toEqual({ service: 'RasMan', display_name: 'Remote Access Connection Manager', timeout_ms: 30000 });
  });
  it('reads crashes, start types and installations', () => {
    expect(scm(7031, ['Remote Access Connection Manager', '2', '120000', '1', 'Restart the service'])).toEqual({ service: 'RasMan', display_name: 'Remote Access Connection Manager', times: 2 });
    expect(scm(7040, ['Background Intelligent Transfer Service', 'demand start', 'auto start', 'BITS'])).toEqual({ service: 'BITS', display_name: 'Background Intelligent Transfer Service', from: 'manual', to: 'auto' });
    expect(readEvent(event('Service Control Manager', 7045, [['ServiceName', 'spoolfool'], ['ImagePath', 'cmd.exe'], ['ServiceType', 'user mode service'], ['StartType', 'auto start'], ['AccountName', 'LocalSystem']]))?.fields).toEqual({ display_name: 'spoolfool', image: 'cmd.exe', start_type: 'auto' });
  });
  it('reads parameters without names in order', () => {
    expect(readEvent(event('Microsoft-Windows-Service Control Manager', 7023, ['SSTP-Dienst', '%%1053']))).toMatchObject({ name: 'service.ended-with-error', fields: { service: 'SstpSvc', error: 1053 } });
  });
});

describe('devices', () => {
  it('reads a device that failed', () => {
    expect(readEvent(event('Microsoft-Windows-Kernel-PnP', 411, [['DeviceInstanceId', 'SWD\\MSRRAS\\MS_NDISWANIP'], ['DriverName', 'netrasa.inf'], ['Problem', '0x1f'], ['Status', '0xc0000001']]))).toMatchObject({
      name: 'pnp.device-failed', fields: { device: 'SWD\\MSRRAS\\MS_NDISWANIP', problem: 31, status: 0xc0000001 },
    });
  });
  it('reads an installation', () => {
    expect(readEvent(event('Microsoft-Windows-UserPnp', 20001, [['DriverName', 'netrasa.inf'], ['DeviceInstanceID', 'SWD\\MSRRAS\\MS_NDISWANIP'], ['InstallStatus', '0x00000000']]))).toMatchObject({ name: 'pnp.driver-installed', fields: { install_status: 0 } });
  });
});

it('reads start and stop', () => {
  expect(readEvent(event('Microsoft-Windows-Kernel-General', 12, [['StartTime', '2019-07-24T13:07:18.4999957Z']]))).toMatchObject({ name: 'system.started', fields: { source: 'kernel-general', start_time: '2019-07-24T13:07:18.4999957Z' } });
  expect(readEvent(event('EventLog', 6005, [], { binary: 'E3070700030018000D0007001D003E000000000000000000' }))).toEqual({ name: 'system.started', channel: 'System', fields: { source: 'eventlog' } });
  expect(readEvent(event('EventLog', 6008, ['13:07:18', '24.07.2019']))).toMatchObject({ name: 'system.unexpected-stop' });
  expect(readEvent(event('Microsoft-Windows-Kernel-Power', 41, [['BugcheckCode', '0']], { version: 8 }))).toMatchObject({ name: 'system.unexpected-stop', fields: { bugcheck_code: 0 } });
});
