/**
 * Registry keys a collector printed or exported as text.
 *
 *   HKEY_LOCAL_MACHINE\SYSTEM\CurrentControlSet\Services\PolicyAgent
 *       AssumeUDPEncapsulationContextOnSendRule    REG_DWORD    0x2
 *                                 → registry.assume-udp-encapsulation {value: 2, present: true, key_present: true}
 *   [WARNING] Registry Key 'HKLM\SYSTEM\CurrentControlSet\Services\SstpSvc\Parameters' does not exist.
 *                                 → registry.sstp-certificate-hash {value: null, present: false, key_present: false}
 *
 * A key that was not asked for yields nothing.
 */
import { decodeText } from '../../formats/text/decode.ts';
import type { ArtifactInfo, ArtifactSource, Emit, ReadResult, SourceContext } from '../../model/source.ts';
import { emitIdentity, IDENTITY_YIELDS } from './identity.ts';
import { emitNrpt, NRPT_YIELD } from './nrpt.ts';
import { emitPrograms, PROGRAM_YIELD } from './programs.ts';
import { readRegistryText } from './reg-text.ts';
import { emitServices, SERVICE_YIELD } from './services.ts';
import { emitSettings, SETTING_YIELDS } from './settings.ts';
import { viewText } from './text-view.ts';
import { emitTimeZone, TIME_ZONE_YIELD } from './time-zone.ts';

export const registryTextSource: ArtifactSource = {
  id: 'registry-text',
  reads: ['reg-text'],
  yields: [...SETTING_YIELDS, ...IDENTITY_YIELDS, TIME_ZONE_YIELD, SERVICE_YIELD, PROGRAM_YIELD, NRPT_YIELD],
  parse: parseText,
};

function parseText(artifact: ArtifactInfo, bytes: Uint8Array, emit: Emit, context: SourceContext): ReadResult {
  const { oemCodePage, ansiCodePage } = context;
  const decoded = decodeText(bytes, {
    ...(oemCodePage === undefined ? {} : { oemCodePage }),
    ...(ansiCodePage === undefined ? {} : { ansiCodePage }),
  });
  const text = readRegistryText(decoded.lines);
  if (text.keys.size === 0 && text.missing.size === 0) return { outcome: 'ignored', reason: 'no registry key in the text' };
  const sink = { host: artifact.host, emit, ref: (at: Parameters<SourceContext['ref']>[0]) => context.ref(at) };
  for (const area of ['SYSTEM', 'SOFTWARE', 'HKCU'] as const) {
    const view = viewText(text, area);
    emitIdentity(view, sink);
    emitSettings(view, sink);
    emitPrograms(view, sink, false);
    emitNrpt(view, sink);
    if (area !== 'SYSTEM') continue;
    emitTimeZone(view, sink);
    emitServices(view, sink, false);
  }
  return decoded.truncated ? { outcome: 'partial', reason: decoded.notes.join('; ') } : { outcome: 'read' };
}
