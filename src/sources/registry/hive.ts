/**
 * Registry hives a collector saved (`reg save HKLM\SYSTEM …`).
 *
 *   SYSTEM   Select\Current = 1, ControlSet001\Services\PolicyAgent without AssumeUDPEncapsulationContextOnSendRule
 *                                 → registry.assume-udp-encapsulation {value: null, present: false, key_present: true}
 *   SYSTEM   ControlSet001\Control\TimeZoneInformation\ActiveTimeBias = 0xffffffc4 → host.time-zone {offset_minutes: 60}
 *   SOFTWARE Microsoft\Windows NT\CurrentVersion\CurrentBuildNumber = "19045"      → host.identity {build: "19045"}
 *
 * A hive holds its whole tree, so a value that is not there is certainly absent.
 */
import { openHive } from '../../formats/regf/hive.ts';
import type { Hive } from '../../formats/regf/hive.ts';
import type { ArtifactInfo, ArtifactSource, Emit, ReadResult, SourceContext } from '../../model/source.ts';
import { viewHive } from './hive-view.ts';
import { computerName, emitIdentity, IDENTITY_YIELDS } from './identity.ts';
import { emitNrpt, NRPT_YIELD } from './nrpt.ts';
import { emitPrograms, PROGRAM_YIELD } from './programs.ts';
import { emitServices, SERVICE_YIELD } from './services.ts';
import { emitSettings, SETTING_YIELDS } from './settings.ts';
import { emitTimeZone, TIME_ZONE_YIELD } from './time-zone.ts';

export const registryHiveSource: ArtifactSource = {
  id: 'registry-hive',
  reads: ['registry-hive'],
  yields: [...SETTING_YIELDS, ...IDENTITY_YIELDS, TIME_ZONE_YIELD, SERVICE_YIELD, PROGRAM_YIELD, NRPT_YIELD],
  parse: parseHive,
};

function parseHive(artifact: ArtifactInfo, bytes: Uint8Array, emit: Emit, context: SourceContext): ReadResult {
  const hive = openHive(bytes);
  const view = viewHive(hive);
  if (view === null) {
    // What cannot be recognised because part of it is gone must not pass for a hive nobody needs.
    const isLost = hive.truncated || damagedCells(hive) > 0;
    return { outcome: isLost ? 'failed' : 'ignored', reason: `${isLost ? 'a damaged registry hive, of which nothing could be recognised' : 'a registry hive with nothing rasalyze reads'}${damageText(hive)}` };
  }
  const sink = { host: artifact.host || computerName(view), emit, ref: (at: Parameters<SourceContext['ref']>[0]) => context.ref(at) };
  emitIdentity(view, sink);
  emitTimeZone(view, sink);
  emitSettings(view, sink);
  emitServices(view, sink, !hive.dirty && !hive.truncated);
  emitPrograms(view, sink, !hive.dirty && !hive.truncated);
  emitNrpt(view, sink);
  const damage = damageText(hive);
  return damage === '' ? { outcome: 'read' } : { outcome: 'partial', reason: `${view.area} hive${damage}` };
}

function damagedCells(hive: Hive): number {
  return hive.notes.filter((note) => !['dirty', 'checksum', 'truncated', 'bin'].includes(note.code)).length;
}

/** What is wrong with the hive as far as it was read; '' when nothing is. */
function damageText(hive: Hive): string {
  const cells = damagedCells(hive);
  const parts = [
    ...(hive.truncated ? ['the file is cut off'] : []),
    ...(hive.dirty ? ['saved while changes were being written: the latest may be missing'] : []),
    ...(cells > 0 ? [`${cells} damaged cells`] : []),
  ];
  return parts.length === 0 ? '' : `: ${parts.join('; ')}`;
}
