/** Whether absence counts: a complete listing for facts, an unbroken watch for records. */
import type { SourceRef } from '../../model/refs.ts';
import type { Watch } from '../../model/records.ts';
import type { Vocabulary } from '../vocabulary.ts';
import type { World } from '../world.ts';
import type { AskedSpan, Subject } from './subject.ts';
import { formatTime } from './values.ts';

export interface Proof {
  readonly ref: SourceRef;
  readonly quote: string;
}

export interface Completeness {
  readonly complete: boolean;
  /** Complete only because `unseen: absent` says so. */
  readonly isTaken?: boolean;
  readonly proof: readonly Proof[];
  /** Why it is not complete; empty when it is. */
  readonly why: string;
}

/**
 * Facts of which a host has one only, so that seeing it is seeing all: a registry setting (present or not),
 * the host's identity, the collector's run, the server's one configuration.
 */
const SINGLE = /^(?:registry|host|tss)\.|^(?:sstp\.binding|vpn\.server-auth|vpn\.server-ipsec|rras\.config|proxy\.winhttp|time\.sync)$/;

export function factCompleteness(name: string, hosts: readonly string[], world: World): Completeness {
  const proof: Proof[] = [];
  for (const host of hosts) {
    const listing = world.listingsOf(name, host).find((each) => each.complete);
    const seen = SINGLE.test(name) ? world.factsOf(name, host)[0] : undefined;
    if (listing !== undefined) proof.push({ ref: listing.ref, quote: `${name}: ${listing.count} listed on ${host}, complete` });
    else if (seen !== undefined) proof.push({ ref: seen.ref, quote: `${name} read on ${host}` });
    else return { complete: false, proof, why: missingListing(name, host, world) };
  }
  return { complete: hosts.length > 0, proof, why: hosts.length > 0 ? '' : 'no host in the case' };
}

function missingListing(name: string, host: string, world: World): string {
  const partial = world.listingsOf(name, host)[0];
  if (partial === undefined) return `${name} was not collected on ${host}`;
  return `${name} of ${host} is not complete${partial.reason === undefined ? '' : ` (${partial.reason})`}`;
}

/** A span of null asks only whether the channels were read at all. */
export function recordCompleteness(
  names: readonly string[],
  hosts: readonly string[],
  span: AskedSpan | null,
  context: { readonly world: World; readonly vocabulary: Vocabulary; readonly subject: Subject; readonly isJoin: boolean },
): Completeness {
  const proof: Proof[] = [];
  for (const name of names) {
    const channels = context.vocabulary.records.get(name)?.channels ?? [];
    if (channels.length === 0) return { complete: false, proof, why: `nothing says where ${name} would be written` };
    for (const host of hosts) {
      for (const channel of channels) {
        if (context.isJoin && isGateChannel(channel, host, context.subject)) continue;
        const watched = watchedSpan(channel, host, span, context.world);
        if (watched.length === 0) return { complete: false, proof, why: uncovered(channel, host, span) };
        for (const each of watched) if (!proof.some((known) => known.quote === each.quote)) proof.push(each);
      }
    }
  }
  return { complete: hosts.length > 0, proof, why: hosts.length > 0 ? '' : 'no host in the case' };
}

/** The log that holds the gate's record of this attempt was there at the time. */
export function isGateChannel(channel: string, host: string, subject: Subject): boolean {
  return host === subject.host && subject.gateChannels.has(channel.toLowerCase());
}

function uncovered(channel: string, host: string, span: AskedSpan | null): string {
  if (span === null) return `${channel} of ${host} was not read`;
  return `${channel} of ${host} does not cover ${formatTime(span.from)} to ${formatTime(span.to)}`;
}

/** The watches that together cover the span without a gap; empty when they do not. */
export function watchedSpan(channel: string, host: string, span: AskedSpan | null, world: World): readonly Proof[] {
  const watches = world
    .watchesOf(channel, host)
    .flatMap((watch) => (watch.span.to === undefined ? [] : [{ from: watch.span.from ?? -Infinity, to: watch.span.to, watch }]))
    .sort((left, right) => left.from - right.from);
  if (span === null) return watches.map(({ watch }) => proofOf(watch));
  if (world.gapsOf(channel, host).some((gap) => overlaps(gap.span, span))) return [];
  const used: Proof[] = [];
  let reached = span.from;
  let isStarted = false;
  for (const { from, to, watch } of watches) {
    if (from > reached || to < reached) continue;
    isStarted = true;
    used.push(proofOf(watch));
    reached = to;
    if (reached >= span.to) return used;
  }
  return isStarted && reached >= span.to ? used : [];
}

const proofs = new WeakMap<Watch, Proof>();

/** Remembered: every window of every attempt rests on the same few watches. */
function proofOf(watch: Watch): Proof {
  const known = proofs.get(watch);
  if (known !== undefined) return known;
  const { from, to = 0 } = watch.span;
  const since = from === undefined ? 'its first record' : formatTime(from);
  const proof = { ref: watch.ref, quote: `${watch.channel} of ${watch.host} read from ${since} to ${formatTime(to)}` };
  proofs.set(watch, proof);
  return proof;
}

/** An end that is not known may lie anywhere. */
function overlaps(gap: { readonly from?: number; readonly to?: number }, span: AskedSpan): boolean {
  return (gap.from === undefined || gap.from <= span.to) && (gap.to === undefined || gap.to >= span.from);
}
