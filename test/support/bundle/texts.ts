/** Text files in the root of a bundle, and what is copied beside them. */
import type { CommandInput } from '../text-builder.ts';
import {
  ascii, auditBackup, certutilStore, collectorLog, collectorLogText, commandFile, interfaceTable, ipconfigAll, npsEvent, oem, packetLines, phonebook, profileXml, rasDump, routePrint, scQueryex, servicesOverview, strategies, utf16, utf8, vpnConnections,
} from '../text-builder.ts';
import { bundleAdapters } from './network.ts';
import { bundleServices } from './services.ts';
import type { BundleFrame, Files } from './types.ts';

const versions = { 2022: '2022.08.15.0', 2023: '2023.06.06.0', 2024: '2024.02.20.0' } as const;
const zoneNames: Readonly<Record<string, string>> = { en: 'Amsterdam, Berlin, Bern, Rome, Stockholm, Vienna', de: 'Amsterdam, Berlin, Bern, Rom, Stockholm, Wien', fr: 'Amsterdam, Berlin, Berne, Rome, Stockholm, Vienne', ja: '大阪、札幌、東京' };

/** Display name of the zone: the cities are those of one zone, the offset is what counts. */
function zoneName({ standardOffset, language }: BundleFrame): string {
  if (standardOffset === 0) return '(UTC) Coordinated Universal Time';
  const minutes = Math.abs(standardOffset);
  const clock = `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
  return `(UTC${standardOffset < 0 ? '-' : '+'}${clock}) ${zoneNames[language]}`;
}

function addLogs(files: Files, frame: BundleFrame): void {
  const { recipe, generation } = frame;
  const repro = recipe.repro ? { start: frame.when(recipe.repro[0]), end: frame.when(recipe.repro[1]) } : undefined;
  const input = {
    generation, version: versions[generation], scenario: recipe.scenario, host: recipe.host, user: frame.user, domain: frame.domain.split('.')[0]!.toUpperCase(), osVersion: frame.os.version,
    productType: frame.os.product, culture: frame.culture, offsetMinutes: frame.offset, zoneName: zoneName(frame), start: frame.start, end: frame.stop,
    commandLine: `.\\${generation === 2022 ? 'TSSv2' : 'TSS'}.ps1 -Scenario ${recipe.scenario}${(recipe.switches ?? []).map((one) => ` -${one}`).join('')}`,
    collectors: recipe.scenario === 'NET_VPN' ? ['CollectNET_VPNLog', 'CollectNET_WFPLog', 'RunSDP NET'] : ['CollectADS_SSLLog', 'CollectNET_WFPLog', 'RunSDP NET'],
    ...(repro ? { repro } : {}),
  };
  files.set(`${frame.startPrefix}_Log-Warn-Err-Info.txt`, collectorLog(input));
  files.set(`${frame.startPrefix}_Log-transcript.txt`, utf8(`**********************\nWindows PowerShell transcript start\nMachine: ${recipe.host}\n**********************\n${collectorLogText(input)}`, true));
}

const command = (text: string, output: string, time: string): CommandInput => ({ command: text, output, time });

function addCommon(files: Files, frame: BundleFrame): void {
  const { recipe, offset, language } = frame;
  const adapters = ipconfigAll(recipe.host, frame.domain, bundleAdapters(frame), language);
  const services = bundleServices(frame);
  for (const [phase, prefix, time] of [['Start', frame.startPrefix, frame.start], ['Stop', frame.stopPrefix, frame.stop]] as const) {
    const whileConnected = phase === 'Start' ? [] : [
      ...(recipe.interfaces ? [command('netsh interface ipv4 show int', interfaceTable(recipe.interfaces, language), time)] : []),
      ...(recipe.routes ? [command('ROUTE PRINT', routePrint(recipe.routes, language, [], false), time)] : []),
    ];
    files.set(`${prefix}IPconfig_Info_${phase}_.txt`, commandFile([command('IPCONFIG /ALL', adapters, time), ...whileConnected], offset));
    files.set(`${prefix}Services_${phase}_.txt`, utf16(scQueryex(services, language)));
  }
  files.set(`${frame.stopPrefix}Services_overview_Stop_.txt`, utf16(servicesOverview(services)));
  files.set(`${frame.startPrefix}BuildInfo.txt`, utf16(`\nKey${' '.repeat(17)}Value\n---${' '.repeat(17)}-----\nProductName${' '.repeat(9)}${frame.os.name}\nBuildLabEx${' '.repeat(10)}${frame.os.version.split('.')[2]}.1.amd64fre\n\n`));
  files.set(`${frame.stopPrefix}Hotfixes.txt`, ascii('\nSource        Description      HotFixID      InstalledBy          InstalledOn\n------        -----------      --------      -----------          -----------\n\n'));
}

const stores = {
  machine: ['Cert_machine-store_Stop_.txt', 'certutil -v -silent -store my', 'my'], root: ['Cert_Machine-Root-Registry-store.txt', 'certutil -v -silent -store root', 'root'],
  ca: ['Cert_Machine-CA-Registry-store.txt', 'certutil -v -silent -store CA', 'CA'], ntauth: ['Cert_NTAuth-store.txt', 'certutil -v -silent -store -enterprise NTAuth', 'NTAuth'],
} as const;

function addCertificates(files: Files, frame: BundleFrame): void {
  const { recipe, language, culture, offset } = frame;
  for (const [kind, [name, line, store]] of Object.entries(stores) as [keyof typeof stores, readonly [string, string, string]][]) {
    const told = recipe.certificates?.[kind];
    if (told === null || (told === undefined && kind !== 'machine')) continue;
    const output = certutilStore(told ?? [], { language, culture, offsetMinutes: offset, store });
    files.set(`${frame.stopPrefix}${name}`, commandFile([command(line, output, frame.stop)], offset));
  }
}

const tunnelTypes: Readonly<Record<number, 'Automatic' | 'Pptp' | 'L2tp' | 'Sstp' | 'Ikev2'>> = { 1: 'Pptp', 2: 'Pptp', 3: 'L2tp', 4: 'L2tp', 5: 'Sstp', 6: 'Sstp', 7: 'Ikev2', 8: 'Ikev2' };

function addProfiles(files: Files, frame: BundleFrame): void {
  const profiles = frame.recipe.profiles ?? [];
  const shown = profiles.map((profile) => {
    const strategy = typeof profile.strategy === 'number' ? profile.strategy : strategies[profile.strategy ?? 'automatic'];
    return { name: profile.name, server: profile.server, allUser: profile.allUser ?? false, tunnelType: tunnelTypes[strategy] ?? 'Automatic' as const, splitTunneling: profile.keys?.['IpPrioritizeRemote'] === 0 };
  });
  files.set(`${frame.stopPrefix}VpnConnection_info_pscmdlets_Stop_.txt`, commandFile([
    command('Get-VpnConnection', vpnConnections(shown.filter((one) => !one.allUser)), frame.stop), command('Get-VpnConnection -AllUserConnection', vpnConnections(shown.filter((one) => one.allUser)), frame.stop),
  ], frame.offset));
  for (const [folder, allUser] of [['ConnProgramData', true], ['ConnAppData', false]] as const) {
    const own = profiles.filter((profile) => (profile.allUser ?? false) === allUser);
    if (own.length > 0) files.set(`${folder}/Pbk/rasphone.pbk`, oem(phonebook(own), frame.codePages.ansi));
  }
}

function addServerTexts(files: Files, frame: BundleFrame): void {
  const { recipe, offset } = frame;
  // The command ends in a blank, so that the collector writes no header.
  if (recipe.rasDump) files.set(`${frame.stopPrefix}RAS-Dump.txt`, utf16(rasDump(recipe.rasDump)));
  const entries = recipe.accounting?.map(({ at, ...entry }) => npsEvent({ utc: frame.when(at), offsetMinutes: offset, server: recipe.host, ...entry }));
  if (entries) files.set(`Attachments/IN${frame.start.slice(2, 4)}${frame.start.slice(5, 7)}.log`, utf8(entries.join('\n')));
}

/** Adds the texts of the root: logs, common commands, and what the scenario's components write. */
export function addTexts(files: Files, frame: BundleFrame): void {
  const { recipe } = frame;
  addLogs(files, frame);
  addCommon(files, frame);
  addServerTexts(files, frame);
  if (recipe.profileXml) files.set('Attachments/ProfileXML.xml', utf8(profileXml(recipe.profileXml)));
  if (recipe.audits) files.set(`${recipe.host}_AuditPol_backup.csv`, oem(auditBackup(recipe.host, recipe.audits, frame.language), frame.codePages.ansi));
  if (recipe.scenario === 'NET_VPN' || recipe.switches?.includes('NET_RAS')) addCertificates(files, frame);
  if (recipe.scenario === 'NET_VPN') {
    addProfiles(files, frame);
    files.set(`${frame.stopPrefix}CredentialGuard_Stop_.txt`, commandFile([{ ...command('Get-CimInstance -ClassName Win32_DeviceGuard', '\nSecurityServicesRunning : {0}\n', frame.stop), body: 'ascii' }], frame.offset));
  }
  for (const [suffix, blocks] of Object.entries(recipe.commands ?? {})) {
    const prefix = suffix.includes('_Start_') ? frame.startPrefix : frame.stopPrefix;
    files.set(`${prefix}${suffix}`, commandFile(blocks.map((one) => command(one.command, one.output, one.at ? frame.when(one.at) : frame.stop)), frame.offset));
  }
  const packets = recipe.packets?.flatMap(({ at, direction, hex }) => packetLines({ utc: frame.when(at), direction, hex, offsetMinutes: frame.offset }));
  if (packets) files.set('tracing/PPP.LOG', ascii(`${packets.join('\n')}\n`));
  for (const [name, lines] of Object.entries(recipe.tracing ?? {})) files.set(`tracing/${name}`, oem(`${lines.join('\n')}\n`, frame.codePages.ansi));
}
