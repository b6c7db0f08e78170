/**
 * Single files sent after the bundle, in answer to what rasalyze asked for: saved output that names no computer.
 * Whose they are is told by the file's name, else by there being one computer only.
 */
import { hostOfBundleName, hostOfPath } from '../bundle/names.ts';
import type { Part } from './parts.ts';

export interface Reading {
  readonly part: Part;
  /** Place among the parts given. */
  readonly index: number;
  /** Whether neither name nor content says whose the file is. */
  readonly isLoose: boolean;
}

/** All parts, those first that may name the computers of the case. Events name theirs in each record. */
export function readingOrder(parts: readonly Part[]): Reading[] {
  const readings = parts.map((part, index) => ({ part, index, isLoose: isLoose(part) }));
  return [...readings.filter((reading) => !reading.isLoose), ...readings.filter((reading) => reading.isLoose)];
}

/** Event logs and hives name their computer inside; traces do not. */
const STATES_HOST = /\.(?:evtx|hiv)$/i;

function isLoose({ host, bundle }: Part): boolean {
  return host === null && bundle.kind === 'file' && !STATES_HOST.test(bundle.name) && hostOfPath(bundle.name) === null && hostOfBundleName(bundle.name) === null;
}

export interface Owner {
  /** Null when it cannot be told. */
  readonly host: string | null;
  /** What the reader of the report should know of the guess. */
  readonly note?: string;
}

/** `RRAS01_services.txt`: in capitals, or words of a file name would be taken for computers. */
const STATED = /^([A-Z0-9][A-Z0-9-]{1,14})_/;
const SHOWN = 4;

/** Owner of a loose file: a computer of the case whose name stands in front, another one stated there, or the only one. */
export function ownerOf(name: string, hosts: readonly string[]): Owner {
  const named = hosts.filter((host) => name.toUpperCase().startsWith(host) && /^[_\-. ]/.test(name.slice(host.length))).sort((a, b) => b.length - a.length);
  const [best] = named;
  if (best !== undefined) return { host: best };
  const stated = STATED.exec(name)?.[1];
  if (stated !== undefined) return { host: stated };
  const [only] = hosts;
  if (only === undefined) return { host: null };
  if (hosts.length > 1) return { host: null, note: `${name} names no computer: it may be from ${hosts.slice(0, SHOWN).join(' or ')}; put the name in front of the file's (${only}_${name})` };
  return { host: only, note: `${name} names no computer and is taken as from ${only}; if it is from another, put that name in front of the file's (HOST_${name})` };
}
