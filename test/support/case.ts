/**
 * Loads a sample case: `case.yaml` is the recipe of its bundles and the truth about them.
 *
 *   title: A device tunnel without a machine certificate
 *   origin: built                       # made by these builders; `public` for a log of others, then with `source`; `extracted` by rasalyze, then with `zips`
 *   truth:
 *     rootCause: ipsec-13806-no-machine-cert   # signature id; null when no cause can be named
 *     verdict: matched                  # of that signature; `undecided` when something is missing
 *     exit: 1                           # exit code of the command line
 *     fix: Reason 48                    # optional: how the first fix begins
 *     contributing: []                  # optional: ids; likewise `undecided`, `ruledOut`, and `missing` (needs)
 *   day: 2024-06-21                     # clock times below are UTC on this day; full ISO times may stand anywhere
 *   bundles:
 *     - host: CLIENT01                  # one entry per bundle of the case
 *       scenario: NET_VPN               # or NET_RAS
 *       version: 2024                   # collector generation: 2022, 2023, 2024
 *       language: de                    # en, de, fr, ja: labels, display names, code pages, date forms (ja without certificates)
 *       zone: "+02:00"                  # offset at collection
 *       collected: ["07:30:05", "07:52:00"]
 *       repro: ["07:32:00", "07:40:00"]
 *       dials:                          # RasClient attempts, expanded to 20221 … 20227
 *         - { at: "07:33:10", connection: Contoso VPN, user: SYSTEM, server: vpn.contoso.com, tunnel: IKEv2, error: 13806 }
 *       events:                         # anything else; channel, GUID and layout come from the provider
 *         - { at: "07:33:11", provider: Service Control Manager, id: 7036, data: { param1: IKEEXT, param2: running }, binary: "49004B004500" }
 *       services: { IKEEXT: stopped, RasMan: { state: running, start: manual } }
 *       certificates: { machine: [ { subject: "CN=client01", issuer: "CN=Contoso CA", notBefore: …, notAfter: …, eku: [server-auth] } ], root: [] }
 *       profiles: [ { name: Contoso VPN, server: vpn.contoso.com, strategy: ikev2-only, allUser: true, keys: { CustomAuthKey: 13 } } ]
 *       registry: { System: { "CurrentControlSet\\Services\\PolicyAgent": { AssumeUDPEncapsulationContextOnSendRule: 2 } } }
 *       bindings: [ { adapter: WAN Miniport (IP), componentId: ms_wanarp, displayName: Remote Access IP ARP Driver, enabled: false } ]
 *       commands: { "Proxy_Stop_.txt": [ { command: netsh winhttp show proxy, output: … } ] }
 *       capture: { packets: [ { at: "07:33:11", out: , ike: sa-init, again: [1, 3, 7] } ] }   # a packet capture; vocabulary in packets/told.ts
 *       history: 5                      # days of ordinary events before the collection
 *       damage: { RegHive_System.hiv: { keep: 5000 } }   # after it was written; `cutOffIn: <file>` ends the whole zip there
 *       without: [ RegHive_Software_User.hiv ]   # leave files out
 *
 * Everything left out is filled in as a healthy machine has it. `bundle/types.ts` lists every key; an unknown one is an error.
 */
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import type { BuiltBundle, BundleRecipe, DialRecipe, EventRecipe } from './bundle-builder.ts';
import { buildBundle } from './bundle-builder.ts';
import type { CaptureRecipe, PacketRecipe } from './bundle/capture.ts';

export interface CaseTruth {
  readonly rootCause: string | null;
  readonly verdict?: 'matched' | 'ruled-out' | 'undecided' | 'not-applicable';
  readonly exit: 0 | 1 | 2 | 3;
  readonly fix?: string;
  readonly contributing?: readonly string[];
  readonly undecided?: readonly string[];
  readonly ruledOut?: readonly string[];
  readonly missing?: readonly string[];
}

export interface CaseRecipe {
  readonly title: string;
  readonly origin: 'built' | 'public' | 'extracted';
  readonly source?: string;
  readonly truth: CaseTruth;
  readonly day?: string;
  readonly bundles: readonly BundleRecipe[];
  /** Files beside the recipe that no builder makes. */
  readonly zips?: readonly string[];
}

export interface LoadedCase {
  readonly recipe: CaseRecipe;
  readonly bundles: readonly BuiltBundle[];
}

type Keys<T> = Readonly<Record<keyof T, true>>;

const caseKeys: Keys<CaseRecipe> = { title: true, origin: true, source: true, truth: true, day: true, bundles: true, zips: true };
const truthKeys: Keys<CaseTruth> = { rootCause: true, verdict: true, exit: true, fix: true, contributing: true, undecided: true, ruledOut: true, missing: true };
const bundleKeys: Keys<BundleRecipe> = {
  host: true, scenario: true, version: true, name: true, domain: true, user: true, language: true, culture: true, zone: true, standardZone: true, day: true, collected: true, repro: true, os: true, switches: true, extraChannels: true,
  withoutChannels: true, savedEvents: true, sdpEvents: true, clockSkew: true, background: true, history: true, damage: true, cutOffIn: true, boot: true, dials: true, events: true, layout: true, dirtyLogs: true, registry: true, withoutHives: true, dirtyHives: true, certificates: true, profiles: true, services: true,
  audits: true, routes: true, interfaces: true, rasDump: true, accounting: true, profileXml: true, adapters: true, devices: true, bindings: true, commands: true, sdp: true, tracing: true, packets: true, capture: true, wfpNetEvents: true, files: true, without: true, junk: true, separator: true, topFolder: true, prefixLag: true, stopStamp: true,
};
const dialKeys: Keys<DialRecipe> = { at: true, connection: true, user: true, server: true, tunnel: true, device: true, coId: true, reached: true, error: true, failsAfter: true, address: true, autoLogon: true, disconnected: true };
const captureKeys: Keys<CaptureRecipe> = { as: true, file: true, span: true, us: true, peer: true, eventsLost: true, packets: true };
const packetKeys: Keys<PacketRecipe> = { at: true, out: true, in: true, again: true, pieces: true, asClient: true, inside: true, dropped: true, https: true, http: true, pptp: true, ike: true, esp: true, udp: true, dns: true, tcp: true, gre: true, radius: true, icmp: true };
const eventKeys: Keys<EventRecipe> = {
  at: true, provider: true, id: true, channel: true, data: true, binary: true, userData: true, level: true, qualifiers: true, version: true, keywords: true, pid: true, tid: true, userSid: true, activityId: true, layout: true, repeat: true, every: true,
};

function checkKeys(value: unknown, keys: Readonly<Record<string, true>>, required: readonly string[], where: string): void {
  if (typeof value !== 'object' || value === null) throw new Error(`${where}: expected a mapping`);
  for (const key of Object.keys(value)) if (!(key in keys)) throw new Error(`${where}: unknown key ${key}`);
  for (const key of required) if (!(key in value)) throw new Error(`${where}: ${key} is missing`);
}

/** Reads a recipe. @throws Error that names the place of an unknown or missing key. */
export function parseCase(text: string): CaseRecipe {
  const recipe = parse(text) as CaseRecipe;
  checkKeys(recipe, caseKeys, ['title', 'origin', 'truth', 'bundles'], 'case');
  checkKeys(recipe.truth, truthKeys, ['rootCause', 'exit'], 'truth');
  recipe.bundles.forEach((bundle, i) => {
    const where = `bundles[${i}]`;
    checkKeys(bundle, bundleKeys, ['host', 'scenario', 'collected'], where);
    bundle.dials?.forEach((dial, j) => checkKeys(dial, dialKeys, ['at', 'connection', 'user', 'server'], `${where}.dials[${j}]`));
    if (bundle.capture !== undefined) checkKeys(bundle.capture, captureKeys, ['packets'], `${where}.capture`);
    bundle.capture?.packets.forEach((packet, j) => checkKeys(packet, packetKeys, ['at'], `${where}.capture.packets[${j}]`));
    for (const list of ['events', 'savedEvents', 'sdpEvents'] as const) {
      bundle[list]?.forEach((event, j) => checkKeys(event, eventKeys, ['at', 'provider', 'id'], `${where}.${list}[${j}]`));
    }
  });
  return recipe;
}

/** Builds the bundles of a recipe. */
export function buildCase(recipe: CaseRecipe): readonly BuiltBundle[] {
  return recipe.bundles.map((bundle) => buildBundle(recipe.day === undefined || bundle.day !== undefined ? bundle : { ...bundle, day: recipe.day }));
}

/** Reads `case.yaml` and builds its bundles. */
export function loadCase(path: string): LoadedCase {
  const recipe = parseCase(readFileSync(path, 'utf8'));
  return { recipe, bundles: buildCase(recipe) };
}
