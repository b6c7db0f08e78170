/** What a term means, with the signatures that speak of it. */
import { explain } from '../knowledge/explain.ts';
import { UNDETECTABLE } from '../knowledge/failure-rows.ts';
import type { Signature } from '../model/signature.ts';
import type { TermExplanation } from '../report/explain.ts';

/** Explains a code, an event or a signature id. Never throws. */
export function explainTerm(term: string, signatures: readonly Signature[]): TermExplanation {
  const text = term.trim();
  const named = signatures.filter((signature) => signature.id.toLowerCase() === text.toLowerCase());
  const explanation = explain(text);
  const code = explanation?.code ?? null;
  const records = new Set(explanation?.events.map((event) => event.record) ?? []);
  const related = signatures.filter((signature) => (code !== null && numbersIn(signature.applies_when).has(code.code)) || mentions(signature.applies_when, records));
  const found = [...new Set([...named, ...related])];
  const row = UNDETECTABLE.find((candidate) => candidate.id.toLowerCase() === text.toLowerCase());
  const isKnown = row !== undefined || named.length > 0 || (code?.meanings.length ?? 0) > 0 || (explanation?.events.length ?? 0) > 0;
  return { term: text, isKnown, explanation, row: row ?? null, signatures: found.map(({ id, title, status, cause }) => ({ id, title, status, cause: cause.trim() })) };
}

/** Every number a gate compares a field with. */
function numbersIn(value: unknown, found: Set<number> = new Set()): Set<number> {
  if (typeof value === 'number') found.add(value);
  else if (Array.isArray(value)) for (const item of value) numbersIn(item, found);
  else if (typeof value === 'object' && value !== null) for (const item of Object.values(value)) numbersIn(item, found);
  return found;
}

function mentions(value: unknown, records: ReadonlySet<string>): boolean {
  if (typeof value === 'string') return records.has(value);
  if (Array.isArray(value)) return value.some((item) => mentions(item, records));
  return typeof value === 'object' && value !== null && Object.values(value).some((item) => mentions(item, records));
}
