/**
 * The ordinary days before a failure: what any Windows machine writes while nothing is wrong with its VPN. Field names and values
 * follow the providers' manifests; the same host and day give the same events.
 */
import { createHash } from 'node:crypto';
import type { BundleFrame, EventRecipe } from './types.ts';

const DAY = 86_400_000;

/** Numbers that look like chance and are the same every time. */
function dice(seed: string): (below: number) => number {
  let state = createHash('sha256').update(seed).digest();
  let at = 0;
  return (below) => {
    if (at > 28) {
      state = createHash('sha256').update(state).digest();
      at = 0;
    }
    at += 4;
    return state.readUInt32LE(at - 4) % below;
  };
}

/** Events of one kind: `at` is milliseconds after midnight UTC. */
type Draft = Omit<EventRecipe, 'at'> & { readonly at: number };

const hours = (value: number): number => value * 3_600_000;
const guidOf = (seed: string): string => {
  const hex = createHash('md5').update(seed).digest('hex').toUpperCase();
  return `{${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}}`;
};

function systemDay(frame: BundleFrame, day: string, roll: (below: number) => number): Draft[] {
  const isServer = frame.os.product !== 'WinNT';
  const dc = `dc01.${frame.domain}`;
  const policy = (at: number, id: number, dcName: string): Draft =>
    ({ at, provider: 'Microsoft-Windows-GroupPolicy', channel: 'System', id, data: { SupportInfo1: 1, SupportInfo2: id === 1500 ? 3924 : 4571, ProcessingMode: 0, ProcessingTimeInMilliseconds: 600 + roll(2400), DCName: dcName } });
  const com: Draft = {
    at: hours(7) + roll(hours(9)), provider: 'Microsoft-Windows-DistributedCOM', channel: 'System', id: 10_016, level: 3,
    data: { param1: 'application-specific', param2: 'Local', param3: 'Activation', param4: '{2593F8B9-4EAF-457C-B68A-50F6B8EA6B54}', param5: '{15C20B67-12E7-4BB6-92BB-7AFF07997402}', param6: 'NT AUTHORITY', param7: 'SYSTEM', param8: 'S-1-5-18', param9: 'LocalHost (Using LRPC)', param10: 'Unavailable', param11: 'Unavailable' },
  };
  const update = { updateTitle: 'Security Intelligence Update for Microsoft Defender Antivirus - KB2267602', updateGuid: guidOf(`update ${day}`), updateRevisionNumber: 200 };
  const updated = hours(5) + roll(hours(6));
  const events: Draft[] = [
    { at: hours(12), provider: 'EventLog', id: 6013, data: ['', '', '', '', String(20_000 + roll(60_000)), String(-frame.standardOffset), '0 UTC'] },
    policy(hours(6) + roll(hours(2)), 1500, dc), policy(hours(13) + roll(hours(2)), 1501, dc), com,
    { at: updated, provider: 'Microsoft-Windows-WindowsUpdateClient', channel: 'System', id: 43, data: update }, { at: updated + 31_000 + roll(90_000), provider: 'Microsoft-Windows-WindowsUpdateClient', channel: 'System', id: 19, data: update },
    { at: hours(6) + roll(hours(12)), provider: 'Microsoft-Windows-Time-Service', id: 35, data: { TimeSource: `${dc} (ntp.d|0.0.0.0:123->192.0.2.53:123)`, TimeSourceRefId: 0x3502_00c0, CurrentStratumNumber: 4 } },
    { at: hours(8) + roll(hours(8)), provider: 'Service Control Manager', id: 7040, data: { param1: 'Background Intelligent Transfer Service', param2: 'demand start', param3: 'auto start', param4: 'BITS' } },
  ];
  if (!isServer) events.push({ at: hours(7) + roll(hours(8)), provider: 'Microsoft-Windows-DNS-Client', channel: 'System', id: 1014, level: 3, data: { QueryName: `wpad.${frame.domain}`, AddressLength: 16, Address: '02000035C0000235' } });
  return events;
}

function applicationDay(_: BundleFrame, day: string, roll: (below: number) => number): Draft[] {
  const at = hours(6) + roll(hours(10));
  return [
    { at, provider: 'Microsoft-Windows-Security-SPP', id: 16_394, data: [] }, { at: at + 30_500, provider: 'Microsoft-Windows-Security-SPP', id: 16_384, data: [`2124-01-01T00:00:${String(roll(60)).padStart(2, '0')}Z`, 'RulesEngine'] },
    { at: hours(6) + roll(hours(12)), provider: 'ESENT', id: 102, data: ['svchost', `${2000 + roll(9000)},P,98`, 'DS_Token_DB: ', '0', '10', '00', '0000', '00'] },
    { at: hours(7) + roll(hours(9)), provider: 'VSS', channel: 'Application', id: 8224, layout: 'classic', keywords: '0x80000000000000', data: [] },
    { at: hours(9) + roll(hours(8)), provider: 'Windows Error Reporting', channel: 'Application', id: 1001, layout: 'classic', keywords: '0x80000000000000', data: ['', '0', 'WindowsUpdateFailure3', 'Not available', '0', '10.0.22621.1', '8024402c', guidOf(`report ${day}`)] },
  ];
}

const system = { SubjectUserSid: 'S-1-5-18', SubjectDomainName: 'CONTOSO', SubjectLogonId: '0x3e7' };

function securityDay(frame: BundleFrame, _: string, roll: (below: number) => number): Draft[] {
  const audit = (at: number, id: number, version: number, data: Record<string, string | number>): Draft => ({ at, provider: 'Microsoft-Windows-Security-Auditing', id, level: 0, version, data });
  const sid = 'S-1-5-21-1004336348-1177238915-682003330-1104';
  const logonId = `0x${(0x40_000 + roll(0xf_ffff)).toString(16)}`;
  const at = hours(6) + roll(hours(2));
  const machine = `${frame.recipe.host}$`;
  return [
    audit(at, 4624, 2, { ...system, SubjectUserName: machine, TargetUserSid: sid, TargetUserName: frame.user, TargetDomainName: 'CONTOSO', TargetLogonId: logonId, LogonType: frame.os.product === 'WinNT' ? 2 : 3, LogonProcessName: 'User32 ', AuthenticationPackageName: 'Negotiate', WorkstationName: frame.recipe.host, IpAddress: '127.0.0.1' }),
    audit(at + 120, 4672, 0, { SubjectUserSid: 'S-1-5-18', SubjectUserName: 'SYSTEM', SubjectDomainName: 'NT AUTHORITY', SubjectLogonId: '0x3e7', PrivilegeList: 'SeAssignPrimaryTokenPrivilege' }),
    audit(hours(8) + roll(hours(8)), 4799, 0, { TargetUserName: 'Administrators', TargetDomainName: 'Builtin', TargetSid: 'S-1-5-32-544', ...system, SubjectUserName: machine, CallerProcessId: '0x3a8', CallerProcessName: 'C:\\Windows\\System32\\svchost.exe' }),
    audit(at + hours(9) + roll(hours(1)), 4634, 0, { TargetUserSid: sid, TargetUserName: frame.user, TargetDomainName: 'CONTOSO', TargetLogonId: logonId, LogonType: 2 }),
  ];
}

/** A domain controller checks passwords and hands out tickets all day. */
function controllerDay(frame: BundleFrame, _: string, roll: (below: number) => number): Draft[] {
  const accounts = ['user2', 'user7', 'user9', 'svc-backup'];
  return accounts.flatMap((name) => {
    const at = hours(6) + roll(hours(10));
    const audit = { provider: 'Microsoft-Windows-Security-Auditing', level: 0 } as const;
    return [
      { ...audit, at, id: 4768, version: 1, data: { TargetUserName: name, TargetDomainName: frame.domain.toUpperCase(), ServiceName: 'krbtgt', TicketOptions: '0x40810010', Status: '0x0', TicketEncryptionType: '0x12', PreAuthType: '2', IpAddress: `::ffff:192.0.2.${20 + roll(80)}`, IpPort: String(49_152 + roll(9000)) } },
      { ...audit, at: at + 2_400_000, id: 4776, version: 0, data: { PackageName: 'MICROSOFT_AUTHENTICATION_PACKAGE_V1_0', TargetUserName: name, Workstation: `PC${10 + roll(60)}`, Status: '0x0' } },
    ];
  });
}

/** Events of the given number of days up to the start of the collection, none of them about VPN. */
export function historyEvents(frame: BundleFrame, days: number): EventRecipe[] {
  const first = Date.parse(`${frame.start.slice(0, 10)}T00:00:00Z`) - (days - 1) * DAY;
  const makers = frame.os.product === 'LanmanNT' ? [systemDay, applicationDay, securityDay, controllerDay] : [systemDay, applicationDay, securityDay];
  return Array.from({ length: days }, (_, i) => first + i * DAY).flatMap((midnight) => {
    const day = new Date(midnight).toISOString().slice(0, 10);
    const roll = dice(`${frame.recipe.host} ${day}`);
    return makers.flatMap((make) => make(frame, day, roll)).map((event) => ({ ...event, at: new Date(midnight + event.at).toISOString() }));
  }).filter((event) => Date.parse(event.at) < Date.parse(frame.start));
}
