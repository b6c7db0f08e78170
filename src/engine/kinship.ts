/** Whether two machines have anything to do with each other, by what their bundles say. */
import type { Fact, LogRecord } from '../model/records.ts';
import type { Value } from '../model/values.ts';
import { accountName } from '../timeline/users.ts';

interface Bundles {
  readonly records: readonly LogRecord[];
  readonly facts: readonly Fact[];
}

/** Accounts every machine has say nothing. */
const EVERYWHERE = new Set(['system', 'local service', 'network service', 'anonymous logon', 'administrator', 'guest', 'admin', 'user']);

/** The first thing two machines share (an account, a name, an address, a domain), or null. */
export function sharedBy(first: string, second: string, bundles: Bundles): string | null {
  const [own, other] = [namesOf(first, bundles), namesOf(second, bundles)];
  for (const name of own) if (other.has(name)) return name;
  return null;
}

/** Everything a machine is called, calls, or is asked for by: each with its kind in front. */
function namesOf(host: string, { records, facts }: Bundles): Set<string> {
  const names = new Set<string>([`name ${host.toLowerCase()}`]);
  const add = (kind: string, value: Value | undefined) => {
    if (typeof value === 'string' && value !== '') names.add(`${kind} ${value.toLowerCase()}`);
  };
  // A VPN server is dialled by a name of its own, that of its certificate, or its address.
  const addServer = (value: Value | undefined) => {
    add('name', value);
    if (typeof value === 'string' && !/^[\d.:]+$/.test(value)) add('name', value.split('.')[0]);
  };
  for (const record of records) {
    if (record.host !== host || !/^(?:ras-client|rras|nps|nps-log)\./.test(record.name)) continue;
    const account = accountName(record.fields['dial_in_user'] ?? record.fields['user']);
    if (account !== null && !EVERYWHERE.has(account)) names.add(`account ${account}`);
    for (const field of ['server', 'called_station', 'nas_ip', 'client_name', 'client_ip']) addServer(record.fields[field]);
  }
  for (const fact of facts) {
    if (fact.host !== host) continue;
    const { fields } = fact;
    if (fact.name === 'host.identity') add('domain', fields['domain']);
    if (fact.name === 'vpn.profile') addServer(fields['server']);
    if (fact.name === 'certificate.machine') for (const value of [fields['subject_cn'], ...listOf(fields['san_dns'])]) addServer(value);
    if (fact.name === 'adapter.address') for (const value of listOf(fields['ipv4'])) add('name', value);
  }
  return names;
}

function listOf(value: Value | undefined): readonly string[] {
  return Array.isArray(value) ? (value as readonly unknown[]).map(String) : [];
}
