/** Redacts what an earlier run wrote: a report as JSON, or stored evidence. */
import type { CaseEvidence } from '../model/case-evidence.ts';
import { redactReport, type Json } from '../redaction/report.ts';
import { redactEvidence } from '../redaction/evidence.ts';
import type { RedactOptions } from './analyze.ts';

/** Schemas of ours that `redactReport` knows. */
const SCHEMAS: readonly string[] = ['rasalyze/report@1', 'rasalyze/diff@1'];
/** Far deeper than any report. */
const DEEPEST = 40;

/** The same report without names, as its renderer writes it; null when the text is no report of ours. */
export function redactedReport(text: string, options: RedactOptions): string | null {
  let report: Json;
  try {
    report = JSON.parse(text) as Json;
  } catch {
    return null;
  }
  if (typeof report !== 'object' || report === null || Array.isArray(report) || depthOf(report, 0) > DEEPEST) return null;
  const { schema } = report as { readonly [key: string]: Json };
  if (typeof schema !== 'string' || !SCHEMAS.includes(schema)) return null;
  return JSON.stringify(redactReport(report, options), null, 2);
}

function depthOf(value: Json, depth: number): number {
  if (typeof value !== 'object' || value === null || depth > DEEPEST) return depth;
  return Object.values(value).reduce((deepest: number, item: Json) => Math.max(deepest, depthOf(item, depth + 1)), depth);
}

export function redactedEvidence(evidence: CaseEvidence, options: RedactOptions): CaseEvidence {
  return redactEvidence(evidence, options).evidence;
}
