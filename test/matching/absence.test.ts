/** Absence counts only when complete: every way a list or log can fall short. */
import { describe, expect, it } from 'vitest';
import type { Clause, Given, Selector } from '../../src/model/signature.ts';
import { ATTEMPT, findings, truthOf } from './judging.ts';

const good: Selector = { fact: 'certificate.machine', where: { private_key: true } };
const GOOD = { thumbprint: 'A1', private_key: true };
const BAD = { thumbprint: 'B2', private_key: false };
const VAGUE = { thumbprint: 'C3', subject_cn: 'x' };

function certificates(items: readonly object[], complete: boolean, on = 'client'): Given {
  return { facts: 'certificate.machine', on, complete, items };
}

describe('facts: exists and none', () => {
  it.each<[string, Given[], string, string]>([
    ['nothing was collected', [], 'unknown', 'unknown'],
    ['a complete empty list', [certificates([], true)], 'false', 'true'],
    ['an empty list that may be cut', [certificates([], false)], 'unknown', 'unknown'],
    ['one fits', [certificates([BAD, GOOD], true)], 'true', 'false'],
    ['one fits in a list that may be cut', [certificates([GOOD], false)], 'true', 'false'],
    ['none fits', [certificates([BAD], true)], 'false', 'true'],
    ['none fits in a list that may be cut', [certificates([BAD], false)], 'unknown', 'unknown'],
    ['one may fit', [certificates([VAGUE], true)], 'unknown', 'unknown'],
    ['one fits beside one that may', [certificates([VAGUE, GOOD], true)], 'true', 'false'],
    ['the list is of another host', [certificates([], true, 'vpn-server')], 'unknown', 'unknown'],
    ['a complete list beside a cut one', [certificates([BAD], false), certificates([BAD], true)], 'false', 'true'],
  ])('%s', (_name, given, exists, none) => {
    expect(truthOf(good, given)).toBe(exists);
    expect(truthOf({ none: good }, given)).toBe(none);
  });

  it.each<[string, Given[], string]>([
    ['no host has the role', [certificates([GOOD], true)], 'unknown'],
    ['the host of the role has one', [certificates([GOOD], true, 'vpn-server')], 'true'],
    ['the host of the role has none', [certificates([], true, 'vpn-server')], 'false'],
    ['one of two hosts was not listed', [certificates([], true, 'vpn-server'), { host: 'VPN1', roles: ['vpn-server'] }, { host: 'VPN2', roles: ['vpn-server'] }], 'unknown'],
  ])('on a role: %s', (_name, given, truth) => {
    expect(truthOf({ ...good, on: 'vpn-server' }, given)).toBe(truth);
  });

  it.each<[string, Given[], string]>([
    ['not read', [], 'unknown'],
    ['read and not there', [{ fact: 'registry.prohibit-ipsec', value: null, present: false }], 'false'],
    ['read and different', [{ fact: 'registry.prohibit-ipsec', value: 0, present: true }], 'false'],
    ['read and equal', [{ fact: 'registry.prohibit-ipsec', value: 1, present: true }], 'true'],
    ['read, value not understood', [{ fact: 'registry.prohibit-ipsec', present: true }], 'unknown'],
  ])('a registry setting is its own list: %s', (_name, given, truth) => {
    expect(truthOf({ fact: 'registry.prohibit-ipsec', where: { value: 1 } }, given)).toBe(truth);
  });

  it('counts the same certificate read from two files once', () => {
    const twoFiles = [certificates([GOOD], true), certificates([{ ...GOOD, subject_cn: 'vpn' }], true)];
    expect(truthOf({ count: good, at_least: 2 }, twoFiles)).toBe('false');
    expect(truthOf({ count: good, at_least: 2 }, [certificates([GOOD, { ...GOOD, thumbprint: 'D4' }], true)])).toBe('true');
  });

  it('lets the fuller of two lists settle what the other leaves open', () => {
    const brief = certificates([{ thumbprint: 'B2' }], true);
    expect(truthOf({ none: good }, [brief])).toBe('unknown');
    expect(truthOf({ none: good }, [brief, certificates([BAD], true)])).toBe('true');
  });

  it('keeps two things of one name apart when they differ', () => {
    const profiles: Given = { facts: 'vpn.profile', complete: true, items: [{ name: 'Work', strategy: 'l2tp-only' }, { name: 'Work', strategy: 'sstp-only' }] };
    expect(truthOf({ count: { fact: 'vpn.profile' }, at_least: 2 }, [profiles])).toBe('true');
  });
});

describe('records in a window', () => {
  const stopped: Selector = { record: 'service.state-changed', where: { state: 'stopped' }, on: 'vpn-server', scope: 'window', before: '1h', after: '1m' };
  const event = (time: string, state = 'stopped'): Given => ({ record: 'service.state-changed', on: 'vpn-server', time, state });
  const watch = (from: string, to: string): Given => ({ watch: 'System', on: 'vpn-server', from, to });
  const SERVER: Given = { host: 'VPN-SERVER', roles: ['vpn-server'] };

  it.each<[string, Given[], string]>([
    ['seen', [event('2024-02-21T08:00:00Z')], 'true'],
    ['seen at the first instant', [event('2024-02-21T07:30:05Z')], 'true'],
    ['seen at the last instant', [event('2024-02-21T08:31:05Z')], 'true'],
    ['nothing says what was read', [SERVER], 'unknown'],
    ['read throughout', [watch('-1h', '+1m')], 'false'],
    ['read throughout, in two logs', [watch('-2h', '-10m'), watch('-10m', '+5m')], 'false'],
    ['read in two logs with a hole', [watch('-2h', '-10m'), watch('-9m', '+5m')], 'unknown'],
    ['read from too late', [watch('-59m', '+1h')], 'unknown'],
    ['read not long enough', [watch('-2h', '+59s')], 'unknown'],
    ['read throughout with a gap', [watch('-2h', '+2h'), { gap: 'System', on: 'vpn-server', from: '-10m', to: '-9m' }], 'unknown'],
    ['read throughout with a gap elsewhere', [watch('-3h', '+2h'), { gap: 'System', on: 'vpn-server', from: '-3h', to: '-2h' }], 'false'],
    ['another channel was read', [{ watch: 'Application', on: 'vpn-server' }], 'unknown'],
    ['the channel in other case', [{ watch: 'SYSTEM', on: 'vpn-server' }], 'false'],
    ['seen just before', [event('2024-02-21T07:30:04Z'), watch('-2h', '+2h')], 'false'],
    ['seen in another state', [event('2024-02-21T08:00:00Z', 'running'), watch('-2h', '+2h')], 'false'],
    ['seen, state not known', [{ record: 'service.state-changed', on: 'vpn-server', time: '-5m' }, watch('-2h', '+2h')], 'unknown'],
    ['no host has the role', [], 'unknown'],
  ])('%s', (_name, given, truth) => {
    expect(truthOf(stopped, given)).toBe(truth);
  });

  it('looks ten minutes back and two ahead unless told', () => {
    const { before: _before, after: _after, ...plain } = stopped;
    const watched = watch('-1h', '+1h');
    const times = ['2024-02-21T08:20:04Z', '2024-02-21T08:20:05Z', '2024-02-21T08:32:05Z', '2024-02-21T08:32:06Z'];
    expect(times.map((time) => truthOf(plain, [watched, event(time)]))).toEqual(['false', 'true', 'true', 'false']);
  });

  it('never takes for absent what has no known channel', () => {
    expect(truthOf({ record: 'nowhere.event', scope: 'window' }, [{ watch: 'Application' }, { watch: 'System' }])).toBe('unknown');
  });
});

describe('records joined to the attempt', () => {
  const connecting: Selector = { record: 'ras-client.connecting' };
  const refused: Selector = { record: 'rras.policy-refused', on: 'vpn-server' };

  it.each<[string, Clause, Given[], string]>([
    ['joined', connecting, [{ record: 'ras-client.connecting', attempt: 'A' }], 'true'],
    ['not there, in the log of the gate', connecting, [], 'false'],
    ['there at the time, of no attempt', connecting, [{ record: 'ras-client.connecting', time: '-1m' }], 'unknown'],
    ['long before, of no attempt', connecting, [{ record: 'ras-client.connecting', time: '-1h' }], 'false'],
    ['on the server, joined', refused, [{ record: 'rras.policy-refused', on: 'vpn-server', attempt: 'A' }], 'true'],
    ['on the server, log not read', refused, [{ host: 'VPN-SERVER', roles: ['vpn-server'] }], 'unknown'],
    ['on the server, log read', refused, [{ watch: 'System', on: 'vpn-server' }], 'false'],
    ['on the server, there at the time but not joined', refused, [{ watch: 'System', on: 'vpn-server' }, { record: 'rras.policy-refused', on: 'vpn-server' }], 'unknown'],
  ])('%s', (_name, clause, given, truth) => {
    expect(truthOf(clause, given)).toBe(truth);
  });

  it('of another attempt', () => {
    const given: Given[] = [ATTEMPT, { record: 'ras-client.connecting', attempt: 'B' }];
    const [first] = findings({ all: { x: connecting } }, given);
    expect(first?.subject).toBe('A');
    expect(first?.clauses[0]?.truth).toBe('false');
  });
});

describe('unseen: absent', () => {
  const refused: Selector = { record: 'rras.policy-refused', on: 'vpn-server', where: { error: 812 }, unseen: 'absent' };

  it.each<[string, Given[], string]>([
    ['no host has the role', [], 'false'],
    ['log not read', [{ host: 'VPN-SERVER', roles: ['vpn-server'] }], 'false'],
    ['a field is not known', [{ record: 'rras.policy-refused', on: 'vpn-server', attempt: 'A' }], 'false'],
    ['seen', [{ record: 'rras.policy-refused', on: 'vpn-server', attempt: 'A', error: 812 }], 'true'],
  ])('%s', (_name, given, truth) => {
    expect(truthOf(refused, given)).toBe(truth);
    expect(truthOf({ none: refused }, given)).toBe(truth === 'true' ? 'false' : 'true');
  });
});
