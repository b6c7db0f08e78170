/**
 * RAS trace logs as documents show them: PPP.LOG after the knowledge base excerpt (lines of a sent packet start with `<`), newer
 * files with `[pid] MM-DD HH:mm:ss:mmm:` in front, the formatted IKE trace after the VPN gateway documentation.
 */
import { localParts } from './encodings.ts';

const two = (byte: number): string => byte.toString(16).toUpperCase().padStart(2, '0');

/** `[pid] MM-DD HH:mm:ss:mmm: text` in local time. */
export function traceLine(utc: string, text: string, options: { readonly pid?: string; readonly offsetMinutes?: number } = {}): string {
  const p = localParts(utc, options.offsetMinutes ?? 0);
  return `[${options.pid ?? '1472'}] ${p.month}-${p.day} ${p.hour}:${p.minute}:${p.second}:${p.milli}: ${text}`;
}

export interface PacketInput {
  readonly utc: string;
  readonly direction: 'sent' | 'received';
  /** Bytes from the protocol number on, as hex with or without blanks. */
  readonly hex: string;
  readonly port?: number;
  readonly offsetMinutes?: number;
  /** The oldest form has nothing in front of its lines. */
  readonly bare?: boolean;
}

/** The lines PPP.LOG writes for one packet. */
export function packetLines(input: PacketInput): string[] {
  const bytes = [...Buffer.from(input.hex.replaceAll(' ', ''), 'hex')];
  const p = localParts(input.utc, input.offsetMinutes ?? 0);
  const mark = input.direction === 'sent' ? '<' : input.bare === true ? '' : '>';
  const rows: string[] = [];
  for (let at = 0; at < bytes.length; at += 16) {
    const row = bytes.slice(at, at + 16);
    const letters = row.map((byte) => (byte > 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '.')).join('');
    rows.push(`${row.map(two).join(' ').padEnd(48)}|${letters.padEnd(16)}|`);
  }
  const head = [
    `PPP packet ${input.direction} at ${p.month}/${p.day}/${p.year} ${p.hour}:${p.minute}:${p.second}:${p.milli}`,
    `Protocol = LCP, Type = Configure-Req, Length = 0x${bytes.length.toString(16)}, Id = 0x${(bytes[3] ?? 0).toString(16)}, Port = ${input.port ?? 5}`,
  ];
  const lines = [...head, ...rows].map((line) => mark + line);
  return input.bare === true ? lines : [...lines, ''].map((line) => traceLine(input.utc, line, input.offsetMinutes === undefined ? {} : { offsetMinutes: input.offsetMinutes }));
}

/** A line of the formatted IKE trace. */
export function ikeLine(utc: string, text: string, options: { readonly session?: string; readonly peer?: string; readonly offsetMinutes?: number } = {}): string {
  const p = localParts(utc, options.offsetMinutes ?? 0);
  return `[0]0368.03A4::${p.month}/${p.day}/${p.year}-${p.hour}:${p.minute}:${p.second}.${p.milli} [ikeext] ${options.session ?? '3038'}|${options.peer ?? '198.51.100.24'}|${text}`;
}

/** The five lines of a failure in that trace. */
export function ikeFailure(utc: string, code: number, point: 'Remote' | 'Local', options: Parameters<typeof ikeLine>[2] = {}): string[] {
  const texts = ['IKE diagnostic event:', '  Failure type: IKE/Authip Main Mode Failure', `  Failure error code:0x${code.toString(16).padStart(8, '0')}`, '    IKE authentication credentials are unacceptable', `  Failure point: ${point}`];
  return texts.map((text) => ikeLine(utc, text, options));
}
