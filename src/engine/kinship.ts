/** Whether two machines have anything to do with each other, by what their bundles say. */
import type { Fact, LogRecord } from '../model/records.ts';
import type { Value } from '../model/values.ts';
import { accountName } from '../timeline/users.ts';

interface Bundles {
  readonly records: readonly LogRecord[];
  readonly facts: readonly Fact[];
}

interface Names {
  /** Accounts and domain. */
  readonly belongs: Set<string>;
  /** What the machine is called or reached by: name, certificates, addresses. */
  readonly is: Set<string>;
  /** What it dials, serves or is asked by. */
  readonly calls: Set<string>;
}

/** Accounts every machine has say nothing. */
const EVERYWHERE = new Set(['system', 'local service', 'network service', 'anonymous logon', 'administrator', 'guest', 'admin', 'user']);

/** The first thing two machines share (an account, a domain, a server both name, a name one calls the other), or null. */
export function sharedBy(first: string, second: string, bundles: Bundles): string | null {
  const [one, other] = [namesOf(first, bundles), namesOf(second, bundles)];
  return common(one.belongs, other.belongs) ?? common(one.calls, other.is) ?? common(one.is, other.calls) ?? common(one.calls, other.calls);
}

function common(one: ReadonlySet<string>, other: ReadonlySet<string>): string | null {
  for (const name of one) if (other.has(name)) return name;
  return null;
}

function namesOf(host: string, { records, facts }: Bundles): Names {
  const names: Names = { belongs: new Set(), is: new Set([host.toLowerCase()]), calls: new Set() };
  for (const record of records) {
    if (record.host !== host || !/^(?:ras-client|rras|nps|nps-log)\./.test(record.name)) continue;
    const account = accountName(record.fields['dial_in_user'] ?? record.fields['user']);
    if (account !== null && !EVERYWHERE.has(account)) names.belongs.add(`account ${account}`);
    const called = record.name.startsWith('ras-client.') ? ['server'] : ['server', 'called_station', 'nas_ip', 'client_name'];
    for (const field of called) add(names.calls, record.fields[field]);
  }
  for (const { name, fields, host: own } of facts) {
    if (own !== host) continue;
    const { domain } = fields;
    if (name === 'host.identity' && typeof domain === 'string' && domain !== '') names.belongs.add(`domain ${domain.toLowerCase()}`);
    if (name === 'vpn.profile') add(names.calls, fields['server']);
    if (name === 'certificate.machine') for (const value of [fields['subject_cn'], ...listOf(fields['san_dns'])]) add(names.is, value);
    if (name === 'adapter.address') for (const value of listOf(fields['ipv4'])) add(names.is, value);
  }
  return names;
}

/** A name counts with and without its domain, an address as it is. */
function add(names: Set<string>, value: Value | undefined): void {
  if (typeof value !== 'string' || value === '') return;
  const name = value.toLowerCase();
  names.add(name);
  const [label = ''] = name.split('.');
  if (!/^[\d.:]+$/.test(name) && label !== '*') names.add(label);
}

function listOf(value: Value | undefined): readonly string[] {
  return Array.isArray(value) ? (value as readonly unknown[]).map(String) : [];
}
