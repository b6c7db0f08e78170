/** `VPNProfile` of the VPNv2 configuration service provider → what it asks Windows to do. Source: Microsoft, VPNv2 CSP, ProfileXML XSD schema. */
import type { FieldType, Value } from '../../model/values.ts';
import { all, find, flag } from './xml-tree.ts';
import type { XmlNode } from './xml-tree.ts';

export const PROFILE_FIELDS: Readonly<Record<string, FieldType>> = {
  name: 'string',
  always_on: 'boolean',
  device_tunnel: 'boolean',
  trusted_networks: 'strings',
  servers: 'strings',
  malformed: 'boolean',
  protocol: 'string',
  user_method: 'string',
  machine_method: 'string',
  split_tunnel: 'boolean',
  routes: 'strings',
  remember_credentials: 'boolean',
  device_compliance: 'boolean',
  register_dns: 'boolean',
  lockdown: 'boolean',
};

export function readProfile(profile: XmlNode): Record<string, Value> {
  const fields: Record<string, Value> = {};
  const put = (name: string, value: Value | undefined): void => {
    if (value !== undefined) fields[name] = value;
  };
  const native = find(profile, 'NativeProfile');
  const text = (node: XmlNode | undefined): string | undefined => (node === undefined || node.text === '' ? undefined : node.text);
  put('name', text(find(profile, 'ProfileName')));
  put('always_on', flag(find(profile, 'AlwaysOn')));
  put('device_tunnel', flag(find(profile, 'DeviceTunnel')));
  put('trusted_networks', listOf(find(profile, 'TrustedNetworkDetection')));
  put('servers', serversOf(find(native, 'Servers') ?? find(profile, 'PluginProfile', 'ServerUrlList')));
  put('protocol', text(find(native, 'NativeProtocolType'))?.toLowerCase());
  put('user_method', text(find(native, 'Authentication', 'UserMethod'))?.toLowerCase());
  put('machine_method', text(find(native, 'Authentication', 'MachineMethod'))?.toLowerCase());
  const policy = text(find(native, 'RoutingPolicyType'))?.toLowerCase();
  put('split_tunnel', policy === 'splittunnel' ? true : policy === 'forcetunnel' ? false : undefined);
  put('routes', routesOf(profile));
  put('remember_credentials', flag(find(profile, 'RememberCredentials')));
  put('device_compliance', flag(find(profile, 'DeviceCompliance', 'Enabled')));
  put('register_dns', flag(find(profile, 'RegisterDNS')));
  put('lockdown', flag(find(profile, 'LockDown')));
  return fields;
}

function listOf(node: XmlNode | undefined): string[] | undefined {
  return node?.text.split(',').map((part) => part.trim()).filter((part) => part !== '').slice(0, 200);
}

/** `vpn.contoso.com;Head office,vpn2.contoso.com`: the name behind the semicolon is for people. */
function serversOf(node: XmlNode | undefined): string[] | undefined {
  return listOf(node)?.map((server) => (server.split(';')[0] as string).trim()).filter((server) => server !== '');
}

/** Routes into the tunnel as `address/prefix`; routes that keep away from it are left out. */
function routesOf(profile: XmlNode): string[] | undefined {
  const routes = all(profile, 'Route').filter((route) => flag(find(route, 'ExclusionRoute')) !== true);
  return routes.length === 0 ? undefined : routes.slice(0, 500).map((route) => `${find(route, 'Address')?.text ?? ''}/${find(route, 'PrefixSize')?.text ?? ''}`);
}

/** Fields of `vpn.ipsec-policy`: the proposal the profile insists on, in the words of the schema; null without one. */
export function readPolicy(profile: XmlNode): Record<string, Value> | null {
  const suite = find(profile, 'NativeProfile', 'CryptographySuite');
  if (suite === undefined) return null;
  const fields: Record<string, Value> = { custom: true };
  for (const [name, element] of POLICY) {
    const text = find(suite, element)?.text;
    if (text !== undefined && text !== '') fields[name] = text;
  }
  return fields;
}

const POLICY = [
  ['encryption', 'EncryptionMethod'],
  ['integrity', 'IntegrityCheckMethod'],
  ['dh_group', 'DHGroup'],
  ['pfs_group', 'PfsGroup'],
  ['cipher_transform', 'CipherTransformConstants'],
  ['auth_transform', 'AuthenticationTransformConstants'],
] as const;
