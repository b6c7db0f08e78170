/**
 * VPN profiles as `Get-VpnConnection` prints them; property names and values are not localised.
 *
 *   Name                  : Contoso VPN
 *   ServerAddress         : vpn.contoso.com
 *   TunnelType            : Ikev2
 *     → vpn.profile {name, server, strategy: ikev2-only, tunnel: [IKEv2], split_tunnel, all_user, l2tp_psk, …}
 */
import { readObjects } from '../../formats/text/objects.ts';
import type { CommandBlock, CommandSource, Emit, ReadResult, SourceContext } from '../../model/source.ts';
import type { Value } from '../../model/values.ts';

const COMMAND = /(?:^|[^\w-])Get-VpnConnection(?![A-Za-z])/i;

/** TunnelType → strategy and tunnels it may use. */
const TUNNELS: Readonly<Record<string, { strategy: string; tunnel: readonly string[] }>> = {
  automatic: { strategy: 'automatic', tunnel: ['IKEv2', 'SSTP', 'L2TP', 'PPTP'] },
  pptp: { strategy: 'pptp-only', tunnel: ['PPTP'] },
  l2tp: { strategy: 'l2tp-only', tunnel: ['L2TP'] },
  sstp: { strategy: 'sstp-only', tunnel: ['SSTP'] },
  ikev2: { strategy: 'ikev2-only', tunnel: ['IKEv2'] },
};

/** EncryptionLevel → the phonebook's DataEncryption. */
const ENCRYPTION: Readonly<Record<string, number>> = { noencryption: 0, optional: 8, required: 256, maximum: 512 };

export const vpnConnection: CommandSource = {
  id: 'vpn-connection',
  matches(command, path) {
    return command === '' ? /Vpn_?Connection/i.test(path.slice(path.lastIndexOf('/') + 1)) : COMMAND.test(command);
  },
  yields: [
    {
      kind: 'fact',
      name: 'vpn.profile',
      fields: {
        name: 'string',
        server: 'string',
        strategy: 'string',
        tunnel: 'strings',
        data_encryption: 'number',
        auto_logon: 'boolean',
        l2tp_psk: 'boolean',
        split_tunnel: 'boolean',
        all_user: 'boolean',
      },
    },
  ],
  parse(artifact, blocks, emit, context): ReadResult {
    let count = 0;
    let isCut = false;
    for (const block of blocks) {
      const { objects, cutOff } = readObjects(block.lines);
      isCut ||= cutOff;
      for (const object of objects) {
        if (emitProfile(object.properties, block.firstLine + object.line, { block, host: artifact.host }, emit, context)) count += 1;
      }
    }
    if (count === 0 && blocks.every((block) => block.command === '')) return { outcome: 'ignored', reason: 'no VPN connections in it' };
    emit.listing({
      fact: 'vpn.profile',
      host: artifact.host,
      complete: false,
      count,
      reason: isCut ? 'the list is cut off' : 'the cmdlet lists the profiles of one user or of the machine',
      ref: context.ref({ kind: 'line', line: blocks[0]?.firstLine ?? 1 }),
    });
    return isCut ? { outcome: 'partial', reason: 'the list is cut off' } : { outcome: 'read' };
  },
};

interface Place {
  readonly block: CommandBlock;
  readonly host: string;
}

function emitProfile(properties: ReadonlyMap<string, string>, line: number, place: Place, emit: Emit, context: SourceContext): boolean {
  const name = properties.get('name') ?? '';
  if (name === '' || !(properties.has('serveraddress') || properties.has('tunneltype'))) return false;
  const fields: Record<string, Value> = { name };
  const put = (field: string, value: Value | undefined): void => {
    if (value !== undefined && value !== '') fields[field] = value;
  };
  put('server', properties.get('serveraddress'));
  const tunnel = TUNNELS[properties.get('tunneltype')?.toLowerCase() ?? ''];
  put('strategy', tunnel?.strategy);
  put('tunnel', tunnel?.tunnel);
  put('data_encryption', ENCRYPTION[properties.get('encryptionlevel')?.toLowerCase() ?? '']);
  put('auto_logon', booleanOf(properties.get('usewinlogoncredential')));
  const auth = properties.get('l2tpipsecauth')?.toLowerCase();
  put('l2tp_psk', auth === 'psk' ? true : auth === 'certificate' ? false : undefined);
  put('split_tunnel', booleanOf(properties.get('splittunneling')));
  put('all_user', booleanOf(properties.get('alluserconnection')) ?? (/-AllUserConnection\b/i.test(place.block.command) ? true : undefined));
  const observed = place.block.localTime;
  emit.fact({
    name: 'vpn.profile',
    host: place.host,
    subject: name,
    fields,
    ...(observed === undefined ? {} : { observedAt: observed, clock: { clock: 'local', precision: 'millisecond' } }),
    ref: context.ref({ kind: 'line', line }),
  });
  return true;
}

function booleanOf(text: string | undefined): boolean | undefined {
  return text === 'True' ? true : text === 'False' ? false : undefined;
}
