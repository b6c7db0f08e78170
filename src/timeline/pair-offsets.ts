/** The offset between the clocks of two machines, out of what both saw. */
import type { ClockOffset } from '../model/clock-offset.ts';
import type { Fact } from '../model/records.ts';
import type { Micros } from '../model/time.ts';
import { bestRegion, estimateIn, pair, type Estimate, type Pairing } from './agreement.ts';
import type { Sighting } from './sightings.ts';

export interface PairOffset {
  readonly first: string;
  readonly second: string;
  readonly basis: ClockOffset['basis'];
  /** Clock of `second` minus clock of `first`. */
  readonly estimate: Estimate;
}

/** An account seen on both sides aligns clocks that are at most this far apart: people come back every day. */
const LARGEST_GUESS: Micros = 24 * 3_600_000_000;
/** The newest of one account are enough to align by, and password guessing has thousands. */
const MOST_OF_ACCOUNT = 60;
const MOST_PAIRINGS = 20_000;
/** More dials at equal distances are redials of a machine: their logs may begin and end one apart, and fit all the same. */
const MOST_BY_HAND = 12;
/** An account tried from more addresses is guessed at: those seen last are enough to refuse. */
const MOST_SENDERS = 40;

/** One exchange, one id: any offset is believed, however large. */
export function exactOffset(firsts: readonly Sighting[], seconds: readonly Sighting[]): Estimate | null {
  const pairings = pairUp(firsts, seconds, (each) => each.slice(-MOST_OF_ACCOUNT));
  const region = bestRegion(pairings);
  return region === null ? null : estimateIn(region, pairings);
}

/**
 * By accounts: accepted when one alignment explains three moments, at least twice as many as any other does, and most of what the
 * server saw of that account from that address; or when the few moments each side saw fit one to one. Guesses at a password of the
 * same account explain any alignment, so none.
 */
export function accountOffset(firsts: readonly Sighting[], seconds: readonly Sighting[]): Estimate | null {
  const isDialed = firsts.some((each) => each.isClient) || seconds.some((each) => each.isClient);
  const groups = isDialed ? bySender(firsts, seconds) : [pairNear(firsts, seconds)];
  const clear = groups.flatMap((pairings) => clearEstimate(pairings, isDialed) ?? []);
  const [only] = clear;
  // Between servers an account alone says little: it signs in to other things, too.
  if (only === undefined) {
    const known = new Set(groups.flat().map((each) => each.first.key));
    const guessing = new Set(seconds.filter((each) => !known.has(each.key)).map((each) => each.address));
    return fewOffset(isDialed ? groups : groups.map((pairings) => pairings.filter(hasOneAddress)), guessing);
  }
  const agree = clear.every((each) => each.from <= only.to && each.to >= only.from);
  return agree ? estimateIn({ from: Math.max(...clear.map((each) => each.from)), to: Math.min(...clear.map((each) => each.to)), votes: 0 }, clear.flatMap((each) => each.used)) : null;
}

function clearEstimate(pairings: readonly Pairing[], isDialed: boolean): Estimate | null {
  const region = bestRegion(pairings);
  if (region === null || region.votes < 3) return null;
  const rival = bestRegion(pairings, region);
  if (rival !== null && rival.votes * 2 > region.votes) return null;
  const estimate = estimateIn(region, pairings);
  if (isDialed && judgementsOf(estimate.used).size * 2 < judgementsOf(pairings).size) return null;
  // Pairs that do not fit are other moments of the account, not contradictions.
  return { ...estimate, outliers: [] };
}

/** As many moments of the account here as judgements on it there, one to one, and no other within a day. Addresses that try many accounts do not count. */
function fewOffset(groups: readonly (readonly Pairing[])[], guessing: ReadonlySet<string | null>): Estimate | null {
  const pairings = groups.flat().filter((each) => !guessing.has(each.second.address) || isOneOutcome(each));
  const region = bestRegion(pairings);
  if (region === null) return null;
  const dials = new Set(pairings.map((each) => each.first)).size;
  const isWhole = dials === judgementsOf(pairings).size && region.votes === dials && dials <= MOST_BY_HAND;
  return isWhole ? { ...estimateIn(region, pairings), outliers: [] } : fewFromOneAddress(groups, guessing);
}

/** The account was dialled from another machine, too: several dials that one address alone answers for, one to one. */
function fewFromOneAddress(groups: readonly (readonly Pairing[])[], guessing: ReadonlySet<string | null>): Estimate | null {
  const whole = groups.length < 2 ? [] : groups.flatMap((group) => (new Set(group.map((each) => each.first)).size < 2 ? [] : (fewOffset([group], guessing) ?? [])));
  const [only, another] = whole;
  return only !== undefined && another === undefined ? only : null;
}

/** A domain controller judges everybody and writes no address (4776): its line may be of another sign-in, but not when it says otherwise than the dial. */
function isOneOutcome({ first, second }: Pairing): boolean {
  return second.address === null && first.isRefused === second.isRefused;
}

function hasOneAddress({ first, second }: Pairing): boolean {
  return first.address !== null && first.address === second.address;
}

function judgementsOf(pairings: readonly Pairing[]): ReadonlySet<Sighting> {
  return new Set(pairings.map((each) => each.second));
}

/** Pairings per account and address: somebody else who tries the account comes from another address. */
function bySender(firsts: readonly Sighting[], seconds: readonly Sighting[]): Pairing[][] {
  const senders = new Map<string, Sighting[]>();
  const dialed = new Set(firsts.map((each) => each.key));
  for (const second of seconds.toReversed()) {
    if (!dialed.has(second.key)) continue;
    const key = `${second.key}\u0000${second.address ?? ''}`;
    const known = senders.get(key);
    if (known !== undefined) known.push(second);
    else if (senders.size < MOST_SENDERS) senders.set(key, [second]);
  }
  return [...senders.values()].map((own) => pairNear(firsts, own.toReversed())).filter((pairings) => pairings.length > 0);
}

function pairNear(firsts: readonly Sighting[], seconds: readonly Sighting[]): Pairing[] {
  return pairUp(firsts, seconds, (each) => each.slice(-MOST_OF_ACCOUNT)).filter((each) => Math.abs(each.from) <= LARGEST_GUESS && Math.abs(each.to) <= LARGEST_GUESS);
}

/** All pairs with one key, newest first, as many as time allows. */
function pairUp(firsts: readonly Sighting[], seconds: readonly Sighting[], newest: (each: readonly Sighting[]) => readonly Sighting[]): Pairing[] {
  const [ofFirst, ofSecond] = [byKey(firsts), byKey(seconds)];
  const pairings: Pairing[] = [];
  for (const [key, own] of [...ofFirst].toReversed()) {
    for (const first of newest(own)) {
      for (const second of newest(ofSecond.get(key) ?? [])) {
        if (pairings.length >= MOST_PAIRINGS) return pairings;
        if (!(first.isClient && second.isClient)) pairings.push(pair(first, second));
      }
    }
  }
  return pairings;
}

function byKey(sightings: readonly Sighting[]): Map<string, Sighting[]> {
  const keys = new Map<string, Sighting[]>();
  for (const sighting of sightings) {
    const known = keys.get(sighting.key);
    if (known === undefined) keys.set(sighting.key, [sighting]);
    else known.push(sighting);
  }
  return keys;
}

/** What the same time server told two machines when they were collected is good to this much now. */
const DRIFT: Micros = 2_000_000;

/** `w32tm /stripchart` of both machines against one server; each states server minus own clock. */
export function timeServiceOffset(first: string, second: string, facts: readonly Fact[]): Estimate | null {
  const [own, other] = [measured(first, facts), measured(second, facts)];
  for (const one of own) {
    const same = other.find((each) => each.source === one.source);
    if (same === undefined) continue;
    const point = Math.round((one.seconds - same.seconds) * 1_000_000);
    const sighting = (host: string, fact: Fact, at: Micros): Sighting => ({ host, kind: 'w32tm', key: one.source, value: one.source, isClient: false, isRefused: false, from: at - DRIFT / 2, to: at + DRIFT / 2, likely: at, address: null, ref: fact.ref });
    const pairing = pair(sighting(first, one.fact, 0), sighting(second, same.fact, point));
    return estimateIn({ from: pairing.from, to: pairing.to, votes: 1 }, [pairing]);
  }
  return null;
}

function measured(host: string, facts: readonly Fact[]): { readonly source: string; readonly seconds: number; readonly fact: Fact }[] {
  return facts.flatMap((fact) => {
    const { source, offset_seconds: seconds, stratum } = fact.fields;
    // A status has a stratum, and its offset is what was corrected since.
    if (fact.name !== 'time.sync' || fact.host !== host || stratum !== undefined) return [];
    return typeof source === 'string' && typeof seconds === 'number' ? [{ source: source.toLowerCase(), seconds, fact }] : [];
  });
}
