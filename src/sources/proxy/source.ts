/**
 * The proxy of WinHTTP, which SSTP and the fetching of revocation lists use.
 *
 *   Aktuelle WinHTTP-Proxyeinstellungen:
 *       Proxyserver:  proxy.contoso.com:8080
 *       Umgehungsliste:  <local>;*.contoso.com
 *     → proxy.winhttp {direct: false, server: proxy.contoso.com:8080, bypass: <local>;*.contoso.com}
 * Direct access is one indented sentence without a value; labels and sentences are localised. `show advproxy` prints JSON.
 */
import type { CommandBlock, CommandSource, ReadResult } from '../../model/source.ts';
import { blockFacts, fileName } from '../block-facts.ts';
import type { OpenFields } from '../block-facts.ts';

const COMMAND = /\bnetsh(?:\.exe)?"?\s+(?:-r\s+\S+\s+)?winhttp\s+show\s+(adv)?proxy\b/i;
const FILE = /WinHTTP_netsh_proxy/i;
const MAX_LINE = 4_000;
/** Host or address with a port, alone or for each protocol (`http=a:80;https=b:443`), or a URL. */
const SERVER = /^(?:(?:[a-z]+=)?(?:[a-z]+:\/\/)?(?:[\w.-]+|\[[0-9a-f:]+\])(?::\d{1,5})?\/?)(?:[;\s]+(?:[a-z]+=)?(?:[a-z]+:\/\/)?[\w.-]+(?::\d{1,5})?)*$/i;

export const proxy: CommandSource = {
  id: 'proxy',
  matches: (command, path) => (command === '' ? FILE.test(fileName(path)) : COMMAND.test(command)),
  yields: [{ kind: 'fact', name: 'proxy.winhttp', fields: { direct: 'boolean', server: 'string', bypass: 'string' } }],
  parse(artifact, blocks, emit, context): ReadResult {
    const facts = blockFacts(artifact.host, emit, context);
    let count = 0;
    for (const block of blocks) {
      const read = COMMAND.exec(block.command)?.[1] === undefined ? readProxy(block) : readAdvanced(block);
      if (read === null) continue;
      facts.fact('proxy.winhttp', artifact.host, read.fields, block, read.line);
      count += 1;
    }
    return count === 0 ? { outcome: 'partial', reason: 'the command printed no proxy setting' } : { outcome: 'read' };
  },
};

interface Read {
  readonly fields: OpenFields;
  readonly line: number;
}

/** Indented lines after the title: `label : value` twice with a proxy, one sentence without. */
function readProxy({ lines }: CommandBlock): Read | null {
  const title = lines.findIndex((line) => /^\S.*[:：]\s*$/.test(line.slice(0, MAX_LINE)));
  if (title === -1) return null;
  const body = lines.map((line, at) => ({ text: line.slice(0, MAX_LINE), at })).filter(({ text, at }) => at > title && /^\s+\S/.test(text));
  const values = body.map(({ text, at }) => ({ value: text.slice(text.search(/[:：]/) + 1).trim(), at, isLabelled: /[:：]/.test(text) })).filter(({ isLabelled }) => isLabelled);
  const server = values.find(({ value }) => SERVER.test(value) && /[.:=]|^\w+$/.test(value));
  if (server) {
    const bypass = values[values.indexOf(server) + 1]?.value ?? '';
    // "(none)" in any language stands in brackets.
    return { fields: { direct: false, server: server.value, bypass: bypass === '' || bypass.startsWith('(') ? null : bypass }, line: server.at };
  }
  const [only] = body;
  return only && values.length === 0 ? { fields: { direct: true, server: null, bypass: null }, line: only.at } : null;
}

/** The JSON object of Windows 11; its names are not localised. */
function readAdvanced({ lines }: CommandBlock): Read | null {
  const from = lines.findIndex((line) => line.includes('{'));
  const to = lines.findLastIndex((line) => line.includes('}'));
  if (from === -1 || to < from || to - from > 100) return null;
  const text = lines.slice(from, to + 1).join('\n');
  const settings = parseObject(text.slice(text.indexOf('{'), text.lastIndexOf('}') + 1));
  if (settings === null || typeof settings['ProxyIsEnabled'] !== 'boolean') return null;
  const words = (name: string): string | null => (typeof settings[name] === 'string' && settings[name].trim() !== '' ? settings[name].trim() : null);
  const isOn = settings['ProxyIsEnabled'];
  return {
    fields: { direct: !isOn && settings['AutoConfigIsEnabled'] !== true && settings['AutoDetect'] !== true, server: isOn ? words('Proxy') : null, bypass: isOn ? words('ProxyBypass') : null },
    line: from,
  };
}

function parseObject(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}
