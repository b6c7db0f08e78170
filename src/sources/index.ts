/** The registry of sources: one import per folder; a test fails if one is missing. */
import type { Yield } from '../model/records.ts';
import type { ArtifactSource, CommandSource } from '../model/source.ts';
import { CAPTURE_YIELDS } from './capture/trackers.ts';
import { TRACE_EVENT_YIELDS } from './trace-events/source.ts';
import { certutil } from './certutil/source.ts';
import { ipconfig } from './ipconfig/source.ts';
import { netAdapter } from './net-adapter/source.ts';
import { rasphonePbk } from './rasphone-pbk/source.ts';
import { sources as registry } from './registry/index.ts';
import { services } from './services/source.ts';
import { tssLog } from './tss-log/source.ts';
import { vpnConnection } from './vpn-connection/source.ts';
import { rrasConfig } from './rras-config/source.ts';
import { vpnServer } from './vpn-server/source.ts';
import { routes } from './routes/source.ts';
import { listeners } from './listeners/source.ts';
import { proxy } from './proxy/source.ts';
import { timeSync } from './time-sync/source.ts';
import { nrpt } from './name-resolution/nrpt.ts';
import { hostsFile } from './name-resolution/hosts-file.ts';
import { npsConfig } from './nps-config/source.ts';
import { npsShow } from './nps-config/show.ts';
import { npsLog } from './nps-log/source.ts';
import { rasTrace } from './ras-trace/source.ts';
import { sdpResults } from './sdp-results/source.ts';
import { xray } from './xray/source.ts';
import { auditPolicy } from './audit-policy/source.ts';
import { inventoryCommands, inventoryFiles } from './inventory/index.ts';
import { azureVpn } from './azure-vpn/source.ts';
import { eapConfig, eapConfigText } from './eap-config/source.ts';
import { firewallLog } from './firewall-log/source.ts';
import { wfp } from './wfp/source.ts';
import { eventCsv } from './event-csv/source.ts';
import { collection } from './collection/source.ts';

/** Sources that read whole files of certain kinds. */
export const artifactSources: readonly ArtifactSource[] = [tssLog, rasphonePbk, ...registry, hostsFile, rasTrace, npsLog, npsConfig, xray, sdpResults, auditPolicy, ...inventoryFiles, wfp, firewallLog, eapConfig, azureVpn, eventCsv, collection];

/** Sources that read one command's output, whatever file it stands in. */
export const commandSources: readonly CommandSource[] = [certutil, ipconfig, netAdapter, services, vpnConnection, rrasConfig, vpnServer, routes, listeners, proxy, timeSync, nrpt, npsShow, ...inventoryCommands, eapConfigText];

/** Readers of traces are pushed record by record, since a trace may be larger than memory. */
export { openTraceEvents } from './trace-events/source.ts';
export { CaptureSession } from './capture/session.ts';

/** What traces yield, by who reads it. */
export const traceSources: readonly { readonly id: string; readonly yields: readonly Yield[] }[] = [
  { id: 'packet-capture', yields: CAPTURE_YIELDS },
  { id: 'trace-events', yields: TRACE_EVENT_YIELDS },
];
