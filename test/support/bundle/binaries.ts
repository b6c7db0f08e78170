/** Traces, recordings and captures of a bundle: named and nested as the collector does; traces hold messages nobody can read, the rest is filler. */
import { buildCab } from '../cab-builder.ts';
import { fileStamp, utf16, utf8 } from '../text-builder.ts';
import { buildEtl } from '../etl/builder.ts';
import { buildZip } from '../zip-builder.ts';
import type { BundleFrame, Files } from './types.ts';

/** Bytes that look like nothing and are the same every time. */
function filler(seed: number, size: number): Uint8Array {
  return Uint8Array.from({ length: size }, (_, i) => (Math.imul(i + seed, 2_654_435_761) >>> 24) & 0xff);
}

/** A trace as most component traces are: messages of providers whose text is not public. */
function messageTrace(seed: number, startTime: number): Uint8Array {
  const provider = `{4B1D0000-0000-4000-8000-0000000000${(16 + seed).toString(16).toUpperCase()}}`;
  const events = Array.from({ length: 12 }, (_, i) => ({ time: startTime + i * 1_000_000, kind: 'message' as const, provider, id: 10 + (i % 3), data: filler(seed + i, 24) }));
  return buildEtl({ startTime, events, bufferSize: 4096 });
}

function traceNames(frame: BundleFrame): string[] {
  const { generation } = frame;
  const scripts = generation === 2022 ? 'TSSv2' : 'TSS';
  const tls = generation === 2022 ? 'NET_TLS' : 'ADS_SSL';
  const old = generation === 2022 ? ['NET_AfdTcpFullTrace.etl', 'NET_NetIOTrace.etl'] : [];
  if (frame.recipe.scenario === 'NET_VPN') return ['NET_VPNTrace.etl', 'NET_IPsecTrace.etl', 'NET_NetworkUXTrace.etl', 'NET_WFPTrace.etl', 'packetcapture-VpnClient_dbg.etl', ...old];
  const multi = ['Ssl', 'NcryptSslp', 'Schannel'].map((tag) => `${scripts}_NET_RASScenario_METL_${tls}_${tag}Trace.etl`);
  return ['NET_WFPTrace.etl', 'packetcapture-VpnServer.etl', ...multi, ...old, ...(frame.recipe.switches?.includes('NET_RAS') ? ['NET_RASTrace.etl'] : [])];
}

const emptyNetEvents = '<?xml version="1.0" encoding="UTF-8"?>\n<netEvents>\n</netEvents>\n';

/** Adds what carries evidence (WFP captures) always, and the rest unless the recipe says no. */
export function addBinaries(files: Files, frame: BundleFrame): void {
  const { recipe, generation, startPrefix, stopPrefix } = frame;
  const netEvents = recipe.wfpNetEvents ?? emptyNetEvents;
  files.set(`${stopPrefix}wfpNetevents__Stop_.xml`, utf8(netEvents));
  if (recipe.junk === false && recipe.wfpNetEvents === undefined) return;
  files.set(`${startPrefix}WFPdiag.cab`, buildCab([{ files: [{ name: 'wfpdiag.xml', data: utf8(netEvents) }, { name: 'wfpdiag.etl', data: messageTrace(7, Date.parse(frame.start) * 1000) }] }]));
  if (recipe.junk === false) return;
  const fillers = traceNames(frame).filter((name) => recipe.capture === undefined || recipe.capture.as === 'events' || !name.startsWith('packetcapture-'));
  fillers.forEach((name, i) => files.set(`${startPrefix}${name}`, messageTrace(i, Date.parse(frame.start) * 1000)));
  files.set(`${startPrefix}${generation === 2022 ? 'Procmon.pml' : 'Procmon_0.pml'}`, Buffer.concat([Buffer.from('PML_'), filler(99, 3000)]));
  files.set(`${startPrefix}PSR.zip`, buildZip([{ name: 'Recording.mht', data: 'MIME-Version: 1.0\r\n\r\n' }]));
  if (recipe.scenario === 'NET_RAS') {
    const counters = { 2022: 'PerfMon_NET_10.blg', 2023: 'PerfMon_NET_10sec_2048MB.blg', 2024: `PerfMon_NET_10sec_2048MB_TZ${frame.offset < 0 ? '' : '+'}${frame.offset}.blg` };
    files.set(`${startPrefix}${counters[generation]}`, filler(5, 1000));
  }
  const stamp = fileStamp(frame.stop, 0);
  files.set(`xray_INFO_${stamp}_${recipe.host}.txt`, utf16(`xray by contoso\nDiagnostic check run on ${stamp} UTC\n`));
}
