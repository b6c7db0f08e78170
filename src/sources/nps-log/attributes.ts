/**
 * Attributes of NPS accounting under one name each, whatever form of log they stand in. Column order and attribute numbers after
 * "Interpret NPS Database Format Log Files", "Interpret IAS Format Log Files" and the ATTRIBUTEID enumeration of sdoias.h (Microsoft Learn).
 */

/** Columns of the database form, in order; the six of the heading included. */
export const COLUMNS: readonly string[] = [
  'computer-name', 'event-source', 'record-date', 'record-time', 'packet-type', 'user-name', 'fully-qualified-user-name', 'called-station-id',
  'calling-station-id', 'callback-number', 'framed-ip-address', 'nas-identifier', 'nas-ip-address', 'nas-port', 'client-vendor', 'client-ip-address',
  'client-friendly-name', 'event-timestamp', 'port-limit', 'nas-port-type', 'connect-info', 'framed-protocol', 'service-type', 'authentication-type',
  'np-policy-name', 'reason-code', 'class', 'session-timeout', 'idle-timeout', 'termination-action', 'eap-friendly-name', 'acct-status-type',
  'acct-delay-time', 'acct-input-octets', 'acct-output-octets', 'acct-session-id', 'acct-authentic', 'acct-session-time', 'acct-input-packets', 'acct-output-packets',
  'acct-terminate-cause', 'acct-multi-ssn-id', 'acct-link-count', 'acct-interim-interval', 'tunnel-type', 'tunnel-medium-type', 'tunnel-client-endpt', 'tunnel-server-endpt',
  'acct-tunnel-conn', 'tunnel-pvt-group-id', 'tunnel-assignment-id', 'tunnel-preference', 'ms-acct-auth-type', 'ms-acct-eap-type', 'ms-ras-version', 'ms-ras-vendor',
  'ms-chap-error', 'ms-chap-domain', 'ms-mppe-encryption-types', 'ms-mppe-encryption-policy', 'proxy-policy-name', 'provider-type', 'provider-name', 'remote-server-address',
  'ms-ras-client-name', 'ms-ras-client-version',
];

/** Attribute numbers of the pair form. */
export const ATTRIBUTE_IDS: Readonly<Record<string, string>> = {
  1: 'user-name', 4: 'nas-ip-address', 5: 'nas-port', 6: 'service-type', 7: 'framed-protocol', 8: 'framed-ip-address', 25: 'class', 30: 'called-station-id',
  31: 'calling-station-id', 32: 'nas-identifier', 40: 'acct-status-type', 44: 'acct-session-id', 49: 'acct-terminate-cause', 61: 'nas-port-type', 64: 'tunnel-type',
  66: 'tunnel-client-endpt', 4108: 'client-ip-address', 4116: 'client-vendor', 4121: 'ms-chap-error', 4127: 'authentication-type', 4128: 'client-friendly-name',
  4129: 'sam-account-name', 4130: 'fully-qualified-user-name', 4132: 'eap-friendly-name', 4136: 'packet-type', 4142: 'reason-code', 4149: 'np-policy-name',
  4154: 'proxy-policy-name', 4155: 'provider-type', 4156: 'provider-name', 4157: 'remote-server-address',
};

/** The product writes one name without an i; log readers and later versions write it right. */
export const ALIASES: Readonly<Record<string, string>> = {
  'fully-qualifed-user-name': 'fully-qualified-user-name',
  'fully-qualified-distinguished-name': 'fully-qualified-user-name',
  'policy-name': 'np-policy-name',
};

/** AUTHENTICATION_TYPE of sdoias.h, named as the Security log names them. */
export const AUTHENTICATION_TYPES: Readonly<Record<string, string>> = {
  1: 'PAP', 2: 'CHAP', 3: 'MS-CHAPv1', 4: 'MS-CHAPv2', 5: 'EAP', 6: 'ARAP', 7: 'Unauthenticated', 8: 'Extension', 9: 'MS-CHAPv1 CPW', 10: 'MS-CHAPv2 CPW', 11: 'PEAP',
};

/** NAS-Port-Type of RFC 2865, 5.41. */
export const PORT_TYPES: Readonly<Record<string, string>> = { 0: 'Async', 1: 'Sync', 2: 'ISDN Sync', 5: 'Virtual', 15: 'Ethernet', 16: 'xDSL', 17: 'Cable', 18: 'Wireless - Other', 19: 'Wireless - IEEE 802.11' };

/** Packet-Type: the codes of RFC 2865 and 2866. */
export const PACKETS: Readonly<Record<string, 'request' | 'accept' | 'reject' | 'accounting' | 'challenge'>> = {
  1: 'request', 2: 'accept', 3: 'reject', 4: 'accounting', 5: 'accounting', 11: 'challenge',
};
