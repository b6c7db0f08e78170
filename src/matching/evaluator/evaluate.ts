/**
 * Judges a signature in a world. The gate is asked first; then the clauses: any false is ruled-out, else any
 * unknown or any unmet need is undecided, else matched. A need that only true clauses ask for is not held against
 * them: an alternative or `unseen: absent` made do without it. Where one clause uses a value of another, every item that
 * fits the other is tried and the best verdict stands: a case is explained if some choice explains it.
 */
import type { Finding, Truth, Verdict } from '../../model/finding.ts';
import type { Clause, Selector, Signature } from '../../model/signature.ts';
import type { Vocabulary } from '../vocabulary.ts';
import type { World } from '../world.ts';
import { candidatesOf, isOpen, judgeClause, unsettledSelectors, witnessesOf, type Outcome } from './clause.ts';
import { resultOf } from './evidence.ts';
import { clauseNeeds, unmetNeeds } from './needs.ts';
import { planOf, type Plan } from './plan.ts';
import { attemptValue, type Resolve } from './references.ts';
import { fillSay } from './say.ts';
import { fieldsOf, isRecord } from './items.ts';
import { createContext, namesOf, selectForGate, type Context } from './select.ts';
import { subjectsOf, type Subject } from './subject.ts';
import type { Item } from './tally.ts';

/** A finding with what only checks and explanations of a signature need. */
export interface Judgement {
  readonly finding: Finding;
  readonly outcomes: ReadonlyMap<string, Outcome>;
  /** The values that clauses use of each other, as they were chosen. */
  readonly resolve: Resolve;
  /** Needs that are not met and that no clause makes up for. */
  readonly unmet: readonly string[];
  /** Placeholders of `say` that had no value. */
  readonly unfilled: readonly string[];
}

/** Findings of one signature: one per subject its gate lets through. A finding is never `not-applicable`. */
export function evaluate(signature: Signature, world: World, vocabulary: Vocabulary): readonly Finding[] {
  return judge(signature, createContext(world, vocabulary)).map(({ finding }) => finding);
}

export function judge(signature: Signature, context: Context): readonly Judgement[] {
  const judgements: Judgement[] = [];
  for (const subject of subjectsOf(signature.match.per, context.world)) {
    const judgement = judgeAt(signature, subject, context);
    if (judgement !== null) judgements.push(judgement);
  }
  return judgements;
}

/** The judgement for one subject; null when the gate does not let it through. */
export function judgeAt(signature: Signature, subject: Subject, context: Context): Judgement | null {
  const gateChannels = passGate(signature, subject, context);
  return gateChannels === null ? null : judgeSubject(signature, { ...subject, gateChannels }, context);
}

const unresolved: Resolve = () => undefined;

export function gatesOf({ applies_when }: Signature): readonly Selector[] {
  return Array.isArray(applies_when) ? (applies_when as readonly Selector[]) : [applies_when as Selector];
}

/** The channels that carried what opened the gate (lower case), or null when it stays shut. */
function passGate(signature: Signature, subject: Subject, context: Context): ReadonlySet<string> | null {
  for (const selector of gatesOf(signature)) {
    if (isCheaplyAbsent(selector, subject, context.world) || isOtherHost(signature, selector, subject, context.world)) continue;
    const yes = selectForGate(selector, subject, gateResolve(subject), context);
    if (yes.length === 0) continue;
    const channels = namesOf(selector).flatMap((name) => context.vocabulary.records.get(name)?.channels ?? []);
    const seen = yes.flatMap(({ source }) => (isRecord(source) ? [source.scope.channel ?? ''] : []));
    return new Set([...channels, ...seen].map((channel) => channel.toLowerCase()));
  }
  return null;
}

export function gateResolve(subject: Subject): Resolve {
  const { attempt } = subject;
  if (attempt === undefined) return unresolved;
  return ({ clause, field }) => (clause === 'attempt' ? attemptValue(attempt, field) : undefined);
}

/** Judging host by host, `on` in the gate speaks of the judged host itself. */
export function isOtherHost(signature: Signature, selector: Selector, subject: Subject, world: World): boolean {
  return signature.match.per === 'host' && selector.on !== undefined && subject.host !== undefined && !world.hostsWith(selector.on).includes(subject.host);
}

/** Most signatures end here: the attempt has no record of the gate's name. */
function isCheaplyAbsent(selector: Selector, subject: Subject, world: World): boolean {
  if (subject.attempt === undefined || selector.record === undefined) return false;
  if (selector.scope === 'window' || selector.scope === 'case') return false;
  const joined = world.joined(subject.attempt);
  return !namesOf(selector).some((name) => joined.has(name));
}

/** One way to choose the items that other clauses refer to, and what follows from it. */
interface Assignment {
  readonly outcomes: ReadonlyMap<string, Outcome>;
  readonly chosen: ReadonlyMap<string, Item | undefined>;
}

interface Search {
  readonly signature: Signature;
  readonly plan: Plan;
  readonly subject: Subject;
  readonly context: Context;
  /** Assignments still allowed, so that clauses referring to each other cannot multiply without end. */
  budget: number;
}

const MAX_ASSIGNMENTS = 500;
const TOO_MANY = 'too many combinations to try them all';

function judgeSubject(signature: Signature, subject: Subject, context: Context): Judgement {
  const plan = planOf(signature);
  const search: Search = { signature, plan, subject, context, budget: MAX_ASSIGNMENTS };
  const best = explore(search, 0, { outcomes: new Map(), chosen: new Map() });
  const clauses = Object.keys(signature.match.all).map((name) => {
    const outcome = best.outcomes.get(name);
    if (outcome === undefined) throw new Error(`clause ${name} was not judged`);
    return resultOf(name, outcome, clauseNeeds(signature, unsettledSelectors(outcome)), context.vocabulary);
  });
  const settled = new Set(clauses.filter((clause) => clause.truth === 'true').map((clause) => clause.clause));
  const unmet = unmetNeeds(signature, settled, subject, context);
  const verdict = verdictOf(clauses.map((clause) => clause.truth), unmet.length > 0);
  const missing = verdict === 'undecided' ? [...new Set([...unmet, ...clauses.flatMap((clause) => clause.needs)])] : [];
  const said = fillSay(signature.say, best.outcomes, best.chosen, subject, context.vocabulary);
  const leads = verdict === 'matched' ? leadsOf(signature, subject, context) : [];
  const finding = { signature: signature.id, subject: subject.id, verdict, clauses, missing, say: said.text, ...(leads.length === 0 ? {} : { leads }) };
  return { finding, outcomes: best.outcomes, resolve: resolveWith(best, subject), unmet: verdict === 'undecided' ? unmet : [], unfilled: said.unfilled };
}

/** Indexes of the fixes whose `when` holds. */
function leadsOf(signature: Signature, subject: Subject, context: Context): readonly number[] {
  return signature.fix.flatMap(({ when }, index) => (when !== undefined && judgeClause(when, subject, gateResolve(subject), context).truth === 'true' ? [index] : []));
}

function verdictOf(truths: readonly Truth[], isMissing: boolean): Verdict {
  if (truths.includes('false')) return 'ruled-out';
  return isMissing || truths.includes('unknown') ? 'undecided' : 'matched';
}

/** The best assignment that continues the given one from clause number `index` of the plan. */
function explore(search: Search, index: number, so: Assignment): Assignment {
  const name = search.plan.order[index];
  if (name === undefined) {
    search.budget--;
    return so;
  }
  const clause = search.signature.match.all[name] as Clause;
  const outcome = judgeClause(clause, search.subject, resolveWith(so, search.subject), search.context);
  const fields = search.plan.referenced.get(name);
  if (fields === undefined) return explore(search, index + 1, extend(so, name, outcome, undefined));
  let best: Assignment | undefined;
  for (const choice of choicesOf(outcome, fields)) {
    if (best !== undefined && search.budget <= 0) return withDoubt(best, name);
    const found = explore(search, index + 1, extend(so, name, choice.outcome, choice.item));
    if (best === undefined || score(found) > score(best)) best = found;
    if (score(best) === Infinity) break;
  }
  return best ?? extend(so, name, outcome, undefined);
}

function extend(so: Assignment, name: string, outcome: Outcome, item: Item | undefined): Assignment {
  return { outcomes: new Map(so.outcomes).set(name, outcome), chosen: new Map(so.chosen).set(name, item) };
}

function resolveWith(so: Assignment, subject: Subject): Resolve {
  return ({ clause, field }) => {
    if (clause === 'attempt') return subject.attempt === undefined ? undefined : attemptValue(subject.attempt, field);
    const item = so.chosen.get(clause);
    return item === undefined ? undefined : fieldsOf(item.source)(field);
  };
}

interface Choice {
  readonly outcome: Outcome;
  readonly item: Item | undefined;
}

/** Items the clause may be about: those that hold, those that may, and one not seen when the list is open. */
function choicesOf(outcome: Outcome, fields: readonly string[]): readonly Choice[] {
  if (outcome.truth === 'false') return [{ outcome, item: undefined }];
  const choices = new Map<string, Choice>();
  const offer = (item: Item, choice: Choice): void => {
    const values = fields.map((field) => fieldsOf(item.source)(field) ?? null);
    const key = JSON.stringify([choice.outcome.truth, values]);
    if (!choices.has(key)) choices.set(key, choice);
  };
  const inDoubt = (doubt: string): Outcome => ({ ...outcome, truth: 'unknown', doubt });
  for (const item of witnessesOf(outcome)) offer(item, { outcome, item });
  for (const item of candidatesOf(outcome)) offer(item, { outcome: inDoubt(item.explain().join(', ')), item });
  const listed = [...choices.values()];
  if (outcome.kind === 'none' || listed.length === 0) return [...listed, { outcome, item: undefined }];
  return isOpen(outcome) ? [...listed, { outcome: inDoubt('another one, not seen, may fit'), item: undefined }] : listed;
}

/** Ruled-out only by the choices tried: what was not tried might have fitted. */
function withDoubt(best: Assignment, name: string): Assignment {
  const outcomes = new Map(best.outcomes);
  for (const [clause, outcome] of outcomes) {
    if (clause === name || outcome.truth === 'false') outcomes.set(clause, { ...outcome, truth: 'unknown', doubt: TOO_MANY });
  }
  return { ...best, outcomes };
}

/** More is better: no false clause, then few unknown ones; all true cannot be beaten. */
function score(assignment: Assignment): number {
  const truths = [...assignment.outcomes.values()].map((outcome) => outcome.truth);
  const falses = truths.filter((truth) => truth === 'false').length;
  const unknowns = truths.filter((truth) => truth === 'unknown').length;
  if (falses + unknowns === 0) return Infinity;
  return -1000 * falses - unknowns;
}
