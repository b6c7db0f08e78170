/** Data behind `rasalyze explain <code | symbol | provider/id | id>`: everything the tables know, for someone else to print. */
import type { Stage } from '../model/case.ts';
import type { FieldType } from '../model/values.ts';
import { CODE_TABLES, codeForms, lookUpCode, normaliseCode, type CodeFamily, type CodeMeaning } from './error-codes.ts';
import { eventReferences, eventVersions, fieldTypes, lookUpEventId, type EventKnowledge } from './events.ts';
import type { EventLevel, EventSide, MeaningBasis } from './event-rows/row.ts';
import type { Reference } from './references.ts';
import { collectFor, stageDoing, stageHint, stageName } from './stages.ts';

export interface ExplainedMeaning extends CodeMeaning {
  /** Where such codes come from, for people. */
  readonly familyName: string;
}

export interface ExplainedStage {
  readonly stage: Stage;
  readonly name: string;
  readonly doing: string;
  readonly collect: readonly string[];
}

export interface ExplainedCode {
  readonly code: number;
  readonly decimal: string;
  readonly hex: string;
  readonly signed: string;
  /** Best guess first; empty when the tables do not have it. */
  readonly meanings: readonly ExplainedMeaning[];
  /** Where on the ladder it usually appears; a hint. */
  readonly stage: ExplainedStage | null;
}

export interface ExplainedEvent {
  readonly provider: string;
  readonly id: number;
  readonly channel: string | null;
  /** Where else to look, in words. */
  readonly where: string | null;
  readonly level: EventLevel;
  readonly side: EventSide;
  /** Name of the record it becomes. */
  readonly record: string;
  readonly meaning: string;
  /** Fields of the record. */
  readonly fields: readonly { readonly name: string; readonly type: FieldType }[];
  /** What single fields of the event hold. */
  readonly about: Readonly<Record<string, string>>;
  readonly versions: readonly number[];
  readonly verified: boolean;
  readonly basis: MeaningBasis;
  readonly note: string | null;
  readonly sources: readonly Reference[];
}

export interface Explanation {
  readonly query: string;
  readonly code: ExplainedCode | null;
  readonly events: readonly ExplainedEvent[];
}

const FAMILY_NAMES: Readonly<Record<CodeFamily, string>> = {
  RAS: 'remote access error',
  MPR: 'router and demand-dial error',
  IPSEC: 'IPsec and IKE error',
  WINHTTP: 'HTTPS transport error (SSTP)',
  EAP: 'EAP error',
  'HRESULT-CERT': 'certificate, key or TLS error',
  NTSTATUS: 'logon status (NTSTATUS)',
  WIN32: 'Windows system error',
  'NPS-REASON': 'NPS reason code',
  KERBEROS: 'Kerberos error (events 4768 and 4771)',
  'IKE-VALUE': 'value of an IKE or filtering-platform field',
};

/**
 * Explains a code in any spelling (`809`, `0x80092013`, `-2146885613`), a symbol (`ERROR_VPN_TIMEOUT`), an event as provider and id
 * (`RasClient/20227`) or a bare event id. Null when the query has none of these forms; empty parts when it has but is unknown.
 */
export function explain(query: string): Explanation | null {
  const text = query.trim();
  const event = /^(.{1,120}?)\s*[/:#]\s*(\d{1,6})$/.exec(text);
  if (event) return { query: text, code: null, events: eventVersions(event[1] ?? '', Number(event[2])).slice(0, 1).map(explainEvent) };
  const code = codeOf(text);
  if (code !== null) return { query: text, code: explainCode(code), events: /^\d{1,6}$/.test(text) ? lookUpEventId(Number(text)).map(explainEvent) : [] };
  return /^[A-Z][A-Z0-9_]{3,80}$/i.test(text) ? { query: text, code: null, events: [] } : null;
}

/** Eight digits without 0x are hexadecimal when only that reading is known (80092013 as it stands in a dialog). */
function codeOf(text: string): number | null {
  const code = normaliseCode(text) ?? codeOfSymbol(text);
  if (code === null || lookUpCode(code).length > 0 || !/^[89cd]\d{7}$/i.test(text)) return code;
  const hex = Number.parseInt(text, 16);
  return lookUpCode(hex).length > 0 ? hex : code;
}

function codeOfSymbol(text: string): number | null {
  const wanted = text.toUpperCase();
  for (const { rows } of CODE_TABLES) {
    const row = rows.find(([, symbol]) => symbol === wanted);
    if (row) return row[0];
  }
  return null;
}

/** Everything known of a code (unsigned). */
export function explainCode(code: number): ExplainedCode {
  const meanings = lookUpCode(code);
  const values = (['KERBEROS', 'IKE-VALUE'] as const).flatMap((family) => lookUpCode(code, family).filter((entry) => entry.family === family));
  const stage = stageHint(code);
  return {
    code,
    ...codeForms(code),
    meanings: [...meanings, ...values].map((entry) => ({ ...entry, familyName: FAMILY_NAMES[entry.family] })),
    stage: stage === null ? null : { stage, name: stageName(stage), doing: stageDoing(stage), collect: collectFor(stage) },
  };
}

/** Everything known of an event. */
export function explainEvent(row: EventKnowledge): ExplainedEvent {
  const versions = eventVersions(row.provider, row.id).flatMap((entry) => (entry.version === undefined ? [] : [entry.version]));
  return {
    provider: row.provider,
    id: row.id,
    channel: row.channel ?? null,
    where: row.where ?? null,
    level: row.level,
    side: row.side,
    record: row.name,
    meaning: row.text,
    fields: Object.entries(fieldTypes(row)).map(([name, type]) => ({ name, type })),
    about: row.about ?? {},
    versions: versions.sort((a, b) => a - b),
    verified: row.unverified !== true,
    basis: row.basis,
    note: row.note ?? null,
    sources: eventReferences(row),
  };
}
