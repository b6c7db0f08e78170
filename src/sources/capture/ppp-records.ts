/**
 * PPP sessions as records, one each:
 *   LCP out four times, nothing back                → capture.ppp {stage: lcp, lcp: no-answer, sent: 4, received: 0}
 *   CHAP failure `E=691 R=0`                        → capture.ppp {stage: authentication, failed: 691, failed_by: server}
 *   IPCP refused by the server with Protocol-Reject → capture.ppp {stage: network, ipcp: rejected, rejected_by_server: [ipcp]}
 */
import type { Yield } from '../../model/records.ts';
import type { Fields } from '../../model/values.ts';
import { CHANNEL } from './ike-records.ts';
import { isSilence, type CaptureEnd } from './packet.ts';
import type { PppEnd, PppSession } from './ppp-session.ts';
import { known, seconds, toldOf } from './tally.ts';

export const PPP_YIELDS: readonly Yield[] = [
  {
    kind: 'record',
    name: 'capture.ppp',
    channel: CHANNEL,
    fields: {
      client: 'string', server: 'string', from_us: 'boolean',
      /** pptp, l2tp */
      over: 'string',
      /** How far it came: lcp, authentication, network; open when data could flow. */
      stage: 'string',
      /** The error told on the wire: of CHAP or EAP, else the reason Windows gives when it ends the link; with the side that told it. */
      failed: 'code', failed_by: 'string', failed_frame: 'number', failure_text: 'string', retry: 'boolean',
      /** Control packets of the client and of the server; the latter is left out where silence proves nothing. */
      sent: 'number', received: 'number', seconds: 'number', last_sent: 'string', last_received: 'string',
      /** up, unfinished, no-answer */
      lcp: 'string',
      auth_protocol: 'string', auth_wanted: 'strings', auth_refused: 'boolean', auth_instead: 'strings', auth_sent: 'number', auth_received: 'number',
      /** success, failure, no-answer (of the server), no-response (of the client) */
      auth_result: 'string',
      user: 'string', eap_types: 'numbers', eap_wanted: 'numbers',
      terminated_by: 'string', terminate_reason: 'code', terminate_text: 'string',
      rejected_by_client: 'strings', rejected_by_server: 'strings',
      /** up, unfinished, rejected, closed; left out where nobody asked. */
      ipcp: 'string', ipv6cp: 'string', ccp: 'string',
      closed: 'strings', network_reason: 'code', address: 'string', encryption: 'strings',
      data_sent: 'number', data_received: 'number',
      frames: 'numbers', answer_frames: 'numbers',
    },
  },
];

/** Ends of the tunnel that carries it. */
export interface TunnelEnds {
  readonly client: string;
  readonly server: string;
  /** Whether the client is the captured computer; null when the direction is not told. */
  readonly isOurs: boolean | null;
}

export function recordPpp(session: PppSession, ends: TunnelEnds, capture: CaptureEnd): void {
  const { client, server, time, event, frame } = session;
  const stage = stageOf(session);
  const failed = failureOf(session, stage);
  const lcp = lcpOf(session, capture);
  const fields: Fields = {
    client: ends.client,
    server: ends.server,
    ...known('from_us', ends.isOurs),
    over: session.over,
    stage,
    ...(failed === null ? {} : { ...known('failed', failed.code), failed_by: failed.by, failed_frame: failed.frame, ...known('failure_text', failed.text) }),
    ...known('retry', failed === session.failure ? session.isRetryAllowed : null),
    sent: client.control.count,
    ...(client.control.count > 0 ? toldOf(server.control, client.control.first, capture) : { received: server.control.count }),
    seconds: seconds(session.last - time),
    ...known('last_sent', client.last),
    ...known('last_received', server.last),
    lcp,
    ...authentication(session, stage, capture),
    ...known('terminated_by', session.end?.by),
    ...known('terminate_reason', session.end?.code),
    ...known('terminate_text', session.end?.text),
    rejected_by_client: [...client.rejected],
    rejected_by_server: [...server.rejected],
    ...known('ipcp', outcomeOf(session, 'ipcp')),
    ...known('ipv6cp', outcomeOf(session, 'ipv6cp')),
    ...known('ccp', outcomeOf(session, 'ccp')),
    closed: [...session.closed],
    ...known('network_reason', session.networkEnd?.code),
    ...known('address', session.address),
    ...known('encryption', session.encryption),
    data_sent: client.data.count,
    data_received: server.data.count,
    frames: client.control.frames,
    answer_frames: server.control.frames,
  };
  const isBad = failed !== null || lcp === 'no-answer' || fields['auth_result'] === 'no-answer';
  capture.record({ name: 'capture.ppp', time, code: failed?.code ?? 0, severity: isBad ? 'warning' : 'info', fields, event, frame });
}

function isUp({ client, server }: PppSession, protocol: string): boolean {
  return client.agreed.has(protocol) && server.agreed.has(protocol);
}

function stageOf(session: PppSession): 'lcp' | 'authentication' | 'network' | 'open' {
  const { client, server } = session;
  if (isUp(session, 'ipcp') || isUp(session, 'ipv6cp') || client.data.count + server.data.count > 0) return 'open';
  if (session.hasNetwork || session.result === 'success') return 'network';
  return isUp(session, 'lcp') || session.lastAuthentication !== null ? 'authentication' : 'lcp';
}

/** What made it fail; null when nothing says so. The reason 0 of an end is a wish of the user. */
function failureOf(session: PppSession, stage: string): PppEnd | null {
  if (session.result === 'failure') return session.failure;
  if (stage === 'open') return null;
  return [session.end, session.networkEnd].find((end) => end !== null && end.code !== null && end.code !== 0) ?? null;
}

function lcpOf(session: PppSession, capture: CaptureEnd): 'up' | 'unfinished' | 'no-answer' {
  if (isUp(session, 'lcp') || stageOf(session) !== 'lcp') return 'up';
  const { client, server } = session;
  const [asking, silent] = client.control.count > 0 ? [client, server] : [server, client];
  return silent.control.count === 0 && isSilence(asking.control.first, capture) ? 'no-answer' : 'unfinished';
}

function authentication(session: PppSession, stage: string, capture: CaptureEnd): Fields {
  const { lastAuthentication: last, result } = session;
  const isWaiting = last !== null && result === null && stage === 'authentication' && session.end === null && isSilence(last.time, capture);
  return {
    ...known('auth_protocol', session.agreed),
    auth_wanted: [...session.wanted],
    auth_refused: session.isAuthenticationRefused,
    auth_instead: [...session.instead],
    auth_sent: session.client.authentications,
    auth_received: session.server.authentications,
    ...known('auth_result', isWaiting ? (last.by === 'client' ? 'no-answer' : 'no-response') : result),
    ...known('user', session.user),
    eap_types: [...session.eapTypes],
    eap_wanted: [...session.eapWanted],
  };
}

function outcomeOf(session: PppSession, protocol: string): string | null {
  const { client, server, closed } = session;
  if (isUp(session, protocol)) return 'up';
  if (client.rejected.has(protocol) || server.rejected.has(protocol)) return 'rejected';
  if (closed.has(protocol)) return 'closed';
  return client.asked.has(protocol) || server.asked.has(protocol) ? 'unfinished' : null;
}
