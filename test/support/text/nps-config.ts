/** NPS configuration after exports in public repositories: namespace on each property, secrets in plain text, profile beside policy. */

export interface NpsPolicyInput {
  readonly name: string;
  readonly kind?: 'network' | 'connection-request';
  readonly order?: number;
  readonly enabled?: boolean;
  readonly grants?: boolean;
  /** AUTHENTICATION_TYPE numbers. */
  readonly authTypes?: readonly number[];
  /** First bytes of EAP types. */
  readonly eapTypes?: readonly number[];
  readonly conditions?: readonly string[];
  readonly ignoreDialin?: boolean;
  /** SHA-1 thumbprint of the certificate PEAP shows. */
  readonly certificate?: string;
}

export interface NpsConfigInput {
  readonly policies: readonly NpsPolicyInput[];
  readonly clients?: readonly { readonly name: string; readonly address: string; readonly enabled?: boolean; readonly secret?: string }[];
}

const NAMESPACE = 'xmlns:dt="urn:schemas-microsoft-com:datatypes"';
const escape = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
const tagOf = (name: string): string => (/^[A-Za-z_]/.test(name) ? name : `_${name}`).replaceAll(/[^A-Za-z0-9_.]/g, '_');
const property = (name: string, type: string, value: string | number | undefined): string => (value === undefined ? '' : `<${name} ${NAMESPACE} dt:dt="${type}">${typeof value === 'string' ? escape(value) : value}</${name}>\n`);
const flag = (name: string, value: boolean | undefined): string => property(name, 'boolean', value === undefined ? undefined : value ? 1 : 0);
const item = (name: string, properties: string, children = ''): string => `<${tagOf(name)} name="${escape(name)}">\n<Properties>${properties}</Properties>\n${children}</${tagOf(name)}>\n`;
const section = (tag: string, items: string): string => `<${tag} name="${tag}">\n<Children>\n${items}</Children>\n</${tag}>\n`;
const hexType = (type: number): string => type.toString(16).padStart(2, '0').padEnd(32, '0');
const peap = (thumbprint: string): string => `1900000000000000000000000000000038000000020000003800000001000000140000\n00${thumbprint.toLowerCase()}0100000001000000100000001a00000000000000`;

/** The document `netsh nps export` writes. */
export function npsExport(input: NpsConfigInput): string {
  const of = (kind: 'network' | 'connection-request') => input.policies.filter((policy) => (policy.kind ?? 'network') === kind);
  const policy = (one: NpsPolicyInput): string =>
    item(one.name, property('Opaque_Data', 'string', '') + flag('Policy_Enabled', one.enabled) + property('msNPAction', 'string', one.name) + (one.conditions ?? []).map((text) => property('msNPConstraint', 'string', text)).join('') + property('msNPSequence', 'int', one.order ?? 1));
  const profile = (one: NpsPolicyInput): string =>
    item(one.name, property('msEAPConfiguration', 'bin.hex', one.certificate === undefined ? undefined : peap(one.certificate)) + flag('msIgnoreUserDialinProperties', one.ignoreDialin) + flag('msNPAllowDialin', one.grants) + (one.eapTypes ?? []).map((type) => property('msNPAllowedEapType', 'bin.hex', `\n${hexType(type)}\n`)).join('') + (one.authTypes ?? []).map((type) => property('msNPAuthenticationType2', 'int', type)).join(''));
  const clients = (input.clients ?? []).map((client) => item(client.name, property('IP_Address', 'string', client.address) + flag('Radius_Client_Enabled', client.enabled) + property('Shared_Secret', 'string', client.secret ?? 'topsecret'))).join('');
  const radius = item('Microsoft Radius Protocol', property('Authentication_Port', 'string', '1812,1645'), `<Children>\n${section('Vendors', item('RADIUS Standard', property('NAS_Vendor_Id', 'int', 0)))}${section('Clients', clients)}</Children>\n`);
  const service = [
    section('RadiusProfiles', of('network').map(profile).join('')), section('NetworkPolicy', of('network').map(policy).join('')), section('Proxy_Policies', of('connection-request').map(policy).join('')),
    section('Proxy_Profiles', of('connection-request').map((one) => item(one.name, property('msAuthProviderType', 'int', 1))).join('')), section('Protocols', radius),
  ].join('');
  return `<?xml version="1.0"?>\n<Root ${NAMESPACE}>\n<_locDefinition>\n<_locDefault _loc="locNone"/>\n</_locDefinition>\n<Children>\n<Version name="Version" dt:dt="int">257</Version>\n<Microsoft_Internet_Authentication_Service name="Microsoft_Internet_Authentication_Service">\n<Properties><Description>NPS</Description></Properties>\n<Children>\n${service}</Children>\n</Microsoft_Internet_Authentication_Service>\n</Children>\n</Root>\n`;
}
