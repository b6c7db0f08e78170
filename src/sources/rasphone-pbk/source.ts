/**
 * VPN profiles of a phonebook (`rasphone.pbk`).
 *
 *   [Contoso VPN]
 *   VpnStrategy=7
 *   CustomAuthKey=26
 *     → vpn.profile {name: Contoso VPN, strategy: ikev2-only, tunnel: [IKEv2], custom_auth_key: 26, eap_type: eap-mschapv2}
 * Key names and numbers are the same in every language; only entry names are the user's.
 * Numbers after ras.h of the Windows SDK and the RRAS management protocol (MS-RRASM, 2.2.2.2 phonebook keys).
 */
import { decodeText } from '../../formats/text/decode.ts';
import type { ArtifactSource, ReadResult } from '../../model/source.ts';
import type { FieldType, Value } from '../../model/values.ts';
import { readPhonebook } from './phonebook.ts';
import type { Entry } from './phonebook.ts';

const ALL_TUNNELS = ['IKEv2', 'SSTP', 'L2TP', 'PPTP'];

/** VpnStrategy → how the tunnels are tried, and which may be used. 12 to 15 are newer than most descriptions. */
const STRATEGIES: Readonly<Record<number, { strategy: string; tunnel?: readonly string[] }>> = {
  0: { strategy: 'automatic', tunnel: ALL_TUNNELS },
  1: { strategy: 'pptp-only', tunnel: ['PPTP'] },
  2: { strategy: 'pptp-first', tunnel: ['PPTP', 'IKEv2', 'SSTP', 'L2TP'] },
  3: { strategy: 'l2tp-only', tunnel: ['L2TP'] },
  4: { strategy: 'l2tp-first', tunnel: ['L2TP', 'IKEv2', 'PPTP', 'SSTP'] },
  5: { strategy: 'sstp-only', tunnel: ['SSTP'] },
  6: { strategy: 'sstp-first', tunnel: ['SSTP', 'IKEv2', 'PPTP', 'L2TP'] },
  7: { strategy: 'ikev2-only', tunnel: ['IKEv2'] },
  8: { strategy: 'ikev2-first', tunnel: ['IKEv2', 'PPTP', 'SSTP', 'L2TP'] },
  12: { strategy: 'pptp-first', tunnel: ['PPTP', 'SSTP'] },
  13: { strategy: 'l2tp-first', tunnel: ['L2TP', 'SSTP'] },
  // VS_Ikev2Sstp in ras.h; what a profile with a protocol list of these two is stored as.
  14: { strategy: 'protocol-list', tunnel: ['IKEv2', 'SSTP'] },
  15: { strategy: 'protocol-list' },
};

/** EAP method numbers (IANA EAP registry). */
const EAP_TYPES: Readonly<Record<number, string>> = {
  4: 'eap-md5',
  13: 'eap-tls',
  18: 'eap-sim',
  21: 'eap-ttls',
  23: 'eap-aka',
  25: 'peap',
  26: 'eap-mschapv2',
  50: 'eap-aka-prime',
};

/** Bit of IpSecFlags: authenticate L2TP's IPsec with a preshared key. */
const IPSEC_PRESHARED_KEY = 1;

/** Type of an entry: 2 is a VPN. */
const TYPE_VPN = 2;

const FIELDS: Readonly<Record<string, FieldType>> = {
  name: 'string',
  server: 'string',
  strategy: 'string',
  strategy_number: 'number',
  tunnel: 'strings',
  custom_auth_key: 'number',
  eap_type: 'string',
  data_encryption: 'number',
  auth_restrictions: 'number',
  excluded_protocols: 'number',
  auto_logon: 'boolean',
  use_ras_credentials: 'boolean',
  l2tp_psk: 'boolean',
  disable_ikev2_fragmentation: 'boolean',
  disable_ike_name_eku_check: 'boolean',
  num_custom_policy: 'number',
  split_tunnel: 'boolean',
  all_user: 'boolean',
};

export const rasphonePbk: ArtifactSource = {
  id: 'rasphone-pbk',
  reads: ['rasphone-pbk'],
  yields: [{ kind: 'fact', name: 'vpn.profile', fields: FIELDS }],
  parse(artifact, bytes, emit, context): ReadResult {
    const decoded = decodeText(bytes, { ...context, single: 'ansi' });
    const entries = readPhonebook(decoded.lines);
    if (entries.length === 0 && decoded.text.trim() !== '') return { outcome: 'ignored', reason: 'no phonebook entries in it' };
    for (const entry of entries) {
      if (!isVpn(entry)) continue;
      const ref = context.ref({ kind: 'section', section: entry.name, line: entry.line });
      emit.fact({ name: 'vpn.profile', host: artifact.host, subject: entry.name, fields: readProfile(entry, artifact.path), ref });
    }
    emit.listing({
      fact: 'vpn.profile',
      host: artifact.host,
      complete: false,
      count: entries.length,
      reason: 'other users and the machine have phonebooks of their own',
      ref: context.ref({ kind: 'whole' }),
    });
    return decoded.truncated ? { outcome: 'partial', reason: decoded.notes.join('; ') } : { outcome: 'read' };
  },
};

function isVpn(entry: Entry): boolean {
  const type = numberOf(entry, 'type');
  return type === undefined ? entry.devices.some((device) => device.kind === 'vpn') : type === TYPE_VPN;
}

function readProfile(entry: Entry, path: string): Record<string, Value> {
  const fields: Record<string, Value> = { name: entry.name };
  const put = (name: string, value: Value | undefined): void => {
    if (value !== undefined) fields[name] = value;
  };
  put('server', serverOf(entry));
  const number = numberOf(entry, 'vpnstrategy');
  const known = number === undefined ? undefined : STRATEGIES[number];
  put('strategy', known?.strategy);
  put('strategy_number', number);
  put('tunnel', known?.tunnel);
  const method = numberOf(entry, 'customauthkey');
  put('custom_auth_key', method);
  // 0, or -1 as a 32-bit number, is no EAP method.
  put('eap_type', method === undefined ? undefined : method === 0 || method === 0xffffffff ? null : (EAP_TYPES[method] ?? `eap-${method}`));
  put('data_encryption', numberOf(entry, 'dataencryption'));
  put('auth_restrictions', numberOf(entry, 'authrestrictions'));
  put('excluded_protocols', numberOf(entry, 'excludedprotocols'));
  put('auto_logon', flagOf(entry, 'autologon'));
  put('use_ras_credentials', flagOf(entry, 'userascredentials'));
  const ipsecFlags = numberOf(entry, 'ipsecflags');
  put('l2tp_psk', ipsecFlags === undefined ? undefined : (ipsecFlags & IPSEC_PRESHARED_KEY) !== 0);
  put('disable_ikev2_fragmentation', flagOf(entry, 'disable_ikev2_fragmentation'));
  put('disable_ike_name_eku_check', flagOf(entry, 'disableikenameekucheck'));
  put('num_custom_policy', numberOf(entry, 'numcustompolicy'));
  const usesRemoteGateway = flagOf(entry, 'ipprioritizeremote');
  put('split_tunnel', usesRemoteGateway === undefined ? undefined : !usesRemoteGateway);
  put('all_user', isAllUser(path));
  return fields;
}

/** The number of the VPN device; other devices of the entry are prerequisites. */
function serverOf(entry: Entry): string | undefined {
  const device = entry.devices.find((candidate) => candidate.kind === 'vpn') ?? entry.devices[0];
  return device?.keys.get('phonenumber')?.find((number) => number !== '');
}

function numberOf(entry: Entry, key: string): number | undefined {
  const value = entry.keys.get(key)?.at(-1);
  return value !== undefined && /^-?\d{1,10}$/.test(value) ? Number(value) >>> 0 : undefined;
}

function flagOf(entry: Entry, key: string): boolean | undefined {
  const number = numberOf(entry, key);
  return number === undefined ? undefined : number !== 0;
}

/** Whose phonebook it is, by the folder the collector put it in or the one it comes from. */
function isAllUser(path: string): boolean | undefined {
  if (/ConnProgramData|ProgramData|All Users/i.test(path)) return true;
  return /ConnAppData|AppData|\bUsers\b/i.test(path) ? false : undefined;
}
