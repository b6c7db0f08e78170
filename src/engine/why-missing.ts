/** Why an input is not there: absent because no such machine is in the case, because not asked for, or because its collection failed. */
import { collectedKind } from '../knowledge/collected-kinds.ts';
import type { Host } from '../model/case.ts';
import type { Fact } from '../model/records.ts';
import type { Need } from '../model/signature.ts';

/** Tells of each need what the collector's own log says; '' when it says nothing. */
export function missingReasons(hosts: readonly Host[], facts: readonly Fact[]): (need: Need) => string {
  return (need) => {
    const role = need.on ?? 'client';
    const machines = hosts.filter((host) => host.roles.includes(role)).map((host) => host.name);
    if (machines.length === 0) return `no bundle of a machine with the role ${role} is in the case`;
    const kind = collectedKind(need.fact ?? need.record ?? '');
    if (kind === null) return '';
    const own = facts.filter((fact) => machines.includes(fact.host));
    const asked = own.filter((fact) => fact.name === 'collection.asked' && fact.subject === kind);
    if (asked.length > 0 && asked.every((fact) => fact.fields['asked'] === false)) return 'the collector was not asked for it';
    const failed = own.find((fact) => fact.name === 'collection.step' && fact.fields['outcome'] === 'failed' && String(fact.fields['reason'] ?? '').toLowerCase().includes(kind.split('-')[0] ?? kind));
    if (failed) return `its collection failed: ${String(failed.fields['reason'])}`;
    return asked.length > 0 ? 'it was asked for but is not in the bundle, or does not cover the attempt' : '';
  };
}
