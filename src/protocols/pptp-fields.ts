/** Control messages of PPTP (RFC 2637 2): where each keeps its fields, and what its numbers mean. */

type Names = Readonly<Record<number, string>>;

/** Size in bytes at an offset from the start of the message. */
export type PptpField = readonly [name: PptpNumber, offset: number, size: 1 | 2 | 4];

export type PptpNumber = 'version' | 'result' | 'error' | 'cause' | 'reason' | 'callId' | 'peerCallId' | 'serial' | 'identifier' | 'minimumSpeed' | 'maximumSpeed' | 'connectSpeed' | 'window' | 'sendAccm' | 'receiveAccm' | 'firmware';

export interface PptpLayout {
  readonly name: string;
  readonly length: number;
  readonly fields: readonly PptpField[];
  /** Where the host's and the vendor's name stand, 64 bytes each. */
  readonly names?: number;
  readonly results?: Names;
}

const START: Names = { 1: 'successful', 2: 'general-error', 3: 'channel-exists', 4: 'not-authorized', 5: 'version-not-supported' };
const PLAIN: Names = { 1: 'ok', 2: 'general-error' };
const OUTGOING: Names = { 1: 'connected', 2: 'general-error', 3: 'no-carrier', 4: 'busy', 5: 'no-dial-tone', 6: 'time-out', 7: 'do-not-accept' };
const INCOMING: Names = { 1: 'connect', 2: 'general-error', 3: 'do-not-accept' };
const DISCONNECT: Names = { 1: 'lost-carrier', 2: 'general-error', 3: 'admin-shutdown', 4: 'request' };

/** General error codes (2.16). */
export const PPTP_ERRORS: Names = { 0: 'none', 1: 'not-connected', 2: 'bad-format', 3: 'bad-value', 4: 'no-resource', 5: 'bad-call-id', 6: 'pac-error' };
/** Why a control connection stops (2.3). */
export const PPTP_REASONS: Names = { 1: 'none', 2: 'stop-protocol', 3: 'stop-local-shutdown' };

export const PPTP_MESSAGES: Readonly<Record<number, PptpLayout>> = {
  1: { name: 'start-control-connection-request', length: 156, fields: [['version', 12, 2], ['firmware', 26, 2]], names: 28 },
  2: { name: 'start-control-connection-reply', length: 156, fields: [['version', 12, 2], ['result', 14, 1], ['error', 15, 1], ['firmware', 26, 2]], names: 28, results: START },
  3: { name: 'stop-control-connection-request', length: 16, fields: [['reason', 12, 1]] },
  4: { name: 'stop-control-connection-reply', length: 16, fields: [['result', 12, 1], ['error', 13, 1]], results: PLAIN },
  5: { name: 'echo-request', length: 16, fields: [['identifier', 12, 4]] },
  6: { name: 'echo-reply', length: 20, fields: [['identifier', 12, 4], ['result', 16, 1], ['error', 17, 1]], results: PLAIN },
  7: { name: 'outgoing-call-request', length: 168, fields: [['callId', 12, 2], ['serial', 14, 2], ['minimumSpeed', 16, 4], ['maximumSpeed', 20, 4], ['window', 32, 2]] },
  8: { name: 'outgoing-call-reply', length: 32, fields: [['callId', 12, 2], ['peerCallId', 14, 2], ['result', 16, 1], ['error', 17, 1], ['cause', 18, 2], ['connectSpeed', 20, 4], ['window', 24, 2]], results: OUTGOING },
  9: { name: 'incoming-call-request', length: 220, fields: [['callId', 12, 2], ['serial', 14, 2]] },
  10: { name: 'incoming-call-reply', length: 24, fields: [['callId', 12, 2], ['peerCallId', 14, 2], ['result', 16, 1], ['error', 17, 1], ['window', 18, 2]], results: INCOMING },
  11: { name: 'incoming-call-connected', length: 28, fields: [['peerCallId', 12, 2], ['connectSpeed', 16, 4], ['window', 20, 2]] },
  12: { name: 'call-clear-request', length: 16, fields: [['callId', 12, 2]] },
  13: { name: 'call-disconnect-notify', length: 148, fields: [['callId', 12, 2], ['result', 14, 1], ['error', 15, 1], ['cause', 16, 2]], results: DISCONNECT },
  14: { name: 'wan-error-notify', length: 40, fields: [['peerCallId', 12, 2]] },
  15: { name: 'set-link-info', length: 24, fields: [['peerCallId', 12, 2], ['sendAccm', 16, 4], ['receiveAccm', 20, 4]] },
};
