/** Records and facts as selectors see them: by field name, with the few properties that are not fields. */
import type { Fact, LogRecord } from '../../model/records.ts';
import type { FieldType, Value } from '../../model/values.ts';
import type { FieldOf } from './condition.ts';
import { OWN_TIME } from './references.ts';

/** Field of a record or fact by name, with the few properties that are not fields. */
export function fieldsOf(source: LogRecord | Fact): FieldOf {
  return (name) => {
    const own = Object.hasOwn(source.fields, name) ? source.fields[name] : undefined;
    if (own !== undefined) return own;
    if (name === 'host') return source.host;
    return isRecord(source) ? recordProperty(source, name) : factProperty(source, name);
  };
}

export function isRecord(source: LogRecord | Fact): source is LogRecord {
  return 'scope' in source;
}

function recordProperty(record: LogRecord, name: string): Value | undefined {
  if (name === 'time') return isPlaced(record) ? record.time : undefined;
  if (name === OWN_TIME) return isPlaced(record) ? record.time + (record.clock?.shiftedBy ?? 0) : undefined;
  if (name === 'code') return record.code;
  if (name === 'provider') return record.scope.provider;
  return name === 'channel' ? record.scope.channel : undefined;
}

function factProperty(fact: Fact, name: string): Value | undefined {
  if (name === 'subject') return fact.subject;
  return name === 'time' ? fact.observedAt : undefined;
}

/** Local time to which no zone was applied is not yet UTC. */
export function isPlaced(record: LogRecord): boolean {
  return record.clock?.clock !== 'local' || record.clock.offsetMinutes !== undefined;
}

/** Names `fieldsOf` knows beside the declared fields; checked by the lint. */
export const RECORD_PROPERTIES: Readonly<Record<string, FieldType>> = {
  host: 'string',
  time: 'time',
  code: 'number',
  provider: 'string',
  channel: 'string',
};
export const FACT_PROPERTIES: Readonly<Record<string, FieldType>> = { host: 'string', subject: 'string', time: 'time' };
