/**
 * Vendor ids of IKE, mostly MD5 of a published text ([MS-IKEE], [MS-AIPS], RFC 3947, RFC 3706, the drafts they name). Some carry more
 * bytes behind the hash, Windows a version of its implementation.
 */
import { readU32Be } from '../bytes/big-endian.ts';
import { toHex } from '../bytes/hex.ts';

export interface VendorName {
  readonly name: string;
  /** Whose: `microsoft` says that the peer is Windows. */
  readonly owner: 'microsoft' | 'ietf' | 'other';
  /** The four bytes behind Microsoft's hashes. */
  readonly version?: number;
}

interface Known {
  readonly hash: string;
  readonly name: string;
  readonly owner: VendorName['owner'];
  readonly versioned?: true;
}

export const VENDOR_IDS: readonly Known[] = [
  { hash: '1E2B516905991C7D7C96FCBFB587E461', name: 'MS NT5 ISAKMPOAKLEY', owner: 'microsoft', versioned: true },
  // Seen from Windows 8 and Server 2012 on, in version 1 and 2; its text is not published.
  { hash: '01528BBBC00696121849AB9A1C5B2A51', name: 'Windows 8 or later', owner: 'microsoft', versioned: true },
  { hash: 'FB1DE3CDF341B7EA16B7E5BE0855F120', name: 'MS-Negotiation Discovery Capable', owner: 'microsoft' },
  { hash: '26244D38EDDB61B3172A36E3D0CFB819', name: 'Vid-Initial-Contact', owner: 'microsoft' },
  { hash: '214CA4FAFFA7F32D6748E5303395AE83', name: 'MS-MamieExists', owner: 'microsoft' },
  { hash: 'E3A5966A76379FE707228231E5CE8652', name: 'IKE CGA version 1', owner: 'microsoft' },
  { hash: '621B04BB09882AC1E15935FEFA24AEEE', name: 'GSSAPI', owner: 'microsoft' },
  { hash: '4048B7D56EBCE88525E7DE7F00D6C2D3', name: 'FRAGMENTATION', owner: 'other' },
  { hash: '4A131C81070358455C5728F20E95452F', name: 'RFC 3947', owner: 'ietf' },
  { hash: '4485152D18B6BBCD0BE8A8469579DDCC', name: 'draft-ietf-ipsec-nat-t-ike-00', owner: 'ietf' },
  { hash: 'CD60464335DF21F87CFDB2FC68B6A448', name: 'draft-ietf-ipsec-nat-t-ike-02', owner: 'ietf' },
  // With a line feed behind the text: an early mistake that stayed.
  { hash: '90CB80913EBB696E086381B5EC427B1F', name: 'draft-ietf-ipsec-nat-t-ike-02\n', owner: 'ietf' },
  { hash: '7D9419A65310CA6F2C179D9215529D56', name: 'draft-ietf-ipsec-nat-t-ike-03', owner: 'ietf' },
  { hash: 'AFCAD71368A1F1C96B8696FC77570100', name: 'Dead Peer Detection', owner: 'ietf' },
  { hash: '09002689DFD6B712', name: 'XAUTH', owner: 'ietf' },
];

/** Who a vendor id names; undefined when it is not known. */
export function vendorOf(id: Uint8Array): VendorName | undefined {
  const text = toHex(id.subarray(0, 16));
  const known = VENDOR_IDS.find(({ hash }) => text.startsWith(hash));
  if (known === undefined) return undefined;
  const version = known.versioned && id.length >= 20 ? { version: readU32Be(id, 16) } : {};
  return { name: known.name.trim(), owner: known.owner, ...version };
}
