/**
 * What a VPN server accepts, as the RemoteAccess cmdlets print it; property names and values are not localised.
 *
 *   UserAuthProtocolAccepted      : {EAP, MsChapv2}
 *   RootCertificateNameToAccept   :
 *     → vpn.server-auth {methods: [EAP, MsChapv2], eap: true, machine_certificate: false, root_certificate_name: null}
 *   CustomPolicy : True / EncryptionMethod : AES128 / DHGroup : Group2
 *     → vpn.server-ipsec {custom: true, encryption: AES128, dh_group: Group2}
 *   VpnStatus : Installed / IPAddressRangeList : {192.0.2.10 - 192.0.2.30}
 *     → rras.config {remote_access: true, address_assignment: pool, pool_size: 21}
 * The custom policy of a client's profile has the same properties and becomes vpn.ipsec-policy.
 */
import { ipv4Ranges } from '../../formats/text/ip-address.ts';
import { propertyFlag, propertyItems, propertyText, readPropertyLists } from '../../formats/text/properties.ts';
import type { PropertyList } from '../../formats/text/properties.ts';
import type { CommandBlock, CommandSource, ReadResult } from '../../model/source.ts';
import type { OpenFields } from '../block-facts.ts';
import { blockFacts, fileName } from '../block-facts.ts';
import type { BlockFacts } from '../block-facts.ts';

const COMMAND = /(?:^|[^\w-])Get-(?:VpnAuthProtocol|VpnServer(?:IPsec)?Configuration|RemoteAccess|VpnConnection)(?![A-Za-z])/i;
const FILE = /Vpn_info_pscmdlets|DirectAccessServer_info|RemoteAccess_info/i;

const IPSEC_FIELDS = { encryption: 'string', integrity: 'string', dh_group: 'string', pfs_group: 'string', cipher_transform: 'string', auth_transform: 'string', custom: 'boolean' } as const;

export const vpnServer: CommandSource = {
  id: 'vpn-server',
  matches(command, path) {
    return command === '' ? FILE.test(fileName(path)) : COMMAND.test(command);
  },
  yields: [
    { kind: 'fact', name: 'vpn.server-auth', fields: { root_certificate_name: 'string', methods: 'strings', eap: 'boolean', machine_certificate: 'boolean' } },
    { kind: 'fact', name: 'vpn.server-ipsec', fields: IPSEC_FIELDS },
    { kind: 'fact', name: 'vpn.ipsec-policy', fields: IPSEC_FIELDS },
    {
      kind: 'fact',
      name: 'rras.config',
      fields: { auth_provider: 'string', address_assignment: 'string', pool_ranges: 'strings', pool_size: 'number', remote_access: 'boolean' },
    },
    { kind: 'fact', name: 'rras.ports', fields: { device: 'string', tunnel: 'string', count: 'number' } },
  ],
  parse(artifact, blocks, emit, context): ReadResult {
    const facts = blockFacts(artifact.host, emit, context);
    let count = 0;
    for (const block of blocks) for (const list of readPropertyLists(block.lines)) count += emitObject(list, block, artifact.host, facts);
    if (count > 0) return { outcome: 'read' };
    // A profile without a custom policy is no failure, and its own source reports it.
    const isServer = blocks.some((block) => block.command !== '' && !/Get-VpnConnection/i.test(block.command));
    return isServer ? { outcome: 'partial', reason: 'the cmdlets printed no settings of a VPN server' } : { outcome: 'ignored', reason: 'no settings of a VPN server in it' };
  },
};

/** Facts one object gives; what it is follows from its properties, whatever command printed it. */
function emitObject(list: PropertyList, block: CommandBlock, host: string, facts: BlockFacts): number {
  const has = (name: string): boolean => list.properties.has(name);
  if (has('userauthprotocolaccepted')) return emitAuth(list, block, host, facts);
  if (has('vpnstatus')) return emitRemoteAccess(list, block, host, facts);
  // A selection of properties lacks those that tell the server's policy from a profile's: then the command tells.
  const isServerPolicy = /Get-VpnServer/i.test(block.command) && has('encryptionmethod') && has('dhgroup');
  if (isServerPolicy || has('ikev2ports') || has('l2tpports') || has('sadatasizeforrenegotiation(kb)')) return has('destination') ? 0 : emitServerIpsec(list, block, host, facts);
  if (has('ipseccustompolicy')) return emitProfilePolicy(list, block, facts);
  // `(Get-VpnConnection -Name x).IPsecCustomPolicy`: the bare policy, whose profile only the command names.
  const profile = profileOf(block.command);
  if (has('encryptionmethod') && has('dhgroup') && profile !== undefined) {
    facts.fact('vpn.ipsec-policy', profile, { ...ipsecFields(list), custom: true }, block, list.line);
    return 1;
  }
  return 0;
}

function emitAuth(list: PropertyList, block: CommandBlock, host: string, facts: BlockFacts): number {
  const { items, cut } = propertyItems(propertyText(list, 'UserAuthProtocolAccepted') ?? '');
  const accepts = (method: string): boolean | undefined => items.some((item) => item.toLowerCase() === method) || (cut ? undefined : false);
  facts.fact(
    'vpn.server-auth',
    host,
    { root_certificate_name: certificateName(list, 'rootcertificatenametoaccept'), methods: items, eap: accepts('eap'), machine_certificate: accepts('certificate') },
    block,
    list.line,
  );
  return 1;
}

/** A certificate prints as `[Subject]` with the name under it; an unset one as nothing. */
function certificateName(list: PropertyList, name: string): string | null | undefined {
  const property = list.properties.get(name);
  if (property === undefined) return undefined;
  const parts = [property.value, ...property.more].filter((part) => part !== '');
  const subject = parts.indexOf('[Subject]');
  return (subject === -1 ? parts[0] : parts[subject + 1]) ?? null;
}

function emitServerIpsec(list: PropertyList, block: CommandBlock, host: string, facts: BlockFacts): number {
  const policy = ipsecFields(list);
  const stated = propertyFlag(propertyText(list, 'CustomPolicy'));
  facts.fact('vpn.server-ipsec', host, { ...policy, custom: stated ?? policy['encryption'] !== undefined }, block, list.line);
  for (const [property, tunnel] of [['Ikev2Ports', 'IKEv2'], ['SstpPorts', 'SSTP'], ['L2tpPorts', 'L2TP'], ['PptpPorts', 'PPTP'], ['GrePorts', 'GRE']] as const) {
    const count = propertyText(list, property);
    // The device names of the dump: both sources speak of one thing.
    const device = `WAN Miniport (${tunnel})`;
    if (count !== undefined && /^\d{1,6}$/.test(count)) facts.fact('rras.ports', device, { device, tunnel, count: Number(count) }, block, list.properties.get(property.toLowerCase())?.line ?? list.line);
  }
  return 1;
}

function emitProfilePolicy(list: PropertyList, block: CommandBlock, facts: BlockFacts): number {
  const name = propertyText(list, 'Name');
  const policy = propertyText(list, 'IPsecCustomPolicy');
  if (name === undefined || name === '' || policy === undefined) return 0;
  facts.fact('vpn.ipsec-policy', name, { ...ipsecFields(list), custom: policy !== '' }, block, list.properties.get('ipseccustompolicy')?.line ?? list.line);
  return 1;
}

function profileOf(command: string): string | undefined {
  const found = /Get-VpnConnection\b.*?-Name\s+(?:"([^"]+)"|'([^']+)'|([^\s)|]+))/i.exec(command);
  return found?.[1] ?? found?.[2] ?? found?.[3];
}

function ipsecFields(list: PropertyList): OpenFields {
  const text = (name: string): string | undefined => propertyText(list, name) || undefined;
  return {
    encryption: text('EncryptionMethod'),
    integrity: text('IntegrityCheckMethod'),
    dh_group: text('DHGroup'),
    pfs_group: text('PfsGroup'),
    cipher_transform: text('CipherTransformConstants'),
    auth_transform: text('AuthenticationTransformConstants'),
  };
}

const STATUS: Readonly<Record<string, boolean>> = { installed: true, uninstalled: false };
const ASSIGNMENT: Readonly<Record<string, string>> = { staticpool: 'pool', dhcp: 'dhcp' };
const PROVIDER: Readonly<Record<string, string>> = { windows: 'windows', externalradius: 'radius', radius: 'radius' };

function emitRemoteAccess(list: PropertyList, block: CommandBlock, host: string, facts: BlockFacts): number {
  const word = (name: string): string => (propertyText(list, name) ?? '').toLowerCase();
  const ranges = propertyItems(propertyText(list, 'IPAddressRangeList') ?? '');
  const pools = ipv4Ranges(ranges.items.join(' '));
  const assignment = ASSIGNMENT[word('IPAssignmentMethod')];
  facts.fact(
    'rras.config',
    host,
    {
      auth_provider: PROVIDER[word('AuthenticationType')],
      address_assignment: assignment,
      pool_ranges: pools.length > 0 ? pools.map((pool) => pool.text) : undefined,
      pool_size: pools.length > 0 && !ranges.cut ? pools.reduce((sum, pool) => sum + pool.size, 0) : undefined,
      remote_access: STATUS[word('VpnStatus')],
    },
    block,
    list.line,
  );
  return 1;
}
