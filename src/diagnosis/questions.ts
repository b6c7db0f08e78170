/** The questions to a person that tell most of the open failures apart. */
import { QUESTIONS, type Question } from '../knowledge/questions.ts';
import type { AskedQuestion, Fallback, Undecided } from '../model/diagnosis.ts';

/** More than these nobody answers. */
const MOST = 3;

/** Best first: those whose answers tell most of the open signatures apart; where none is open, those for the code. */
export function questionsFor(undecided: readonly Undecided[], fallback: readonly Fallback[]): AskedQuestion[] {
  const open = undecided.map(({ signature }) => signature.id);
  const codes = new Set(fallback.map((item) => item.code));
  const stages = new Set(fallback.map((item) => item.stage));
  const ranked = QUESTIONS.map((question) => {
    const isFitting = question.codes.some((code) => codes.has(code)) && question.stages.some((stage) => stages.has(stage));
    const patterns = open.map((id) => patternOf(id, question)).filter((pattern) => pattern !== '');
    const pairs = pairsApart(patterns);
    return { question, score: 10 * pairs + patterns.length + Number(isFitting), isWorth: pairs > 0 || (isFitting && (patterns.length > 0 || open.length === 0)) };
  });
  return ranked
    .filter(({ isWorth }) => isWorth)
    .toSorted((a, b) => b.score - a.score)
    .slice(0, MOST)
    .map(({ question: { id, ask, answers } }) => ({ id, ask, answers: answers.map(({ answer, means, points }) => ({ answer, means, points: points.filter((point) => open.includes(point)) })) }));
}

/** The answers that speak for a signature; '' when none does, or all do. */
function patternOf(id: string, { answers }: Question): string {
  const speaking = answers.flatMap((answer, index) => (answer.points.includes(id) ? [index] : []));
  return speaking.length === answers.length ? '' : speaking.join();
}

/** How many pairs of signatures have answers of their own. */
function pairsApart(patterns: readonly string[]): number {
  return patterns.reduce((sum, pattern, at) => sum + patterns.slice(at + 1).filter((other) => other !== pattern).length, 0);
}
