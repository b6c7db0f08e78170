/**
 * The name resolution policy table: rules of the machine (SYSTEM) and of group policy (SOFTWARE). Where the policy key
 * exists, Windows ignores the machine's own rules.
 *
 *   Services\Dnscache\Parameters\DnsPolicyConfig\{…}  Name ".corp.contoso.com", GenericDNSServers "192.0.2.10; 192.0.2.11"
 *                                         → dns.nrpt-rule {namespace: .corp.contoso.com, servers: […], from_policy: false}
 * Value names: MS-GPNRPT 2.2.2.
 */
import type { Yield } from '../../model/records.ts';
import type { Locator } from '../../model/refs.ts';
import { placeOf, textAt } from './view.ts';
import type { FactSink, RegistryView } from './view.ts';

export const NRPT_YIELD: Yield = { kind: 'fact', name: 'dns.nrpt-rule', fields: { namespace: 'string', servers: 'strings', from_policy: 'boolean' } };

const TABLES = [
  { area: 'SYSTEM', path: 'Services\\Dnscache\\Parameters\\DnsPolicyConfig', fromPolicy: false },
  { area: 'SOFTWARE', path: 'Policies\\Microsoft\\Windows NT\\DNSClient\\DnsPolicyConfig', fromPolicy: true },
] as const;
const MAX_RULES = 5_000;

/** Emits one `dns.nrpt-rule` for each namespace of each rule. One area alone never lists all rules. */
export function emitNrpt(view: RegistryView, { host, emit, ref }: FactSink): void {
  for (const { area, path, fromPolicy } of TABLES) {
    const list = area === view.area ? view.subkeys(path) : null;
    if (list === null) continue;
    let count = 0;
    for (const key of list.names.slice(0, MAX_RULES)) {
      const rule = `${path}\\${key}`;
      const at: Locator = placeOf(view, rule, 'Name');
      for (const namespace of namesAt(view, rule)) {
        const servers = (textAt(view, rule, 'GenericDNSServers') ?? '').split(/[;,\s]+/).filter((server) => server !== '');
        emit.fact({ name: 'dns.nrpt-rule', host, subject: namespace, fields: { namespace, servers, from_policy: fromPolicy }, ref: ref(at) });
        count += 1;
      }
    }
    emit.listing({ fact: 'dns.nrpt-rule', host, complete: false, count, reason: fromPolicy ? 'only rules of group policy' : 'only rules of the machine itself', ref: ref(list.at) });
  }
}

function namesAt(view: RegistryView, rule: string): readonly string[] {
  const found = view.value(rule, 'Name');
  if (found.state !== 'found') return [];
  if (typeof found.data === 'string') return found.data === '' ? [] : [found.data];
  return Array.isArray(found.data) ? found.data.filter((name): name is string => typeof name === 'string' && name !== '') : [];
}
