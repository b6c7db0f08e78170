/** Attribute-value pairs of L2TP (RFC 2661 4, RFC 3145 for the cause of a PPP disconnect). */
import { readU16Be } from '../bytes/big-endian.ts';

type Names = Readonly<Record<number, string>>;

export interface L2tpAvp {
  readonly mandatory: boolean;
  /** Hidden by the tunnel's secret: the data tells nothing. */
  readonly hidden: boolean;
  /** 0 is IETF; others have their own types. */
  readonly vendor: number;
  readonly type: number;
  readonly name?: string;
  readonly data: Uint8Array;
  readonly truncated?: true;
}

/** Types the code asks for. */
export const AVP = { message: 0, result: 1, host: 7, vendor: 8, tunnel: 9, session: 14, callSerial: 15, disconnect: 46 } as const;

const AVPS: Names = {
  0: 'message-type',
  1: 'result-code',
  2: 'protocol-version',
  3: 'framing-capabilities',
  4: 'bearer-capabilities',
  5: 'tie-breaker',
  6: 'firmware-revision',
  7: 'host-name',
  8: 'vendor-name',
  9: 'assigned-tunnel-id',
  10: 'receive-window-size',
  11: 'challenge',
  12: 'cause-code',
  13: 'challenge-response',
  14: 'assigned-session-id',
  15: 'call-serial-number',
  16: 'minimum-bps',
  17: 'maximum-bps',
  18: 'bearer-type',
  19: 'framing-type',
  21: 'called-number',
  22: 'calling-number',
  23: 'sub-address',
  24: 'connect-speed',
  25: 'physical-channel-id',
  26: 'initial-received-lcp',
  27: 'last-sent-lcp',
  28: 'last-received-lcp',
  29: 'proxy-authen-type',
  30: 'proxy-authen-name',
  31: 'proxy-authen-challenge',
  32: 'proxy-authen-id',
  33: 'proxy-authen-response',
  34: 'call-errors',
  35: 'accm',
  36: 'random-vector',
  37: 'private-group-id',
  38: 'rx-connect-speed',
  39: 'sequencing-required',
  46: 'ppp-disconnect-cause',
};

/** The pairs that are there; the list ends where a length is too small to be one. */
export function readAvps(bytes: Uint8Array): L2tpAvp[] {
  const avps: L2tpAvp[] = [];
  for (let at = 0; at + 6 <= bytes.length; ) {
    const head = readU16Be(bytes, at);
    const length = head & 0x3ff;
    if (length < 6) break;
    const vendor = readU16Be(bytes, at + 2);
    const type = readU16Be(bytes, at + 4);
    const name = vendor === 0 ? AVPS[type] : undefined;
    avps.push({
      mandatory: (head & 0x8000) !== 0,
      hidden: (head & 0x4000) !== 0,
      vendor,
      type,
      ...(name === undefined ? {} : { name }),
      data: bytes.subarray(at + 6, at + length),
      ...(at + length > bytes.length ? { truncated: true as const } : {}),
    });
    at += length;
  }
  return avps;
}

export const L2TP_MESSAGES: Names = {
  1: 'SCCRQ',
  2: 'SCCRP',
  3: 'SCCCN',
  4: 'StopCCN',
  6: 'HELLO',
  7: 'OCRQ',
  8: 'OCRP',
  9: 'OCCN',
  10: 'ICRQ',
  11: 'ICRP',
  12: 'ICCN',
  14: 'CDN',
  15: 'WEN',
  16: 'SLI',
};

/** Result codes of the end of a tunnel (StopCCN) and of a call (CDN), and general error codes (4.4.2). */
export const STOP_RESULTS: Names = { 1: 'clear', 2: 'general-error', 3: 'channel-exists', 4: 'not-authorized', 5: 'version-not-supported', 6: 'shutting-down', 7: 'state-machine-error' };
export const CALL_RESULTS: Names = {
  1: 'lost-carrier',
  2: 'general-error',
  3: 'administrative',
  4: 'no-facilities-now',
  5: 'no-facilities',
  6: 'invalid-destination',
  7: 'no-carrier',
  8: 'busy',
  9: 'no-dial-tone',
  10: 'time-out',
  11: 'no-framing',
};
export const L2TP_ERRORS: Names = { 0: 'none', 1: 'no-control-connection', 2: 'wrong-length', 3: 'out-of-range', 4: 'insufficient-resources', 5: 'invalid-session-id', 6: 'vendor-specific', 7: 'try-another', 8: 'unknown-mandatory-avp' };
