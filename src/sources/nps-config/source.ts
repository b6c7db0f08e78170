/**
 * NPS configuration, as `netsh nps export` or `Export-NpsConfiguration` writes it: policies and RADIUS clients.
 *
 *   <NetworkPolicy …><Children><VPN_users name="VPN users"><Properties>… <msNPSequence …>1</msNPSequence>
 *     → nps.policy {name: VPN users, kind: network, order: 1, conditions: [NTGROUPS("S-1-5-21-…")]}
 *   <RadiusProfiles …>… <VPN_users name="VPN users">… <msNPAllowDialin …>1</msNPAllowDialin> <msNPAuthenticationType2 …>5</…>
 *     → … with grants: true, auth_types: [EAP]: a policy names its profile in msNPAction
 *   <Clients …>… <IP_Address …>192.0.2.10</IP_Address><Radius_Client_Enabled …>1</…><Shared_Secret …>…
 *     → nps.radius-client {address: 192.0.2.10, enabled: true}; secrets are never read
 */
import { decodeText } from '../../formats/text/decode.ts';
import type { ArtifactSource, Emit, ReadResult, SourceContext } from '../../model/source.ts';
import type { Value } from '../../model/values.ts';
import { authenticationNames, clip, CLIENT_FIELDS, eapNames, known, POLICY_FIELDS, thumbprintsIn } from './policies.ts';
import { readItems } from './properties.ts';
import type { Item } from './properties.ts';

const SECTIONS: ReadonlySet<string> = new Set(['NetworkPolicy', 'RadiusProfiles', 'Proxy_Policies', 'Proxy_Profiles', 'Clients']);
const WANTED: ReadonlySet<string> = new Set([
  'msNPAction', 'msNPConstraint', 'msNPSequence', 'Policy_Enabled', 'msNPAllowDialin', 'msNPAuthenticationType2', 'msNPAllowedEapType', 'msIgnoreUserDialinProperties', 'msAuthProviderType',
  'msRASMPPEEncryptionType', 'msRASMPPEEncryptionPolicy', 'msEAPConfiguration', 'IP_Address', 'Radius_Client_Enabled', 'Require_Signature',
]);
const PROFILES: Readonly<Record<string, string>> = { NetworkPolicy: 'RadiusProfiles', Proxy_Policies: 'Proxy_Profiles' };

export const npsConfig: ArtifactSource = {
  id: 'nps-config',
  reads: ['nps-config'],
  yields: [
    { kind: 'fact', name: 'nps.policy', fields: POLICY_FIELDS },
    { kind: 'fact', name: 'nps.radius-client', fields: CLIENT_FIELDS },
  ],
  parse(artifact, bytes, emit, context): ReadResult {
    const { text, truncated, notes } = decodeText(bytes, context);
    const items: Item[] = [];
    const problem = readItems(text, SECTIONS, WANTED, (item) => items.push(item));
    const isConfig = items.length > 0 || /<Microsoft_Internet_Authentication_Service\b/.test(text);
    if (!isConfig) return { outcome: problem === null || text.trim() === '' ? 'ignored' : 'failed', reason: problem ?? 'no configuration of NPS in it' };
    const reason = [...(truncated ? notes : []), ...(problem === null ? [] : [`the XML breaks off: ${problem}`])].join('; ');
    emitItems(items, artifact.host, reason, emit, context);
    return reason === '' ? { outcome: 'read' } : { outcome: 'partial', reason };
  },
};

function emitItems(items: readonly Item[], host: string, reason: string, emit: Emit, context: SourceContext): void {
  const policies = items.filter((item) => PROFILES[item.section] !== undefined);
  const clients = items.filter((item) => item.section === 'Clients');
  for (const item of policies) put('nps.policy', item, policyFields(item, items));
  for (const item of clients) put('nps.radius-client', item, clientFields(item));
  const isComplete = reason === '';
  for (const [fact, count] of [['nps.policy', policies.length], ['nps.radius-client', clients.length]] as const) {
    emit.listing({ fact, host, complete: isComplete, count, ...(isComplete ? {} : { reason }), ref: context.ref({ kind: 'whole' }) });
  }
  function put(name: string, item: Item, fields: Record<string, Value>): void {
    emit.fact({ name, host, subject: item.name, fields, ref: context.ref({ kind: 'line', line: item.line }) });
  }
}

function policyFields(policy: Item, items: readonly Item[]): Record<string, Value> {
  const action = first(policy, 'msNPAction') ?? policy.name;
  const profile = items.find((item) => item.section === PROFILES[policy.section] && item.name === action);
  const isNetwork = policy.section === 'NetworkPolicy';
  const conditions = policy.properties.get('msNPConstraint');
  const certificates = thumbprintsIn(profile?.properties.get('msEAPConfiguration') ?? []);
  return known({
    name: policy.name,
    kind: isNetwork ? 'network' : 'connection-request',
    order: numberOf(first(policy, 'msNPSequence')),
    enabled: flagOf(first(policy, 'Policy_Enabled')),
    grants: isNetwork ? flagOf(first(profile, 'msNPAllowDialin')) : undefined,
    auth_types: isNetwork && profile !== undefined ? authenticationNames(numbersOf(profile, 'msNPAuthenticationType2')) : undefined,
    eap_types: isNetwork && profile !== undefined ? eapNames(profile.properties.get('msNPAllowedEapType') ?? []) : undefined,
    conditions: conditions === undefined ? undefined : clip(conditions),
    ignore_dialin: flagOf(first(profile, 'msIgnoreUserDialinProperties')),
    auth_provider: providerOf(first(profile, 'msAuthProviderType')),
    encryption_types: numberOf(first(profile, 'msRASMPPEEncryptionType')),
    encryption_policy: numberOf(first(profile, 'msRASMPPEEncryptionPolicy')),
    eap_certificates: certificates.length > 0 ? certificates : undefined,
  });
}

function clientFields(client: Item): Record<string, Value> {
  return known({
    name: client.name,
    address: first(client, 'IP_Address'),
    enabled: flagOf(first(client, 'Radius_Client_Enabled')),
    require_signature: flagOf(first(client, 'Require_Signature')),
  });
}

function first(item: Item | undefined, property: string): string | undefined {
  return item?.properties.get(property)?.[0];
}

function numberOf(text: string | undefined): number | undefined {
  return text !== undefined && /^\d{1,10}$/.test(text) ? Number(text) : undefined;
}

function numbersOf(item: Item, property: string): number[] {
  return (item.properties.get(property) ?? []).map(numberOf).filter((number) => number !== undefined);
}

function flagOf(text: string | undefined): boolean | undefined {
  if (text === undefined) return undefined;
  return /^(?:-?1|true)$/i.test(text) ? true : /^(?:0|false)$/i.test(text) ? false : undefined;
}

/** Who authenticates: PROVIDER_TYPE of sdoias.h. */
function providerOf(text: string | undefined): string | undefined {
  return text === undefined ? undefined : { 0: 'none', 1: 'windows', 2: 'radius' }[text];
}
