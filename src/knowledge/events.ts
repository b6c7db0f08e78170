/** What an event of a Windows log means: rows by provider and id, and the text of a record. */
import type { FieldType } from '../model/values.ts';
import { AUTHENTICATION_SERVERS_EVENTS } from './event-rows/authentication-servers.ts';
import { EAP_AND_CERTIFICATES_EVENTS } from './event-rows/eap-and-certificates.ts';
import { IPSEC_EVENTS } from './event-rows/ipsec.ts';
import { NETWORK_EVENTS } from './event-rows/network.ts';
import { REMOTE_ACCESS_TRACES_EVENTS } from './event-rows/remote-access-traces.ts';
import { REMOTE_ACCESS_EVENTS } from './event-rows/remote-access.ts';
import type { EventGroup, EventRow } from './event-rows/row.ts';
import { SECURITY_AUDITING_EVENTS } from './event-rows/security-auditing.ts';
import { START_AND_STOP_EVENTS } from './event-rows/start-and-stop.ts';
import { SYSTEM_EVENTS } from './event-rows/system.ts';
import { providerKey } from './providers.ts';
import { type Reference, referencesOf } from './references.ts';

export const EVENT_GROUPS: readonly EventGroup[] = [
  ...REMOTE_ACCESS_EVENTS,
  ...REMOTE_ACCESS_TRACES_EVENTS,
  ...EAP_AND_CERTIFICATES_EVENTS,
  ...IPSEC_EVENTS,
  ...SECURITY_AUDITING_EVENTS,
  ...AUTHENTICATION_SERVERS_EVENTS,
  ...SYSTEM_EVENTS,
  ...NETWORK_EVENTS,
  ...START_AND_STOP_EVENTS,
];

/** A row with what its group says. */
export interface EventKnowledge extends EventRow {
  readonly provider: string;
  readonly channel?: string;
  readonly where?: string;
}

interface Index {
  readonly byKey: Map<string, EventKnowledge[]>;
  readonly byId: Map<number, EventKnowledge[]>;
  readonly texts: Map<string, string>;
}

let built: Index | undefined;

function index(): Index {
  if (built) return built;
  built = { byKey: new Map(), byId: new Map(), texts: new Map() };
  for (const { rows, ...group } of EVENT_GROUPS) {
    for (const row of rows) {
      const entry: EventKnowledge = { ...group, ...row };
      push(built.byKey, `${providerKey(group.provider)}/${row.id}`, entry);
      push(built.byId, row.id, entry);
      if (!built.texts.has(row.name)) built.texts.set(row.name, row.text);
    }
  }
  for (const rows of [...built.byKey.values(), ...built.byId.values()]) rows.sort((a, b) => (b.version ?? 0) - (a.version ?? 0));
  return built;
}

function push<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const known = map.get(key);
  if (known) known.push(value);
  else map.set(key, [value]);
}

/** Rows of an event, newest template version first; empty when unknown. Any spelling of the provider. */
export function eventVersions(provider: string, id: number): readonly EventKnowledge[] {
  return index().byKey.get(`${providerKey(provider)}/${id}`) ?? [];
}

/** The row of an event: that of `version` where there is one, else the newest; null when unknown. */
export function lookUpEvent(provider: string, id: number, version?: number): EventKnowledge | null {
  const rows = eventVersions(provider, id);
  return rows.find((row) => row.version === version) ?? rows[0] ?? null;
}

/** Rows of every provider that uses this id, one per provider. */
export function lookUpEventId(id: number): EventKnowledge[] {
  const seen = new Set<string>();
  return (index().byId.get(id) ?? []).filter((row) => !seen.has(row.provider) && seen.add(row.provider));
}

/** Our short message for a record name, or null when the name is not in the tables. */
export function eventText(recordName: string): string | null {
  return index().texts.get(recordName) ?? null;
}

/** Sources of a row. */
export function eventReferences(row: EventRow): Reference[] {
  return referencesOf(row.sources);
}

/** Fields of the record a row becomes, with their types. */
export function fieldTypes(row: EventRow): Record<string, FieldType> {
  return Object.fromEntries(row.fields.map((field) => splitField(field)));
}

function splitField(field: string): [string, FieldType] {
  const [name = field, type = 'string'] = field.split(':');
  return [name, type as FieldType];
}

/** `NASIPv4Address` → `nas_ipv4_address`, `EAPType` → `eap_type`: the form of field names in records. */
export function snakeName(name: string): string {
  return name
    .slice(0, 64)
    .replace(/IPv([46])/g, 'Ipv$1')
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replace(/([A-Z])([A-Z][a-z])/g, '$1_$2')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^_|_$/g, '');
}
