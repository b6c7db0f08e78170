/** Findings of other analysers in the bundle: one a check and host, whatever files tell of it. */
import { refText } from '../report/refs.ts';
import type { Fact } from '../model/records.ts';
import type { ReportOtherFinding } from '../model/report.ts';

const TOOLS: Readonly<Record<string, ReportOtherFinding['tool']>> = { 'xray.finding': 'xray', 'sdp.finding': 'sdp' };

/** The report knows the severity, the text the words: facts of one subject are one finding. */
export function otherFindings(facts: readonly Fact[], isSingle: boolean): ReportOtherFinding[] {
  const found = new Map<string, ReportOtherFinding>();
  for (const fact of facts) {
    const tool = TOOLS[fact.name];
    if (tool === undefined) continue;
    const key = `${tool}\u0000${fact.host}\u0000${fact.subject}`;
    const known = found.get(key);
    const { artifact, at, bundle } = fact.ref;
    found.set(key, {
      tool,
      host: fact.host,
      id: fact.subject,
      severity: known?.severity ?? textOf(fact.fields['severity']),
      title: known?.title ?? textOf(fact.fields['title']),
      ref: known?.ref ?? refText(isSingle || bundle === undefined ? { artifact, at } : { artifact, at, bundle }),
    });
  }
  return [...found.values()];
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}
