/**
 * A PowerShell 5.1 script that gathers what a diagnosis lacks, a section for each machine. Commands come from our own table alone; of
 * a bundle only computer names get in, as quoted text of letters, digits, dashes and dots. ASCII, CRLF.
 */
import { stepsFor, type CollectionStep } from '../knowledge/collection-steps.ts';
import type { Report, ReportMissing } from '../model/report.ts';

export interface ScriptSection {
  /** Role the machine has in the case, or its name where the role is of no matter. */
  readonly role: string;
  readonly hosts: readonly string[];
  readonly steps: readonly CollectionStep[];
}

/** What to run where, the machine with most to settle first; none when nothing is missing that a step collects. */
export function collectSections(report: Report): ScriptSection[] {
  const sections = new Map<string, ScriptSection>();
  for (const item of report.diagnosis.missing) {
    const steps = item.what.split(', ').flatMap((name) => stepsFor(name));
    for (const { role, hosts } of machinesOf(item, report)) {
      const known = sections.get(role);
      const all = new Map([...(known?.steps ?? []), ...steps].map((step) => [step.id, step] as const));
      sections.set(role, { role, hosts: [...new Set([...(known?.hosts ?? []), ...hosts])], steps: [...all.values()] });
    }
  }
  return [...sections.values()].filter((section) => section.steps.length > 0);
}

const ROLES: readonly string[] = ['client', 'vpn-server', 'nps', 'dc'];
const HOST_NAME = /^[A-Za-z0-9][A-Za-z0-9.-]{0,62}$/;

/** By role where the request names one, else the computers whose verdicts wait for it. */
function machinesOf(item: ReportMissing, { attempts, case: { bundles }, diagnosis }: Report): { readonly role: string; readonly hosts: readonly string[] }[] {
  const waiting = diagnosis.undecided.filter((undecided) => item.settles.includes(undecided.signature)).flatMap((undecided) => undecided.attempts);
  const concerned = new Set(waiting.map((subject) => attempts.find((attempt) => attempt.id === subject)?.host ?? subject).filter((host) => HOST_NAME.test(host)));
  if (!ROLES.includes(item.on)) return [...concerned].map((host) => ({ role: roleOf(host, bundles), hosts: [host] }));
  const known = bundles.flatMap((bundle) => bundle.hosts).filter((host) => host.roles.some((role) => role === item.on) && HOST_NAME.test(host.name));
  const meant = known.filter((host) => concerned.has(host.name));
  return [{ role: item.on, hosts: (item.on === 'client' && meant.length > 0 ? meant : known).map((host) => host.name) }];
}

function roleOf(host: string, bundles: Report['case']['bundles']): string {
  return bundles.flatMap((bundle) => bundle.hosts).find((each) => each.name === host)?.roles[0] ?? 'computer';
}

/** The script; null when there is nothing to collect. */
export function renderCollectScript(report: Report): string | null {
  const sections = collectSections(report);
  if (sections.length === 0) return null;
  const lines = [...head(sections), ...sections.flatMap(section), ...FOOT];
  return `${lines.join('\r\n')}\r\n`;
}

/** A text between single quotes, in which PowerShell sees nothing but text. */
export function quoted(text: string): string {
  return `'${text.replace(/['\u2018\u2019\u201a\u201b]/g, "''").replace(/[^\x20-\x7e]/g, '?')}'`;
}

/** A computer may be VPN server and NPS in one: PowerShell refuses a table with one name twice, in whatever case. */
function rolesByHost(sections: readonly ScriptSection[]): ReadonlyMap<string, readonly string[]> {
  const roles = new Map<string, readonly string[]>();
  for (const { role, hosts } of sections) for (const host of hosts) roles.set(host.toUpperCase(), [...new Set([...(roles.get(host.toUpperCase()) ?? []), role])]);
  return roles;
}

function head(sections: readonly ScriptSection[]): string[] {
  const machines = [...rolesByHost(sections)].map(([host, roles]) => `    ${quoted(host)} = @(${roles.map(quoted).join(', ')})`);
  return [
    '# Gathers what a rasalyze diagnosis lacks. Run it as administrator on each machine named below:',
    ...sections.map(({ role, hosts, steps }) => `#   ${role}${hosts.length === 0 ? '' : ` (${hosts.join(', ')})`}: ${steps.map((step) => step.title).join('; ')}`),
    '# It reads and exports; the only settings it changes are logs and traces it switches on for one dial. Nothing is sent anywhere.',
    '# If scripts are forbidden: powershell.exe -ExecutionPolicy Bypass -File <this file>',
    '# Then give the zip beside the bundle: rasalyze <bundle> <zip>',
    '[CmdletBinding()]',
    `param([ValidateSet(${[...new Set(sections.map(({ role }) => quoted(role)))].join(', ')})][string[]]$Role, [string]$OutputFolder = $env:TEMP)`,
    '',
    "$ErrorActionPreference = 'Continue'",
    "$principal = New-Object Security.Principal.WindowsPrincipal([Security.Principal.WindowsIdentity]::GetCurrent())",
    'if (-not $principal.IsInRole([Security.Principal.WindowsBuiltInRole]::Administrator)) {',
    "    Write-Error 'Run this in a PowerShell window that was opened with Run as administrator.'",
    '    exit 1',
    '}',
    '$Machines = @{',
    ...machines,
    '}',
    'if (-not $Role -and $Machines.ContainsKey($env:COMPUTERNAME)) { $Role = $Machines[$env:COMPUTERNAME] }',
    'if (-not $Role) {',
    `    Write-Error ('This script does not know ' + $env:COMPUTERNAME + '. Say what it is: -Role ${[...new Set(sections.map(({ role }) => role))].join(' or -Role ')}')`,
    '    exit 1',
    '}',
    '',
    ...FUNCTIONS,
  ];
}

const FUNCTIONS: readonly string[] = [
  "$Stamp = Get-Date -Format 'yyMMdd-HHmmss'",
  "$Prefix = $env:COMPUTERNAME + '_' + $Stamp + '_'",
  "$Folder = Join-Path $OutputFolder ('rasalyze_' + $env:COMPUTERNAME + '_' + $Stamp)",
  'New-Item -ItemType Directory -Path $Folder -Force -ErrorAction Stop | Out-Null',
  "$Log = Join-Path $Folder ($Prefix + 'Collect.log')",
  '',
  'function Write-Log([string]$Text) {',
  "    $line = (Get-Date -Format 'yyyy-MM-dd HH:mm:ss') + ' ' + $Text",
  '    Write-Host $line',
  '    Add-Content -LiteralPath $Log -Value $line -Encoding UTF8',
  '}',
  '',
  '# A name with a folder stays as it is, a log is named after its computer, everything else gets computer and time in front.',
  'function Get-ResultPath([string]$Name) {',
  "    if ($Name.StartsWith('-')) { $path = Join-Path $Folder ($env:COMPUTERNAME + $Name) }",
  "    elseif ($Name.Contains('/')) { $path = Join-Path $Folder $Name.Replace('/', '\\') }",
  '    else { $path = Join-Path $Folder ($Prefix + $Name) }',
  "    if ($path.EndsWith('\\')) { $parent = $path } else { $parent = Split-Path -Parent $path }",
  '    New-Item -ItemType Directory -Path $parent -Force | Out-Null',
  '    return $path',
  '}',
  '',
  '# A command that fails is noted and costs only itself.',
  'function Invoke-Step([string]$Title, [string]$Name, [scriptblock]$Command) {',
  '    Write-Log $Title',
  '    $File = Get-ResultPath $Name',
  '    try {',
  '        $global:LASTEXITCODE = 0',
  '        & $Command 2>&1 | ForEach-Object { Write-Log (\'  \' + $_) }',
  "        if ($global:LASTEXITCODE -ne 0) { Write-Log ('  FAILED: exit code ' + $global:LASTEXITCODE) }",
  '    }',
  "    catch { Write-Log ('  FAILED: ' + $_.Exception.Message) }",
  '}',
  '',
  '# Output in UTF-8 under a header that names the command and the local time.',
  'function Save-Output([string]$Title, [string]$Name, [scriptblock]$Command) {',
  '    Write-Log $Title',
  '    $File = Get-ResultPath $Name',
  "    $rule = '=' * 60",
  "    $time = (Get-Date).ToString('yyyyMMdd HH:mm:ss.fff', [Globalization.CultureInfo]::InvariantCulture)",
  '    try {',
  '        $global:LASTEXITCODE = 0',
  "        $output = & $Command 2>&1 | Out-String -Width 4096",
  "        ($rule, ($time + ' : ' + $Command.ToString().Trim()), $rule, $output) -join \"`r`n\" | Out-File -LiteralPath $File -Encoding utf8",
  "        if ($global:LASTEXITCODE -ne 0) { Write-Log ('  FAILED: exit code ' + $global:LASTEXITCODE) }",
  '    }',
  "    catch { Write-Log ('  FAILED: ' + $_.Exception.Message) }",
  '}',
];

function section({ role, hosts, steps }: ScriptSection): string[] {
  const during = steps.filter((step) => step.when === 'dial');
  const connected = steps.filter((step) => step.when === 'connected');
  return [
    '',
    `# ${role}${hosts.length === 0 ? '' : `: ${hosts.join(', ')}`}`,
    `if ($Role -contains ${quoted(role)}) {`,
    ...during.flatMap((step) => (step.start === undefined ? [] : [call('Invoke-Step', `start: ${step.title}`, step.file, step.start)])),
    ...(during.length === 0 ? [] : [`    Read-Host ${quoted(role === 'client' ? 'Dial the VPN now; when it has failed, press Enter' : 'Let a client dial now; when it has failed, press Enter')} | Out-Null`]),
    ...during.map(stepCall),
    ...(connected.length === 0 ? [] : [`    Read-Host ${quoted('Connect the VPN if it will connect, leave it up, then press Enter')} | Out-Null`]),
    ...connected.map(stepCall),
    ...steps.filter((step) => step.when === 'now').map(stepCall),
    '}',
  ];
}

function stepCall(step: CollectionStep): string {
  return call(step.prints ? 'Save-Output' : 'Invoke-Step', step.title, step.file, step.run);
}

function call(name: string, title: string, file: string, command: string): string {
  return `    ${name} ${quoted(title)} ${quoted(file)} { ${command} }`;
}

const FOOT: readonly string[] = [
  '',
  "$Zip = $Folder + '.zip'",
  'try {',
  "    Compress-Archive -Path (Join-Path $Folder '*') -DestinationPath $Zip -Force -ErrorAction Stop",
  '    Remove-Item -LiteralPath $Folder -Recurse -Force',
  "    Write-Host ('Done: ' + $Zip)",
  '}',
  "catch { Write-Host ('Done, but not zipped (' + $_.Exception.Message + '): ' + $Folder) }",
];
