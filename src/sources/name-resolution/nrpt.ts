/**
 * Rules that send names of a namespace to servers of their own (name resolution policy table).
 *
 *   Namespace                        : {.corp.contoso.com}
 *   NameServers                      : {192.0.2.10, 192.0.2.11}
 *     → dns.nrpt-rule {namespace: .corp.contoso.com, servers: [192.0.2.10, 192.0.2.11], from_policy: false}
 * `Get-DnsClientNrptRule` lists the rules of this machine; `Get-DnsClientNrptPolicy` those in force, whatever they come from.
 */
import { isAddress } from '../../formats/text/ip-address.ts';
import { propertyItems, propertyText, readPropertyLists } from '../../formats/text/properties.ts';
import type { CommandBlock, CommandSource, ReadResult } from '../../model/source.ts';
import { blockFacts } from '../block-facts.ts';
import type { BlockFacts } from '../block-facts.ts';

const COMMAND = /(?:^|[^\w-])Get-DnsClientNrpt(Rule|Policy)(?![A-Za-z])/i;

export const nrpt: CommandSource = {
  id: 'nrpt',
  matches: (command) => COMMAND.test(command),
  yields: [{ kind: 'fact', name: 'dns.nrpt-rule', fields: { namespace: 'string', servers: 'strings', from_policy: 'boolean' } }],
  parse(artifact, blocks, emit, context): ReadResult {
    const facts = blockFacts(artifact.host, emit, context);
    for (const block of blocks) emitRules(block, facts);
    return { outcome: 'read' };
  },
};

function emitRules(block: CommandBlock, facts: BlockFacts): void {
  // A rule of a group policy object is asked for by name; those of the machine without.
  const isRule = COMMAND.exec(block.command)?.[1]?.toLowerCase() === 'rule';
  const fromPolicy = isRule ? /-GpoName\b/i.test(block.command) : undefined;
  let count = 0;
  let isCut = false;
  for (const list of readPropertyLists(block.lines)) {
    const namespaces = propertyItems(propertyText(list, 'Namespace') ?? '');
    const servers = propertyItems(propertyText(list, 'NameServers') ?? '');
    isCut ||= namespaces.cut;
    for (const namespace of namespaces.items) {
      const known = servers.items.filter(isAddress);
      facts.fact('dns.nrpt-rule', namespace, { namespace, servers: servers.cut && known.length === 0 ? undefined : known, from_policy: fromPolicy }, block, list.line);
      count += 1;
    }
  }
  // An error text is no empty list: the cmdlet prints nothing where there are no rules.
  const isEmpty = block.lines.every((line) => line.trim() === '');
  const reason = isCut ? 'PowerShell printed only the first namespaces' : count === 0 && !isEmpty ? 'the cmdlet printed no rules' : isRule ? 'rules of group policy are not listed' : '';
  facts.listing('dns.nrpt-rule', count, reason, block);
}
