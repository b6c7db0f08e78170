/** Which items that do not hold are worth showing: a near miss is about the thing asked for, the rest of a list is not. */
import type { Fact, LogRecord } from '../../model/records.ts';
import type { Where } from '../../model/signature.ts';
import { judgeWhere } from './condition.ts';
import { fieldsOf, isRecord } from './items.ts';
import type { Resolve } from './references.ts';

/** Fields that say what or whom a record is about, and when: one of another service, person, time or IKE conversation proves nothing here. */
const RECORD_IDENTITY: readonly string[] = ['time', 'service', 'user_name', 'initiator_spi'];

/** Whether an item fails a condition on what it is about: another service of the list, another person's logon. */
export function isAside(source: LogRecord | Fact, where: Where | undefined, resolve: Resolve): boolean {
  if (where === undefined) return false;
  const asked = isRecord(source) ? askedOfRecords(where) : partOf(where, subjectFields(source));
  return asked !== null && judgeWhere(asked, fieldsOf(source), resolve) === 'false';
}

const recordParts = new WeakMap<Where, Where | null>();

function askedOfRecords(where: Where): Where | null {
  let part = recordParts.get(where);
  if (part === undefined) recordParts.set(where, (part = partOf(where, RECORD_IDENTITY)));
  return part;
}

function partOf(where: Where, names: readonly string[]): Where | null {
  const entries = Object.entries(where).filter(([name]) => names.includes(name));
  return entries.length === 0 ? null : Object.fromEntries(entries);
}

/** The fields of a fact that make up its subject, for example the service's name; a binding has two. */
function subjectFields({ subject, fields }: Fact): readonly string[] {
  const parts = subject.split('|');
  return Object.entries(fields).flatMap(([name, value]) => (typeof value === 'string' && parts.includes(value) ? [name] : []));
}
