/** The questions to a person that tell most of the open failures apart. */
import { QUESTIONS, type Question } from '../knowledge/questions.ts';
import type { AskedQuestion, Fallback, Undecided } from '../model/diagnosis.ts';

/** More than these nobody answers. */
const MOST = 3;

/** Best first: each tells open signatures apart that those before it leave together; where none is open, those for the code. */
export function questionsFor(undecided: readonly Undecided[], fallback: readonly Fallback[]): AskedQuestion[] {
  const open = undecided.map(({ signature }) => signature.id);
  const codes = new Set(fallback.map((item) => item.code));
  const stages = new Set(fallback.map((item) => item.stage));
  const candidates = QUESTIONS.map((question): Candidate => {
    const isFitting = question.codes.some((code) => codes.has(code)) && question.stages.some((stage) => stages.has(stage));
    const patterns = open.map((id) => patternOf(id, question));
    return { question, isFitting, pairs: pairsApart(patterns), named: patterns.filter((pattern) => pattern !== '').length };
  });
  const chosen = bestApart(candidates);
  const fitting = candidates.filter(({ isFitting, named }) => isFitting && (named > 0 || open.length === 0)).toSorted((a, b) => b.named - a.named);
  return (chosen.length > 0 ? chosen : fitting.slice(0, MOST)).map(({ question: { id, ask, answers } }) => ({ id, ask, answers: answers.map(({ answer, means, points }) => ({ answer, means, points: points.filter((point) => open.includes(point)) })) }));
}

interface Candidate {
  readonly question: Question;
  /** The code and the stage are among those it is about. */
  readonly isFitting: boolean;
  /** Pairs of open signatures it tells apart. */
  readonly pairs: readonly string[];
  /** Open signatures some of its answers speak for. */
  readonly named: number;
}

/** The question with most pairs of its own, then the one with most of what is left, and so on. */
function bestApart(candidates: readonly Candidate[]): Candidate[] {
  const chosen: Candidate[] = [];
  const apart = new Set<string>();
  // A question with two answers is answered; one with five is discussed.
  const worth = ({ question, isFitting, pairs }: Candidate): number => (10 * pairs.filter((pair) => !apart.has(pair)).length) / question.answers.length + Number(isFitting);
  while (chosen.length < MOST) {
    const [best] = candidates.filter((candidate) => candidate.pairs.some((pair) => !apart.has(pair))).toSorted((a, b) => worth(b) - worth(a));
    if (best === undefined) break;
    chosen.push(best);
    for (const pair of best.pairs) apart.add(pair);
  }
  return chosen;
}

/** The answers that speak for a signature; '' when none does, or all do. */
function patternOf(id: string, { answers }: Question): string {
  const speaking = answers.flatMap((answer, index) => (answer.points.includes(id) ? [index] : []));
  return speaking.length === answers.length ? '' : speaking.join();
}

/** Pairs of signatures, by place, that have answers of their own. */
function pairsApart(patterns: readonly string[]): string[] {
  return patterns.flatMap((pattern, at) => patterns.flatMap((other, behind) => (behind > at && pattern !== '' && other !== '' && pattern !== other ? [`${at} ${behind}`] : [])));
}
