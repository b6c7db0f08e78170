/**
 * Sockets that wait for others, as `netstat -ano` and its variants print them.
 *
 *     TCP    0.0.0.0:443            0.0.0.0:0              ABHÖREN         4
 *     UDP    [::]:500               *:*                                    1180
 *    IKEEXT
 *    [svchost.exe]
 *     → network.listener {protocol: udp, address: ::, port: 500, pid: 1180, process: svchost.exe}
 * Protocol, addresses and process id stand in fixed places; the state is a localised word: a TCP socket without a peer
 * listens. `-q` adds sockets that are bound and do not listen, so its TCP rows are used only where nothing else is.
 */
import { readObjects } from '../../formats/text/objects.ts';
import type { CommandBlock, CommandSource, ReadResult } from '../../model/source.ts';
import { blockFacts } from '../block-facts.ts';

const NETSTAT = /\bnetstat(?:\.exe)?\s+((?:[-/]\w+\s*)+)/i;
const CMDLET = /(?:^|[^\w-])Get-Net(?:TCPConnection|UDPEndpoint)(?![A-Za-z])/i;
const ROW = /^\s+(TCP|UDP)(?:v6)?\s+(\S+):(\d{1,5})\s+(\S+):(\d{1,5}|\*)(?:\s+(\S.*?))?\s*$/i;
const PROCESS = /^\s*\[([^\]]{1,200})\]\s*$/;
const MAX_LINE = 400;

interface Listener {
  readonly protocol: 'tcp' | 'udp';
  readonly address: string;
  readonly port: number;
  readonly pid?: number;
  process?: string;
  readonly line: number;
}

export const listeners: CommandSource = {
  id: 'listeners',
  matches(command) {
    return CMDLET.test(command) || lists(command);
  },
  yields: [{ kind: 'fact', name: 'network.listener', fields: { protocol: 'string', address: 'string', port: 'number', pid: 'number', process: 'string' } }],
  parse(artifact, blocks, emit, context): ReadResult {
    const facts = blockFacts(artifact.host, emit, context);
    const plain = blocks.filter((block) => !isBoundToo(block.command));
    const found = new Map<string, { listener: Listener; block: CommandBlock }>();
    let isWhole = false;
    for (const block of plain.length > 0 ? plain : blocks) {
      const own = CMDLET.test(block.command) ? readEndpoints(block.lines) : readNetstat(block.lines);
      isWhole ||= own.length > 0 && NETSTAT.test(block.command);
      for (const listener of own) {
        const key = `${listener.protocol}:${listener.address}:${listener.port}`;
        const known = found.get(key)?.listener;
        if (known === undefined) found.set(key, { listener, block });
        else if (listener.process !== undefined) known.process ??= listener.process;
      }
    }
    for (const { listener, block } of found.values()) {
      const { protocol, address, port, pid, process, line } = listener;
      facts.fact('network.listener', `${protocol}:${port}`, { protocol, address, port, pid, process }, block, line);
    }
    const reason = isWhole ? '' : found.size === 0 ? 'the command printed no sockets' : 'the command lists one protocol';
    facts.listing('network.listener', found.size, reason, blocks[0] as CommandBlock);
    return found.size === 0 ? { outcome: 'partial', reason } : { outcome: 'read' };
  },
};

/** Options that print all sockets, listening ones included. */
function lists(command: string): boolean {
  return /[aq]/i.test(optionsOf(command)) && !/r/i.test(optionsOf(command));
}

function isBoundToo(command: string): boolean {
  return /q/i.test(optionsOf(command));
}

function optionsOf(command: string): string {
  return (NETSTAT.exec(command)?.[1] ?? '').replaceAll(/[-/\s]/g, '');
}

function readNetstat(lines: readonly string[]): Listener[] {
  const found: Listener[] = [];
  let last: Listener | undefined;
  for (const [at, raw] of lines.entries()) {
    const line = raw.slice(0, MAX_LINE);
    const row = ROW.exec(line);
    if (row === null) {
      const process = PROCESS.exec(line)?.[1];
      if (process !== undefined && last) last.process = process;
      continue;
    }
    last = readRow(row, at);
    if (last) found.push(last);
  }
  return found;
}

function readRow(row: RegExpExecArray, line: number): Listener | undefined {
  const [, kind, address, port, , peerPort, rest] = row as unknown as [string, string, string, string, string, string, string?];
  const protocol = kind.toLowerCase() as 'tcp' | 'udp';
  if (protocol === 'tcp' && peerPort !== '0') return undefined;
  // The process id is the only number behind the addresses; a column of offload states may follow it.
  const pid = /(?:^|\s)(\d{1,10})(?=\s|$)/.exec(rest ?? '')?.[1];
  return { protocol, address: address.replace(/^\[(.*)\]$/, '$1'), port: Number(port), line, ...(pid === undefined ? {} : { pid: Number(pid) }) };
}

/** `Get-NetTCPConnection` and `Get-NetUDPEndpoint`; values are not localised. */
function readEndpoints(lines: readonly string[]): Listener[] {
  return readObjects(lines).objects.flatMap(({ properties, line }) => {
    const [address, port, state] = [properties.get('localaddress') ?? '', properties.get('localport') ?? '', properties.get('state')];
    if (address === '' || !/^\d{1,5}$/.test(port) || (state !== undefined && state !== 'Listen')) return [];
    const pid = properties.get('owningprocess') ?? '';
    return [{ protocol: state === undefined ? ('udp' as const) : ('tcp' as const), address, port: Number(port), line, ...(/^\d{1,10}$/.test(pid) ? { pid: Number(pid) } : {}) }];
  });
}
