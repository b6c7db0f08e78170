/** What names say: host, time stamp and scenario of a bundle, the host a file was collected on. */
import type { Micros } from '../model/time.ts';

export interface BundleName {
  readonly host: string;
  /** Local time at the start of the collection, written as if it were UTC. */
  readonly localStart: Micros;
  /** Scenario names in the order given; `Log-NET_RAS` for a collection without a scenario. */
  readonly scenarios: readonly string[];
  readonly description?: string;
  /** Whether the collector's own checks found something: `info` or `issues`. */
  readonly xray?: 'info' | 'issues';
}

const BUNDLE = /^TSS(?:v2)?_(.+?)_(\d{6}-\d{6})(?:_(.*))?$/i;

/** Parts of a TSS bundle's name (zip or folder), or null when it is named otherwise. */
export function parseBundleName(name: string): BundleName | null {
  // Copies get " (1)" from the browser; the collector itself dates an older zip of the same name.
  const bare = name.replace(/\.zip$/i, '').replace(/ ?\(\d+\)$/, '').replace(/\d{4}-\d\d-\d\d\.\d{4}\.\d\d$/, '');
  const found = BUNDLE.exec(bare);
  const localStart = found ? parseStamp(found[2] as string) : null;
  if (!found || localStart === null) return null;
  const rest = found[3] ?? '';
  const [, body = '', xray, description] = /^(.*?)(?:_xray_(INFO|ISSUES-FOUND))?(?:-([^_]*))?$/i.exec(rest) ?? [];
  // `Log-A-B` joins its parts with the dash that otherwise starts the description.
  const isLog = /^Log-/i.test(rest);
  return {
    host: (found[1] as string).toUpperCase(),
    localStart,
    scenarios: isLog ? [rest.replace(/_xray_.*$/i, '')] : body.split(' ').filter((part) => part !== ''),
    ...(description === undefined || isLog ? {} : { description }),
    ...(xray === undefined ? {} : { xray: /issues/i.test(xray) ? ('issues' as const) : ('info' as const) }),
  };
}

/** `yyMMdd-HHmmss` as a time written as if it were UTC; null when it is no date. */
export function parseStamp(stamp: string): Micros | null {
  const found = /^(\d\d)(\d\d)(\d\d)-(\d\d)(\d\d)(\d\d)$/.exec(stamp);
  if (!found) return null;
  const [year, month, day, hour, minute, second] = found.slice(1).map(Number) as [number, number, number, number, number, number];
  if (month < 1 || month > 12 || day < 1 || day > 31 || hour > 23 || minute > 59 || second > 59) return null;
  return Date.UTC(2000 + year, month - 1, day, hour, minute, second) * 1000;
}

/** Host in a bundle's name, upper case, or null. */
export function hostOfBundleName(name: string): string | null {
  return parseBundleName(name)?.host ?? sdpHost(name);
}

function sdpHost(name: string): string | null {
  return asHost(/^tss_\d{6}-\d{6}_(.+)_psSDP_/i.exec(name)?.[1]);
}

/** Names after `HOST-` in exports of event logs, whatever channel they are of. */
// A name that starts with the channel itself has no host: `SavedEventLog` holds such files.
const CHANNEL_NAME = /^(?!(?:Microsoft|Windows)-)(.+?)-(?:System|Application|Security|Setup|ForwardedEvents|HardwareEvents|(?:Microsoft|Windows|Intel|OpenSSH|Key|Internet)-.+)\.(?:evtx|csv|txt)$/i;
/** Names after `HOST_` of files without a stamp: those of the SDP and the few of the collector. */
const PLAIN_NAME =
  /^([^_]+)_(?:evt_.+_evt_\.|RAS_|RasTracingLogs|NPS_|IAS_|Certificates[-_]|IPsec_|TCPIP_|Firewall_|DnsClient_|DirectAccess|HTTP_|SChannel_|NetworkConnections_|NetworkAdapters_|NetworkList_|8021x|ProxyConfiguration|WinHTTP_|W32T|reg_|GPResult|msinfo32|Hotfix|Roles_Features|Services_|TaskListSvc|BasicSystemInfo|Kerberos_|DsRegCmd|schtasks|Security-settings|AuditPol_backup|TestConn_TLS)/i;

/**
 * Host that collected the file at `path`, upper case, by the families of names the collector uses:
 * `HOST_yyMMdd-HHmmss_name`, `HOST-Channel.evtx`, `HOST_name`, `xray_…_HOST.txt`; else of the container or folder around it.
 */
export function hostOfPath(path: string): string | null {
  const steps = lastSteps(path);
  for (let at = steps.length - 1; at >= 0; at--) {
    const step = steps[at] as string;
    const host = at === steps.length - 1 ? (hostOfFileName(step) ?? hostOfBundleName(step)) : (hostOfBundleName(step) ?? hostOfStamped(step));
    if (host !== null) return host;
  }
  return null;
}

function hostOfFileName(name: string): string | null {
  if (/^TSS(?:v2)?_/i.test(name)) return null;
  const xray = /^xray_.+_\d{6}-\d{6}_(.+)\.(?:txt|xml)$/i.exec(name);
  if (xray) return asHost(xray[1]);
  return hostOfStamped(name) ?? asHost(CHANNEL_NAME.exec(name)?.[1]) ?? asHost(PLAIN_NAME.exec(name)?.[1]);
}

function hostOfStamped(name: string): string | null {
  return /^TSS(?:v2)?_/i.test(name) ? null : asHost(/^(.+?)_\d{6}-\d{6}_/.exec(name)?.[1]);
}

/** A computer name: at most 63 characters, none that a name may not have. */
function asHost(text: string | undefined): string | null {
  return text !== undefined && text.length <= 63 && /^[^\s\\/:*?"<>|,;=+]+$/.test(text) ? text.toUpperCase() : null;
}

/** The last steps of a path, containers counting as folders. More than eight are of no use to any rule. */
export function lastSteps(path: string): string[] {
  return path.replaceAll('!/', '/').split('/').slice(-8);
}

/** Glob over a whole text: `*` within a step, `**` across steps, `?` one character. No backtracking beyond the last star. */
export function matchesGlob(pattern: string, text: string): boolean {
  const known = GLOBS.get(pattern) ?? compileGlob(pattern);
  return known.test(text);
}

const GLOBS = new Map<string, RegExp>();

function compileGlob(pattern: string): RegExp {
  const source = pattern.replace(/\*\*\/|\*\*|\*|\?|[.+^${}()|[\]\\]/g, (token) => {
    if (token === '**/') return '(?:.*/)?';
    if (token === '**') return '.*';
    if (token === '*') return '[^/]*';
    return token === '?' ? '[^/]' : `\\${token}`;
  });
  const compiled = new RegExp(`^${source}$`, 's');
  GLOBS.set(pattern, compiled);
  return compiled;
}
