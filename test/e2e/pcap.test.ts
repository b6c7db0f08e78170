/** Packets of a bundle as a capture: as many as tshark counts, by filter and attempt, and clear words where there are none. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { datagram, noise, SERVER, START, US } from '../sources/capture/support.ts';
import { buildCapture } from '../support/etl/capture.ts';
import { ipv4, udp, wifi } from '../support/packets/ip.ts';
import { hasTool, runTool } from '../support/tools.ts';
import { rasalyze, scratch, zipsOf } from './run.ts';

const folder = scratch();
const trace = join(folder, 'LAP042_packetcapture-VpnClient.etl');
const packets = [0, 1, 2].flatMap((at) => [datagram(at, 'out', 500, 'ike?'), datagram(at + 0.001, 'out', 500, 'ike?', { layer: 13 })]);
writeFileSync(trace, buildCapture({ start: START, packets: [...packets, ...noise(20)], compressed: true }));

/** Time stamps and ports, as tshark sees them. */
function tshark(path: string): string[] {
  return runTool('tshark', ['-r', path, '-T', 'fields', '-e', 'frame.time_epoch', '-e', 'udp.dstport'], {}).stdout.toString().trimEnd().split('\n');
}

describe('pcap', () => {
  it.skipIf(!hasTool('tshark'))('writes what tshark reads: each packet once, at its time', () => {
    const path = join(folder, 'all.pcapng');
    const run = rasalyze(['pcap', trace, '-o', path]);
    expect([run.code, run.stderr]).toEqual([0, 'rasalyze: LAP042_packetcapture-VpnClient.etl: 5 of 5 frames written\n']);
    expect(tshark(path).map((row) => row.split('\t'))).toEqual([0, 1, 2, 20, 20.01].map((at, index) => [expect.stringMatching(new RegExp(`^${((START / 1e6) + at).toFixed(2)}`)), String(index < 3 ? 500 : index === 3 ? 9_999 : 50_000)]));
    const ike = join(folder, 'ike.pcapng');
    expect(rasalyze(['pcap', folder, '--filter', 'ike', '-o', ike]).stderr).toContain('3 of 5 frames written');
    expect(tshark(ike)).toHaveLength(3);
  });

  it.skipIf(!hasTool('tshark'))('writes whole frames, and those of a radio so that tshark looks into them', () => {
    const inner = ipv4(US, SERVER, 17, udp(500, 500, 'x'.repeat(1_400)));
    const radio = wifi(0x0800, inner, { toDs: true, qos: true, protected: true });
    const source = join(folder, 'radio.etl');
    const path = join(folder, 'radio.pcapng');
    writeFileSync(source, buildCapture({ start: START, packets: [{ at: 0, direction: 'out', frame: radio, by: 'ndis-wifi' }] }));
    expect(rasalyze(['pcap', source, '-o', path]).code).toBe(0);
    expect(runTool('tshark', ['-r', path, '-T', 'fields', '-e', 'frame.len', '-e', 'udp.length', '-e', 'wlan.fc.protected'], {}).stdout.toString().trimEnd().split('\t')).toEqual([String(radio.length), '1408', expect.stringMatching(/^(0|False)$/)]);
  });

  it('says where there are no packets, and leaves nothing behind', () => {
    const [zip] = zipsOf('healthy-client') as [string];
    const none = rasalyze(['pcap', zip, '-o', join(folder, 'none.pcapng')]);
    expect([none.code, none.stderr]).toEqual([2, expect.stringContaining('no trace with packets in it')]);
    const empty = rasalyze(['pcap', trace, '--filter', 'radius', '-o', join(folder, 'none.pcapng')]);
    expect([empty.code, empty.stderr]).toEqual([2, expect.stringContaining('no packet passes')]);
    expect(rasalyze(['pcap', trace, '--attempt', 'A9', '-o', join(folder, 'none.pcapng')]).stderr).toContain('no such attempt');
    expect(rasalyze(['pcap', trace, '--filter', 'nonsense']).code).toBe(2);
  });
});
