/** The collector's own log (`…__Log-Warn-Err-Info.txt`): versions, host, time zone, repro window. Line forms: see the collector's modules. */
import { localParts, logStamp, utf16 } from './encodings.ts';

export interface CollectorLogInput {
  /** 2022 (TSSv2), 2023 or 2024. */
  readonly generation: 2022 | 2023 | 2024;
  readonly version: string;
  readonly scenario: string;
  readonly commandLine?: string;
  readonly host: string;
  readonly user: string;
  readonly domain: string;
  /** a.b.build.UBR */
  readonly osVersion: string;
  readonly productType: 'WinNT' | 'ServerNT' | 'LanmanNT';
  readonly culture: string;
  readonly offsetMinutes: number;
  /** Text between the brackets behind `TZ:`; the display name of the zone, with its STANDARD offset. */
  readonly zoneName: string;
  /** ISO UTC. */
  readonly start: string;
  readonly end: string;
  /** Absent: no interactive repro, no markers. */
  readonly repro?: { readonly start: string; readonly end: string };
  /** Trigger instant of a `-WaitEvent` run. */
  readonly conditionHit?: string;
  readonly collectors?: readonly string[];
  readonly extra?: readonly { readonly time: string; readonly text: string; readonly level?: 'INFO' | 'WARNING' | 'ERROR' }[];
}

const underscored = (utc: string): string => {
  const p = localParts(utc, 0);
  return `${p.year}-${p.month}-${p.day}_${p.hour}:${p.minute}:${p.second}`;
};

/** Text of the log; `collectorLog` gives its bytes. */
export function collectorLogText(input: CollectorLogInput): string {
  const { generation, repro } = input;
  const name = generation === 2022 ? 'TSSv2' : 'TSS';
  const [before, after] = generation === 2022 ? [13, 12] : [14, 26];
  const lines: { time: string; text: string }[] = [];
  const log = (time: string, text: string, level = 'INFO', where = 'Main(1000)'): void => void lines.push({ time, text: `[${where}] ${level}: ${text}` });
  const marker = (title: string, time: string): void => log(time, `${'='.repeat(before)} ${title}: ${underscored(time)} UTC ${'='.repeat(after)}`, 'INFO', 'WaitForReproduction(8412)');
  log(input.start, `Commandline: ${input.commandLine ?? `.\\${name}.ps1 -Scenario ${input.scenario}`}`);
  log(input.start, `${name} Version ${input.version} /_NET: ${input.version} / _xray: 1.0.240214.0`);
  log(input.start, `OS Version: ${input.osVersion}, OS Architecture: 64-bit`);
  log(input.start, `ProductType: ${input.productType} - IsServerCore: False`);
  log(input.start, `OS Culture: ${input.culture}, UI Culture: ${input.culture}`);
  log(input.start, `Computer: ${input.host} - User: ${input.user} - Domain: ${input.domain} - Session: 1`);
  log(input.start, `TimeUTC: ${underscored(input.start)} [TZ: ${input.zoneName}]`);
  log(input.start, `Specified scenario ${input.scenario} contains following traces and parameters:\n  NET_WFP NET_VPN CommonTask NET Netsh Procmon PSR SDP xray`);
  log(input.start, `[ETW] logman create trace ${name}_NET_WFPTrace -ow -mode Circular -bs 64 -f bincirc -max 1024 -ft 60 -ets`, 'INFO', 'NET.psm1:StartLogman(4711)');
  if (repro) {
    marker('Start of Repro', repro.start);
    marker('End of Repro', repro.end);
  }
  if (input.conditionHit) log(input.conditionHit, `Repro condition HIT - STOP now ${underscored(input.conditionHit)} UTC`);
  if (generation !== 2022) log(repro?.end ?? input.end, `Entering TSS STOP Data collection: ${underscored(repro?.end ?? input.end)} UTC`);
  for (const collector of input.collectors ?? []) log(input.end, `Calling ${collector}`, 'INFO', 'NET.psm1:RunFunction(1200)');
  for (const one of input.extra ?? []) log(one.time, one.text, one.level ?? 'INFO');
  log(input.end, `End of ${name} Data collection: ${underscored(input.end)} UTC`);
  return lines.toSorted((a, b) => Date.parse(a.time) - Date.parse(b.time)).map(({ time, text }) => `${logStamp(time, input.offsetMinutes)} ${text}\n`).join('');
}

export function collectorLog(input: CollectorLogInput): Buffer {
  return utf16(collectorLogText(input));
}
