/** A signature judged for every subject with its reasons, also where its gate stays shut. */
import type { ClauseResult, Finding } from '../../model/finding.ts';
import type { Counterfactual } from '../../model/why.ts';
import type { Clause, Signature } from '../../model/signature.ts';
import type { Vocabulary } from '../vocabulary.ts';
import type { World } from '../world.ts';
import { judgeClause } from './clause.ts';
import { boundsText, counterfactuals } from './counterfactual.ts';
import { askedText } from './counterfactual-text.ts';
import { gateResolve, gatesOf, isOtherHost, judgeAt } from './evaluate.ts';
import { resultOf } from './evidence.ts';
import type { Resolve } from './references.ts';
import { createContext, type Context } from './select.ts';
import { subjectsOf, type Subject } from './subject.ts';

export interface Explained {
  /** Attempt id, host name, or '' for the case. */
  readonly subject: string;
  /** Null where the gate is shut. */
  readonly finding: Finding | null;
  /** What each clause asks for, in words. */
  readonly asks: Readonly<Record<string, string>>;
  /** Conditions of the gate with what they found; empty where it is open. */
  readonly gate: readonly { readonly result: ClauseResult; readonly asks: string }[];
  readonly counterfactuals: readonly Counterfactual[];
}

/** Reasons for one subject, or for all when none is named. */
export function explainSignature(signature: Signature, world: World, vocabulary: Vocabulary, only?: string): Explained[] {
  const context = createContext(world, vocabulary);
  const subjects = subjectsOf(signature.match.per, world).filter((subject) => only === undefined || subject.id === only);
  return subjects.map((subject) => explainSubject(signature, subject, context));
}

function explainSubject(signature: Signature, subject: Subject, context: Context): Explained {
  const judgement = judgeAt(signature, subject, context);
  if (judgement === null) return { subject: subject.id, finding: null, asks: {}, gate: gateResults(signature, subject, context), counterfactuals: [] };
  const asks = Object.entries(signature.match.all).map(([name, clause]) => [name, clauseText(clause, judgement.resolve, context.vocabulary)] as const);
  return { subject: subject.id, finding: judgement.finding, asks: Object.fromEntries(asks), gate: [], counterfactuals: counterfactuals(signature, judgement, context.vocabulary) };
}

function gateResults(signature: Signature, subject: Subject, context: Context): Explained['gate'] {
  return gatesOf(signature).map((selector) => {
    const resolve = gateResolve(subject);
    const asks = askedText(selector, resolve, context.vocabulary);
    if (isOtherHost(signature, selector, subject, context.world)) {
      return { asks, result: { clause: 'gate', truth: 'false', evidence: [], why: `${subject.id} is no ${selector.on ?? ''}`, needs: [] } };
    }
    // A near miss says more than that another one may be unseen.
    const seen = judgeClause({ ...selector, unseen: 'absent' }, subject, resolve, context);
    const outcome = (seen.tally?.no.length ?? 0) > 0 ? seen : judgeClause(selector, subject, resolve, context);
    return { asks, result: resultOf('gate', outcome, [], context.vocabulary) };
  });
}

function clauseText(clause: Clause, resolve: Resolve, vocabulary: Vocabulary): string {
  if ('any' in clause) return clause.any.map((each) => clauseText(each, resolve, vocabulary)).join('; or ');
  if ('none' in clause) return `no ${askedText(clause.none, resolve, vocabulary)}`;
  if ('count' in clause) {
    const bounds = boundsText({ ...(clause.at_least === undefined ? {} : { atLeast: clause.at_least }), ...(clause.at_most === undefined ? {} : { atMost: clause.at_most }) });
    return `${bounds} of ${askedText(clause.count, resolve, vocabulary)}`;
  }
  return askedText(clause, resolve, vocabulary);
}
