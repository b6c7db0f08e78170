/** What the user gave, and what became of every part of it. */
import type { Micros, Span } from './time.ts';

export type Role = 'client' | 'vpn-server' | 'nps' | 'dc';

export type Outcome = 'read' | 'partial' | 'failed' | 'ignored';

/** What became of one artifact. Nothing in a bundle is without one. */
export interface Coverage {
  readonly artifact: string;
  readonly bundle?: string;
  /** Kind of artifact (`evtx`, `registry-hive`, …) or `unknown`. */
  readonly kind: string;
  readonly outcome: Outcome;
  /** Records and facts taken from it. */
  readonly records: number;
  readonly reason?: string;
  readonly span?: Span;
}

export interface Host {
  readonly name: string;
  readonly roles: readonly Role[];
  readonly os?: string;
  /** Minutes east of UTC at the time of collection. */
  readonly utcOffsetMinutes?: number;
}

export interface Collector {
  readonly name: string;
  readonly version?: string;
  readonly scenario?: string;
}

export interface ReproWindow {
  readonly start: Micros;
  readonly end: Micros;
}

export interface BundleInfo {
  readonly name: string;
  readonly collector: Collector;
  readonly hosts: readonly Host[];
  readonly reproWindow: ReproWindow | null;
}

export type Stage = 'dial' | 'resolve' | 'reach-server' | 'tunnel' | 'authenticate' | 'address' | 'route' | 'connected';

export type JoinStrength = 'exact' | 'identifier' | 'time-only';

export interface Join {
  readonly kind: string;
  readonly value: string;
  readonly strength: JoinStrength;
}

/** One try of an attempt that may choose its tunnel type. */
export interface AttemptPart {
  readonly tunnel: string | null;
  readonly startedAt: Micros;
  readonly endedAt: Micros;
  readonly outcome: 'connected' | 'failed' | 'unfinished';
  /** Null where the log gives only the code of the whole. */
  readonly errorCode: number | null;
  readonly stages: readonly Stage[];
}

/** One connection attempt. */
export interface Attempt {
  readonly id: string;
  readonly host: string;
  readonly side: 'client' | 'server';
  readonly correlationId: string | null;
  readonly user: string | null;
  /** Account part of `user`, lower case, without domain or UPN suffix. */
  readonly userName: string | null;
  readonly connection: string | null;
  readonly tunnel: string | null;
  readonly server: string | null;
  readonly startedAt: Micros;
  readonly endedAt: Micros;
  readonly outcome: 'connected' | 'failed' | 'unfinished';
  /** Unsigned 32-bit; null when there is none. */
  readonly errorCode: number | null;
  /** Stages reached, in ladder order. */
  readonly stages: readonly Stage[];
  /** The record that shows each stage was entered, as an index into the timeline's records. */
  readonly stageEvidence: Readonly<Partial<Record<Stage, number>>>;
  /** The tries, where there were several; else none. */
  readonly parts: readonly AttemptPart[];
  readonly joins: readonly Join[];
  /** Indexes into the timeline's records. */
  readonly records: readonly number[];
  /** Whether it lies inside the repro window; null when there is no window. */
  readonly inReproWindow: boolean | null;
}
