/**
 * Places the ticks of a trace in UTC: StartTime + (ticks - ticks of the first record) / frequency. Boot time plus counter is
 * wrong by minutes on real machines, since clocks are adjusted and machines sleep.
 */
import type { Micros } from '../../model/time.ts';
import type { EtlLogHeader } from './log-header.ts';

/** Up to here the arithmetic below is exact; no counter comes near. */
const MAX_FREQUENCY = 5e11;

export interface TraceClock {
  readonly frequency: number;
  readonly start: Micros;
  /** 100-nanosecond ticks of the start below its microsecond. */
  readonly startTicks: number;
}

/** The clock a log header describes, null when it does not place it. A CPU's cycle clock is only as exact as its rounded MHz. */
export function traceClock(header: EtlLogHeader): TraceClock | null {
  const frequency = clockFrequency(header);
  if (header.startTime === null || !(frequency > 0 && frequency <= MAX_FREQUENCY)) return null;
  const [low, high] = header.start;
  // 2^32 leaves 6 when divided by 10.
  return { frequency, start: header.startTime, startTicks: (high * 6 + low) % 10 };
}

function clockFrequency(header: EtlLogHeader): number {
  switch (header.clock) {
    case 'performance-counter':
      return header.frequency;
    case 'system-time':
      return 10_000_000;
    case 'cpu-cycles':
      return header.cpuMegahertz * 1_000_000;
    case 'unknown':
      return 0;
  }
}

/** UTC of `ticks` since the first record, cut to the microsecond; null when that is no time. Exact: all steps are integers below 2^53. */
export function ticksToMicros(clock: TraceClock, ticks: number): Micros | null {
  if (!Number.isSafeInteger(ticks)) return null;
  const { frequency } = clock;
  const seconds = Math.floor(ticks / frequency);
  const thousandfold = (ticks - seconds * frequency) * 1000;
  const milliseconds = Math.floor(thousandfold / frequency);
  const rest = thousandfold - milliseconds * frequency;
  const micros = Math.floor((rest * 10_000 + clock.startTicks * frequency) / (frequency * 10));
  const time = clock.start + seconds * 1_000_000 + milliseconds * 1000 + micros;
  return Number.isSafeInteger(time) ? time : null;
}
