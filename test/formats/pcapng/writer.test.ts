/** What is written is what tshark and capinfos read. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { LINK_TYPE, pcapngHead, pcapngInterface, pcapngPacket } from '../../../src/formats/pcapng/writer.ts';
import { ethernet, ipv4, udp } from '../../support/packets/ip.ts';
import { hasTool } from '../../support/tools.ts';

const frame = ethernet(0x0800, ipv4('192.0.2.10', '203.0.113.5', 17, udp(500, 500, [1, 2, 3])));
const TICKS = BigInt(Date.UTC(2024, 4, 6, 8)) * 10_000n + 1_234_567n;

function capture(): Uint8Array {
  return Buffer.concat([
    pcapngHead('rasalyze test'),
    pcapngInterface(LINK_TYPE.ethernet, 'if 12 ethernet'),
    pcapngPacket({ interface: 0, ticks: TICKS, originalLength: frame.length, bytes: frame, direction: 'out', comment: 'frame 1' }),
    pcapngInterface(LINK_TYPE.ip, 'wwan'),
    pcapngPacket({ interface: 1, ticks: TICKS + 1n, originalLength: 1_500, bytes: frame.subarray(14), direction: 'in' }),
    pcapngPacket({ interface: 0, ticks: TICKS + 2n, originalLength: 60, bytes: frame.subarray(0, 33), direction: null, comment: '' }),
  ]);
}

describe('pcapng', () => {
  it.skipIf(!hasTool('tshark'))('is read by tshark with times, lengths, directions, interfaces and comments', () => {
    const folder = mkdtempSync(join(tmpdir(), 'rasalyze-pcapng-'));
    try {
      const path = join(folder, 'a.pcapng');
      writeFileSync(path, capture());
      const fields = ['frame.time_epoch', 'frame.cap_len', 'frame.len', 'frame.interface_name', 'frame.packet_flags_direction', 'frame.comment', 'udp.dstport'];
      const rows = execFileSync('tshark', ['-r', path, '-T', 'fields', ...fields.flatMap((field) => ['-e', field])], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).split('\n').filter((line) => line !== '').map((line) => line.split('\t'));
      expect(rows.map((row) => row.slice(1))).toEqual([
        [String(frame.length), String(frame.length), 'if 12 ethernet', '0x00000002', 'frame 1', '500'],
        [String(frame.length - 14), '1500', 'wwan', '0x00000001', '', '500'],
        ['33', '60', 'if 12 ethernet', '', '', ''],
      ]);
      expect(rows.map((row) => row[0]?.slice(0, 18))).toEqual(['1714982400.1234567', '1714982400.1234568', '1714982400.1234569']);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('states every block length twice, in multiples of four', () => {
    const bytes = capture();
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    const types: number[] = [];
    for (let at = 0; at < bytes.length; ) {
      const length = view.getUint32(at + 4, true);
      types.push(view.getUint32(at, true));
      expect(length % 4).toBe(0);
      expect(view.getUint32(at + length - 4, true)).toBe(length);
      at += length;
    }
    expect(types).toEqual([0x0a0d0d0a, 1, 6, 1, 6, 6]);
  });
});
