/**
 * How a remote access server is set up, as `netsh ras dump`, `netsh ras … show …` and `netsh http show sslcert` print it.
 *
 *   add authtype type = MSCHAPv2
 *   set wanports device = "WAN Miniport (SSTP)" rasinonly = enabled ddinout = disabled ddoutonly = disabled maxports = 128
 *   add range from = 192.0.2.100 to = 192.0.2.149
 *     → rras.config {auth_types: [MSCHAPv2], address_assignment: pool, pool_size: 50}, rras.ports {tunnel: SSTP, count: 128}
 *   Zertifikathash               : 0123…cdef
 *     → http.ssl-binding {address: 0.0.0.0:443, hash, app_id}, sstp.binding {hash}
 * Shared secrets in the output are never taken.
 */
import type { CommandBlock, CommandSource, ReadResult } from '../../model/source.ts';
import { blockFacts, fileName } from '../block-facts.ts';
import type { BlockFacts } from '../block-facts.ts';
import { hashIn, readSslBindings } from './bindings.ts';
import { applyCommand, configFields, newConfig, tunnelOf } from './config.ts';
import type { Config } from './config.ts';
import { readScript } from './script.ts';
import { readShow } from './tables.ts';

const NETSH_RAS = /\bnetsh(?:\.exe)?\s+ras\s+(.*)$/i;
const SSLCERT = /\bnetsh(?:\.exe)?\s+http\s+show\s+sslcert\b(.*)$/i;
const DUMP_FILE = /RAS-?_?Dump\./i;

export const rrasConfig: CommandSource = {
  id: 'rras-config',
  matches(command, path) {
    if (command === '') return DUMP_FILE.test(fileName(path));
    return SSLCERT.test(command) || /^(?:(?:aaaa |ip |ipv6 )?(?:dump|show))\b/.test(shownPart(command));
  },
  yields: [
    {
      kind: 'fact',
      name: 'rras.config',
      fields: {
        auth_provider: 'string',
        accounting_provider: 'string',
        auth_types: 'strings',
        address_assignment: 'string',
        pool_ranges: 'strings',
        pool_size: 'number',
        network_access: 'boolean',
        ipv4_enabled: 'boolean',
        ipv6_enabled: 'boolean',
        remote_access: 'boolean',
      },
    },
    { kind: 'fact', name: 'rras.ports', fields: { device: 'string', tunnel: 'string', count: 'number', inbound: 'boolean' } },
    { kind: 'fact', name: 'rras.radius-server', fields: { address: 'string', port: 'number', score: 'number' } },
    { kind: 'fact', name: 'sstp.binding', fields: { hash: 'string' } },
    { kind: 'fact', name: 'http.ssl-binding', fields: { address: 'string', hash: 'string', app_id: 'string', store: 'string' } },
  ],
  parse(artifact, blocks, emit, context): ReadResult {
    const facts = blockFacts(artifact.host, emit, context);
    const config = newConfig();
    let said = 0;
    let isDump = false;
    for (const [at, block] of blocks.entries()) {
      const what = shownPart(block.command);
      if (SSLCERT.test(block.command)) said += emitSslBindings(block, facts);
      else if (what.startsWith('show sstp-ssl-cert')) said += emitSstpBinding(block, artifact.host, facts);
      else if (/\bshow\b/.test(what)) said += readShow(what, block.lines, config, at) ? noteShow(config, at) : 0;
      else {
        const commands = readScript(block.lines);
        for (const command of commands) applyCommand(command, config, at);
        said += commands.length;
        isDump ||= commands.length > 0;
      }
    }
    if (said === 0 && blocks.every((block) => block.command === '')) return { outcome: 'ignored', reason: 'no remote access settings in it' };
    emitConfig(config, blocks, artifact.host, isDump, facts);
    return said === 0 ? { outcome: 'partial', reason: 'the commands printed nothing that can be read' } : { outcome: 'read' };
  },
};

/** The command behind `netsh ras`, lower case; '' when it is none. */
function shownPart(command: string): string {
  return NETSH_RAS.exec(command)?.[1]?.trim().toLowerCase().replaceAll(/\s+/g, ' ') ?? '';
}

function noteShow(config: Config, block: number): number {
  config.place ??= { line: 0, block };
  return 1;
}

function emitSslBindings(block: CommandBlock, facts: BlockFacts): number {
  const bindings = readSslBindings(block.lines);
  for (const { address, hash, appId, store, line } of bindings) {
    facts.fact('http.ssl-binding', address, { address, hash, app_id: appId, store }, block, line);
  }
  const asksForOne = /\S/.test(SSLCERT.exec(block.command)?.[1] ?? '');
  // With no binding at all the tool prints an error of the system, which an access denied may be too.
  const reason = asksForOne ? 'the command asked for one binding only' : bindings.length === 0 ? 'the command printed no bindings' : '';
  facts.listing('http.ssl-binding', bindings.length, reason, block);
  return bindings.length;
}

function emitSstpBinding(block: CommandBlock, host: string, facts: BlockFacts): number {
  const line = block.lines.findIndex((text) => hashIn(text) !== undefined);
  if (line === -1) return 0;
  facts.fact('sstp.binding', host, { hash: hashIn(block.lines[line] as string) }, block, line);
  return 1;
}

function emitConfig(config: Config, blocks: readonly CommandBlock[], host: string, isDump: boolean, facts: BlockFacts): void {
  const { place } = config;
  if (place === undefined) return;
  facts.fact('rras.config', host, configFields(config), blocks[place.block] as CommandBlock, place.line);
  for (const { device, count, inbound, line, block } of config.ports.values()) {
    facts.fact('rras.ports', device, { device, tunnel: tunnelOf(device), count, inbound }, blocks[block] as CommandBlock, line);
  }
  for (const { address, port, score, line, block } of config.radius.values()) {
    facts.fact('rras.radius-server', address, { address, port, score }, blocks[block] as CommandBlock, line);
  }
  const block = blocks[place.block] as CommandBlock;
  const reason = isDump ? '' : 'the output is a table in the language of the machine';
  if (isDump || config.ports.size > 0) facts.listing('rras.ports', config.ports.size, config.ports.size > 0 ? '' : 'no ports in it', block);
  if (isDump || config.radius.size > 0) facts.listing('rras.radius-server', config.radius.size, reason, block);
}
