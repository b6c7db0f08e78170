/**
 * Which fields of records and facts name a person, a machine or a company, and in which form: what `--redact` goes by. Fields are told by
 * their own name, since the same name means the same in every source; the few that differ stand with their owner. What is not named here
 * is running text, in which every name known from elsewhere is replaced.
 */

export type FieldKind =
  /** Words of Windows and of our sources. */
  | 'keep'
  | 'text'
  | 'user'
  /** A computer, DNS name, address or URL. */
  | 'host'
  | 'domain'
  | 'address'
  /** An IPv4 address as a 32-bit number, first octet in the lowest byte. */
  | 'address-number'
  | 'connection'
  | 'policy'
  | 'adapter'
  | 'name'
  | 'distinguished-name'
  | 'common-name'
  | 'template'
  /** Identifiers and blobs that must stay equal where they are equal: session ids, classes, cookies, hashes. */
  | 'token'
  /** Bytes of unknown content. */
  | 'binary';

const KINDS: Readonly<Record<Exclude<FieldKind, 'text'>, string>> = {
  user: 'user user_name dial_in_user user_from username account_name target_user_name subject_user_name rras_user_name fully_qualified_subject_user_name san_upn target_sid subject_user_sid user_sid service_sid subject_machine_sid remote_user_id token1_principal token2_principal token3_principal token4_principal subject_machine_name fully_qualified_subject_machine_name remote_machine_id principal',
  host: 'host computer server server_address client_address client_name workstation nas_ip nas_identifier nas_ipv4_address nas_ipv6_address client_ip client_ip_address calling_station called_station calling_station_id called_station_id authentication_server server_name server_names query_name san_dns servers peer domain_peer manual_peer target_name mm_target_name em_target_name probe_host namespace trusted_networks time_source url ocsp_responder_url quarantine_help_url bypass certificate_name certificate_names sni cnames peer_spn local_spn local_mm_principal_name remote_mm_principal_name local_em_principal_name remote_em_principal_name',
  domain: 'domain domain_name target_domain_name subject_domain_name',
  address: 'address ip ipv4 ipv6 ip_address gateway gateways dns_servers san_ip local_address remote_address source_address destination_address src_address dest_address start_address end_address tunnel_ipv4 tunnel_ipv6 framed_ip local_tunnel_endpoint remote_tunnel_endpoint remote_private_address peer_private_address packet_local_address packet_remote_address main_mode_local_address main_mode_peer_address gateway_ip_address destination pool_ranges routes mac_addr hw_address local_address_mask remote_address_mask',
  'address-number': 'address1 address2',
  connection: 'connection vpn_connection_name connection_name profile profile_name initial_profile network_name',
  policy: 'network_policy connection_policy network_policy_name proxy_policy_name',
  adapter: 'adapter interface',
  name: 'target machine_inventory key_name ip_sec_security_association_name',
  'distinguished-name': 'subject issuer root_certificate_name trusted_roots cert_issuer_name local_mm_issuing_ca local_mm_root_ca remote_mm_issuing_ca remote_mm_root_ca local_em_issuing_ca local_em_root_ca remote_em_issuing_ca remote_em_root_ca local_cert_subject_name remote_cert_subject_name peer_cert_dn_subject peer_cert_dn_root peer_cert_dn_issuer local_cert_dn_subject local_cert_dn_root local_cert_dn_issuer',
  'common-name': 'subject_cn issuer_cn subjects certificate_subject certificate_issuer',
  template: 'template',
  token:
    'thumbprint serial serial_number cert_serial_number cert_thumbprint ca_thumbprint cert_hash hash sha1_certificate_hash sha256_certificate_hash local_mm_cert_hash remote_mm_cert_hash local_em_cert_hash remote_em_cert_hash local_cert_sha_thumbprint peer_cert_sha_thumbprint user_cert_filter eap_certificates class session_id account_session_identifier quarantine_session_id task_id initiator_spi responder_spi inbound_spi outbound_spi i_cookie r_cookie initiator_cookie responder_cookie',
  binary: 'binary binary_data buffer encoded_cert event_write_data signature query_results_bytes terminate_data',
  keep: [
    // Words our sources make of what they read.
    'os build product_type culture basis zone standard_start daylight_start version scenario strategy tunnel eap_type data_encryption component_id wan_miniport status start_type state tunnel_type direction code_name auth_protocol auth_type auth_types eku store method methods inner_method protocol user_method machine_method encryption integrity dh_group pfs_group cipher_transform auth_transform auth_provider accounting_provider address_assignment kb kind severity outcome encryption_types eap_types chain_errors failure_point mm_state sa_role keying_module auth_method mode role layer object',
    // What packets show, in words of a fixed list.
    'purpose control call stage over meaning icmp_meaning start_meaning call_meaning disconnect_meaning result_meaning error_meaning reset_by closed_by alert_by alert_name failed_by terminated_by ended_by auth_result auth_protocol auth_wanted auth_instead arrived reply_name proof lcp ipcp ipv6cp ccp last_sent last_received sent_messages received_messages end_message rejected_by_client rejected_by_server query_type rcode_name offered_versions',
    // Names of Windows: services, drivers, processes, algorithms, fields of events that hold words of a fixed list.
    'service service_name depends_on start_time source package lm_package media vpn_strategy from to type level function function_name module_name component ports nas_port_type this_update next_update timestamp ip_port source_port dest_port port port_no start_port mm_auth_method mm_cipher_alg mm_integrity_alg key_mod_name em_auth_method pre_auth_type authentication_type ah_auth_type esp_auth_type cipher_type',
  ].join(' '),
};

const KIND_OF: ReadonlyMap<string, FieldKind> = new Map(Object.entries(KINDS).flatMap(([kind, names]) => names.split(' ').map((name) => [name, kind as FieldKind] as const)));

/** Where a field means something else than its name does elsewhere. */
const OF_OWNER: ReadonlyMap<string, FieldKind> = new Map<string, FieldKind>([
  ['time.sync.source', 'host'],
  ['vpn.profile.name', 'connection'],
  ['vpn.profile-xml.name', 'connection'],
  ['nps.policy.name', 'policy'],
  ['nps.radius-client.name', 'host'],
  ['dns.hosts-entry.name', 'host'],
  ['network.interface.name', 'adapter'],
  ['networkprofile.10000.name', 'connection'],
  ['networkprofile.10001.name', 'connection'],
  ['networkprofile.10000.description', 'connection'],
  ['networkprofile.10001.description', 'connection'],
  ['dhcp-client.1000.address', 'address-number'],
  ['dhcp-client.1005.address', 'address-number'],
  ['dhcp-client.1007.address', 'address-number'],
  ['registry.auto-trigger-profile.value', 'connection'],
  ['registry.auto-trigger-disabled-profiles.value', 'connection'],
  ['registry.sstp-certificate-hash.value', 'token'],
  ['registry.sstp-certificate-hash-sha1.value', 'token'],
  ['registry.user-proxy-server.value', 'text'],
  ['audit.subcategory.guid', 'keep'],
  ['security-auditing.4719.subcategory_guid', 'keep'],
  ['vpn.server-auth.methods', 'keep'],
  ['eaphost.2018.session_id', 'keep'],
  // Tickets are for services that are accounts.
  ['security-auditing.4768.service_name', 'user'],
  ['security-auditing.4771.service_name', 'user'],
]);

/** Fields that hold words here and names there. */
const AMBIGUOUS: ReadonlySet<string> = new Set([...OF_OWNER].filter(([, kind]) => kind !== 'keep').map(([name]) => name.slice(name.lastIndexOf('.') + 1)));

/** Words in the name of a field no table has: what Windows calls its fields tells what they hold. */
const BY_WORD: readonly (readonly [RegExp, FieldKind])[] = [
  [/(?:^|_)(?:sid|user|users|account|principal|upn)(?:_name|_id|s)?$/, 'user'],
  [/(?:^|_)(?:host|hostname|computer|workstation|machine|server|fqdn)(?:_name|_address|s)?$/, 'host'],
  [/(?:^|_)(?:address|addresses|ip|ipv4|ipv6|gateway|mac)$/, 'address'],
  [/(?:^|_)domain(?:_name)?$/, 'domain'],
  [/(?:^|_)(?:thumbprint|serial_number|spi|cookie)$/, 'token'],
  [/(?:^|_)(?:binary|blob|buffer|payload|raw)$/, 'binary'],
];

/** @param owner name of the record or fact, '' when it is not known */
export function fieldKind(owner: string, field: string): FieldKind {
  if (owner === '' && AMBIGUOUS.has(field) && KIND_OF.get(field) === 'keep') return 'text';
  return OF_OWNER.get(`${owner}.${field}`) ?? KIND_OF.get(field) ?? BY_WORD.find(([pattern]) => pattern.test(field))?.[1] ?? 'text';
}

/** What facts are about, where no field of theirs repeats it. */
const SUBJECTS: ReadonlyMap<string, FieldKind> = new Map<string, FieldKind>([
  ['vpn.profile', 'connection'],
  ['vpn.profile-xml', 'connection'],
  ['vpn.ipsec-policy', 'connection'],
  ['eap.config', 'connection'],
  ['adapter.address', 'adapter'],
  ['network.route', 'address'],
  ['nps.policy', 'policy'],
  ['nps.radius-client', 'host'],
  ['sstp.binding', 'token'],
]);

export function subjectKind(fact: string): FieldKind {
  return SUBJECTS.get(fact) ?? 'text';
}
