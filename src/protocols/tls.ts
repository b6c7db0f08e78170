/** What a TLS connection shows of itself: who was asked for, what was agreed, the certificates and the alerts with their sender. */
import { readCertificateList, readClientHello, readServerHello, type TlsClientHello, type TlsServerHello } from './tls-hello.ts';
import { readTlsRecords, type TlsAlert, type TlsMessage, type TlsRecords } from './tls-records.ts';

export interface TlsSentAlert extends TlsAlert {
  readonly from: 'client' | 'server';
}

export interface TlsConversation {
  readonly clientHello: TlsClientHello | null;
  readonly serverHello: TlsServerHello | null;
  /** Certificates of the server in DER, its own first; empty in TLS 1.3, in a resumed session and when cut off. */
  readonly serverCertificates: readonly Uint8Array[];
  /** The server asks for a certificate of the client (TLS 1.2). */
  readonly isClientCertificateAsked: boolean;
  /** Certificates the client sent; null when it sent no such message. */
  readonly clientCertificates: readonly Uint8Array[] | null;
  /** The handshake goes on enciphered after the ServerHello: certificates and most alerts are hidden (TLS 1.3). */
  readonly isHidden: boolean;
  /** TLS 1.3: the client answers the server's hidden messages with an alert, which cannot be read. Some clients send it in clear. */
  readonly isRefusedHidden: boolean;
  /** A TLS 1.2 session was taken up again: no certificates are sent. */
  readonly isResumed: boolean;
  /** Both sides sent a Finished; in TLS 1.3, the client sent what can only follow its own. */
  readonly isEstablished: boolean;
  /** Those of the client first: their order in time is that of the segments, not of this list. */
  readonly alerts: readonly TlsSentAlert[];
  /** Records of application data and their bytes, from each side. */
  readonly clientData: TlsDataCount;
  readonly serverData: TlsDataCount;
  /** A direction ends within a record or a message. */
  readonly truncated: boolean;
}

export interface TlsDataCount {
  readonly records: number;
  readonly bytes: number;
}

export const TLS_VERSION = { tls10: 0x0301, tls11: 0x0302, tls12: 0x0303, tls13: 0x0304 } as const;
/** Alerts that name a cause (RFC 5246 7.2.2, RFC 8446 6.2), by number. */
export const TLS_ALERTS: Readonly<Record<number, string>> = {
  0: 'close_notify', 10: 'unexpected_message', 20: 'bad_record_mac', 22: 'record_overflow', 40: 'handshake_failure', 41: 'no_certificate', 42: 'bad_certificate', 43: 'unsupported_certificate', 44: 'certificate_revoked', 45: 'certificate_expired',
  46: 'certificate_unknown', 47: 'illegal_parameter', 48: 'unknown_ca', 49: 'access_denied', 50: 'decode_error', 51: 'decrypt_error', 70: 'protocol_version', 71: 'insufficient_security', 80: 'internal_error', 86: 'inappropriate_fallback',
  90: 'user_canceled', 100: 'no_renegotiation', 109: 'missing_extension', 110: 'unsupported_extension', 112: 'unrecognized_name', 113: 'bad_certificate_status_response', 115: 'unknown_psk_identity', 116: 'certificate_required', 120: 'no_application_protocol',
};

const MESSAGE = { clientHello: 1, serverHello: 2, certificate: 11, certificateRequest: 13 } as const;
/** Level, description, the true type and a tag of 16 bytes (RFC 8446 5.2); what should come, Finished, takes 53 at least. */
const HIDDEN_ALERT = 19;
const NOTHING: TlsRecords = { messages: [], clearMessages: [], laterHandshakes: 0, alerts: [], hasChangeCipherSpec: false, applicationRecords: 0, applicationBytes: 0, firstApplicationLength: null, records: 0, truncated: false };

/** Reads both directions of a stream from their first bytes; null when neither is TLS. */
export function readTls(fromClient: Uint8Array, fromServer: Uint8Array): TlsConversation | null {
  const [client, server] = [readTlsRecords(fromClient), readTlsRecords(fromServer)];
  return client === null && server === null ? null : describe(client ?? NOTHING, server ?? NOTHING);
}

function describe(client: TlsRecords, server: TlsRecords): TlsConversation {
  const clientHello = bodyOf(client.messages, MESSAGE.clientHello);
  const hellos = readHellos(server.messages);
  const serverHello = (hellos[0]?.isRetry === true ? readHellos(server.clearMessages) : hellos).at(-1) ?? null;
  const serverCertificate = bodyOf(server.messages, MESSAGE.certificate);
  const clientCertificate = bodyOf(client.messages, MESSAGE.certificate);
  const isHidden = serverHello?.version === TLS_VERSION.tls13;
  return {
    clientHello: clientHello === null ? null : readClientHello(clientHello),
    serverHello,
    serverCertificates: serverCertificate === null ? [] : readCertificateList(serverCertificate),
    isClientCertificateAsked: bodyOf(server.messages, MESSAGE.certificateRequest) !== null,
    clientCertificates: clientCertificate === null ? null : readCertificateList(clientCertificate),
    isHidden,
    isRefusedHidden: isHidden && client.firstApplicationLength === HIDDEN_ALERT,
    isResumed: !isHidden && server.hasChangeCipherSpec && serverHello !== null && serverCertificate === null,
    isEstablished: isHidden ? client.applicationRecords > 1 && client.firstApplicationLength !== HIDDEN_ALERT : client.laterHandshakes > 0 && server.laterHandshakes > 0,
    alerts: [...client.alerts.map((alert) => ({ ...alert, from: 'client' as const })), ...server.alerts.map((alert) => ({ ...alert, from: 'server' as const }))],
    clientData: { records: client.applicationRecords, bytes: client.applicationBytes },
    serverData: { records: server.applicationRecords, bytes: server.applicationBytes },
    truncated: [client, server].some((side) => side.truncated || side.messages.some((message) => message.truncated)),
  };
}

/** The answers of the server: one, or two where the first asks for another hello. */
function readHellos(messages: readonly TlsMessage[]): readonly TlsServerHello[] {
  return messages.filter(({ type }) => type === MESSAGE.serverHello).flatMap(({ body }) => readServerHello(body) ?? []);
}

function bodyOf(messages: readonly TlsMessage[], type: number): Uint8Array | null {
  return messages.find((message) => message.type === type)?.body ?? null;
}
