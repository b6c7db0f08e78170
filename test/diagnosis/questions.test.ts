import { describe, expect, it } from 'vitest';
import { shippedSignatures, signatureFiles } from '../../src/apps/cli/signature-files.ts';
import { questionsFor } from '../../src/diagnosis/questions.ts';
import { codeText } from '../../src/knowledge/error-codes.ts';
import { QUESTIONS } from '../../src/knowledge/questions.ts';
import { STAGES } from '../../src/knowledge/stages.ts';
import { sourceVocabulary } from '../../src/engine/vocabulary.ts';
import { loadSignatures } from '../../src/matching/index.ts';
import type { Fallback, Undecided } from '../../src/model/diagnosis.ts';
import { FAILED, signatureOf } from '../matching/judging.ts';

const { signatures } = loadSignatures(signatureFiles(shippedSignatures()), sourceVocabulary());
const undecided = (...ids: readonly string[]): Undecided[] => ids.map((id) => ({ signature: { ...signatureOf({ all: { failed: FAILED } }), id }, attempts: ['A1'], missing: [], waiting: {}, why: '' }));
const failed = (code: number, stage: Fallback['stage']): Fallback => ({ attempt: 'A1', stage, code, meaning: '', say: '', collect: [] });

describe('the table of questions', () => {
  it('speaks of signatures, codes and stages that exist', () => {
    const ids = new Set(signatures.map((signature) => signature.id));
    expect(QUESTIONS.flatMap((question) => question.answers.flatMap((answer) => answer.points)).filter((id) => !ids.has(id))).toEqual([]);
    expect(QUESTIONS.flatMap((question) => question.codes).filter((code) => codeText(code).includes('unknown'))).toEqual([]);
    expect(QUESTIONS.flatMap((question) => question.stages).filter((stage) => !STAGES.includes(stage))).toEqual([]);
    expect(new Set(QUESTIONS.map((question) => question.id)).size).toBe(QUESTIONS.length);
  });

  it('has for every question answers that speak for different failures', () => {
    for (const { id, answers } of QUESTIONS) {
      expect(answers.length, id).toBeGreaterThan(1);
      const sets = answers.map((answer) => answer.points.toSorted().join());
      expect(new Set(sets).size, id).toBe(sets.length);
      expect(answers.every((answer) => answer.means.length > 0 && answer.points.length > 0), id).toBe(true);
    }
  });
});

describe('questions of a diagnosis', () => {
  it('are those that tell the open failures apart, with only these named', () => {
    const asked = questionsFor(undecided('ras-809-udp500-4500-blocked', 'ras-809-client-stack-damaged', 'ras-809-server-down-or-service-stopped'), [failed(809, 'reach-server')]);
    expect(asked.map((question) => question.id)).toEqual(expect.arrayContaining(['other-device']));
    expect(asked.length).toBeLessThanOrEqual(3);
    expect(asked.find((question) => question.id === 'other-device')?.answers.map((answer) => [answer.answer, answer.points])).toEqual([
      ['yes', ['ras-809-client-stack-damaged']],
      ['no', ['ras-809-udp500-4500-blocked', 'ras-809-server-down-or-service-stopped']],
      ['yes, but not both at once', []],
    ]);
  });

  it('are about the password where only the account is in doubt', () => {
    const asked = questionsFor(undecided('ras-691-credentials-wrong', 'nps-65-66', 'eap-stale-remembered-credential'), [failed(691, 'authenticate')]);
    expect(asked[0]?.id).toBe('same-password-elsewhere');
    expect(asked.map((question) => question.id)).not.toContain('wired');
  });

  it('fall back on the code where no known failure is open, and are none where nothing is', () => {
    expect(questionsFor([], [failed(829, 'connected')]).map((question) => question.id)).toEqual(['wired', 'how-long-it-lasts']);
    expect(questionsFor([], [])).toEqual([]);
    expect(questionsFor([], [failed(734, 'address')])).toEqual([]);
  });
});
