/** SSTP in clear, as between a server and a device that ends TLS for it. */
import { describe, expect, it } from 'vitest';
import { readSstp } from '../../src/protocols/sstp.ts';
import { counting, ipv4, join, LINK, TCP, tcp, u16, u32, type Ends, type Part } from '../support/packets/ip.ts';
import { hasTshark, tsharkFields } from '../support/packets/tshark.ts';

const attribute = (id: number, value: readonly number[]): Uint8Array => join([0, id], u16(4 + value.length), value);
const control = (type: number, ...attributes: Uint8Array[]): Uint8Array => join([0x10, 1], u16(8 + join(...attributes).length), u16(type), u16(attributes.length), ...attributes);
const data = (frame: Uint8Array): Uint8Array => join([0x10, 0], u16(4 + frame.length), frame);

const CONTROLS: readonly Uint8Array[] = [
  control(1, attribute(1, u16(1))),
  control(2, attribute(4, [0, 0, 0, 3, ...counting(32)])),
  control(3, attribute(2, [0, 0, 0, 1, ...u32(4), ...u16(9)])),
  control(5, attribute(2, [0, 0, 0, 0, ...u32(8)])),
  control(8),
];

function sent(from: 'client' | 'server', payload: Part, sequence: number): Uint8Array {
  const isClient = from === 'client';
  const ends: Ends = isClient ? ['192.0.2.10', '192.0.2.80'] : ['192.0.2.80', '192.0.2.10'];
  return ipv4(...ends, 6, tcp(isClient ? 50_000 : 80, isClient ? 80 : 50_000, { flags: TCP.ack, sequence, acknowledgement: 1, ends }, payload));
}

describe('SSTP', () => {
  it('reads control packets as tshark does', () => {
    if (!hasTshark()) return;
    const request = 'SSTP_DUPLEX_POST /sra_{BA195980-CD49-458b-9E23-C84EE0ADCD75}/ HTTP/1.1\r\nContent-Length: 18446744073709551615\r\nHost: vpn.contoso.com\r\n\r\n';
    const frames = [sent('client', request, 1), sent('server', 'HTTP/1.1 200 OK\r\nContent-Length: 18446744073709551615\r\n\r\n', 1)];
    let sequence = 1 + request.length;
    for (const packet of CONTROLS) {
      frames.push(sent('client', packet, sequence));
      sequence += packet.length;
    }
    const rows = tsharkFields(frames, ['sstp.messagetype', 'sstp.numattrib', 'sstp.status'], { linkType: LINK.rawIp }).slice(2);
    const ours = CONTROLS.map((packet) => {
      const only = readSstp(packet)?.controls[0] ?? expect.unreachable();
      const status = only.statuses[0]?.status;
      return [`0x${only.type.toString(16).padStart(4, '0')}`, String(only.attributes.length), status === undefined ? '' : `0x${status.toString(16).padStart(8, '0')}`];
    });
    expect(ours).toEqual(rows);
  });

  it('reads a stream of control packets and frames', () => {
    const frame = join([0xff, 0x03, 0xc0, 0x21], counting(20));
    const stream = join(CONTROLS[2] as Uint8Array, data(frame), CONTROLS[3] as Uint8Array);
    expect(readSstp(stream)).toEqual({ controls: [{ type: 3, attributes: [2], statuses: [{ attribute: 1, status: 4 }] }, { type: 5, attributes: [2], statuses: [{ attribute: 0, status: 8 }] }], frames: [frame], truncated: false });
    expect(readSstp(stream.subarray(0, 40))).toMatchObject({ controls: [{ type: 3 }], frames: [], truncated: true });
  });

  it('is told from other protocols', () => {
    for (const bytes of [counting(40), join([0x10, 1, 0, 7], counting(9)), join([0x10, 2, 0, 8], counting(9)), Uint8Array.of(0x10, 0, 0)]) expect(readSstp(bytes)).toBeNull();
  });
});
