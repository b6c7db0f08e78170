/** ClientHello, ServerHello and Certificate messages. Sources: RFC 5246 7.4.1 and 7.4.2, RFC 8446 4.1 to 4.2.1, RFC 6066 section 3. */
import { readU16Be, readU24Be } from '../bytes/big-endian.ts';
import { toHex } from '../bytes/hex.ts';

export interface TlsClientHello {
  /** 0x0301 to 0x0304 are TLS 1.0 to 1.3, as offered, without the reserved values that only test the server (RFC 8701). */
  readonly versions: readonly number[];
  /** The host name the client asks for (SNI). */
  readonly serverName: string | null;
  readonly ciphers: readonly number[];
  readonly truncated: boolean;
}

export interface TlsServerHello {
  readonly version: number;
  readonly cipher: number;
  /** The server asks for another hello (TLS 1.3). */
  readonly isRetry: boolean;
  readonly truncated: boolean;
}

const SERVER_NAME = 0;
const SUPPORTED_VERSIONS = 43;
/** The random of a ServerHello that is a HelloRetryRequest (RFC 8446 4.1.3). */
const RETRY_RANDOM = 'CF21AD74E59A6111BE1D8C021E65B891C2A211167ABB8C5E079E09E2C8A8339C';
/** Version and random. */
const FIXED = 34;

const isGrease = (value: number): boolean => (value & 0x0f0f) === 0x0a0a && value >> 8 === (value & 0xff);

/** Reads the body of message 1; null when not even the random is there. */
export function readClientHello(body: Uint8Array): TlsClientHello | null {
  if (body.length < FIXED) return null;
  const ciphersAt = FIXED + 1 + (body[FIXED] ?? 0);
  const ciphersLength = ciphersAt + 2 <= body.length ? readU16Be(body, ciphersAt) : 0;
  const methodsAt = ciphersAt + 2 + ciphersLength;
  const extensions = readExtensions(body, methodsAt + 1 + (body[methodsAt] ?? 0));
  const offered = extensions.items.get(SUPPORTED_VERSIONS);
  return {
    versions: offered === undefined ? [readU16Be(body, 0)] : numbers(offered.subarray(1, 1 + (offered[0] ?? 0))).filter((version) => !isGrease(version)),
    serverName: hostName(extensions.items.get(SERVER_NAME)),
    ciphers: numbers(body.subarray(ciphersAt + 2, methodsAt)).filter((cipher) => !isGrease(cipher)),
    truncated: methodsAt >= body.length || extensions.isCut,
  };
}

/** Reads the body of message 2; null when the cipher is not there. */
export function readServerHello(body: Uint8Array): TlsServerHello | null {
  const cipherAt = FIXED + 1 + (body[FIXED] ?? 0);
  if (cipherAt + 2 > body.length) return null;
  const extensions = readExtensions(body, cipherAt + 3);
  const chosen = extensions.items.get(SUPPORTED_VERSIONS);
  return {
    version: chosen?.length === 2 ? readU16Be(chosen, 0) : readU16Be(body, 0),
    cipher: readU16Be(body, cipherAt),
    isRetry: toHex(body, 2, FIXED) === RETRY_RANDOM,
    truncated: cipherAt + 3 > body.length || extensions.isCut,
  };
}

/** Reads the body of message 11 up to TLS 1.2: certificates in DER, the peer's own first; those that are all there. */
export function readCertificateList(body: Uint8Array): readonly Uint8Array[] {
  const list: Uint8Array[] = [];
  const end = body.length < 3 ? 0 : Math.min(body.length, 3 + readU24Be(body, 0));
  let at = 3;
  while (at + 3 <= end) {
    const next = at + 3 + readU24Be(body, at);
    // An empty one would not move on by much; no certificate is empty.
    if (next > end || next === at + 3) break;
    list.push(body.subarray(at + 3, next));
    at = next;
  }
  return list;
}

/** The first extension of each type; a hello before TLS 1.2 may end without any. */
function readExtensions(body: Uint8Array, start: number): { items: Map<number, Uint8Array>; isCut: boolean } {
  const items = new Map<number, Uint8Array>();
  if (start + 2 > body.length) return { items, isCut: start !== body.length };
  const stated = start + 2 + readU16Be(body, start);
  const end = Math.min(stated, body.length);
  let at = start + 2;
  while (at + 4 <= end) {
    const next = at + 4 + readU16Be(body, at + 2);
    if (next > end) break;
    const type = readU16Be(body, at);
    if (!items.has(type)) items.set(type, body.subarray(at + 4, next));
    at = next;
  }
  return { items, isCut: at !== stated };
}

function hostName(extension: Uint8Array | undefined): string | null {
  // List length, type 0 (host_name), length, name.
  if (extension === undefined || extension.length < 5 || extension[2] !== 0) return null;
  const end = 5 + readU16Be(extension, 3);
  return end > extension.length ? null : Array.from(extension.subarray(5, end), (byte) => String.fromCharCode(byte)).join('');
}

function numbers(bytes: Uint8Array): number[] {
  return Array.from({ length: bytes.length >> 1 }, (_, index) => readU16Be(bytes, index * 2));
}
