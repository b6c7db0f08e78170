/** What a bundle recipe may say. Times are ISO UTC, or `HH:mm:ss[.fff]` (UTC) on the recipe's `day`. */
import type { DataInput, Layout, UserDataInput } from '../evtx-builder.ts';
import type { HiveValue } from '../regf-builder.ts';
import type { AdapterInput, BindingInput, CertificateInput, Culture, DeviceInput, DumpInput, InterfaceInput, Language, NpsEntry, ProfileInput, ProfileXmlInput, RouteInput } from '../text-builder.ts';
import type { CaptureRecipe } from './capture.ts';

export type Scenario = 'NET_VPN' | 'NET_RAS';
export type Generation = 2022 | 2023 | 2024;
export type HiveName = 'System' | 'Software' | 'User';

/** An event; channel, provider GUID, level and layout come from a table of known providers when left out. */
export interface EventRecipe {
  readonly at: string;
  readonly provider: string;
  readonly id: number;
  readonly channel?: string;
  readonly data?: DataInput | null;
  readonly binary?: string;
  readonly userData?: UserDataInput;
  readonly level?: number;
  readonly qualifiers?: number;
  readonly version?: number;
  readonly keywords?: string;
  readonly pid?: number;
  readonly tid?: number;
  readonly userSid?: string;
  readonly activityId?: string;
  readonly layout?: Layout;
  /** Write the event so many times… */
  readonly repeat?: number;
  /** …this many seconds apart (default 1). */
  readonly every?: number;
}

/** One connection attempt of the client: expands to RasClient 20221, 20222, 20223, 20224, 20225, 20226, 20227 as far as it went. */
export interface DialRecipe {
  readonly at: string;
  readonly connection: string;
  readonly user: string;
  readonly server: string;
  readonly tunnel?: 'IKEv2' | 'SSTP' | 'L2TP' | 'PPTP' | 'Automatic';
  /** Another device than the miniport of the tunnel: a modem, a plug-in. */
  readonly device?: string;
  /** Default: derived from host and time. */
  readonly coId?: string;
  /** Last step reached before `error`, or all. Default `connecting`; `connected` when there is no error. */
  readonly reached?: 'started' | 'connecting' | 'link-found' | 'link-up' | 'connected';
  /** Code of 20227 as unsigned or signed number; written as Windows writes it (signed decimal). */
  readonly error?: number;
  /** Seconds from start to failure (default 3). */
  readonly failsAfter?: number;
  readonly address?: string;
  /** The Windows sign-in was used: `AutoLogon = Yes` in 20221. */
  readonly autoLogon?: boolean;
  /** 20226 after a connection. */
  readonly disconnected?: { readonly at: string; readonly reason: number };
}

export type ServiceRecipe = 'running' | 'stopped' | { readonly state?: 'running' | 'stopped' | 'paused'; readonly start?: 'auto' | 'manual' | 'disabled'; readonly exit?: number };

export interface CommandRecipe {
  readonly command: string;
  readonly output: string;
  readonly at?: string;
}

export interface SdpRecipe {
  readonly title: string;
  readonly output: string;
}

export interface DamageRecipe {
  /** Keep only so many bytes. */
  readonly keep?: number;
  /** Overwrite `length` bytes from `at` on with noise. */
  readonly overwrite?: { readonly at: number; readonly length: number };
}

export interface BundleRecipe {
  readonly host: string;
  readonly scenario: Scenario;
  readonly version?: Generation;
  /** File name without `.zip`, when it is not the collector's own. */
  readonly name?: string;
  readonly domain?: string;
  readonly user?: string;
  readonly language?: Language;
  readonly culture?: Culture;
  /** Offset at collection, `+02:00`, or minutes east. Default `+00:00`. */
  readonly zone?: string | number;
  /** Standard offset of the zone; default one hour less than `zone` from April to September, unless `zone` is zero. */
  readonly standardZone?: string | number;
  /** Day for times without a date. Default: the day of `collected`, if that has one. */
  readonly day?: string;
  /** Start and end of the collection. */
  readonly collected: readonly [string, string];
  readonly repro?: readonly [string, string] | null;
  /** Default by scenario: Windows 11 22H2 client, Windows Server 2022. */
  readonly os?: { readonly version: string; readonly name: string; readonly product: 'WinNT' | 'ServerNT' | 'LanmanNT' };
  /** Explicit switches beside the scenario (`NET_RAS` adds what only it collects). */
  readonly switches?: readonly string[];
  /** Channels collected beyond the scenario's own. */
  readonly extraChannels?: readonly string[];
  /** Channels whose file is missing. */
  readonly withoutChannels?: readonly string[];
  /** Events of logs that were saved before the collector cleared them (`SavedEventLog/`). */
  readonly savedEvents?: readonly EventRecipe[];
  /** Events of logs in the support diagnostics zip (`HOST_evt_<Short>_evt_.evtx`). */
  readonly sdpEvents?: readonly EventRecipe[];
  /** Seconds this host's clock is ahead; recipe times are true time, the bundle shows the host's. */
  readonly clockSkew?: number;
  /** Boot and export events that give logs their span (default true). */
  readonly background?: boolean;
  /** Days of ordinary events before the collection (default 0): updates, group policy, logons, errors of other programs. */
  readonly history?: number;
  /** First boot in the logs; default six hours before the collection. */
  readonly boot?: string;
  readonly dials?: readonly DialRecipe[];
  readonly events?: readonly EventRecipe[];
  readonly layout?: Layout;
  /** Event logs were copied while the service ran: dirty flag and stale headers. */
  readonly dirtyLogs?: boolean;
  /** Hive → path (`CurrentControlSet` allowed) → values; `null` for a key without values. */
  readonly registry?: Partial<Record<HiveName, Readonly<Record<string, Readonly<Record<string, HiveValue>> | null>>>>;
  readonly withoutHives?: readonly HiveName[];
  readonly dirtyHives?: boolean;
  /** Stores; one that is not named is not in the bundle, except `machine` (empty). */
  readonly certificates?: Partial<Record<'machine' | 'user' | 'root' | 'ca' | 'ntauth', readonly CertificateInput[] | null>>;
  readonly profiles?: readonly (ProfileInput & { readonly allUser?: boolean })[];
  readonly services?: Readonly<Record<string, ServiceRecipe>>;
  /** Audit subcategories by English name: 1 success, 2 failure, 3 both, the others off. Without it no backup of the policy is in the bundle. */
  readonly audits?: Readonly<Record<string, number>>;
  readonly adapters?: readonly AdapterInput[];
  /** `route print` and `netsh interface ipv4 show int` of the stop phase, in the file of `ipconfig /all`. */
  readonly routes?: readonly RouteInput[];
  readonly interfaces?: readonly InterfaceInput[];
  /** `netsh ras dump`, as the collector's own switch NET_RAS adds it. */
  readonly rasDump?: DumpInput;
  /** NPS accounting log the user put beside the rest. */
  readonly accounting?: readonly (Omit<NpsEntry, 'utc' | 'offsetMinutes' | 'server'> & { readonly at: string })[];
  /** ProfileXML the user put beside the rest. */
  readonly profileXml?: ProfileXmlInput;
  readonly devices?: readonly DeviceInput[];
  /** Bindings beyond the usual ones, or instead of them (same adapter and component). */
  readonly bindings?: readonly BindingInput[];
  /** File suffix (`Proxy_Stop_.txt`) → command blocks. */
  readonly commands?: Readonly<Record<string, readonly CommandRecipe[]>>;
  /** False: no support diagnostics zip. Else file name part (`RAS_netsh_ras-output`) → sections in console bytes. */
  readonly sdp?: false | Readonly<Record<string, readonly SdpRecipe[]>>;
  /** Files of the tracing folder, lines without line ends. */
  readonly tracing?: Readonly<Record<string, readonly string[]>>;
  /** Packets of PPP.LOG in the tracing folder, from the protocol number on. */
  readonly packets?: readonly { readonly at: string; readonly direction: 'sent' | 'received'; readonly hex: string }[];
  /** Packet capture, instead of a filler. */
  readonly capture?: CaptureRecipe;
  /** Content of wfpdiag.xml and wfpNetevents. */
  readonly wfpNetEvents?: string;
  /** Any further file: text, or `{ hex }`. */
  readonly files?: Readonly<Record<string, string | { readonly hex: string }>>;
  /** What happened to files (by suffix) after they were written. */
  readonly damage?: Readonly<Record<string, DamageRecipe>>;
  /** The upload broke off inside the file with this suffix: the zip ends there and has no directory. */
  readonly cutOffIn?: string;
  /** Suffixes of files to leave out. */
  readonly without?: readonly string[];
  /** Traces, recordings and other binaries (default true). */
  readonly junk?: boolean;
  readonly separator?: '/' | '\\';
  /** Entries under a folder named like the zip: a bundle zipped by hand. */
  readonly topFolder?: boolean;
  /** Seconds between the folder's stamp and the files' (two clock reads). */
  readonly prefixLag?: number;
  /** Stop-phase files carry this later stamp (start and stop in two processes). */
  readonly stopStamp?: string;
}

/** What the parts of the builder share about one bundle. */
export interface BundleFrame {
  readonly recipe: BundleRecipe;
  readonly generation: Generation;
  readonly language: Language;
  readonly culture: Culture;
  readonly offset: number;
  /** Offset without summer time; the zone's display name and `Bias` state this one. */
  readonly standardOffset: number;
  readonly codePages: { readonly oem: 437 | 850 | 932; readonly ansi: 932 | 1252 };
  readonly os: { readonly version: string; readonly name: string; readonly product: 'WinNT' | 'ServerNT' | 'LanmanNT' };
  readonly domain: string;
  readonly user: string;
  readonly start: string;
  readonly stop: string;
  readonly boot: string;
  /** Prefixes `HOST_yyMMdd-HHmmss_` of start-phase and stop-phase files. */
  readonly startPrefix: string;
  readonly stopPrefix: string;
  /** Folder and zip name without extension. */
  readonly name: string;
  /** ISO UTC of a recipe time on this host's clock. */
  when(text: string): string;
}

/** Files by path inside the bundle (`/` separators). */
export type Files = Map<string, Uint8Array>;
