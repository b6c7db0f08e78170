/** ICMP errors through a capture: who refused what, how often. */
import { describe, expect, it } from 'vitest';
import { counting, ethernet, icmp, icmpv6, ipv4, ipv6, udp } from '../../support/packets/ip.ts';
import { capture, datagram, SERVER, START, US } from './support.ts';
import { SERVER6, US6 } from './tcp-support.ts';

const ROUTER = '198.51.100.1';
const ours = ipv4(US, SERVER, 17, udp(500, 500, counting(20)));
const error = (at: number, type: number, code: number, rest = [0, 0, 0, 0], quoted = ours, direction: 'in' | 'out' = 'in') => ({ at, direction, frame: ethernet(0x0800, direction === 'in' ? ipv4(ROUTER, US, 1, icmp(type, code, rest, quoted)) : ipv4(US, SERVER, 1, icmp(type, code, rest, quoted))) });
const errors = (...input: Parameters<typeof capture>) => capture(...input).records.filter(({ name }) => name === 'capture.icmp-error');

describe('ICMP errors in a capture', () => {
  it('names the router that refused, what, and how often', () => {
    expect(errors([datagram(0, 'out', 500, counting(20)), error(0.1, 3, 13), error(1.1, 3, 13), error(2.1, 3, 1)])).toMatchObject([
      { time: START + 100_000, severity: 'warning', code: 3, fields: { type: 3, icmp_code: 13, meaning: 'unreachable-prohibited', router_address: ROUTER, quoted_source_address: US, quoted_destination_address: SERVER, quoted_protocol: 17, quoted_source_port: 500, quoted_destination_port: 500, quoted_length: 48, from_us: true, inside_tunnel: false, count: 2, frames: [2, 3] } },
      { fields: { icmp_code: 1, meaning: 'unreachable-host', count: 1 } },
    ]);
  });

  it.each([[3, 0, 'unreachable-net'], [3, 3, 'unreachable-port'], [3, 2, 'unreachable-protocol'], [11, 0, 'time-exceeded'], [12, 0, 'parameter-problem']])('reads type %i code %i', (type, code, meaning) => {
    expect(errors([error(0, type, code)])).toMatchObject([{ fields: { meaning } }]);
  });

  it('tells the smallest MTU that was stated, and of ESP no ports', () => {
    const esp = ipv4(US, SERVER, 50, counting(600));
    expect(errors([error(0, 3, 4, [0, 0, 5, 120], esp), error(1, 3, 4, [0, 0, 5, 20], esp)])).toMatchObject([{ fields: { meaning: 'too-big', mtu: 1_300, quoted_protocol: 50, quoted_length: 620, count: 2, seconds: 1 } }]);
    expect(errors([error(0, 3, 4, [0, 0, 5, 120], esp)])[0]?.fields).not.toHaveProperty('quoted_source_port');
  });

  it('reads ICMPv6', () => {
    const quoted = ipv6(US6, SERVER6, 17, udp(4500, 4500, counting(20)));
    const frame = ethernet(0x86dd, ipv6('2001:db8::1', US6, 58, icmpv6(['2001:db8::1', US6], 1, 4, [0, 0, 0, 0], quoted)));
    expect(errors([{ at: 0, direction: 'in', frame }])).toMatchObject([{ fields: { meaning: 'unreachable-port', router_address: '2001:db8::1', quoted_destination_port: 4500, from_us: true } }]);
  });

  it('knows what the captured computer refuses itself', () => {
    const theirs = ipv4(SERVER, US, 17, udp(500, 500, counting(20)));
    expect(errors([error(0, 3, 3, [0, 0, 0, 0], theirs, 'out')])).toMatchObject([{ fields: { from_us: false, router_address: US, quoted_source_address: SERVER } }]);
  });

  it('needs no more than the quoted header, and passes over echoes and errors that quote nothing', () => {
    expect(errors([error(0, 3, 1, [0, 0, 0, 0], ours.subarray(0, 20))])).toMatchObject([{ fields: { meaning: 'unreachable-host', quoted_destination_address: SERVER } }]);
    expect(errors([error(0, 8, 0), error(1, 3, 1, [0, 0, 0, 0], ours.subarray(0, 12))])).toEqual([]);
  });
});
