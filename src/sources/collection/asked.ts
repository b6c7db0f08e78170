/**
 * What a collector run was asked for, out of its command line and the lists it prints of its own parameters.
 * The rules follow the scenario tables of the collector's scripts (TSS 2022 to 2024): NET_RAS as a scenario does not run
 * the component NET_RAS, and any `-noX` takes X away.
 */

/** What one log says of its run. */
export interface RunWords {
  /** Scenarios, upper case. */
  readonly scenarios: ReadonlySet<string>;
  /** Switches of the command line, lower case without their dash. */
  readonly switches: ReadonlySet<string>;
  /** Words of the collector's own list of parameters, lower case; null when it printed none. */
  readonly parameters: ReadonlySet<string> | null;
}

const BOTH = ['net_wfp', 'commontask', 'rasdiag', 'wfpdiag', 'netsh', 'procmon', 'psr', 'sdp', 'xray'];
const DEFAULTS: Readonly<Record<string, readonly string[]>> = {
  NET_VPN: [...BOTH, 'net_ipsec', 'net_networkux', 'net_vpn', 'video'],
  NET_RAS: [...BOTH, 'ads_ssl', 'perfmon'],
};

/** Parts of a bundle → what must have been asked for; one of them is enough. */
const PARTS: readonly (readonly [kind: string, words: readonly string[]])[] = [
  ['registry-hive', ['commontask']],
  ['rasphone-pbk', ['net_vpn']],
  ['vpn-connection', ['net_vpn']],
  ['certutil', ['net_vpn', 'net_ras', 'sdp']],
  ['ras-trace-log', ['rasdiag', 'sdp']],
  ['wfp-xml', ['net_wfp', 'wfpdiag', 'sdp']],
  ['packet-capture', ['netsh', 'netshscenario']],
  ['security-log', ['net_ipsec', 'net_ras']],
  ['ras-dump', ['net_ras']],
  ['sdp-text', ['sdp']],
  ['xray', ['xray']],
];

/** Switch that takes a word away, where it is not `no` and the word. */
const TAKEN_BY_MINI = ['psr', 'sdp', 'video', 'xray', 'commontask'];

/** Part of a bundle → whether it was asked for; empty when the log does not tell. */
export function askedFor(run: RunWords): ReadonlyMap<string, boolean> {
  const known = [...run.scenarios].every((scenario) => DEFAULTS[scenario] !== undefined);
  const listed = run.parameters ?? (known && run.scenarios.size > 0 ? new Set([...run.scenarios].flatMap((scenario) => DEFAULTS[scenario] ?? [])) : null);
  // Without a list of its own, a run with single switches asks for those alone; `-Stop` or an unknown scenario tells nothing.
  if (listed === null && (!known || !PARTS.some(([, any]) => any.some((word) => run.switches.has(word))))) return new Map();
  const words = new Set([...(listed ?? []), ...run.switches]);
  // The name of the scenario is no switch for the component of the same name.
  if (!run.switches.has('net_ras')) words.delete('net_ras');
  if (run.switches.has('mini')) for (const word of TAKEN_BY_MINI) words.delete(word);
  for (const word of run.switches) if (word.startsWith('no')) words.delete(word.slice(2));
  if (run.switches.has('nopacket')) words.delete('netsh');
  return new Map(PARTS.map(([kind, any]) => [kind, any.some((word) => words.has(word))]));
}

/** Switches of a command line; the components of `-CollectLog` and `-Start`, too, are asked for by name. */
export function switchesOf(commandLine: string): { readonly switches: Set<string>; readonly scenarios: Set<string> } {
  const switches = new Set<string>();
  const scenarios = new Set<string>();
  for (const [, name, values] of commandLine.slice(0, 4_000).matchAll(/(?:^|\s)-([A-Za-z]\w{0,60})(?:[\s:]+((?!-)["']?[\w.]{1,60}["']?(?:\s{0,3},\s{0,3}["']?[\w.]{1,60}["']?)*))?/g)) {
    const list = (values ?? '').split(',').map((value) => value.trim().replaceAll(/["']/g, '')).filter((value) => value !== '');
    const key = (name as string).toLowerCase();
    if (key === 'scenario') for (const value of list) scenarios.add(value.toUpperCase());
    else {
      switches.add(key);
      if (key === 'collectlog') for (const value of list) switches.add(value.toLowerCase());
    }
  }
  return { switches, scenarios };
}
