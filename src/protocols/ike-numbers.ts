/**
 * Numbers of IKE: IANA "Internet Key Exchange Version 2 (IKEv2) Parameters", "Internet Key Exchange (IKE) Attributes" and RFC 2408
 * for version 1; AuthIP after [MS-AIPS] 2.2.
 */

type Names = Readonly<Record<number, string>>;

/** Exchange types; 2 to 33 belong to version 1, 34 to 43 to version 2, from 243 to AuthIP, which calls itself version 1. */
export const EXCHANGES: Names = {
  1: 'base',
  2: 'main-mode',
  3: 'authentication-only',
  4: 'aggressive',
  5: 'informational',
  6: 'transaction',
  32: 'quick-mode',
  33: 'new-group',
  34: 'IKE_SA_INIT',
  35: 'IKE_AUTH',
  36: 'CREATE_CHILD_SA',
  37: 'INFORMATIONAL',
  38: 'IKE_SESSION_RESUME',
  39: 'GSA_AUTH',
  40: 'GSA_REGISTRATION',
  41: 'GSA_REKEY',
  43: 'IKE_INTERMEDIATE',
  44: 'IKE_FOLLOWUP_KE',
  243: 'authip-main-mode',
  244: 'authip-quick-mode',
  245: 'authip-extended-mode',
  246: 'authip-notify',
};

/** Payload types of version 1 (RFC 2408 3.1, RFC 3947 5) and of AuthIP ([MS-AIPS] 2.2.3). */
export const PAYLOADS_V1: Names = {
  1: 'security-association',
  2: 'proposal',
  3: 'transform',
  4: 'key-exchange',
  5: 'identification',
  6: 'certificate',
  7: 'certificate-request',
  8: 'hash',
  9: 'signature',
  10: 'nonce',
  11: 'notify',
  12: 'delete',
  13: 'vendor-id',
  14: 'attributes',
  20: 'nat-detection',
  21: 'nat-original-address',
  129: 'authip-gss-api',
  130: 'nat-detection-draft',
  131: 'nat-original-address-draft',
  132: 'fragment',
  133: 'authip-crypto',
  134: 'authip-gss-id',
  135: 'authip-auth',
};

/** Payload types of version 2. */
export const PAYLOADS_V2: Names = {
  33: 'SA',
  34: 'KE',
  35: 'IDi',
  36: 'IDr',
  37: 'CERT',
  38: 'CERTREQ',
  39: 'AUTH',
  40: 'Nonce',
  41: 'Notify',
  42: 'Delete',
  43: 'VendorID',
  44: 'TSi',
  45: 'TSr',
  46: 'SK',
  47: 'CP',
  48: 'EAP',
  49: 'GSPM',
  53: 'SKF',
  54: 'PS',
};

/** Protocols an association or notification is about; the same in both versions as far as it goes. */
export const SECURITY_PROTOCOLS: Names = { 1: 'IKE', 2: 'AH', 3: 'ESP', 4: 'FC_ESP_HEADER', 5: 'FC_CT_AUTHENTICATION' };

const ENCRYPTION: Names = {
  1: 'ENCR_DES_IV64',
  2: 'ENCR_DES',
  3: 'ENCR_3DES',
  4: 'ENCR_RC5',
  5: 'ENCR_IDEA',
  6: 'ENCR_CAST',
  7: 'ENCR_BLOWFISH',
  8: 'ENCR_3IDEA',
  9: 'ENCR_DES_IV32',
  11: 'ENCR_NULL',
  12: 'ENCR_AES_CBC',
  13: 'ENCR_AES_CTR',
  14: 'ENCR_AES_CCM_8',
  15: 'ENCR_AES_CCM_12',
  16: 'ENCR_AES_CCM_16',
  18: 'ENCR_AES_GCM_8',
  19: 'ENCR_AES_GCM_12',
  20: 'ENCR_AES_GCM_16',
  21: 'ENCR_NULL_AUTH_AES_GMAC',
  23: 'ENCR_CAMELLIA_CBC',
  24: 'ENCR_CAMELLIA_CTR',
  25: 'ENCR_CAMELLIA_CCM_8',
  26: 'ENCR_CAMELLIA_CCM_12',
  27: 'ENCR_CAMELLIA_CCM_16',
  28: 'ENCR_CHACHA20_POLY1305',
};

const PRF: Names = {
  1: 'PRF_HMAC_MD5',
  2: 'PRF_HMAC_SHA1',
  3: 'PRF_HMAC_TIGER',
  4: 'PRF_AES128_XCBC',
  5: 'PRF_HMAC_SHA2_256',
  6: 'PRF_HMAC_SHA2_384',
  7: 'PRF_HMAC_SHA2_512',
  8: 'PRF_AES128_CMAC',
};

const INTEGRITY: Names = {
  0: 'NONE',
  1: 'AUTH_HMAC_MD5_96',
  2: 'AUTH_HMAC_SHA1_96',
  3: 'AUTH_DES_MAC',
  4: 'AUTH_KPDK_MD5',
  5: 'AUTH_AES_XCBC_96',
  6: 'AUTH_HMAC_MD5_128',
  7: 'AUTH_HMAC_SHA1_160',
  8: 'AUTH_AES_CMAC_96',
  9: 'AUTH_AES_128_GMAC',
  10: 'AUTH_AES_192_GMAC',
  11: 'AUTH_AES_256_GMAC',
  12: 'AUTH_HMAC_SHA2_256_128',
  13: 'AUTH_HMAC_SHA2_384_192',
  14: 'AUTH_HMAC_SHA2_512_256',
};

/** Diffie-Hellman groups; both versions share the numbers. */
export const GROUPS: Names = {
  0: 'NONE',
  1: '768-bit MODP Group',
  2: '1024-bit MODP Group',
  5: '1536-bit MODP Group',
  14: '2048-bit MODP Group',
  15: '3072-bit MODP Group',
  16: '4096-bit MODP Group',
  17: '6144-bit MODP Group',
  18: '8192-bit MODP Group',
  19: '256-bit random ECP group',
  20: '384-bit random ECP group',
  21: '521-bit random ECP group',
  22: '1024-bit MODP Group with 160-bit Prime Order Subgroup',
  23: '2048-bit MODP Group with 224-bit Prime Order Subgroup',
  24: '2048-bit MODP Group with 256-bit Prime Order Subgroup',
  25: '192-bit Random ECP Group',
  26: '224-bit Random ECP Group',
  27: 'brainpoolP224r1',
  28: 'brainpoolP256r1',
  29: 'brainpoolP384r1',
  30: 'brainpoolP512r1',
  31: 'Curve25519',
  32: 'Curve448',
  33: 'GOST3410_2012_256',
  34: 'GOST3410_2012_512',
  35: 'ml-kem-512',
  36: 'ml-kem-768',
  37: 'ml-kem-1024',
};

/** Transform types of version 2; 6 to 12 are the additional key exchanges of RFC 9370, which use the numbers of the groups. */
const TRANSFORM_KINDS = ['', 'encryption', 'prf', 'integrity', 'group', 'sequence-numbers'] as const;
export type TransformKind = Exclude<(typeof TRANSFORM_KINDS)[number], ''> | 'additional-group' | 'unknown';

export function transformKind(type: number): TransformKind {
  if (type >= 6 && type <= 12) return 'additional-group';
  return TRANSFORM_KINDS[type] || 'unknown';
}

const SEQUENCE_NUMBERS: Names = { 0: 'No Extended Sequence Numbers', 1: 'Extended Sequence Numbers' };
const TRANSFORMS: Readonly<Partial<Record<TransformKind, Names>>> = { encryption: ENCRYPTION, prf: PRF, integrity: INTEGRITY, group: GROUPS, 'additional-group': GROUPS, 'sequence-numbers': SEQUENCE_NUMBERS };

/** Name of a transform by its registry; undefined when the registry as known here lacks the number. */
export function transformName(kind: TransformKind, id: number): string | undefined {
  return TRANSFORMS[kind]?.[id];
}

/** Phase 1 attribute values of version 1 (RFC 2409 appendix A, IANA IKE attributes). */
export const ENCRYPTION_V1: Names = { 1: 'DES-CBC', 2: 'IDEA-CBC', 3: 'Blowfish-CBC', 4: 'RC5-R16-B64-CBC', 5: '3DES-CBC', 6: 'CAST-CBC', 7: 'AES-CBC', 8: 'CAMELLIA-CBC' };
export const HASH_V1: Names = { 1: 'MD5', 2: 'SHA', 3: 'Tiger', 4: 'SHA2-256', 5: 'SHA2-384', 6: 'SHA2-512' };
export const AUTHENTICATION_V1: Names = {
  1: 'pre-shared key',
  2: 'DSS signatures',
  3: 'RSA signatures',
  4: 'Encryption with RSA',
  5: 'Revised encryption with RSA',
  9: 'ECDSA with SHA-256 on the P-256 curve',
  10: 'ECDSA with SHA-384 on the P-384 curve',
  11: 'ECDSA with SHA-512 on the P-521 curve',
};
