/** The vocabulary of the sources; while some of them are not there yet, facts come from a list written by hand. */
import { buildVocabulary, type Vocabulary } from '../../src/matching/index.ts';
import type { Yield } from '../../src/model/records.ts';
import type { FieldType } from '../../src/model/values.ts';
import { recordYields } from '../../src/sources/events/index.ts';

const CERTIFICATE =
  'index:number subject subject_cn issuer issuer_cn serial thumbprint not_before:time not_after:time eku:strings san_dns:strings san_ip:strings san_upn:strings private_key:boolean template wildcard:boolean self_signed:boolean store';
const SETTING = 'value present:boolean key_present:boolean';
const FACTS: Readonly<Record<string, string>> = {
  'host.identity': 'computer domain os build product_type culture',
  'adapter.binding': 'adapter description component_id display_name enabled:boolean wan_miniport',
  'adapter.device': 'adapter description status hidden:boolean wan_miniport',
  'adapter.address': 'adapter description ipv4:strings ipv6:strings gateways:strings dns_servers:strings apipa:boolean',
  'service.state': 'service display_name state pid:number start_type exit_code:code',
  'certificate.machine': CERTIFICATE,
  'certificate.user': CERTIFICATE,
  'certificate.root': CERTIFICATE,
  'certificate.ca': CERTIFICATE,
  'certificate.ntauth': CERTIFICATE,
  'vpn.profile':
    'name server strategy strategy_number:number tunnel:strings custom_auth_key:number eap_type data_encryption:number auth_restrictions:number excluded_protocols:number auto_logon:boolean use_ras_credentials:boolean l2tp_psk:boolean disable_ikev2_fragmentation:boolean num_custom_policy:number split_tunnel:boolean all_user:boolean',
  'registry.lm-compatibility-level': SETTING,
  'registry.ntlmv2-compatibility': SETTING,
  'registry.assume-udp-encapsulation': SETTING,
  'registry.prohibit-ipsec': SETTING,
  'registry.ikev2-server-fragmentation': SETTING,
  'registry.sstp-certificate-hash': SETTING,
};

export async function shippedVocabulary(): Promise<Vocabulary> {
  try {
    const { sourceVocabulary } = await import('../../src/engine/vocabulary.ts');
    return sourceVocabulary();
  } catch {
    const records = recordYields().map((item): Yield => {
      return 'user' in item.fields ? { ...item, fields: { ...item.fields, user_name: 'string' } } : item;
    });
    return buildVocabulary([...records, ...Object.entries(FACTS).map(([name, fields]) => factYield(name, fields))]);
  }
}

function factYield(name: string, fields: string): Yield {
  const typed = fields.split(' ').map((field) => field.split(':'));
  const entries = typed.map(([field, type]): [string, FieldType] => [field ?? '', (type ?? 'string') as FieldType]);
  return { kind: 'fact', name, fields: Object.fromEntries(entries) };
}
