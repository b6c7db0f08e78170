/** The support diagnostics zip inside a bundle: files without time stamps, mixed encodings, a zip of tracing logs inside. */
import type { SdpSection } from '../text-builder.ts';
import { adapterTable, bindingTableWide, certutilStore, fileStamp, ipconfigAll, oem, sdpMixed, sdpPlain, utf16 } from '../text-builder.ts';
import type { ZipEntryInput } from '../zip-builder.ts';
import { buildZip } from '../zip-builder.ts';
import { sdpEventLogs } from './event-logs.ts';
import { bundleAdapters, bundleBindings, bundleDevices } from './network.ts';
import type { BundleFrame, Files } from './types.ts';

const bindingCommand = 'Get-NetAdapterBinding -AllBindings -IncludeHidden | select Name, InterfaceDescription, DisplayName, ComponentID, Enabled';

function networkAdapters(frame: BundleFrame): Uint8Array {
  const devices = bundleDevices(frame);
  const visible = devices.filter((one) => !one.hidden);
  const counted = `Number of Network Adapters (output from get-netadapter; does not include hidden adapters): ${visible.length}\n`;
  return sdpPlain('Network Adapter Powershell Cmdlets', [
    { title: 'Get-NetAdapter (formatted table)', dashes: 31, output: counted + adapterTable(visible) },
    { title: 'Get-NetAdapter -IncludeHidden (formatted table, hidden)', dashes: 67, output: `${counted}Number of Network Adapters (including hidden adapters) : ${devices.length}\n${adapterTable(devices)}` },
    { title: bindingCommand, output: bindingTableWide(bundleBindings(frame)) },
  ]);
}

function defaults(frame: BundleFrame): Record<string, readonly SdpSection[]> {
  const { recipe, language, culture, offset } = frame;
  const user = recipe.certificates?.user;
  const options = { language, culture, offsetMinutes: offset, store: 'my' };
  return {
    'TCPIP_info': [{ title: 'ipconfig /all', output: ipconfigAll(recipe.host, frame.domain, bundleAdapters(frame), language) }],
    'Certificates-machinestore': recipe.certificates?.machine === null ? [] : [{ title: 'certutil -v -silent -store my', output: certutilStore(recipe.certificates?.machine ?? [], options) }],
    'Certificates-userstore': user === null ? [] : [{ title: 'certutil -v -silent -user -store my', output: certutilStore(user ?? [], options) }],
    'W32TM_Query_Status': [{ title: 'w32tm /query /status', output: '' }],
  };
}

/** Adds `tss_<UTC>_HOST_psSDP_NET.zip`. Its stamp is UTC; it runs last. */
export function addSdp(files: Files, frame: BundleFrame): void {
  const { recipe } = frame;
  if (recipe.sdp === false) return;
  const sections = { ...defaults(frame), ...recipe.sdp };
  const stamp = fileStamp(frame.stop, 0);
  const entries: ZipEntryInput[] = Object.entries(sections).filter(([, list]) => list.length > 0)
    .map(([name, list]) => ({ name: `${recipe.host}_${name}.TXT`, data: sdpMixed(name.replaceAll('_', ' '), list, frame.codePages.oem) }));
  entries.push({ name: `${recipe.host}_NetworkAdapters_info_pscmdlets.TXT`, data: networkAdapters(frame) });
  entries.push({ name: `_psSDP-DiagLog_${stamp}.txt`, data: utf16('psSDP NET\n') });
  for (const [name, data] of sdpEventLogs(frame)) entries.push({ name, data });
  if (recipe.tracing) {
    const logs = Object.entries(recipe.tracing).map(([name, lines]) => ({ name, data: oem(`${lines.join('\n')}\n`, frame.codePages.ansi) }));
    entries.push({ name: `${recipe.host}_RasTracingLogs.zip`, data: buildZip(logs), method: 'store' });
  }
  files.set(`tss_${stamp}_${recipe.host}_psSDP_NET.zip`, buildZip(entries.toSorted((a, b) => (a.name < b.name ? -1 : 1)), { modified: frame.stop.slice(0, 19) }));
}
