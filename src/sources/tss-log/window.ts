/** The span in which the user was reproducing, from the markers of a TSS log and their documented fall-backs. */
import type { Micros } from '../../model/time.ts';

/** Everything of one log that bounds the window; UTC. The last run of a log overwrites what earlier ones left. */
export interface Markers {
  readonly starts: Moment[];
  readonly ends: Moment[];
  conditionHit: Moment | null;
  tracesCreated: Moment | null;
  stopEntered: Moment | null;
  collectionEnded: Moment | null;
  first: Moment | null;
  last: Moment | null;
}

export interface Moment {
  readonly time: Micros;
  readonly line: number;
}

export interface Window {
  readonly start?: Moment;
  readonly end?: Moment;
  /** `markers`: the user's key presses; `condition`: the awaited event; `logman`: traces; `start-stop`: two log files. */
  readonly basis: 'markers' | 'condition' | 'logman' | 'start-stop';
}

export function newMarkers(): Markers {
  return {
    starts: [],
    ends: [],
    conditionHit: null,
    tracesCreated: null,
    stopEntered: null,
    collectionEnded: null,
    first: null,
    last: null,
  };
}

/**
 * The best-founded window, or null.
 * `half` tells that the log is one of the pair a start-and-stop run writes: it knows one end only.
 */
export function windowOf(markers: Markers, half: 'start' | 'stop' | null): Window | null {
  const marked = markedWindow(markers);
  if (marked !== null) return marked;
  const { conditionHit, tracesCreated, stopEntered, first, last } = markers;
  if (conditionHit !== null) {
    const start = [tracesCreated, first].find((moment) => moment !== null && moment.time <= conditionHit.time);
    return { ...(start ? { start } : {}), end: conditionHit, basis: 'condition' };
  }
  if (half === null && tracesCreated !== null && stopEntered !== null && stopEntered.time >= tracesCreated.time) {
    return { start: tracesCreated, end: stopEntered, basis: 'logman' };
  }
  if (half === 'start' && last !== null) return { start: last, basis: 'start-stop' };
  if (half === 'stop' && (first ?? stopEntered) !== null) return { end: (first ?? stopEntered) as Moment, basis: 'start-stop' };
  return null;
}

/** The last start that has an end; an aborted repro ends where collection of its data began. */
function markedWindow(markers: Markers): Window | null {
  for (const start of markers.starts.toReversed()) {
    const end =
      markers.ends.find((moment) => moment.time >= start.time && moment.line > start.line) ??
      [markers.stopEntered, markers.collectionEnded].find((moment) => moment !== null && moment.time >= start.time);
    if (end) return { start, end, basis: 'markers' };
  }
  return null;
}
