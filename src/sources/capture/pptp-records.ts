/**
 * PPTP control connections as records, one each:
 *   1723 answered, call connected, GRE out ten times, none back → capture.pptp {control: up, call: connected, gre_sent: 10, gre_received: 0}
 *   SYN answered by a reset                                     → capture.pptp {control: refused}
 *   outgoing-call-reply with result 4                           → capture.pptp {control: up, call: refused, call_result: 4, call_meaning: busy}
 */
import type { Yield } from '../../model/records.ts';
import type { Fields } from '../../model/values.ts';
import { CHANNEL } from './ike-records.ts';
import { isSilence, type CaptureEnd } from './packet.ts';
import type { PptpConnection } from './pptp-connections.ts';
import { known, seconds, toldOf } from './tally.ts';

export const PPTP_YIELDS: readonly Yield[] = [
  {
    kind: 'record',
    name: 'capture.pptp',
    channel: CHANNEL,
    fields: {
      client: 'string', server: 'string', from_us: 'boolean', client_port: 'number', seconds: 'number',
      /** refused (TCP reset), no-answer (to the SYN), silent (TCP open, no PPTP answer), rejected (by PPTP), up; left out where the capture does not tell. */
      control: 'string',
      start_result: 'number', start_error: 'number', start_meaning: 'string',
      /** connected, refused, no-answer */
      call: 'string',
      call_result: 'number', call_error: 'number', call_cause: 'number', call_meaning: 'string',
      gre_sent: 'number',
      // Left out where silence proves nothing, or packets came that name another call.
      gre_received: 'number',
      gre_stray: 'number',
      /** The side that first ended the call or the connection, by PPTP or by TCP. */
      ended_by: 'string', reset_by: 'string',
      disconnect_result: 'number', disconnect_error: 'number', disconnect_cause: 'number', disconnect_meaning: 'string', stop_reason: 'number',
      frames: 'numbers', answer_frames: 'numbers', gre_frames: 'numbers', gre_answer_frames: 'numbers',
    },
  },
];

export function recordPptp(connection: PptpConnection, capture: CaptureEnd): void {
  const { stream, startReply, callReply, notify, gre, stray } = connection;
  const control = controlOf(connection, capture);
  const call = callOf(connection, capture);
  const received = stray > 0 && gre.server.count === 0 ? undefined : toldOf(gre.server, gre.client.first, capture).received;
  const fields: Fields = {
    client: connection.client,
    server: connection.server,
    ...known('from_us', connection.isOurs),
    client_port: connection.clientPort,
    seconds: seconds(stream.lastTime - stream.firstTime),
    ...known('control', control),
    ...known('start_result', startReply?.result),
    ...known('start_error', startReply?.error),
    ...known('start_meaning', startReply?.resultName),
    ...known('call', call),
    ...known('call_result', callReply?.result),
    ...known('call_error', callReply?.error),
    ...known('call_cause', callReply?.cause),
    ...known('call_meaning', callReply?.resultName),
    gre_sent: gre.client.count,
    ...known('gre_received', received),
    gre_stray: stray,
    ...known('ended_by', connection.endedBy ?? stream.resetBy ?? stream.finBy),
    ...known('reset_by', stream.resetBy),
    ...known('disconnect_result', notify?.result),
    ...known('disconnect_error', notify?.error),
    ...known('disconnect_cause', notify?.cause),
    ...known('disconnect_meaning', notify?.resultName),
    ...known('stop_reason', connection.stop?.reason),
    frames: connection.control.client.frames,
    answer_frames: connection.control.server.frames,
    gre_frames: gre.client.frames,
    gre_answer_frames: gre.server.frames,
  };
  const isBad = (control !== null && control !== 'up') || (call !== null && call !== 'connected') || (gre.client.count > 0 && received === 0);
  capture.record({ name: 'capture.pptp', time: stream.firstTime, code: callReply?.result ?? startReply?.result ?? 0, severity: isBad ? 'warning' : 'info', fields, event: connection.event, frame: stream.firstFrame });
}

function controlOf({ stream, startReply, callReply, starts, control, gre }: PptpConnection, capture: CaptureEnd): string | null {
  if (startReply !== null) return startReply.result === 1 ? 'up' : 'rejected';
  if (callReply !== null || gre.server.count > 0) return 'up';
  if (stream.handshake === 'refused') return 'refused';
  if (stream.handshake === 'syn') return control.server.count === 0 && isSilence(control.client.last, capture) ? 'no-answer' : null;
  return starts.count > 0 && isSilence(starts.last, capture) ? 'silent' : null;
}

function callOf({ callReply, calls }: PptpConnection, capture: CaptureEnd): string | null {
  if (callReply?.result !== undefined) return callReply.result === 1 ? 'connected' : 'refused';
  return calls.count > 0 && callReply === null && isSilence(calls.last, capture) ? 'no-answer' : null;
}
