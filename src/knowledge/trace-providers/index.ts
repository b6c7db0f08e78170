/** Trace providers: what their events consist of where a trace does not say it, and what the others are called. */
import { AUTHENTICATION_PROVIDERS } from './authentication.ts';
import { IPSEC_PROVIDERS } from './ipsec.ts';
import { PROVIDER_NAMES } from './names.ts';
import { NETWORK_PROVIDERS } from './network.ts';
import { PACKET_CAPTURE_PROVIDERS } from './packet-capture.ts';
import { REMOTE_ACCESS_PROVIDERS } from './remote-access.ts';
import type { TraceProvider } from './row.ts';

export type { TraceBasis, TraceEvent, TraceField, TraceProvider, TraceType } from './row.ts';

export const TRACE_PROVIDERS: readonly TraceProvider[] = [...REMOTE_ACCESS_PROVIDERS, ...IPSEC_PROVIDERS, ...AUTHENTICATION_PROVIDERS, ...NETWORK_PROVIDERS, ...PACKET_CAPTURE_PROVIDERS];

/** Providers whose events hold packets, or describe a capture. */
export const PACKET_CAPTURE_GUIDS: ReadonlySet<string> = new Set(PACKET_CAPTURE_PROVIDERS.map((provider) => provider.guid));

const quiet = new Map(TRACE_PROVIDERS.map((provider) => [provider.guid, new Set(provider.events.filter((event) => event.isQuiet === true).flatMap((event) => event.ids))]));

/** Whether the event says something by itself, as far as the table knows. */
export function isTellingEvent(guid: string, id: number): boolean {
  return quiet.get(guid)?.has(id) !== true;
}

const byGuid = new Map(TRACE_PROVIDERS.map((provider) => [provider.guid, provider]));

/** Provider by GUID (braces, upper case); null when no layouts of it are known. */
export function lookUpTraceProvider(guid: string): TraceProvider | null {
  return byGuid.get(guid) ?? null;
}

/** Name of a provider by GUID, '' when unknown. */
export function traceProviderName(guid: string): string {
  return byGuid.get(guid)?.name ?? PROVIDER_NAMES[guid] ?? '';
}
