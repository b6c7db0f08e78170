/** HTTP requests as records, and which of them are worth one. */
import type { Yield } from '../../model/records.ts';
import type { Micros } from '../../model/time.ts';
import type { Fields } from '../../model/values.ts';
import type { HttpHead } from '../../protocols/http.ts';
import { CHANNEL } from './ike-records.ts';
import { isSilence, type CaptureEnd, type Sighting } from './packet.ts';

export type HttpPurpose = 'crl' | 'ocsp' | 'proxy-connect' | 'internet-test';

export interface HttpRequest {
  readonly purpose: HttpPurpose;
  readonly head: HttpHead;
  readonly first: Sighting;
  readonly port: number;
  readonly sequence: number;
  sent: number;
  lastSent: Micros;
  answer: HttpHead | null;
  readonly frames: number[];
}

export const HTTP_YIELDS: readonly Yield[] = [
  {
    kind: 'record',
    name: 'capture.http',
    fields: {
      // crl, ocsp, proxy-connect, internet-test
      purpose: 'string',
      method: 'string',
      web_host: 'string',
      // Without the query; of CONNECT, left out.
      path: 'string',
      client_address: 'string',
      server_address: 'string',
      server_port: 'number',
      from_us: 'boolean',
      sent: 'number',
      // False only where silence proves it; left out where it proves nothing.
      answered: 'boolean',
      status: 'number',
      content_type: 'string',
      redirect_host: 'string',
      proxy_authenticate: 'string',
      frames: 'numbers',
    },
    channel: CHANNEL,
  },
];

const LONGEST_PATH = 200;
/** Hosts of the test Windows makes for sign-in pages (NCSI), before and since Windows 10 1607. */
const TEST_HOSTS = /^(?:www\.|ipv6\.)?(?:msftconnecttest|msftncsi)\.com$/i;

/** Null for all other requests: what a user reads is nobody's business. */
export function purposeOf(head: HttpHead): HttpPurpose | null {
  if (head.method === 'CONNECT') return 'proxy-connect';
  const { host, path } = targetOf(head);
  if (TEST_HOSTS.test(host)) return 'internet-test';
  if (/\.crl$/i.test(path)) return 'crl';
  // A request in the path is DER in base64, a sequence of 64 octets at least (RFC 6960 A.1).
  const isOcsp = head.contentType?.toLowerCase() === 'application/ocsp-request' || /\/M[EFGHI][\w+%]{20}/.test(path) || /(?:^|\.)ocsp\d*\./i.test(host);
  return isOcsp ? 'ocsp' : null;
}

export function recordRequest(request: HttpRequest, capture: CaptureEnd): void {
  const { purpose, head, first, answer } = request;
  const { host, path } = targetOf(head);
  const isSilent = answer === null && isSilence(request.lastSent, capture);
  const status = answer?.status ?? 0;
  const redirect = answer?.location == null ? null : partsOf(answer.location).host;
  const fields: Fields = {
    purpose,
    method: head.method ?? '',
    web_host: host,
    ...(purpose === 'proxy-connect' ? {} : { path: path.slice(0, LONGEST_PATH) }),
    client_address: first.source,
    server_address: first.destination,
    server_port: request.port,
    ...(first.direction === null ? {} : { from_us: first.direction === 'out' }),
    sent: request.sent,
    ...(answer !== null || isSilent ? { answered: answer !== null } : {}),
    ...(answer === null ? {} : { status }),
    ...(answer?.contentType == null ? {} : { content_type: answer.contentType }),
    ...(redirect === null || redirect === '' ? {} : { redirect_host: redirect }),
    ...(answer?.proxyAuthenticate == null ? {} : { proxy_authenticate: answer.proxyAuthenticate.split(' ')[0] ?? '' }),
    frames: request.frames,
  };
  capture.record({ name: 'capture.http', time: first.time, code: status, severity: isSilent || status >= 400 ? 'warning' : 'info', fields, event: first.event, frame: first.frame });
}

/** Host and path; to a proxy both stand in the request line (RFC 9112 3.2.2). */
function targetOf({ method, target, host }: HttpHead): { readonly host: string; readonly path: string } {
  if (method === 'CONNECT') return { host: withoutPort(target ?? ''), path: '' };
  const parts = partsOf(target ?? '');
  return { host: parts.host === '' ? withoutPort(host ?? '') : parts.host, path: parts.path };
}

function partsOf(target: string): { readonly host: string; readonly path: string } {
  const [, authority = '', path = target] = /^https?:\/\/([^/?#]*)([^?#]*)/i.exec(target) ?? [];
  return { host: withoutPort(authority), path: path.split(/[?#]/)[0] ?? '' };
}

function withoutPort(authority: string): string {
  return authority.replace(/:\d{1,5}$/, '');
}
