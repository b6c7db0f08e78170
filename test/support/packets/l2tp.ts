/** L2TP packets built by hand after RFC 2661. */
import { join, u16, u32, zeros } from './ip.ts';
import type { Part } from './ip.ts';

export const avp = (type: number, value: Part, options: { optional?: boolean; hidden?: boolean; vendor?: number } = {}): Uint8Array =>
  join(u16((options.optional ? 0 : 0x8000) | (options.hidden ? 0x4000 : 0) | (6 + join(value).length)), u16(options.vendor ?? 0), u16(type), value);

export interface ControlOptions {
  readonly tunnel?: number;
  readonly session?: number;
  readonly ns?: number;
  readonly nr?: number;
  /** Instead of the true one. */
  readonly length?: number;
}

export function l2tpControl(options: ControlOptions, ...avps: readonly Uint8Array[]): Uint8Array {
  const body = join(...avps);
  return join(u16(0xc802), u16(options.length ?? 12 + body.length), u16(options.tunnel ?? 0), u16(options.session ?? 0), u16(options.ns ?? 0), u16(options.nr ?? 0), body);
}

export interface DataOptions {
  readonly tunnel: number;
  readonly session: number;
  readonly ns?: number;
  readonly nr?: number;
  readonly withLength?: boolean;
  readonly padding?: number;
}

export function l2tpData(options: DataOptions, frame: Part): Uint8Array {
  const flags = 2 | (options.withLength ? 0x4000 : 0) | (options.ns === undefined ? 0 : 0x0800) | (options.padding === undefined ? 0 : 0x0200);
  const rest = join(u16(options.tunnel), u16(options.session), options.ns === undefined ? [] : [...u16(options.ns), ...u16(options.nr ?? 0)], options.padding === undefined ? [] : [...u16(options.padding), ...zeros(options.padding)], frame);
  return join(u16(flags), options.withLength ? u16(4 + rest.length) : [], rest);
}

/** The request Windows begins a tunnel with. */
export const startRequest = (tunnel: number, host: string): Uint8Array =>
  l2tpControl({}, avp(0, u16(1)), avp(2, [1, 0]), avp(3, u32(1)), avp(4, u32(0)), avp(6, u16(0x0a00), { optional: true }), avp(7, host), avp(8, 'Microsoft', { optional: true }), avp(9, u16(tunnel)), avp(10, u16(8)));

export const stopNotification = (tunnel: number, result: number, error: number, text: string): Uint8Array => l2tpControl({ tunnel, ns: 1, nr: 1 }, avp(0, u16(4)), avp(9, u16(7)), avp(1, join(u16(result), u16(error), text)));
