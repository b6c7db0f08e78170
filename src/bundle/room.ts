/** What all containers of one bundle share while it is open: limits, what is used of them, names given, problems met. */
import type { Platform } from '../platform/types.ts';
import { ContainerCache } from './byte-files.ts';
import type { Limits } from './limits.ts';
import type { Entry, Problem } from './types.ts';

export interface Room {
  readonly platform: Platform;
  readonly limits: Limits;
  readonly entries: Entry[];
  readonly problems: Problem[];
  readonly notes: string[];
  readonly cache: ContainerCache;
  /** Closes files that stay open while the bundle is. */
  readonly closers: (() => Promise<void>)[];
  readonly paths: Map<string, number>;
  containers: number;
  /** Bytes the user gave: the file, or all files of the folder. */
  given: number;
  /** Bytes of the packed containers opened so far. */
  containerBytes: number;
  /** Bytes unpacked so far. */
  unpacked: number;
}

export function openRoom(platform: Platform, limits: Limits): Room {
  return {
    platform,
    limits,
    entries: [],
    problems: [],
    notes: [],
    cache: new ContainerCache(limits.cacheBytes),
    closers: [],
    paths: new Map(),
    containers: 0,
    given: 0,
    containerBytes: 0,
    unpacked: 0,
  };
}

/** `path`, or `path (2)` when the bundle has one already: archives may hold a name twice, and both are evidence. */
export function uniquePath(room: Room, path: string): string {
  const times = (room.paths.get(path) ?? 0) + 1;
  room.paths.set(path, times);
  return times === 1 ? path : uniquePath(room, `${path} (${times})`);
}

/** How many more entries the bundle may have. */
export function entriesLeft(room: Room): number {
  return Math.max(0, room.limits.entries - room.entries.length);
}
