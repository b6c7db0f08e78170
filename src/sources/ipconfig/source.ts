/**
 * Addresses of the machine's adapters, as `ipconfig /all` prints them in any language.
 *
 *   PPP-Adapter Contoso VPN:
 *      Beschreibung. . . . . . . . . . . : Contoso VPN
 *      IPv4-Adresse  . . . . . . . . . . : 10.10.10.5(Bevorzugt)
 *     → adapter.address {adapter: Contoso VPN, description: Contoso VPN, ipv4: [10.10.10.5], apipa: false, …}
 */
import type { CommandSource, ReadResult } from '../../model/source.ts';
import type { Value } from '../../model/values.ts';
import { readAdapters } from './adapters.ts';

const COMMAND = /\bipconfig(?:\.exe)?"?(?=\s|$)/i;
const OTHER_VERBS = /[/-](?:displaydns|flushdns|registerdns|release|renew|showclassid|setclassid)/i;

export const ipconfig: CommandSource = {
  id: 'ipconfig',
  matches(command, path) {
    if (command !== '') return COMMAND.test(command) && !OTHER_VERBS.test(command);
    return /ipconfig/i.test(path.slice(path.lastIndexOf('/') + 1)) && !/dns/i.test(path.slice(path.lastIndexOf('/') + 1));
  },
  yields: [
    {
      kind: 'fact',
      name: 'adapter.address',
      fields: {
        adapter: 'string',
        description: 'string',
        ipv4: 'strings',
        ipv6: 'strings',
        gateways: 'strings',
        dns_servers: 'strings',
        apipa: 'boolean',
      },
    },
  ],
  parse(artifact, blocks, emit, context): ReadResult {
    let count = 0;
    for (const block of blocks) {
      for (const adapter of readAdapters(block.lines)) {
        const fields: Record<string, Value> = { adapter: adapter.alias };
        if (adapter.description !== undefined) fields['description'] = adapter.description;
        fields['ipv4'] = adapter.ipv4;
        fields['ipv6'] = adapter.ipv6;
        fields['gateways'] = adapter.gateways;
        fields['dns_servers'] = adapter.dnsServers;
        // Addresses a machine gives itself when no DHCP server answers (RFC 3927).
        fields['apipa'] = adapter.ipv4.some((address) => address.startsWith('169.254.'));
        emit.fact({
          name: 'adapter.address',
          host: artifact.host,
          subject: adapter.alias,
          fields,
          ...(block.localTime === undefined ? {} : { observedAt: block.localTime, clock: { clock: 'local', precision: 'millisecond' } }),
          ref: context.ref({ kind: 'line', line: block.firstLine + adapter.line }),
        });
        count += 1;
      }
    }
    if (count === 0 && blocks.every((block) => block.command === '')) return { outcome: 'ignored', reason: 'no adapters in it' };
    emit.listing({
      fact: 'adapter.address',
      host: artifact.host,
      complete: count > 0,
      count,
      ...(count > 0 ? {} : { reason: 'the command printed no adapters' }),
      ref: context.ref({ kind: 'line', line: blocks[0]?.firstLine ?? 1 }),
    });
    return count > 0 ? { outcome: 'read' } : { outcome: 'partial', reason: 'the command printed no adapters' };
  },
};
