/**
 * The last fall-back for the repro window, where the collector's own log is lost: the collection began at the stamp in the bundle's
 * name, and its logs were exported at its end. Taken only when a dial lies in it, or every failure would become history.
 */
import { lastSteps, parseBundleName } from '../bundle/names.ts';
import type { ReproWindow } from '../model/case.ts';
import type { EvidencePart } from '../model/case-evidence.ts';
import type { LogRecord, Watch } from '../model/records.ts';
import type { Micros } from '../model/time.ts';
import type { Shifts } from '../timeline/shift.ts';
import { zoneOf, type Zone } from '../timeline/zone.ts';

/** People reproduce within hours; a longer span says nothing. */
const LONGEST: Micros = 12 * 3_600_000_000;
const MINUTE: Micros = 60_000_000;

export interface NamedInput {
  readonly parts: readonly EvidencePart[];
  readonly zones: ReadonlyMap<string, Zone>;
  /** These and the records stand on the common clock. */
  readonly watches: readonly Watch[];
  readonly records: readonly LogRecord[];
  readonly shifts: Shifts;
}

/** Window of the first bundle whose name and logs give one, or null. */
export function windowByName({ parts, zones, watches, records, shifts }: NamedInput): ReproWindow | null {
  for (const { name, bundle, host } of parts) {
    const told = parseBundleName(lastSteps(name).at(-1) ?? '');
    const zone = zoneOf(host, zones);
    // A collection without a scenario traced nothing: what it is about lies before it.
    if (told === null || told.scenarios.length === 0 || told.scenarios.some((scenario) => /^Log-/i.test(scenario)) || zone.zone !== 'stated') continue;
    const start = told.localStart - zone.offsetMinutes * MINUTE - (shifts.get(host) ?? 0);
    const end = watches.reduce((latest, watch) => (watch.host === host && watch.ref.bundle === bundle ? Math.max(latest, watch.span.to ?? latest) : latest), start);
    const isDialled = records.some((record) => record.host === host && record.name.startsWith('ras-client.') && record.time >= start && record.time <= end);
    if (end - start <= LONGEST && isDialled) return { start, end };
  }
  return null;
}
