/** Addresses, names and connectivity. Sources are indexes into ../references.ts. */
import type { EventGroup } from './row.ts';

export const NETWORK_EVENTS: readonly EventGroup[] = [
  {
    provider: 'Microsoft-Windows-NetworkProfile',
    channel: 'Microsoft-Windows-NetworkProfile/Operational',
    rows: [
      { id: 10000, version: 0, level: 'information', name: 'networkprofile.10000', text: 'network connected', fields: ['name', 'description', 'guid', 'type:number', 'state:number', 'category:number'], about: { name: 'network or VPN profile name', category: '0 public, 1 private, 2 domain' }, side: 'client|server', basis: 'documented', sources: [87] },
      { id: 10001, version: 0, level: 'information', name: 'networkprofile.10001', text: 'network disconnected', fields: ['name', 'description', 'guid', 'type:number', 'state:number', 'category:number'], about: { name: 'network or VPN profile name', category: '0 public, 1 private, 2 domain' }, side: 'client|server', basis: 'documented', sources: [87] },
    ],
  },
  {
    provider: 'Microsoft-Windows-Dhcp-Client',
    where: 'Microsoft-Windows-Dhcp-Client/Operational and System',
    rows: [
      { id: 1000, version: 0, level: 'warning', name: 'dhcp-client.1000', text: 'address lost', fields: ['address:number', 'hw_length:number', 'hw_address'], side: 'client|server', basis: 'event symbol in manifest', sources: [88] },
      { id: 1001, version: 0, level: 'error', name: 'dhcp-client.1001', text: 'address not assigned', fields: ['hw_length:number', 'hw_address', 'status_code:code'], side: 'client|server', basis: 'event symbol in manifest', sources: [88] },
      { id: 1002, version: 0, level: 'error', name: 'dhcp-client.1002', text: 'lease denied', fields: ['address1:number', 'hw_length:number', 'hw_address', 'address2:number'], side: 'client|server', basis: 'event symbol in manifest', sources: [88] },
      { id: 1003, version: 0, level: 'warning', name: 'dhcp-client.1003', text: 'lease not renewed', fields: ['hw_length:number', 'hw_address', 'status_code:code'], side: 'client|server', basis: 'event symbol in manifest', sources: [88] },
      { id: 1004, version: 0, level: 'error', name: 'dhcp-client.1004', text: 'service stopped by error', fields: ['status_code:code', 'dword_val:number'], side: 'client|server', basis: 'event symbol in manifest', sources: [88] },
      { id: 1005, version: 0, level: 'warning', name: 'dhcp-client.1005', text: 'duplicate address', fields: ['address:number', 'hw_length:number', 'hw_address'], side: 'client|server', basis: 'event symbol in manifest', sources: [88] },
      { id: 1006, version: 0, level: 'warning', name: 'dhcp-client.1006', text: 'automatic configuration failed', fields: ['hw_length:number', 'hw_address', 'status_code:code'], side: 'client|server', basis: 'event symbol in manifest', sources: [88] },
      { id: 1007, version: 0, level: 'information', name: 'dhcp-client.1007', text: 'automatic private address in use', fields: ['hw_length:number', 'hw_address', 'address:number'], side: 'client|server', basis: 'event symbol in manifest', sources: [88] },
      { id: 1008, version: 0, level: 'error', name: 'dhcp-client.1008', text: 'interface not initialised', fields: ['status_code:code'], side: 'client|server', basis: 'event symbol in manifest', sources: [88] },
    ],
  },
  {
    provider: 'Microsoft-Windows-DNS-Client',
    channel: 'Microsoft-Windows-DNS-Client/Operational',
    where: 'Microsoft-Windows-DNS-Client/Operational (1014 in System)',
    rows: [
      { id: 1012, version: 0, level: 'error', name: 'dns-client.1012', text: 'hosts file error', fields: ['error_code:code', 'location:number', 'context:number'], side: 'client|server', basis: 'event symbol in manifest', sources: [89] },
      { id: 1013, version: 0, level: 'error', name: 'dns-client.1013', text: 'no configuration', fields: ['query_name', 'address_length:number', 'address'], about: { query_name: 'name asked' }, side: 'client|server', basis: 'event symbol in manifest', sources: [89] },
      { id: 1014, version: 0, level: 'warning', name: 'dns-client.1014', text: 'name resolution timed out', fields: ['query_name', 'address_length:number', 'address'], about: { query_name: 'name asked' }, channel: 'System', side: 'client|server', basis: 'event symbol in manifest', sources: [89] },
      { id: 1015, version: 0, level: 'information', name: 'dns-client.1015', text: 'server did not answer', fields: ['query_name', 'address_length:number', 'address'], about: { query_name: 'name asked' }, side: 'client|server', basis: 'event symbol in manifest', sources: [89] },
      { id: 1016, version: 0, level: 'information', name: 'dns-client.1016', text: 'name not found', fields: ['query_name', 'address_length:number', 'address'], about: { query_name: 'name asked' }, side: 'client|server', basis: 'event symbol in manifest', sources: [89] },
      { id: 3008, version: 0, level: 'information', name: 'dns-client.3008', text: 'query completed with status', fields: ['query_name', 'query_type:number', 'query_options', 'query_status:code', 'query_results'], about: { query_name: 'name asked', query_status: '0 ok, 9003 name does not exist, 1460 time-out, 11001' }, side: 'client|server', basis: 'documented', sources: [89] },
      { id: 3020, version: 0, level: 'information', name: 'dns-client.3020', text: 'query answer status', fields: ['query_name', 'query_type:number', 'network_index:number', 'interface_index:number', 'status:code', 'query_results'], about: { query_name: 'name asked', status: 'result' }, side: 'client|server', basis: 'documented', sources: [89] },
    ],
  },
  {
    provider: 'Microsoft-Windows-NCSI',
    channel: 'Microsoft-Windows-NCSI/Operational',
    rows: [
      { id: 4012, version: 0, level: 'warning', name: 'ncsi.4012', text: 'corporate inside/outside probe problem', fields: ['if_luid', 'interface_guid', 'probe_host', 'probe_path', 'error_code:code', 'error_string', 'retry_interval:number'], side: 'client', basis: 'inferred from field names', sources: [90] },
      { id: 4014, version: 0, level: 'information', name: 'ncsi.4014', text: 'Internet detection finished', fields: ['interface_guid', 'succeeded:boolean', 'used_dns_probe:boolean', 'used_proxy:boolean', 'content_comparison:boolean', 'web_completed:boolean', 'web_redirected:boolean', 'local_error_occured:boolean'], side: 'client', basis: 'inferred from field names', sources: [90] },
      { id: 4042, version: 0, level: 'information', name: 'ncsi.4042', text: 'capability changed on interface', fields: ['interface_guid', 'if_luid', 'family:number', 'capability:number', 'capability_change_reason:number', 'previous_capability:number'], side: 'client', basis: 'inferred from field names', sources: [90] },
      { id: 4051, version: 0, level: 'warning', name: 'ncsi.4051', text: 'active probe result', fields: ['interface_guid', 'if_luid', 'family:number', 'active_probe_result_code:number'], side: 'client', basis: 'inferred from field names', sources: [90] },
    ],
  },
  {
    provider: 'Microsoft-Windows-NlaSvc',
    channel: 'Microsoft-Windows-NlaSvc/Operational',
    rows: [
      { id: 4203, version: 0, level: 'information', name: 'nlasvc.4203', text: 'gateway resolution start', fields: ['interface_guid', 'gateway_ip_address'], side: 'client|server', basis: 'event symbol in manifest', sources: [91] },
      { id: 4204, version: 0, level: 'information', name: 'nlasvc.4204', text: 'gateway resolution stop', fields: ['interface_guid', 'gateway_ip_address', 'error_code:code', 'nlns_state:number', 'mac_addr_len:number', 'mac_addr'], side: 'client|server', basis: 'event symbol in manifest', sources: [91] },
      { id: 4205, version: 0, level: 'error', name: 'nlasvc.4205', text: 'gateway resolution failed', fields: ['interface_guid', 'gateway_ip_address', 'error_code:code'], side: 'client|server', basis: 'event symbol in manifest', sources: [91] },
      { id: 4401, version: 0, level: 'information', name: 'nlasvc.4401', text: 'identifying network', fields: ['interface_guid', 'signature_length:number', 'signature', 'signature_source:number'], side: 'client|server', basis: 'event symbol in manifest', sources: [91] },
      { id: 4402, version: 0, level: 'information', name: 'nlasvc.4402', text: 'network identified', fields: ['interface_guid', 'signature_length:number', 'signature', 'signature_source:number'], side: 'client|server', basis: 'event symbol in manifest', sources: [91] },
    ],
  },
];
