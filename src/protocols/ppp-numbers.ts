/** Numbers of PPP: IANA "Point-to-Point (PPP) Protocol Field Assignments". */

export const PPP_PROTOCOLS: Readonly<Record<number, string>> = {
  0x0021: 'ip',
  0x002b: 'ipx',
  0x002d: 'vj-compressed',
  0x002f: 'vj-uncompressed',
  0x003d: 'multilink',
  0x0057: 'ipv6',
  0x00fb: 'compressed-link',
  0x00fd: 'compressed',
  0x8021: 'ipcp',
  0x8029: 'atcp',
  0x802b: 'ipxcp',
  0x803f: 'nbfcp',
  0x8053: 'ecp',
  0x8057: 'ipv6cp',
  0x80fb: 'ccp-link',
  0x80fd: 'ccp',
  0xc021: 'lcp',
  0xc023: 'pap',
  0xc025: 'lqr',
  0xc029: 'cbcp',
  0xc02b: 'bacp',
  0xc02d: 'bap',
  0xc223: 'chap',
  0xc227: 'eap',
};

/** From here on a protocol negotiates or controls; below it carries data (RFC 1661 2). */
export const FIRST_CONTROL = 0x8000;

const NEGOTIATED: ReadonlySet<string> = new Set(['lcp', 'ipcp', 'ipv6cp', 'ccp', 'ccp-link', 'atcp', 'ipxcp', 'nbfcp', 'ecp', 'bacp']);

/** Codes of LCP and of what follows its form (RFC 1661 5, RFC 1570, RFC 1962). */
const NEGOTIATION_CODES = [
  '',
  'configure-request',
  'configure-ack',
  'configure-nak',
  'configure-reject',
  'terminate-request',
  'terminate-ack',
  'code-reject',
  'protocol-reject',
  'echo-request',
  'echo-reply',
  'discard-request',
  'identification',
  'time-remaining',
  'reset-request',
  'reset-ack',
];

const OTHER_CODES: Readonly<Record<string, readonly string[]>> = {
  pap: ['', 'authenticate-request', 'authenticate-ack', 'authenticate-nak'],
  chap: ['', 'challenge', 'response', 'success', 'failure', 'change-password', 'change-password', 'change-password'],
  eap: ['', 'request', 'response', 'success', 'failure'],
  cbcp: ['', 'callback-request', 'callback-response', 'callback-ack'],
};

/** Whether a protocol negotiates options in the way of LCP. */
export function isNegotiated(protocol: string): boolean {
  return NEGOTIATED.has(protocol);
}

/** Name of a packet's code in a protocol; undefined when there is none. */
export function codeName(protocol: string, code: number): string | undefined {
  return (isNegotiated(protocol) ? NEGOTIATION_CODES : OTHER_CODES[protocol])?.[code] || undefined;
}

/** Number of a protocol by its name in any case. */
export function protocolNumber(name: string): number | undefined {
  const wanted = name.toLowerCase();
  const found = Object.entries(PPP_PROTOCOLS).find(([, known]) => known === wanted);
  return found === undefined ? undefined : Number(found[0]);
}

/** Code of a negotiation by its name, which traces shorten (`Configure-Req`). */
export function codeNumber(name: string): number | undefined {
  const wanted = name.trim().toLowerCase();
  const at = wanted.length < 7 ? -1 : NEGOTIATION_CODES.findIndex((known) => known !== '' && (known.startsWith(wanted) || wanted.startsWith(known)));
  return at > 0 ? at : undefined;
}
