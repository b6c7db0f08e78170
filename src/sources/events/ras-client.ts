/**
 * RasClient events of the Application log: the client's own story of a connection attempt.
 *
 *   20227 <Data>{9F1C2B52-…}</Data><Data>SYSTEM</Data><Data>Contoso VPN</Data><Data>809</Data>  → ras-client.failed, error 809
 *   20225 … <Data>TunnelIpAddress = 10.10.10.5\nTunnelIpv6Address = fe80::\nDial-in User = CONTOSO\user1</Data> → ras-client.connected
 *   20226 … <Data>-2146762495</Data> → ras-client.disconnected, reason 0x800B0101
 *
 * Fields have no names. 20221 has the type and scope of the connection between user and name on newer systems, 20223 and 20224 may lack
 * the name: so the CoId is found by its shape, the settings block by its `key = value` lines, and the name is what stands before it.
 * Keys of the block may be localised; then values are told by their shape.
 */
import type { EventSource, EventView } from '../../model/source.ts';
import type { Value } from '../../model/values.ts';
import { clean, codeOf, guidOf, isIpv4, isIpv6, isPort, known, MOST_FIELDS, texts } from './values.ts';
import { yieldsFor } from './yields.ts';

const EVENTS = { RasClient: [20220, 20221, 20222, 20223, 20224, 20225, 20226, 20227] };

export const rasClient: EventSource = {
  id: 'ras-client',
  events: EVENTS,
  yields: yieldsFor(EVENTS),
  read(event) {
    const parts = partsOf(event);
    switch (event.eventId) {
      case 20220:
        return { name: 'ras-client.ended-legacy', fields: ended(parts) };
      case 20221:
        return { name: 'ras-client.dial-started', fields: withBlock(parts, dialSettings) };
      case 20222:
        return { name: 'ras-client.connecting', fields: withBlock(parts, linkSettings) };
      case 20223:
        return { name: 'ras-client.link-found', fields: withBlock(parts, linkSettings) };
      case 20224:
        return { name: 'ras-client.link-up', fields: withBlock(parts, () => ({})) };
      case 20225:
        return { name: 'ras-client.connected', fields: withBlock(parts, addresses) };
      case 20226:
        return { name: 'ras-client.disconnected', fields: withCode(parts, 'reason') };
      case 20227:
        return { name: 'ras-client.failed', fields: withCode(parts, 'error') };
      default:
        return null;
    }
  },
};

interface Parts {
  readonly coId: string | null | undefined;
  /** Everything after the CoId. */
  readonly rest: readonly string[];
}

function partsOf(event: EventView): Parts {
  const all = fieldsOf(event);
  const [first, ...rest] = all;
  if (first === undefined) return { coId: undefined, rest: [] };
  const coId = guidOf(first);
  if (coId === undefined && first !== '') return { coId, rest: all };
  return { coId, rest };
}

/** Writers that put all strings into one field separate them by NUL or line; the block keeps its lines. */
function fieldsOf(event: EventView): string[] {
  const [only, second] = event.data;
  if (only === undefined || second !== undefined) return texts(event);
  const value = only.value.slice(0, 16_384);
  const pieces = value.includes('\u0000') ? value.split('\u0000') : value.split(/\r?\n/);
  if (pieces.length < 2 || guidOf(pieces[0] ?? '') === undefined) return texts(event);
  const block = pieces.slice(3).join('\n');
  return [...pieces.slice(0, 3), ...(block === '' ? [] : [block])].map((piece) => piece.trim());
}

function ended({ rest }: Parts): Record<string, Value> {
  const [connection, device, error] = rest;
  return known({ connection, device, error: codeOf(error) });
}

/** The code is the third field after the CoId, or the last one that is a bare number where a field is missing or added. */
function withCode({ coId, rest }: Parts, field: 'error' | 'reason'): Record<string, Value> {
  const last = rest.findLastIndex((text) => codeOf(text) !== undefined);
  const at = codeOf(rest[2]) !== undefined ? 2 : last >= 2 || rest.length < 3 ? last : -1;
  const names = at < 0 ? rest : rest.slice(0, at);
  return known({ co_id: coId, user: names[0], connection: names.length > 1 ? names[names.length - 1] : undefined, [field]: codeOf(rest[at]) });
}

function withBlock({ coId, rest }: Parts, read: (block: Block) => Record<string, Value | undefined>): Record<string, Value> {
  const start = blockStart(rest);
  const block = parseBlock(rest.slice(start).join('\n'));
  const connection = start >= 2 ? rest[start - 1] : undefined;
  return known({ co_id: coId, user: rest[0], connection, ...(block.length > 0 ? read(block) : {}) });
}

/** The block is the last field when that has lines or is empty; some writers spread its lines over several fields. */
function blockStart(rest: readonly string[]): number {
  const last = rest[rest.length - 1] ?? '';
  if (rest.length > 2 && (last === '' || (last.includes('\n') && isSetting(last)))) return rest.length - 1;
  let start = rest.length;
  while (start > 1 && isSetting(rest[start - 1] ?? '')) start--;
  return start;
}

type Block = readonly { readonly key: string; readonly value: string; readonly line: string }[];

/** Only whole fields of `key = value` lines: a connection may be called `a=b`, but not with the spaces of the block. */
function isSetting(field: string): boolean {
  return /^[^=\n]{1,80} =(?: |$|\r|\n)/.test(field) || (/\n/.test(field) && /^[^=\n]{1,80}=/.test(field));
}

function parseBlock(text: string): Block {
  return text
    .split(/\r?\n/)
    .slice(0, MOST_FIELDS)
    .flatMap((raw) => {
      const line = clean(raw).slice(0, 512);
      const equals = line.indexOf('=');
      if (equals <= 0) return [];
      return [{ key: line.slice(0, equals).toLowerCase().replace(/[^\p{L}\p{N}]+/gu, ''), value: line.slice(equals + 1).trim(), line }];
    });
}

function valueOf(block: Block, ...keys: readonly string[]): string | undefined {
  return block.find((entry) => keys.includes(entry.key))?.value;
}

const DIAL_KEYS = new Set(['vpnstrategy', 'dataencryption', 'autologon', 'userascredentials', 'customauthkey', 'prerequisiteentry']);

function dialSettings(block: Block): Record<string, Value | undefined> {
  const user = valueOf(block, 'dialinuser') ?? block.find((entry) => !DIAL_KEYS.has(entry.key) && /^[^\\\s]+\\[^\\]+$/.test(entry.value))?.value;
  return {
    dial_in_user: user === '' ? null : user,
    vpn_strategy: valueOf(block, 'vpnstrategy'),
    data_encryption: valueOf(block, 'dataencryption'),
    auto_logon: yesOrNo(valueOf(block, 'autologon')),
    use_ras_credentials: yesOrNo(valueOf(block, 'userascredentials')),
    custom_auth_key: valueOf(block, 'customauthkey'),
    settings: block.map((entry) => entry.line),
  };
}

function yesOrNo(value: string | undefined): boolean | undefined {
  if (value === undefined) return undefined;
  if (/^(?:yes|1|true)$/i.test(value)) return true;
  return /^(?:no|0|false)$/i.test(value) ? false : undefined;
}

const LINK_KEYS = ['serveraddressphonenumber', 'serveraddress', 'phonenumber', 'device', 'devicename', 'port', 'mediatype', 'media'];

/** Server address, device, port and medium, in this order or with the last two exchanged. */
function linkSettings(block: Block): Record<string, Value | undefined> {
  const unnamed = block.filter((entry) => !LINK_KEYS.includes(entry.key)).map((entry) => entry.value);
  const device = valueOf(block, 'device', 'devicename') ?? unnamed.find((value) => /WAN.?Miniport|\((?:IKEv2|SSTP|L2TP|PPTP|PPPOE)\)/i.test(value));
  const port = valueOf(block, 'port') ?? unnamed.find(isPort);
  const others = unnamed.filter((value) => value !== device && value !== port);
  return {
    server: valueOf(block, 'serveraddressphonenumber', 'serveraddress', 'phonenumber') ?? others[0],
    device,
    port,
    media: valueOf(block, 'mediatype', 'media') ?? (others.length > 1 ? others[others.length - 1] : undefined),
  };
}

/** A key that is there without an address ("None" in any language) says that there is none. */
function addresses(block: Block): Record<string, Value | undefined> {
  const unnamed = block.filter((entry) => !['tunnelipaddress', 'tunnelipv6address', 'dialinuser'].includes(entry.key)).map((entry) => entry.value);
  const [v4, v6] = [valueOf(block, 'tunnelipaddress'), valueOf(block, 'tunnelipv6address')];
  const user = valueOf(block, 'dialinuser') ?? unnamed.find((value) => value !== '' && !isIpv4(value) && !isIpv6(value) && /[\\@]/.test(value));
  return {
    tunnel_ipv4: v4 === undefined ? unnamed.find(isIpv4) : isIpv4(v4) ? v4 : null,
    tunnel_ipv6: v6 === undefined ? unnamed.find(isIpv6) : isIpv6(v6) ? v6 : null,
    dial_in_user: user === '' ? null : user,
  };
}
