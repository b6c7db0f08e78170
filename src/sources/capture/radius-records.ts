/**
 * RADIUS exchanges as records, one for each request however often it was repeated:
 *   1812 asked four times with identifier 17, nothing back → capture.radius {requests: 4, answered: false}
 *   Access-Reject with E=691                               → capture.radius {reply: 3, reply_name: reject, mschap_error: 691}
 * Whether the shared secret is right cannot be seen: a server drops what it cannot check, so that a wrong secret looks like silence.
 */
import type { Yield } from '../../model/records.ts';
import type { FieldType, Fields } from '../../model/values.ts';
import type { IncompleteDatagram } from '../../protocols/ip-reassembly.ts';
import { CHANNEL } from './ike-records.ts';
import { MOST_FRAMES, isSilence, type CaptureEnd } from './packet.ts';
import type { RadiusExchange, RadiusMessage } from './radius-exchanges.ts';
import { known } from './tally.ts';

const ENDS: Readonly<Record<string, FieldType>> = { client: 'string', server: 'string', from_us: 'boolean' };

export const RADIUS_YIELDS: readonly Yield[] = [
  {
    kind: 'record',
    name: 'capture.radius',
    channel: CHANNEL,
    fields: {
      ...ENDS,
      port: 'number', client_port: 'number', id: 'number',
      /** access, accounting, status */
      kind: 'string',
      /** 0 where the capture began after it. */
      requests: 'number', request_seconds: 'number',
      /** Left out where silence proves nothing. */
      answered: 'boolean',
      /** Answers came from these addresses, none of which was asked; then `answered` is left out. */
      answered_from: 'strings',
      /** 2 accept, 3 reject, 5 accounting-response, 11 challenge; and how many seconds after the first request. */
      reply: 'number', reply_name: 'string', reply_seconds: 'number',
      user: 'string', nas_ip: 'string', nas_identifier: 'string', nas_port_type: 'number', calling_station: 'string', called_station: 'string', tunnel_client_endpoint: 'string',
      /** pap, chap, ms-chap, ms-chap-v2, eap */
      proof: 'string',
      eap_code: 'number', eap_type: 'number', eap_wanted: 'numbers', reply_eap_code: 'number', reply_eap_type: 'number',
      mschap_error: 'code', mschap_retry: 'boolean', reply_message: 'string', class: 'string', session_timeout: 'number', framed_mtu: 'number',
      /** Whether the attribute is there; whether it is right takes the secret to tell. */
      message_authenticator: 'boolean', reply_message_authenticator: 'boolean',
      largest_request: 'number', largest_reply: 'number', fragments: 'number', reply_fragments: 'number',
      /** Which fragments came of datagrams of the server that never became whole, while this one waited: first, later, some. */
      arrived: 'string',
      /** A packet was cut by the capture: what is missing here may have been in it. */
      truncated: 'boolean',
      frames: 'numbers', answer_frames: 'numbers',
    },
  },
  { kind: 'record', name: 'capture.radius-incomplete', channel: CHANNEL, fields: { ...ENDS, direction: 'string', datagrams: 'number', arrived: 'string', seconds: 'number', frames: 'numbers' } },
];

const REPLY_NAMES: Readonly<Record<number, string>> = { 2: 'accept', 3: 'reject', 5: 'accounting-response', 11: 'challenge' };

export function recordRadius(exchange: RadiusExchange, losses: readonly IncompleteDatagram[], capture: CaptureEnd): void {
  const { requests, replies, request, reply } = exchange;
  const isAnswered = reply !== null || (isSilence(requests.last, capture) && exchange.strangers.size === 0 ? false : null);
  const arrived = reply === null ? losses.find((loss) => loss.source === exchange.server && loss.destination === exchange.client && loss.lastTime >= requests.first)?.arrived : undefined;
  const fields: Fields = {
    client: exchange.client,
    server: exchange.server,
    ...known('from_us', exchange.isOurs),
    port: exchange.port,
    client_port: exchange.clientPort,
    id: exchange.id,
    kind: kindOf(request ?? reply),
    requests: requests.count,
    ...(requests.count > 0 ? { request_seconds: precise(requests.last - requests.first) } : {}),
    ...known('answered', isAnswered),
    ...(exchange.strangers.size > 0 ? { answered_from: [...exchange.strangers] } : {}),
    ...known('reply', reply?.code),
    ...known('reply_name', reply === null ? null : REPLY_NAMES[reply.code]),
    ...(requests.count > 0 && reply !== null ? { reply_seconds: precise(replies.first - requests.first) } : {}),
    ...asked(request),
    ...answered(reply, request),
    largest_request: requests.largest,
    largest_reply: replies.largest,
    fragments: requests.mostFragments,
    reply_fragments: replies.mostFragments,
    ...known('arrived', arrived),
    truncated: request?.truncated === true || reply?.truncated === true,
    frames: requests.frames,
    answer_frames: replies.frames,
  };
  const isBad = isAnswered === false || reply?.code === 3;
  capture.record({ name: 'capture.radius', time: exchange.time, code: reply?.code ?? 0, severity: isBad ? 'warning' : 'info', fields, event: exchange.event, frame: exchange.frame });
}

function kindOf(message: RadiusMessage | null): string {
  if (message?.code === 4 || message?.code === 5) return 'accounting';
  return message?.code === 12 ? 'status' : 'access';
}

function asked(request: RadiusMessage | null): Fields {
  if (request === null) return {};
  return {
    ...known('user', request.userName?.personal),
    ...known('nas_ip', request.nasAddress),
    ...known('nas_identifier', request.nasIdentifier),
    ...known('nas_port_type', request.nasPortType),
    ...known('calling_station', request.callingStationId?.personal),
    ...known('called_station', request.calledStationId),
    ...known('tunnel_client_endpoint', request.tunnelClientEndpoint),
    ...known('proof', request.proof),
    ...known('eap_code', request.eapCode),
    ...known('eap_type', request.eapType),
    ...(request.eapWanted.length > 0 ? { eap_wanted: request.eapWanted } : {}),
    ...known('framed_mtu', request.framedMtu),
    message_authenticator: request.hasMessageAuthenticator,
  };
}

function answered(reply: RadiusMessage | null, request: RadiusMessage | null): Fields {
  const className = known('class', reply?.class ?? request?.class);
  if (reply === null) return className;
  return {
    ...className,
    ...known('reply_eap_code', reply.eapCode),
    ...known('reply_eap_type', reply.eapType),
    ...known('mschap_error', reply.msChapFailure?.error),
    ...known('mschap_retry', reply.msChapFailure?.retry),
    ...known('reply_message', reply.replyMessage),
    ...known('session_timeout', reply.sessionTimeout),
    reply_message_authenticator: reply.hasMessageAuthenticator,
  };
}

/** To a millisecond. */
function precise(span: number): number {
  return Math.round(span / 1_000) / 1_000;
}

/** Fragmented datagrams one way that never became whole. */
export interface RadiusLoss {
  readonly client: string;
  readonly server: string;
  readonly isRequest: boolean;
  readonly datagrams: IncompleteDatagram[];
}

/** One record for each way between two ends: requests that came in part have no identifier to go by. */
export function recordLoss({ client, server, isRequest, datagrams }: RadiusLoss, capture: CaptureEnd): void {
  const [first, last] = [datagrams[0], datagrams.at(-1)];
  const event = capture.eventOf?.(first?.frames[0] ?? 0) ?? null;
  if (first === undefined || last === undefined || event === null) return;
  const kinds = new Set(datagrams.map((datagram) => datagram.arrived));
  const isOurs = capture.local.has(client) === capture.local.has(server) ? null : capture.local.has(client);
  const frames = datagrams.flatMap((datagram) => datagram.frames).slice(0, MOST_FRAMES);
  const fields: Fields = {
    client,
    server,
    ...known('from_us', isOurs),
    direction: isRequest ? 'request' : 'reply',
    datagrams: datagrams.length,
    arrived: kinds.size === 1 ? first.arrived : 'some',
    seconds: precise(last.lastTime - first.firstTime),
    frames,
  };
  capture.record({ name: 'capture.radius-incomplete', time: first.firstTime, code: 0, severity: 'warning', fields, event, frame: frames[0] ?? 0 });
}
