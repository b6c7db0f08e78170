/**
 * The head of an HTTP message in clear: requests for revocation lists and OCSP, proxies' CONNECT, and SSTP where another device
 * ends TLS. Source: RFC 9112 sections 2 to 5.
 */

export interface HttpHead {
  readonly kind: 'request' | 'response';
  /** Of a request, else null. */
  readonly method: string | null;
  /** As the request writes it: a path, a whole URL (to a proxy) or host and port (CONNECT). */
  readonly target: string | null;
  readonly host: string | null;
  /** Of a response, else null. */
  readonly status: number | null;
  readonly contentType: string | null;
  readonly contentLength: number | null;
  /** Where a redirection leads. */
  readonly location: string | null;
  /** What a proxy wants to know its user by, from its first such field: `Negotiate`. */
  readonly proxyAuthenticate: string | null;
  /** Bytes up to the body. */
  readonly headLength: number;
  /** The blank line that ends the head is not here. */
  readonly truncated: boolean;
}

/** Longer heads are read no further. */
const MAX_HEAD = 16_384;
const REQUEST = /^([A-Z_]{1,32}) (\S{1,8000}) HTTP\/1\.[01]$/;
const RESPONSE = /^HTTP\/1\.[01] (\d{3})(?: |$)/;

/** Reads the start of one direction of a TCP stream; null when it is not HTTP/1. */
export function readHttpHead(bytes: Uint8Array): HttpHead | null {
  const text = String.fromCharCode(...bytes.subarray(0, 8));
  if (!/^[A-Z]/.test(text)) return null;
  const head = headText(bytes.subarray(0, MAX_HEAD));
  const lines = head.text.split('\r\n');
  const first = lines[0] ?? '';
  const [request, response] = [REQUEST.exec(first), RESPONSE.exec(first)];
  if (request === null && response === null) return null;
  const field = (name: string): string | null => {
    const line = lines.slice(1).find((candidate) => candidate.slice(0, name.length + 1).toLowerCase() === `${name}:`);
    return line === undefined ? null : line.slice(name.length + 1).trim();
  };
  const length = field('content-length');
  return {
    kind: request === null ? 'response' : 'request',
    method: request?.[1] ?? null,
    target: request?.[2] ?? null,
    host: field('host'),
    status: response === null ? null : Number(response[1]),
    contentType: field('content-type'),
    contentLength: length !== null && /^\d{1,15}$/.test(length) ? Number(length) : null,
    location: field('location'),
    proxyAuthenticate: field('proxy-authenticate'),
    headLength: head.length,
    truncated: !head.isWhole,
  };
}

/** Text up to the blank line, as Latin-1: every octet is a character. */
function headText(bytes: Uint8Array): { text: string; length: number; isWhole: boolean } {
  for (let at = 0; at + 3 < bytes.length; at++) {
    if (bytes[at] === 13 && bytes[at + 1] === 10 && bytes[at + 2] === 13 && bytes[at + 3] === 10) return { text: latin1(bytes.subarray(0, at)), length: at + 4, isWhole: true };
  }
  return { text: latin1(bytes), length: bytes.length, isWhole: false };
}

function latin1(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return text;
}
