/**
 * Verdicts of the support diagnostics' own rules (`results.xml` and the files their helpers write). They stand beside ours.
 *
 *   <RootCause id="RC_IPv6Check" name="…"><Data id="Status" name="Status">Detected</Data>…       report of the troubleshooting platform
 *     → sdp.finding {id: RC_IPv6Check}; `Not Detected`, `Not Checked` and `Fixed` are no findings
 *   <Root><Item Name="Item123"><ID>RC_IPv6Check</ID><Detected>True</Detected>…                    run without that platform
 *   <Root><Item … RootCauseID="RC_IPv6Check"><ID>…</ID><Name>LAP042 - IPv6</Name><Verbosity>Error</Verbosity>…  → severity and title
 * Shapes: Report schema of the Windows Troubleshooting Platform (Microsoft Learn) and the psSDP scripts. No real file was seen.
 */
import { SaxesParser } from 'saxes';
import { decodeText } from '../../formats/text/decode.ts';
import type { ArtifactSource, ReadResult } from '../../model/source.ts';
import type { Value } from '../../model/values.ts';

interface Finding {
  readonly line: number;
  id?: string;
  title?: string;
  severity?: string;
  /** Whether a status says it was found; undefined when none is stated. */
  detected?: boolean;
}

const MOST_FINDINGS = 2_000;
const MOST_DEPTH = 200;
const MOST_TEXT = 2_000;
const ROOTS: ReadonlySet<string> = new Set(['ResultReport', 'Root', 'results', 'Results']);

export const sdpResults: ArtifactSource = {
  id: 'sdp-results',
  reads: ['sdp-results'],
  yields: [{ kind: 'fact', name: 'sdp.finding', fields: { id: 'string', severity: 'string', title: 'string' } }],
  parse(artifact, bytes, emit, context): ReadResult {
    const { text } = decodeText(bytes, context);
    const { findings, problem, isKnown } = readFindings(text);
    if (!isKnown) return { outcome: 'ignored', reason: 'no report of the support diagnostics' };
    for (const finding of findings) {
      const { id, title, severity } = finding;
      if (id === undefined || finding.detected === false) continue;
      // A section of the report without a verdict is a finding only when it warns.
      if (finding.detected === undefined && severity !== 'error' && severity !== 'warning') continue;
      const fields: Record<string, Value> = { id, ...(severity === undefined ? {} : { severity }), ...(title === undefined || title === id ? {} : { title }) };
      emit.fact({ name: 'sdp.finding', host: artifact.host, subject: id, fields, ref: context.ref({ kind: 'line', line: finding.line }) });
    }
    return problem === null ? { outcome: 'read' } : { outcome: 'partial', reason: `the XML breaks off: ${problem}` };
  },
};

function readFindings(xml: string): { findings: readonly Finding[]; problem: string | null; isKnown: boolean } {
  const parser = new SaxesParser();
  const findings: Finding[] = [];
  const path: { tag: string; id: string | undefined; finding?: Finding }[] = [];
  let text = '';
  let isKnown = false;
  let problem: string | null = null;
  parser.on('error', (error) => {
    problem ??= error.message;
  });
  parser.on('opentag', ({ name, attributes }) => {
    const tag = name.slice(name.indexOf(':') + 1);
    if (path.length === 0) isKnown = ROOTS.has(tag);
    text = '';
    const entry: (typeof path)[number] = { tag, id: attributes['id'] ?? attributes['Id'] ?? attributes['ID'] };
    if ((tag === 'RootCause' || tag === 'Item') && findings.length < MOST_FINDINGS) {
      entry.finding = { line: parser.line };
      const id = tag === 'RootCause' ? entry.id : (attributes['RootCauseID'] ?? '');
      if (id !== undefined && id !== '') entry.finding.id = id;
      const title = tag === 'RootCause' ? attributes['name'] : undefined;
      if (title !== undefined) entry.finding.title = title.slice(0, 300);
      findings.push(entry.finding);
    }
    if (path.length >= MOST_DEPTH) problem ??= 'elements lie too deep';
    else path.push(entry);
  });
  parser.on('text', (part) => {
    if (text.length < MOST_TEXT) text += part;
  });
  parser.on('closetag', () => {
    const entry = path.pop();
    const finding = path.at(-1)?.finding;
    if (entry !== undefined && finding !== undefined) readDetail(entry, text.trim(), finding);
    text = '';
  });
  for (let at = 0; at < xml.length && problem === null && (isKnown || path.length === 0); at += 4_096) parser.write(xml.slice(at, at + 4_096));
  if (problem === null && isKnown) parser.close();
  return { findings, problem, isKnown };
}

function readDetail(entry: { readonly tag: string; readonly id: string | undefined }, text: string, finding: Finding): void {
  if (text === '') return;
  if (entry.tag === 'ID') finding.id ??= text.slice(0, 200);
  else if (entry.tag === 'Name') finding.title ??= text.slice(0, 300);
  else if (entry.tag === 'Detected') finding.detected = /^true$/i.test(text);
  else if (entry.tag === 'Verbosity') finding.severity = severityOf(text);
  else if (entry.tag === 'Data' && /^status$/i.test(entry.id ?? '')) finding.detected = /^(?:Detected|Not Fixed)$/i.test(text);
}

function severityOf(text: string): string {
  return /^error/i.test(text) ? 'error' : /^warning/i.test(text) ? 'warning' : 'info';
}
