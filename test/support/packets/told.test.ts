/** Packets told by recipes are what an independent reader takes them for. */
import { describe, expect, it } from 'vitest';
import { ethernet } from './ip.ts';
import { packetsOf, piecesOf, type PacketTold, type Way } from './told.ts';
import { hasTshark, tsharkFields } from './tshark.ts';

const OUT: Way = { own: '192.0.2.10', other: '203.0.113.5', isOut: true, isClient: true };
const IN: Way = { own: '203.0.113.5', other: '192.0.2.10', isOut: false, isClient: false };

/** Lines in order; `last` for ICMP is the packet before. */
function packets(lines: readonly (readonly [Way, PacketTold])[]): Uint8Array[] {
  const flows = new Map<string, number>();
  const all: Uint8Array[] = [];
  for (const [way, told] of lines) all.push(...packetsOf(told, way, all.at(-1) ?? new Uint8Array(), flows).map(({ bytes }) => bytes));
  return all;
}

const read = (list: readonly Uint8Array[], ...fields: string[]): string[][] => tsharkFields(list.map((packet) => ethernet(0x0800, packet)), fields);

describe.skipIf(!hasTshark())('told packets', () => {
  it('are IKE of both versions, on the port and with the notifies told', () => {
    const list = packets([[OUT, { ike: 'sa-init' }], [IN, { ike: { is: 'sa-init', notify: [14] } }], [OUT, { ike: { is: 'auth', parts: 2 } }], [OUT, { ike: { is: 'main', message: 3 } }]]);
    expect(read(list, 'udp.dstport', 'isakmp.exchangetype', 'isakmp.flags', 'isakmp.notify.msgtype').map(([port, type, flags, notify]) => [port, type, flags, notify?.split('|')[0]])).toEqual([['500', '34', '0x08', '16430'], ['500', '34', '0x20', '14'], ['4500', '35', '0x08', ''], ['4500', '35', '0x08', ''], ['500', '2', '0x00', '']]);
  });

  it('are names looked up, connections with right numbers, tunnels of PPTP, and errors about the packet before', () => {
    const list = packets([
      [OUT, { dns: { name: 'vpn.contoso.com' } }], [IN, { dns: { name: 'vpn.contoso.com', addresses: ['203.0.113.5'] } }],
      [OUT, { tcp: { is: 'syn', port: 1723 } }], [IN, { tcp: { is: 'syn-ack', port: 1723 } }], [OUT, { tcp: { is: 'data', port: 1723, pptp: 'start' } }], [IN, { tcp: { is: 'data', port: 1723, pptp: 'start-reply' } }], [OUT, { gre: {} }],
      [OUT, { radius: { code: 1, id: 9, user: 'user1' } }], [OUT, { ike: 'sa-init' }], [IN, { icmp: { type: 3, code: 13 } }],
    ]);
    const rows = read(list, '_ws.col.Protocol', 'dns.a', 'pptp.control_message_type', 'tcp.analysis.flags', 'radius.User_Name', 'icmp.code');
    expect(rows.map((row) => row[0])).toEqual(['DNS', 'DNS', 'TCP', 'TCP', 'PPTP', 'PPTP', 'PPP LCP', 'RADIUS', 'ISAKMP', 'ICMP']);
    expect([rows[1]?.[1], rows[4]?.[2], rows[5]?.[2], rows[7]?.[4], rows[9]?.[5]]).toEqual(['203.0.113.5', '1', '2', 'user1', '13']);
    expect(rows.map((row) => row[3]).join('')).toBe('');
  });

  it('are whole conversations of HTTPS, of a proxy, and of PPTP with the PPP in it', () => {
    const list = packets([
      [OUT, { https: { sni: 'vpn.contoso.com', names: ['gw.contoso.com'], ends: 'refused', alert: 48 } }], [OUT, { https: { sni: 'vpn.contoso.com', tls: '1.3', own: 50_444 } }],
      [OUT, { http: { host: 'vpn.contoso.com', connect: true, status: 407 } }], [OUT, { pptp: ['lcp', 'challenge', 'failure 691', 'no-encryption', 'terminate 742'] }],
    ]);
    const rows = read(list, 'tls.handshake.type', 'tls.handshake.extensions_server_name', 'x509ce.dNSName', 'tls.alert_message.desc', 'http.response.code', 'pptp.control_message_type', 'chap.message', 'tcp.analysis.flags');
    const column = (index: number) => rows.flatMap((row) => (row[index] === undefined || row[index] === '' ? [] : [row[index]]));
    expect(column(0)).toEqual(['1', '2|11', '14', '1', '2']);
    expect([column(1), column(2), column(3), column(4), column(5)]).toEqual([['vpn.contoso.com', 'vpn.contoso.com'], ['gw.contoso.com'], ['48'], ['407'], ['1', '2', '7', '8']]);
    expect(column(6).at(-1)).toContain('E=691');
    expect(column(7)).toEqual([]);
    expect(read(list.slice(-10), '_ws.col.Protocol').map(([name]) => name)).toEqual(['LCP', 'LCP', 'LCP', 'LCP', 'CHAP', 'CHAP', 'CHAP', 'CCP', 'LCP', 'LCP'].map((name) => `PPP ${name}`));
  });

  it('come in the pieces told', () => {
    const [whole] = packets([[OUT, { ike: { is: 'auth', size: 2_600 } }]]);
    expect(read(piecesOf(whole!, OUT, [1, 2], 7), 'ip.flags.mf', 'ip.frag_offset', 'ip.len')).toEqual([['1', '0', '1500'], ['0', '185', String(whole!.length - 1480)]]);
    expect(() => piecesOf(whole!, OUT, [3], 7)).toThrow('there are 2 pieces, not 3');
  });
});
