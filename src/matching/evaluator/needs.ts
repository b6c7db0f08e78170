/** Which needs of a signature are not met, and which would settle an unknown clause. */
import type { Need, Selector, Signature } from '../../model/signature.ts';
import { isGateChannel, watchedSpan } from './coverage.ts';
import { selectorsOf } from './references.ts';
import { namesOf, type Context } from './select.ts';
import { caseSpan, hostsFor, type AskedSpan, type Subject } from './subject.ts';

/** Needs that are not met, save those that only clauses in `settled` ask for: these are true without them. */
export function unmetNeeds(
  signature: Signature,
  settled: ReadonlySet<string>,
  subject: Subject,
  context: Context,
): readonly string[] {
  return Object.entries(signature.needs ?? {})
    .filter(([, need]) => !isMadeUpFor(need, signature, settled) && !isMet(need, subject, context))
    .map(([name]) => name);
}

function isMadeUpFor(need: Need, signature: Signature, settled: ReadonlySet<string>): boolean {
  const asking = Object.entries(signature.match.all).filter(([, clause]) => selectorsOf(clause).some((selector) => fits(need, selector)));
  return asking.length > 0 && asking.every(([name]) => settled.has(name));
}

/** Needs for the same fact or record, and the same role where both name one. */
export function clauseNeeds(signature: Signature, unsettled: readonly Selector[]): readonly string[] {
  return Object.entries(signature.needs ?? {})
    .filter(([, need]) => unsettled.some((selector) => fits(need, selector)))
    .map(([name]) => name);
}

function fits(need: Need, selector: Selector): boolean {
  if (need.on !== undefined && selector.on !== undefined && need.on !== selector.on) return false;
  if (need.fact !== undefined) return need.fact === selector.fact;
  return need.record !== undefined && namesOf(selector).includes(need.record);
}

function isMet(need: Need, subject: Subject, context: Context): boolean {
  const hosts = hostsFor(need.on, subject, context.world) ?? [];
  return hosts.some((host) => (need.fact === undefined ? isLogRead(need.record, host, subject, context) : isFactSeen(need.fact, host, context)));
}

function isFactSeen(fact: string, host: string, { world }: Context): boolean {
  return world.factsOf(fact, host).length > 0 || world.listingsOf(fact, host).length > 0;
}

/** The log was read at the time, or shows such a record anyway. */
function isLogRead(record: string | undefined, host: string, subject: Subject, context: Context): boolean {
  if (record === undefined) return false;
  const channels = context.vocabulary.records.get(record)?.channels ?? [];
  const span = spanOf(subject, context);
  if (channels.length > 0 && channels.every((channel) => isWatched(channel, host, span, subject, context))) return true;
  return context.world.recordsOf(record, host).some((each) => span === null || (each.time >= span.from && each.time <= span.to));
}

function isWatched(channel: string, host: string, span: AskedSpan | null, subject: Subject, context: Context): boolean {
  return isGateChannel(channel, host, subject) || watchedSpan(channel, host, span, context.world).length > 0;
}

function spanOf(subject: Subject, context: Context): AskedSpan | null {
  if (subject.attempt === undefined) return caseSpan(context.world);
  return { from: subject.attempt.startedAt, to: subject.attempt.endedAt };
}
