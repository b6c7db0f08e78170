/** No planted name survives in any output, in any case or encoding. */
import { describe, expect, it } from 'vitest';
import { caseText } from '../../src/engine/case-file.ts';
import { judgeCase } from '../../src/engine/judge-case.ts';
import { timelineRows } from '../../src/engine/timeline.ts';
import { startStopwatch } from '../../src/engine/timing.ts';
import { redactedReport } from '../../src/engine/redact-file.ts';
import { redactEvidence } from '../../src/redaction/evidence.ts';
import { renderJson } from '../../src/report/json.ts';
import { renderTerminal } from '../../src/report/terminal.ts';
import { timelineRenderer } from '../../src/report/timeline.ts';
import { engineOptions } from '../cases/cases.ts';
import { NEEDLES, plantedCase } from './planted.ts';

const options = engineOptions();
const planted = plantedCase(options.vocabulary);
const { evidence } = redactEvidence(planted, { key: 'a key' });
const judge = (given: typeof planted) => judgeCase(given, { ...options, stopwatch: startStopwatch() });

/** All ways in which a text may be written in another. */
function formsOf(needle: string): string[] {
  const bytes = [Buffer.from(needle), Buffer.from(needle, 'utf16le')];
  // Base64 of a text inside another depends on where it begins; its first and last letters depend on the neighbours.
  const base64 = bytes.flatMap((buffer) => [0, 1, 2].map((shift) => Buffer.concat([Buffer.alloc(shift), buffer]).toString('base64').replace(/=+$/, '').slice(shift === 0 ? 0 : 4, -1)));
  return [needle, JSON.stringify(needle).slice(1, -1), [...needle].join('\0'), [...needle].join('\\u0000'), encodeURIComponent(needle), ...bytes.map((buffer) => buffer.toString('hex')), ...base64.filter((text) => text.length > 5)];
}

/** Needles with a place where each survived. */
function survivors(output: string): string[] {
  const lower = output.toLowerCase();
  return [...new Set(NEEDLES.flatMap(formsOf))].flatMap((form) => {
    const at = lower.indexOf(form.toLowerCase());
    return at < 0 || isInNumber(lower, form) ? [] : [`${form}: …${output.slice(Math.max(0, at - 60), at + form.length + 30)}…`];
  });
}

/** `1013` is a relative id; in a longer number it is chance. */
function isInNumber(text: string, form: string): boolean {
  return /^\d{1,5}$/.test(form) && !new RegExp(`-${form}\\b`).test(text);
}

async function timeline(format: 'text' | 'csv' | 'jsonl'): Promise<string> {
  const renderer = timelineRenderer(format);
  let text = renderer.head;
  for await (const row of timelineRows([], { ...judge(evidence), redactor: null }, { filter: {}, all: false, onProblem: () => {} })) text += renderer.row(row);
  return text;
}

describe('planted names', () => {
  it('are found where nothing is redacted', () => {
    const text = caseText(planted, '0.0.0');
    expect(NEEDLES.filter((needle) => !text.toLowerCase().includes(JSON.stringify(needle).slice(1, -1).toLowerCase()))).toEqual([]);
  });

  it('are in no stored evidence', () => {
    expect(survivors(caseText(evidence, '0.0.0'))).toEqual([]);
  });

  it('are in no report', () => {
    const { report } = judge(evidence);
    expect(survivors(renderJson(report))).toEqual([]);
    for (const verbose of [false, true]) expect(survivors(renderTerminal(report, { color: false, width: 100, verbose }))).toEqual([]);
  });

  it.each(['text', 'csv', 'jsonl'] as const)('are in no timeline as %s', async (format) => {
    expect(survivors(await timeline(format))).toEqual([]);
  });

  it('are in no report that is redacted after it was written', () => {
    expect(survivors(redactedReport(renderJson(judge(planted).report), {}) ?? 'contoso')).toEqual([]);
  });
});
