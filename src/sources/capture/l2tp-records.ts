/**
 * Tunnels of L2TP outside IPsec as records, one each:
 *   SCCRQ out five times, nothing back             → capture.l2tp {sent: 5, received: 0, stage: none}
 *   SCCRP came, then StopCCN with result 2 error 4 → capture.l2tp {stage: tunnel, ended_by: server, end_message: StopCCN, result: 2, error: 4}
 */
import type { Yield } from '../../model/records.ts';
import type { Fields } from '../../model/values.ts';
import { CHANNEL } from './ike-records.ts';
import type { L2tpTunnel } from './l2tp-tunnels.ts';
import type { CaptureEnd } from './packet.ts';
import { known, seconds, toldOf } from './tally.ts';

export const L2TP_YIELDS: readonly Yield[] = [
  {
    kind: 'record',
    name: 'capture.l2tp',
    channel: CHANNEL,
    fields: {
      client: 'string', server: 'string', from_us: 'boolean', client_port: 'number', seconds: 'number',
      /** Control packets of the side that made the tunnel, and of the other; the latter is left out where silence proves nothing. */
      sent: 'number', received: 'number',
      sent_messages: 'strings', received_messages: 'strings',
      /** none, tunnel (it was granted), call (so was a call in it), data */
      stage: 'string',
      ended_by: 'string', end_message: 'string',
      result: 'number', result_meaning: 'string', error: 'number', error_meaning: 'string', result_text: 'string',
      /** Why PPP ended (RFC 3145). */
      ppp_cause: 'number',
      data_sent: 'number', data_received: 'number',
      frames: 'numbers', answer_frames: 'numbers',
    },
  },
];

export function recordL2tp(tunnel: L2tpTunnel, capture: CaptureEnd): void {
  const { client, server } = tunnel.sides;
  const { end } = tunnel;
  const last = Math.max(...[client, server].flatMap((side) => [side.control.last, side.data.last]));
  const received = client.control.count > 0 ? toldOf(server.control, client.control.last, capture) : { received: server.control.count };
  const fields: Fields = {
    client: tunnel.client,
    server: tunnel.server,
    ...known('from_us', tunnel.isOurs),
    client_port: tunnel.port,
    seconds: seconds(last - tunnel.time),
    sent: client.control.count,
    ...received,
    sent_messages: [...client.messages],
    received_messages: [...server.messages],
    stage: stageOf(tunnel),
    ...known('ended_by', end?.by),
    ...known('end_message', end?.message),
    ...known('result', end?.result?.code),
    ...known('result_meaning', end?.result?.name),
    ...known('error', end?.result?.error),
    ...known('error_meaning', end?.result?.errorName),
    ...known('result_text', end?.result?.text),
    ...known('ppp_cause', end?.disconnect?.code),
    data_sent: client.data.count,
    data_received: server.data.count,
    frames: client.control.frames,
    answer_frames: server.control.frames,
  };
  const isBad = received.received === 0 || (end?.result !== undefined && end.result.code > 1);
  capture.record({ name: 'capture.l2tp', time: tunnel.time, code: end?.result?.code ?? 0, severity: isBad ? 'warning' : 'info', fields, event: tunnel.event, frame: tunnel.frame });
}

function stageOf({ sides: { client, server } }: L2tpTunnel): 'none' | 'tunnel' | 'call' | 'data' {
  if (client.data.count + server.data.count > 0) return 'data';
  if (server.messages.has('ICRP') || client.messages.has('ICCN') || client.messages.has('OCRP')) return 'call';
  return server.messages.has('SCCRP') || client.messages.has('SCCCN') || client.messages.has('ICRQ') ? 'tunnel' : 'none';
}
