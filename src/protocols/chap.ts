/** CHAP (RFC 1994), its Microsoft versions (RFC 2433, RFC 2759), and PAP (RFC 1334). Challenges, responses and passwords are never taken out. */
import { personal, plainText } from './personal.ts';
import type { Personal } from './personal.ts';

/** What Microsoft's failure text says: `E=691 R=1 C=… V=3 M=…` (RFC 2759 6). */
export interface ChapFailure {
  /** The RAS error: 646 hours, 647 disabled, 648 password expired, 649 no permission, 691 refused, 709 changing the password. */
  readonly error?: number;
  /** Another try is allowed. */
  readonly retry?: boolean;
  readonly hasChallenge: boolean;
  /** 3 for version 2. */
  readonly version?: number;
  readonly message?: string;
}

/** Reads the text of a failure; parts that are not there stay away. */
export function readChapFailure(data: Uint8Array): ChapFailure {
  const text = plainText(data, 512);
  const error = /\bE=(\d{1,10})(?!\d)/.exec(text)?.[1];
  const retry = /\bR=([01])(?!\d)/.exec(text)?.[1];
  const version = /\bV=(\d{1,10})(?!\d)/.exec(text)?.[1];
  const message = /\bM=(.*)$/.exec(text)?.[1];
  return {
    ...(error === undefined || Number(error) > 0xffff_ffff ? {} : { error: Number(error) }),
    ...(retry === undefined ? {} : { retry: retry === '1' }),
    hasChallenge: /\bC=[0-9A-Fa-f]{16,32}/.test(text),
    ...(version === undefined ? {} : { version: Number(version) }),
    ...(message === undefined || message === '' ? {} : { message }),
  };
}

export type ChapBody =
  | { readonly kind: 'chap-value'; readonly valueLength?: number; readonly name?: Personal }
  | { readonly kind: 'chap-failure'; readonly failure: ChapFailure }
  | { readonly kind: 'chap-success'; readonly isMutual: boolean };

/** Codes 1 to 4; null for others. A challenge names the server, a response the user. */
export function readChapBody(code: number, data: Uint8Array): ChapBody | null {
  if (code === 1 || code === 2) return { kind: 'chap-value', ...valueAndName(data) };
  // The server proves itself by `S=` and 40 digits.
  if (code === 3) return { kind: 'chap-success', isMutual: /^S=[0-9A-Fa-f]{40}/.test(plainText(data, 64)) };
  return code === 4 ? { kind: 'chap-failure', failure: readChapFailure(data) } : null;
}

/** A length, a value of it, a name to the end. */
export function valueAndName(data: Uint8Array): { valueLength?: number; name?: Personal } {
  const valueLength = data[0];
  if (valueLength === undefined) return {};
  const name = plainText(data.subarray(1 + valueLength));
  return { valueLength, ...(name === '' ? {} : { name: personal(name) }) };
}

export type PapBody =
  | { readonly kind: 'pap-request'; readonly user?: Personal; readonly passwordLength?: number }
  | { readonly kind: 'pap-reply'; readonly message?: string };

/** Codes 1 to 3; null for others. Of the password only its length, which tells an empty one. */
export function readPapBody(code: number, data: Uint8Array): PapBody | null {
  const length = data[0];
  if (code === 1) {
    if (length === undefined) return { kind: 'pap-request' };
    const passwordLength = data[1 + length];
    return { kind: 'pap-request', user: personal(plainText(data.subarray(1, 1 + length))), ...(passwordLength === undefined ? {} : { passwordLength }) };
  }
  if (code !== 2 && code !== 3) return null;
  const message = length === undefined ? '' : plainText(data.subarray(1, 1 + length));
  return { kind: 'pap-reply', ...(message === '' ? {} : { message }) };
}
