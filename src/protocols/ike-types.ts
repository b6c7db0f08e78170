/** What an IKE message says, version 1 and 2. `truncated` marks what the capture cut off, `malformed` lengths that contradict themselves. */
import type { TransformKind } from './ike-numbers.ts';
import type { VendorName } from './ike-vendors.ts';
import type { Personal } from './personal.ts';

export interface IkeMessage {
  readonly major: 1 | 2;
  readonly minor: number;
  /** 16 lower-case hex digits; the responder's are all 0 in the first message. In version 1 these are the cookies. */
  readonly initiatorSpi: string;
  readonly responderSpi: string;
  readonly exchange?: number;
  readonly exchangeName?: string;
  readonly flags?: number;
  /** Version 2: sent by the one who began the association; version 1 does not tell. */
  readonly isFromInitiator?: boolean;
  /** Version 2: a response. */
  readonly isResponse?: boolean;
  /** Version 1: everything behind the header is encrypted. Version 2: there is an encrypted payload. */
  readonly isEncrypted: boolean;
  readonly messageId?: number;
  /** As the header states it. */
  readonly length?: number;
  readonly payloads: readonly IkePayload[];
  readonly truncated: boolean;
  readonly malformed: boolean;
}

interface PayloadBase {
  readonly type: number;
  readonly name?: string;
  /** With its header of four bytes, as stated. */
  readonly length: number;
  readonly truncated?: true;
}

export type IkePayload = PayloadBase & IkePayloadBody;

export type IkePayloadBody =
  | { readonly kind: 'sa'; readonly proposals: readonly IkeProposal[] }
  | { readonly kind: 'sa-v1'; readonly proposals: readonly IkeV1Proposal[] }
  | { readonly kind: 'key-exchange'; readonly group?: number; readonly groupName?: string; readonly dataLength: number }
  | { readonly kind: 'nonce'; readonly dataLength: number }
  | IkeNotify
  | { readonly kind: 'delete'; readonly protocol: number; readonly protocolName?: string; readonly spis: readonly string[]; readonly count: number }
  | ({ readonly kind: 'vendor-id'; readonly id: string } & { readonly vendor?: VendorName })
  /** Version 1's hash of an address and port. */
  | { readonly kind: 'nat-detection'; readonly hash: Uint8Array }
  | { readonly kind: 'identification'; readonly idType: number; readonly identity?: Personal; readonly dataLength: number }
  /** `first` is the type of the first payload inside, which stands outside the encryption: 36 IDr, 41 Notify, 42 Delete, 48 EAP; 0 for none. */
  | { readonly kind: 'encrypted'; readonly first?: number; readonly firstName?: string; readonly dataLength: number }
  /** A fragment of RFC 7383; `first` in fragment 1 only. */
  | { readonly kind: 'encrypted-fragment'; readonly fragment: number; readonly total: number; readonly first?: number; readonly firstName?: string; readonly dataLength: number }
  /** A fragment of version 1, as Microsoft and Cisco send it. */
  | { readonly kind: 'fragment'; readonly id: number; readonly fragment: number; readonly isLast: boolean; readonly dataLength: number }
  | { readonly kind: 'other'; readonly dataLength: number };

export interface IkeNotify {
  readonly kind: 'notify';
  readonly protocol: number;
  readonly protocolName?: string;
  readonly spi: string;
  readonly notify: number;
  readonly notifyName?: string;
  /** Below 16384 in both versions. */
  readonly isError: boolean;
  readonly data: Uint8Array;
  /** INVALID_KE_PAYLOAD: the group the peer wants. */
  readonly group?: number;
  readonly groupName?: string;
  /** Type 12345 of Windows: its error, 13801 for instance. */
  readonly windowsError?: number;
  /** REDIRECT and REDIRECTED_FROM: the other gateway. */
  readonly gateway?: string;
  /** SIGNATURE_HASH_ALGORITHMS: 1 SHA1, 2 SHA2-256, 3 SHA2-384, 4 SHA2-512, 5 identity. */
  readonly hashes?: readonly number[];
}

export interface IkeProposal {
  readonly number: number;
  readonly protocol: number;
  readonly protocolName?: string;
  readonly spi: string;
  readonly transforms: readonly IkeTransform[];
}

export interface IkeTransform {
  readonly type: number;
  readonly kind: TransformKind;
  readonly id: number;
  readonly name?: string;
  /** In bits. */
  readonly keyLength?: number;
}

export interface IkeV1Proposal {
  readonly number: number;
  readonly protocol: number;
  readonly protocolName?: string;
  readonly spi: string;
  readonly transforms: readonly IkeV1Transform[];
}

/** A combination of algorithms offered as one. */
export interface IkeV1Transform {
  readonly number: number;
  readonly id: number;
  readonly encryption?: number;
  readonly encryptionName?: string;
  readonly keyLength?: number;
  readonly hash?: number;
  readonly hashName?: string;
  readonly authentication?: number;
  readonly authenticationName?: string;
  readonly group?: number;
  readonly groupName?: string;
  readonly lifeSeconds?: number;
  readonly lifeKilobytes?: number;
}
