import { describe, expect, it } from 'vitest';
import { firewallLog } from '../../../src/sources/firewall-log/source.ts';
import { firewallLogText } from '../../support/text/firewall-log.ts';
import { artifactAt, contextFor, outFile, recorder } from '../../support/text.ts';

const PATH = 'LAP042_240506-070900_pFirewall.log';
const read = (input: string | Uint8Array, extra = {}) => {
  const recorded = recorder();
  const bytes = typeof input === 'string' ? new TextEncoder().encode(input) : input;
  const result = firewallLog.parse(artifactAt(PATH, 'firewall-log'), bytes, recorded.emit, contextFor(PATH, extra));
  return { ...recorded, result };
};
const HEADER = '#Version: 1.5\r\n#Software: Microsoft Windows Firewall\r\n#Time Format: Local\r\n';
const FIELDS = '#Fields: date time action protocol src-ip dst-ip src-port dst-port size tcpflags tcpsyn tcpack tcpwin icmptype icmpcode info path pid\r\n\r\n';
const AT = Date.UTC(2023, 10, 26, 22, 27, 57) * 1000;

describe('pfirewall.log', () => {
  it('reads public lines: IPv4 with a process, IPv6, a protocol number', () => {
    const { records, watches, result } = read(`${HEADER}${FIELDS}2023-11-26 22:27:57 DROP TCP 192.0.2.106 198.51.100.95 65457 80 0 - 0 0 0 - - - SEND 1360
2023-11-26 22:27:58 ALLOW UDP fe80::3680:dff:fe01:9e88 ff02::fb 5353 5353 89 - - - - - - - RECEIVE 4
2023-11-26 22:27:59 DROP 47 192.0.2.106 198.51.100.95 - - 0 - - - - - - - SEND 4\n`);
    expect(records).toMatchObject([
      { name: 'firewall.drop', time: AT, clock: { clock: 'local', precision: 'second' }, severity: 'warning', scope: { channel: 'pfirewall' }, ref: { at: { line: 6 } } },
      { name: 'firewall.allow', severity: 'info' },
      { name: 'firewall.drop' },
    ]);
    expect(records.map((record) => record.fields)).toEqual([
      { protocol: 6, source_address: '192.0.2.106', destination_address: '198.51.100.95', source_port: 65457, destination_port: 80, direction: 'out' },
      { protocol: 17, source_address: 'fe80::3680:dff:fe01:9e88', destination_address: 'ff02::fb', source_port: 5353, destination_port: 5353, direction: 'in' },
      { protocol: 47, source_address: '192.0.2.106', destination_address: '198.51.100.95', direction: 'out' },
    ]);
    // Local time without a zone covers no span of UTC.
    expect(watches).toEqual([]);
    expect(result).toEqual({ outcome: 'read' });
  });

  it('watches where the zone is known, and only for what is switched on', () => {
    const { watches, result } = read(firewallLogText([{ time: '2023-11-26 22:27:57', action: 'DROP', protocol: 'UDP', destinationPort: 500 }]), { utcOffsetMinutes: 60 });
    expect(watches).toMatchObject([{ channel: 'pfirewall', host: 'LAP042', span: { from: AT - 3_600_000_000, to: AT - 3_600_000_000 } }]);
    expect(result.span?.from).toBe(AT - 3_600_000_000);
  });

  it('follows the header when the columns stand in another order, and does without one', () => {
    const moved = read('#Fields: action date time dst-port src-port protocol path\nDROP 2023-11-26 22:27:57 500 1234 UDP RECEIVE\n').records[0];
    expect(moved).toMatchObject({ time: AT, fields: { destination_port: 500, source_port: 1234, protocol: 17, direction: 'in' } });
    const bare = read('2023-11-26 22:27:57 DROP UDP 192.0.2.1 192.0.2.2 500 500 59 - - - - - - - RECEIVE\n').records[0];
    expect(bare?.fields).toMatchObject({ destination_port: 500, direction: 'in' });
  });

  it('reads the old log, whose actions name the direction, and says where entries were lost', () => {
    const old = '#Verson: 1.0\r\n#Software: Microsoft Internet Connection Firewall\r\n#Time Format: Local\r\n#Fields: date time action protocol src-ip dst-ip src-port dst-port size tcpflags tcpsyn tcpack tcpwin icmptype icmpcode info\r\n';
    const { records, gaps } = read(`${old}2023-11-26 22:27:57 OPEN-INBOUND TCP 192.0.2.1 192.0.2.2 4000 1723 - - - - - - - -\r\n2023-11-26 22:28:57 INFO-EVENTS-LOST - - - - - - - - - - - - 12\r\n`, { utcOffsetMinutes: 0 });
    expect(records).toMatchObject([{ name: 'firewall.allow', fields: { direction: 'in', destination_port: 1723 } }]);
    expect(gaps).toMatchObject([{ channel: 'pfirewall-allowed', span: { from: AT, to: AT + 60_000_000 } }]);
  });

  it('keeps what matters to a VPN when a flood of other drops fills the log', () => {
    const noise = Array.from({ length: 5_000 }, () => ({ time: '2023-11-26 22:30:00', action: 'DROP' as const, protocol: 'UDP', destinationPort: 137 }));
    const { records } = read(firewallLogText([{ time: '2023-11-26 22:27:57', action: 'DROP', protocol: 'UDP', source: '192.0.2.1', destination: '192.0.2.2', destinationPort: 4500 }, ...noise], true));
    expect(records).toHaveLength(2001);
    expect(records[0]?.fields['destination_port']).toBe(4500);
  });

  it('copes with a cut last line, an empty log, nothing, and foreign files', () => {
    expect(read(`${HEADER}${FIELDS}2023-11-26 22:27:57 DROP UDP 192.0.2.1 192.0.2.2 500 500 59 - - -\r\n2023-11-26 22:2`)).toMatchObject({ result: { outcome: 'partial', reason: '1 lines have another form' }, records: [{ fields: { destination_port: 500 } }] });
    expect(read(HEADER + FIELDS).result).toMatchObject({ outcome: 'read', reason: expect.stringContaining('no entries') });
    expect(read('').result.outcome).toBe('failed');
    expect(read('Regel gelöscht\nRègle supprimée\n規則を削除しました\n').result.outcome).toBe('ignored');
    expect(read(outFile(`${HEADER}${FIELDS}2023-11-26 22:27:57 DROP UDP 192.0.2.1 192.0.2.2 500 500 59 - - - - - - - SEND 4\n`.replaceAll('\r', ''))).records).toHaveLength(1);
  });
});
