/** A log of mixed chunks: the event shapes of a support bundle, laid out in the ways real writers do. */
import { buildEvtx, type EventInput } from '../support/evtx-builder.ts';

const START = Date.UTC(2024, 1, 1);
const COID = '{9F1C2B52-0B5E-4C6E-9A0F-3C7A1D2E4F60}';

const SHAPES: readonly ((index: number) => Omit<EventInput, 'time' | 'computer'>)[] = [
  () => ({ provider: 'RasClient', eventId: 20227, qualifiers: 0, level: 2, channel: 'Application', data: [COID, 'CONTOSO\\user1', 'Contoso VPN', '809'] }),
  () => ({ provider: 'Service Control Manager', eventId: 7036, qualifiers: 16384, level: 4, channel: 'System', data: [{ name: 'param1', value: 'Remote Access Connection Manager' }, { name: 'param2', value: 'running' }], binary: '5200610073004D0061006E002F0034000000' }),
  (index) => ({ provider: 'Microsoft-Windows-Security-Auditing', eventId: 4624, version: 2, level: 0, keywords: '0x8020000000000000', channel: 'Security', data: named({ SubjectUserSid: 'S-1-0-0', SubjectUserName: '-', SubjectDomainName: '-', SubjectLogonId: '0x0', TargetUserSid: 'S-1-5-21-1-2-3-1104', TargetUserName: `user${index % 40}`, TargetDomainName: 'CONTOSO', TargetLogonId: '0x1a2b3c', LogonType: '3', LogonProcessName: 'NtLmSsp', AuthenticationPackageName: 'NTLM', WorkstationName: 'LAP042', LmPackageName: 'NTLM V2', KeyLength: '128', ProcessName: '-', IpAddress: '192.0.2.10', IpPort: '55012' }) }),
  () => ({ provider: 'Microsoft-Windows-CAPI2', eventId: 30, level: 2, channel: 'Microsoft-Windows-CAPI2/Operational', data: named({ Result: '800B0101', Policy: 'CERT_CHAIN_POLICY_SSL', Subject: 'vpn.contoso.com', Issuer: 'Contoso Issuing CA' }) }),
  (index) => ({ provider: 'Microsoft-Windows-DNS-Client', eventId: 3008, level: 4, channel: 'Microsoft-Windows-DNS-Client/Operational', data: named({ QueryName: `host${index % 300}.contoso.com`, QueryType: '1', QueryOptions: '140737488355328', QueryStatus: '0', QueryResults: '198.51.100.24;' }) }),
  (index) => ({ provider: 'Microsoft-Windows-Kernel-Power', eventId: 566, level: 4, channel: 'System', data: named({ SessionId: String(index), Reason: '12', Cause: 'user input' }) }),
];

function named(values: Readonly<Record<string, string>>): { name: string; value: string }[] {
  return Object.entries(values).map(([name, value]) => ({ name, value }));
}

/** A log of at least `megabytes` MB. */
export function mixedLog(megabytes: number): Uint8Array {
  const events = (count: number) => Array.from({ length: count }, (_, index): EventInput => ({ time: new Date(START + index * 250).toISOString(), computer: 'LAP042.contoso.com', ...(SHAPES[index % SHAPES.length] ?? SHAPES[0])!(index) }));
  const sample = 4_000;
  const perEvent = buildEvtx(events(sample)).length / sample;
  return buildEvtx(events(Math.ceil((megabytes * 1e6) / perEvent)));
}
