/** Redaction changes names, never a verdict: every case is judged as it is and without its names. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { judgeCase } from '../../src/engine/judge-case.ts';
import { readCase } from '../../src/engine/read-case.ts';
import { startStopwatch } from '../../src/engine/timing.ts';
import type { CaseEvidence } from '../../src/model/case-evidence.ts';
import type { Report } from '../../src/model/report.ts';
import { redactEvidence } from '../../src/redaction/evidence.ts';
import { engineOptions, nameOf, openBytes, recipePaths } from '../cases/cases.ts';
import { buildCase, parseCase } from '../support/case.ts';

const options = engineOptions();
const stopwatch = startStopwatch();

async function evidenceOf(path: string): Promise<CaseEvidence> {
  const bundles = await Promise.all(buildCase(parseCase(readFileSync(path, 'utf8'))).map((built) => openBytes(built.fileName, built.zip())));
  return readCase(bundles, { stopwatch });
}

const judged = (evidence: CaseEvidence): Report => judgeCase(evidence, { ...options, stopwatch }).report;

/** All that may not change. */
function substance({ case: { bundles, clockOffsets }, attempts, coverage, diagnosis, timeline }: Report): unknown {
  // A signature judged per host names it where others name attempts.
  const subjects = (names: readonly string[]): string[] => names.map((name) => (/^A\d+$/.test(name) ? name : 'host'));
  const kept = (item: { signature: string; attempts: readonly string[]; evidence: readonly unknown[] }) => [item.signature, subjects(item.attempts), item.evidence.length];
  return {
    roles: bundles.map((bundle) => bundle.hosts.map((host) => host.roles)),
    clocks: clockOffsets.map((offset) => [offset.seconds, offset.uncertaintySeconds]),
    attempts: attempts.map(({ id, outcome, errorCode, stages, joins, startedAt }) => [id, outcome, errorCode, stages, joins.map((join) => [join.kind, join.strength]), startedAt]),
    causes: diagnosis.rootCauses.map((cause) => [...kept(cause), cause.confidence.level, cause.explains]),
    contributing: diagnosis.contributing.map(kept),
    undecided: diagnosis.undecided.map((item) => [item.signature, subjects(item.attempts), item.missing]),
    ruledOut: diagnosis.ruledOut.map((item) => [item.signature, subjects(item.attempts), item.by]),
    missing: diagnosis.missing.map((item) => [item.need, item.settles]),
    comparisons: diagnosis.comparisons.map((item) => item.steps.map((step) => step.isSameKind)),
    coverage: coverage.map((item) => [item.kind, item.outcome, item.records]),
    timeline: timeline.map((row) => [row.time, row.code, row.attempt]),
  };
}

describe.each(recipePaths().map((path) => [nameOf(path), path] as const))('%s without names', (_, path) => {
  it('is judged the same', async () => {
    const evidence = await evidenceOf(path);
    const redacted = redactEvidence(evidence).evidence;
    expect(substance(judged(redacted))).toEqual(substance(judged(evidence)));
  });
});
