/**
 * What `netsh ras … show …` prints: texts in the machine's language, in which only the tokens netsh itself takes as
 * arguments (`pool`, `serveronly`, `MSCHAPv2`), addresses, numbers and hashes can be relied on.
 */
import { ipv4Ranges, isAddress } from '../../formats/text/ip-address.ts';
import { authTypeOf, providerOf } from './config.ts';
import type { Config } from './config.ts';

const MAX_LINE = 1_000;

/** Takes the output of one `show` command; `what` is the command behind `netsh ras`, lower case. Returns whether it said anything. */
export function readShow(what: string, lines: readonly string[], config: Config, block: number): boolean {
  const short = lines.map((line) => line.slice(0, MAX_LINE));
  if (what.startsWith('ip show config')) return readIpConfig(short, config);
  if (what.startsWith('ipv6 show config')) return readIpv6Config(short, config);
  if (what.startsWith('show authtype')) return readAuthTypes(short, config);
  if (what.startsWith('show wanports')) return readWanPorts(short, config, block);
  if (what.startsWith('aaaa show authentication')) return (config.authProvider = providerIn(short) ?? config.authProvider) !== undefined;
  if (what.startsWith('aaaa show accounting')) return (config.accountingProvider = providerIn(short) ?? config.accountingProvider) !== undefined;
  if (what.startsWith('aaaa show authserver')) return readRadius(short, config, block);
  return false;
}

/** Values of `label: value` rows, in order; blank ones left out. */
function valuesOf(lines: readonly string[]): string[] {
  return lines.map((line) => line.slice(line.search(/[:：=]/) + 1).trim()).filter((value, at) => value !== '' && /[:：=]/.test(lines[at] as string));
}

function readIpConfig(lines: readonly string[], config: Config): boolean {
  const values = valuesOf(lines).map((value) => value.toLowerCase());
  const has = (token: string): boolean => values.includes(token);
  const negotiation = values.find((value) => value === 'allow' || value === 'deny');
  if (negotiation !== undefined) config.negotiation.ip = negotiation === 'allow';
  if (has('all') !== has('serveronly')) config.access = has('all');
  if (has('pool') !== has('auto')) config.assignment = has('pool') ? 'pool' : 'dhcp';
  for (const line of lines) for (const range of ipv4Ranges(line)) config.ranges.set(range.text, range.size);
  return values.length > 0;
}

function readIpv6Config(lines: readonly string[], config: Config): boolean {
  const negotiation = valuesOf(lines).find((value) => /^(?:allow|deny)$/i.test(value))?.toLowerCase();
  if (negotiation !== undefined) config.negotiation.ipv6 = negotiation === 'allow';
  return negotiation !== undefined;
}

/** Enabled types only, each at the start of its row; an output without any may be an error text. */
function readAuthTypes(lines: readonly string[], config: Config): boolean {
  const types = lines.map((line) => authTypeOf(/^\s*([A-Za-z0-9]{3,8})(?:\s{2,}|\s*$)/.exec(line)?.[1] ?? '')).filter((type) => type !== undefined);
  if (types.length === 0) return false;
  config.authTypes = new Set([...(config.authTypes ?? []), ...types]);
  return true;
}

/** A device, three columns of states, the number of ports at the end. */
function readWanPorts(lines: readonly string[], config: Config, block: number): boolean {
  let found = false;
  for (const [at, line] of lines.entries()) {
    const row = /^\s*(\S.*?\((?:SSTP|IKEv2|PPTP|L2TP|PPPOE|GRE)\))(.*?)$/i.exec(line);
    if (row === null) continue;
    const rest = (row[2] as string).trim();
    const count = /(?:^|\s)(\d{1,6})$/.exec(rest)?.[1];
    const states = rest.toLowerCase().match(/enabled|disabled/g) ?? [];
    config.ports.set(row[1] as string, {
      device: row[1] as string,
      line: at,
      block,
      ...(count === undefined ? {} : { count: Number(count) }),
      ...(states.length < 2 ? {} : { inbound: states.slice(0, 2).includes('enabled') }),
    });
    found = true;
  }
  return found;
}

/** Provider names are netsh arguments; a sentence that names both says nothing. */
function providerIn(lines: readonly string[]): string | undefined {
  const named = new Set((lines.join(' ').match(/\b(?:windows|radius)\b/gi) ?? []).map((word) => word.toLowerCase()));
  return named.size === 1 ? providerOf([...named][0] as string) : undefined;
}

/** Rows that begin with a server and hold numbers; the one that can only be a port is it. */
function readRadius(lines: readonly string[], config: Config, block: number): boolean {
  let found = false;
  for (const [at, line] of lines.entries()) {
    const [server, ...cells] = line.trim().split(/\s+/);
    const numbers = cells.filter((cell) => /^\d{1,5}$/.test(cell)).map(Number);
    if (server === undefined || numbers.length < 2 || !(isAddress(server) || /^[A-Za-z0-9][\w.-]*$/.test(server))) continue;
    const port = numbers.find((number) => number > 1000);
    config.radius.set(server.toLowerCase(), { address: server, line: at, block, ...(port === undefined ? {} : { port }) });
    found = true;
  }
  return found;
}
