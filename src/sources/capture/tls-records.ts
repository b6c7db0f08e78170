/**
 * TLS handshakes as records. Nothing is deciphered: in TLS 1.3 (`hidden`) certificates and most alerts are not to be seen, and of
 * SSTP, which runs inside, nothing but sizes.
 *   hello for vpn.contoso.com, certificate of vpn.contoso.com, alert 48 of the client → capture.tls {outcome: alert, alert_by: client, alert_description: 48, alert_name: unknown_ca}
 *   hello, reset by the server                                                        → capture.tls {outcome: reset, reset_by: server}
 *   hello, and nothing back                                                           → capture.tls {outcome: no-answer}
 */
import type { Yield } from '../../model/records.ts';
import type { FieldType, Fields } from '../../model/values.ts';
import { TLS_ALERTS, TLS_VERSION } from '../../protocols/tls.ts';
import { CHANNEL } from './ike-records.ts';
import { isSilence, type CaptureEnd } from './packet.ts';
import type { Connection } from './tcp-connections.ts';
import { certificateFields, CERTIFICATE_FIELDS } from './tls-certificate.ts';
import type { SeenAlert, TlsHandshake, TlsSight } from './tls-sight.ts';

const FIELDS: Readonly<Record<string, FieldType>> = {
  client_address: 'string',
  client_port: 'number',
  server_address: 'string',
  server_port: 'number',
  from_us: 'boolean',
  // complete, alert, reset, closed, no-answer; left out when not known.
  outcome: 'string',
  sni: 'string',
  // Left out where the capture cut the hello.
  offered_versions: 'strings',
  offered_ciphers: 'numbers',
  version: 'string',
  cipher: 'number',
  hidden: 'boolean',
  resumed: 'boolean',
  alert_level: 'number',
  alert_description: 'number',
  alert_name: 'string',
  // Also where the alert itself is hidden (TLS 1.3).
  alert_by: 'string',
  reset_by: 'string',
  closed_by: 'string',
  client_certificate_asked: 'boolean',
  client_chain_length: 'number',
  // Records of application data up to the end of the handshake or little more: 0 or some; left out where packets are missing; in TLS 1.3 hidden handshake messages are among them.
  client_data: 'number',
  server_data: 'number',
  frames: 'numbers',
};

export const TLS_YIELDS: readonly Yield[] = [{ kind: 'record', name: 'capture.tls', fields: { ...FIELDS, ...CERTIFICATE_FIELDS }, channel: CHANNEL }];

const VERSIONS: Readonly<Record<number, string>> = { 0x0300: 'SSL 3.0', [TLS_VERSION.tls10]: 'TLS 1.0', [TLS_VERSION.tls11]: 'TLS 1.1', [TLS_VERSION.tls12]: 'TLS 1.2', [TLS_VERSION.tls13]: 'TLS 1.3' };
const MOST_CIPHERS = 64;
const FATAL = 2;

type TlsOutcome = 'complete' | 'alert' | 'reset' | 'closed' | 'no-answer';

/** Records the handshake of a connection, if it shows one. */
export function recordTls(connection: Connection, capture: CaptureEnd): void {
  const { stream, tls, isOurs } = connection;
  const handshake = tls?.handshake ?? null;
  if (tls === null) return;
  const isShown = (handshake?.clientHello ?? handshake?.serverHello ?? null) !== null || tls.alerts.length > 0;
  if (!isShown) return;
  const alert = alertOf(tls);
  const outcome = outcomeOf(connection, tls, alert, capture);
  const fields: Fields = {
    client_address: stream.client.address,
    client_port: stream.client.port,
    server_address: stream.server.address,
    server_port: stream.server.port,
    ...(isOurs === null ? {} : { from_us: isOurs }),
    ...(outcome === null ? {} : { outcome }),
    ...(handshake === null ? {} : handshakeFields(handshake, tls.isWhole, stream.firstTime)),
    ...alertFields(alert, handshake),
    ...(stream.resetBy === null ? {} : { reset_by: stream.resetBy }),
    ...(stream.finBy === null ? {} : { closed_by: stream.finBy }),
    frames: tls.frames,
  };
  const at = tls.first ?? connection.first;
  capture.record({ name: 'capture.tls', time: at.time, code: alert?.description ?? 0, severity: outcome === null || outcome === 'complete' ? 'info' : 'warning', fields, event: at.event, frame: at.frame });
}

/** The alert that says why: a fatal one before a warning; closing is no alarm. */
function alertOf({ alerts, handshake }: TlsSight): Omit<SeenAlert, 'frame'> | null {
  const told = (handshake?.alerts ?? []).flatMap(({ from, level, description }) => (level === null || description === null ? [] : [{ from, level, description }]));
  const named = [...alerts, ...told].filter(({ description }) => description !== 0);
  return named.find(({ level }) => level === FATAL) ?? named[0] ?? null;
}

function outcomeOf({ stream }: Connection, { handshake, isWhole, hasDataBothWays }: TlsSight, alert: Omit<SeenAlert, 'frame'> | null, capture: CaptureEnd): TlsOutcome | null {
  if (handshake?.isEstablished === true || hasDataBothWays) return 'complete';
  if (alert?.level === FATAL || handshake?.isRefusedHidden === true) return 'alert';
  if (stream.resetBy !== null && stream.finBy === null) return 'reset';
  if (stream.finBy !== null) return isWhole ? 'closed' : null;
  const { fromClient, fromServer } = stream;
  return fromServer.bytes === 0 && fromClient.bytes > 0 && isSilence(fromClient.lastTime ?? stream.lastTime, capture) ? 'no-answer' : null;
}

function handshakeFields(handshake: TlsHandshake, isWhole: boolean, time: number): Fields {
  const { clientHello, serverHello, certificate, chainLength, clientChainLength } = handshake;
  const isOfferKnown = clientHello !== null && !clientHello.truncated;
  const isAnswerKnown = serverHello !== null && !serverHello.truncated;
  return {
    ...(clientHello?.serverName == null ? {} : { sni: clientHello.serverName }),
    ...(isOfferKnown ? { offered_versions: clientHello.versions.map(versionName), offered_ciphers: clientHello.ciphers.slice(0, MOST_CIPHERS) } : {}),
    ...(serverHello === null ? {} : { cipher: serverHello.cipher }),
    ...(isAnswerKnown ? { version: versionName(serverHello.version), hidden: handshake.isHidden } : {}),
    ...(handshake.isEstablished ? { resumed: handshake.isResumed } : {}),
    ...(certificate === null ? {} : certificateFields(certificate, chainLength, clientHello?.serverName ?? null, time)),
    ...(handshake.isClientCertificateAsked || (handshake.isEstablished && !handshake.isHidden) ? { client_certificate_asked: handshake.isClientCertificateAsked } : {}),
    ...(clientChainLength === null ? {} : { client_chain_length: clientChainLength }),
    ...(isWhole ? { client_data: handshake.clientData.records, server_data: handshake.serverData.records } : {}),
  };
}

function alertFields(alert: Omit<SeenAlert, 'frame'> | null, handshake: TlsHandshake | null): Fields {
  if (alert !== null) return { alert_level: alert.level, alert_description: alert.description, alert_name: TLS_ALERTS[alert.description] ?? String(alert.description), alert_by: alert.from };
  return handshake?.isRefusedHidden === true ? { alert_by: 'client' } : {};
}

function versionName(version: number): string {
  return VERSIONS[version] ?? `0x${version.toString(16).padStart(4, '0')}`;
}
