/** NPS, KDC and NTLM. Sources are indexes into ../references.ts. */
import type { EventGroup } from './row.ts';

export const AUTHENTICATION_SERVERS_EVENTS: readonly EventGroup[] = [
  {
    provider: 'NPS',
    channel: 'System',
    rows: [
      { id: 13, level: 'error', name: 'nps.13', text: 'RADIUS message from an address that is not a configured RADIUS client', fields: ['data_0'], about: { data_0: 'address' }, side: 'npsdc', basis: 'documented', sources: [80] },
      { id: 14, level: 'error', name: 'nps.14', text: 'RADIUS message with an invalid authenticator, as a rule another shared secret', fields: ['data_0'], about: { data_0: 'client' }, side: 'npsdc', basis: 'documented', sources: [80] },
      { id: 17, level: 'error', name: 'nps.17', text: 'Message-Authenticator attribute missing while required (BlastRADIUS setting)', fields: ['data_0'], about: { data_0: 'client' }, side: 'npsdc', basis: 'documented', sources: [80] },
      { id: 22, level: 'error', name: 'nps.22', text: 'answer to a RADIUS client could not be sent', fields: ['data_0'], about: { data_0: 'address' }, side: 'npsdc', basis: 'documented', sources: [80] },
      { id: 4400, level: 'information', name: 'nps.4400', text: 'LDAP connection with domain controller made', fields: ['data_0', 'data_1'], about: { data_0: 'dc', data_1: 'domain' }, side: 'npsdc', basis: 'documented', sources: [80] },
      { id: 4401, level: 'error', name: 'nps.4401', text: 'domain controller not responding', fields: ['data_0'], about: { data_0: 'domain' }, side: 'npsdc', basis: 'documented', sources: [80] },
      { id: 4402, level: 'error', name: 'nps.4402', text: 'no domain controller available', fields: ['data_0'], about: { data_0: 'domain' }, side: 'npsdc', basis: 'documented', sources: [80] },
      { id: 4418, level: 'error', name: 'nps.4418', text: 'trust or domain problem for a lookup', fields: ['data_0'], about: { data_0: 'domain' }, side: 'npsdc', unverified: true, basis: 'unconfirmed', sources: [80] },
    ],
  },
  {
    provider: 'Microsoft-Windows-Kerberos-Key-Distribution-Center',
    channel: 'System',
    rows: [
      { id: 39, level: 'warning', name: 'kerberos-key-distribution-center.39', text: 'certificate of the user valid but cannot be mapped strongly to the account', fields: ['account_name', 'subject', 'issuer', 'serial_number', 'thumbprint'], about: { account_name: 'user', subject: 'certificate subject', issuer: 'issuer', serial_number: 'serial', thumbprint: 'thumbprint' }, side: 'npsdc', basis: 'documented', note: 'id and meaning documented; field order not sampled', sources: [81] },
    ],
  },
  {
    provider: 'Microsoft-Windows-NTLM',
    channel: 'Microsoft-Windows-NTLM/Operational',
    rows: [
      { id: 4024, level: 'warning', name: 'ntlm.4024', text: 'NTLMv1 derived single sign-on use found (audit mode)', fields: [], side: 'client', basis: 'documented', note: 'fields not sampled', sources: [82] },
      { id: 4025, level: 'error', name: 'ntlm.4025', text: 'NTLMv1 derived single sign-on blocked', fields: [], side: 'client', basis: 'documented', note: 'fields not sampled', sources: [82] },
    ],
  },
];
