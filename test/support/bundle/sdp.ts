/** The support diagnostics zip inside a bundle: files without time stamps, mixed encodings, a zip of tracing logs inside. */
import type { Language, SdpSection } from '../text-builder.ts';
import { adapterTable, bindingTableWide, certutilStore, cultureTime, fileStamp, ipconfigAll, oem, sdpMixed, sdpPlain, utf16 } from '../text-builder.ts';
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

/** Labels of `w32tm /query /status`; the French ones are our wording: order and shape of the values are what holds. */
const clockLabels: Readonly<Record<Language, readonly string[]>> = {
  en: ['Leap Indicator', 'Stratum', 'Precision', 'Root Delay', 'Root Dispersion', 'ReferenceId', 'Last Successful Sync Time', 'Source', 'Poll Interval'],
  de: ['Sprungindikator', 'Stratum', 'Präzision', 'Stammverzögerung', 'Stammabweichung', 'Referenz-ID', 'Letzte erfolgr. Synchronisierungszeit', 'Quelle', 'Abrufintervall'],
  fr: ['Indicateur de dérive', 'Couche', 'Précision', 'Délai de racine', 'Dispersion de racine', 'ID de référence', 'Heure de la dernière synchronisation réussie', 'Source', 'Intervalle d’interrogation'],
  ja: ['閏インジケーター', '階層', '精度', 'ルート遅延', 'ルート分散', '参照 ID', '最終正常同期時刻', 'ソース', 'ポーリング間隔'],
};

/** A clock that follows the domain controller and was set half an hour before. */
function clockStatus({ language, culture, offset, domain, stop }: BundleFrame): string {
  const synced = cultureTime(new Date(Date.parse(stop) - 1_800_000).toISOString(), offset, culture);
  const values = ['0(no warning)', '4 (secondary reference - syncd by (S)NTP)', '-23 (119.209ns per tick)', '0.0312500s', '0.0415611s', '0xC0000235 (source IP:  192.0.2.53)', synced, `dc01.${domain}`, '10 (1024s)'];
  return `${clockLabels[language].map((label, i) => `${label}: ${values[i]}`).join('\n')}\n`;
}

function defaults(frame: BundleFrame): Record<string, readonly SdpSection[]> {
  const { recipe, language, culture, offset } = frame;
  const user = recipe.certificates?.user;
  const options = { language, culture, offsetMinutes: offset, store: 'my' };
  return {
    'TCPIP_info': [{ title: 'ipconfig /all', output: ipconfigAll(recipe.host, frame.domain, bundleAdapters(frame), language) }],
    'Certificates-machinestore': recipe.certificates?.machine === null ? [] : [{ title: 'certutil -v -silent -store my', output: certutilStore(recipe.certificates?.machine ?? [], options) }],
    'Certificates-userstore': user === null ? [] : [{ title: 'certutil -v -silent -user -store my', output: certutilStore(user ?? [], options) }],
    'W32TM_Query_Status': [{ title: 'w32tm /query /status', output: clockStatus(frame) }],
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
