/**
 * Findings of xray, the collector's own checks. They stand beside ours and prove nothing of themselves.
 *
 *   <Diagnostic Name="net_vpn_KB4553295" Result="0" Duration="120" Reported="2" />        xray_report_*.xml
 *     → xray.finding {id: net_vpn_KB4553295, severity: error}: what was found is in Reported; Result 0 only says that it ran
 *   ** Issue 1 <TAB>Found a potential issue (reported by net_vpn_KB4553295):              xray_ISSUES-FOUND_*.txt, xray_INFO_*.txt
 *   **
 *   Following VPN connection …  → xray.finding {id, severity: error, title: the first line below}
 * Both files tell of the same finding: same id, the report has the severity, the text the words. The scripts write English everywhere.
 */
import { decodeText } from '../../formats/text/decode.ts';
import type { ArtifactInfo, ArtifactSource, Emit, ReadResult, SourceContext } from '../../model/source.ts';
import type { Value } from '../../model/values.ts';
import { readReport, readStamp } from './report.ts';
import type { Report } from './report.ts';

const SEVERITIES: Readonly<Record<number, string>> = { 0: 'info', 1: 'warning', 2: 'error' };
const ISSUE = /^\*\*\s.{0,200}\(reported by\s+([^()\s]{1,120})\s*\)/i;
const SEPARATOR = /^\s*(?:\*\s){5,}\*?\s*$/;
const MOST_TITLE = 300;

export const xray: ArtifactSource = {
  id: 'xray',
  reads: ['xray'],
  yields: [{ kind: 'fact', name: 'xray.finding', fields: { id: 'string', severity: 'string', title: 'string', kb: 'string' } }],
  parse(artifact, bytes, emit, context): ReadResult {
    const decoded = decodeText(bytes, context);
    const text = decoded.text;
    if (text.trim() === '') return { outcome: 'ignored', reason: 'the file is empty' };
    if (/^\s*</.test(text)) {
      const report = readReport(text);
      return report === null ? { outcome: 'ignored', reason: 'XML, but no report of xray' } : emitReport(report, artifact, emit, context);
    }
    return emitIssues(decoded.lines, artifact, emit, context);
  },
};

function fieldsOf(id: string, severity: string | undefined, title: string | undefined): Record<string, Value> {
  const kb = /(?:^|_)(KB\d{5,8})(?:_|$)/i.exec(id)?.[1]?.toUpperCase();
  return { id, ...(severity === undefined ? {} : { severity }), ...(title === undefined || title === '' ? {} : { title }), ...(kb === undefined ? {} : { kb }) };
}

function emitReport(report: Report, artifact: ArtifactInfo, emit: Emit, context: SourceContext): ReadResult {
  const observedAt = report.endedAt ?? report.startedAt;
  const found = report.diagnostics.filter((diagnostic) => diagnostic.reported !== undefined);
  for (const diagnostic of found) {
    emit.fact({
      name: 'xray.finding',
      host: artifact.host,
      subject: diagnostic.name,
      fields: fieldsOf(diagnostic.name, SEVERITIES[diagnostic.reported as number], undefined),
      ...(observedAt === undefined ? {} : { observedAt }),
      ref: context.ref({ kind: 'line', line: diagnostic.line }),
    });
  }
  const unfinished = report.diagnostics.filter((diagnostic) => diagnostic.result !== undefined && diagnostic.result !== 0).length;
  const reasons = [
    ...(report.problem === null ? [] : [`the XML breaks off: ${report.problem}`]),
    ...(report.isComplete ? [] : ['xray did not finish']),
    ...(unfinished > 0 ? [`${unfinished} of ${report.diagnostics.length} checks were skipped or failed`] : []),
  ];
  const isComplete = reasons.length === 0;
  const reason = reasons.join('; ');
  emit.listing({ fact: 'xray.finding', host: artifact.host, complete: isComplete, count: found.length, ...(isComplete ? {} : { reason }), ref: context.ref({ kind: 'whole' }) });
  // Checks that skip themselves are usual: the report itself was read whole.
  return { outcome: report.problem === null ? 'read' : 'partial', ...(isComplete ? {} : { reason }) };
}

function emitIssues(lines: readonly string[], artifact: ArtifactInfo, emit: Emit, context: SourceContext): ReadResult {
  const isErrors = /(?:^|\/)xray_ISSUES-FOUND/i.test(artifact.path);
  const isLog = lines.slice(0, 50).some((line) => /^\d{6}-\d{6}\.\d{1,7} \[/.test(line));
  if (isLog) return { outcome: 'ignored', reason: 'activity log of xray; its findings are in the report' };
  const observedAt = lines.slice(0, 5).map(readStamp).find((stamp) => stamp !== null);
  let count = 0;
  for (const [at, line] of lines.entries()) {
    const id = ISSUE.exec(line.slice(0, 500))?.[1];
    if (id === undefined || count >= 1000) continue;
    count += 1;
    // The information file holds both hints and warnings: only the report tells which.
    emit.fact({
      name: 'xray.finding',
      host: artifact.host,
      subject: id,
      fields: fieldsOf(id, isErrors ? 'error' : undefined, titleBelow(lines, at)),
      ...(observedAt === undefined || observedAt === null ? {} : { observedAt }),
      ref: context.ref({ kind: 'line', line: at + 1 }),
    });
  }
  const isXray = count > 0 || lines.slice(0, 5).some((line) => /^\s*xray by /i.test(line));
  return isXray ? { outcome: 'read' } : { outcome: 'ignored', reason: 'no finding of xray in it' };
}

/** The first line with words below the heading of an issue. */
function titleBelow(lines: readonly string[], heading: number): string | undefined {
  for (const line of lines.slice(heading + 1, heading + 12)) {
    if (SEPARATOR.test(line) || ISSUE.test(line.slice(0, 500))) return undefined;
    const text = line.trim();
    if (text !== '' && !/^\*+$/.test(text)) return text.slice(0, MOST_TITLE);
  }
  return undefined;
}
