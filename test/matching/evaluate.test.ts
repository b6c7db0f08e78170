import { describe, expect, it } from 'vitest';
import { createWorld, evaluate, evaluateAll } from '../../src/matching/index.ts';
import { buildWorld } from '../../src/matching/lint/givens.ts';
import type { Clause, Given, Selector } from '../../src/model/signature.ts';
import { ATTEMPT, finding, findings, signatureOf, truthOf } from './judging.ts';
import { vocabulary } from './vocabulary.ts';

const yes: Clause = { record: 'ras-client.failed' };
const no: Clause = { record: 'ras-client.connecting' };
const unknown: Clause = { fact: 'certificate.machine' };
const BY_NAME = { yes, no, unknown };
type Name = keyof typeof BY_NAME;

describe('verdict', () => {
  it.each<[Name[], string]>([
    [['yes'], 'matched'],
    [['no'], 'ruled-out'],
    [['unknown'], 'undecided'],
    [['yes', 'no'], 'ruled-out'],
    [['yes', 'unknown'], 'undecided'],
    [['unknown', 'no'], 'ruled-out'],
    [['yes', 'no', 'unknown'], 'ruled-out'],
  ])('of %s is %s', (names, verdict) => {
    const all = Object.fromEntries(names.map((name) => [name, BY_NAME[name]]));
    expect(finding({ all }, [ATTEMPT]).verdict).toBe(verdict);
  });

  it.each<[Name[], string]>([
    [['yes', 'no'], 'true'],
    [['unknown', 'yes'], 'true'],
    [['unknown', 'no'], 'unknown'],
    [['no', 'no'], 'false'],
  ])('any of %s is %s', (names, truth) => {
    expect(truthOf({ any: names.map((name) => BY_NAME[name]) }, [])).toBe(truth);
  });
});

describe('what is said', () => {
  it('is the first text that the evidence can fill, else the one that lacks least', () => {
    const all = { found: { any: [{ record: 'ras-client.failed' }, { record: 'ras-client.connecting' }] } };
    const texts = ['{found.server} with {found.error}', '{found.error} only'];
    expect(finding({ all, say: texts }, [ATTEMPT]).say).toBe('809 only');
    expect(finding({ all, say: texts.slice(0, 1) }, [ATTEMPT]).say).toBe('unknown with 809');
    expect(finding({ all, say: ['{found.server} over {found.device} with {found.error}', '{found.server} with {found.error}'] }, [ATTEMPT]).say).toBe('unknown with 809');
    // A capture on its own names no machine.
    const base = buildWorld([ATTEMPT], vocabulary);
    const nameless = createWorld({ ...base, hosts: [], records: base.records.map((record) => ({ ...record, host: '' })), attempts: base.attempts.map((attempt) => ({ ...attempt, host: '' })) });
    expect(evaluate(signatureOf({ all, say: 'it left {attempt.host}' }), nameless, vocabulary)[0]?.say).toBe('it left the computer');
    // What proves an absence is told only where it proves it.
    const none: Clause = { none: { record: 'service.state-changed', on: 'vpn-server', scope: 'window', before: '1m', after: '1m', unseen: 'absent' } };
    const said = (given: readonly Given[]) => finding({ all: { failed: yes, none }, say: ['nothing: {none.watched}', 'not told'] }, [ATTEMPT, ...given]).say;
    expect(said([{ watch: 'System', on: 'vpn-server' }])).toMatch(/^nothing: System of VPN-SERVER read from .* to /);
    expect(said([{ watch: 'System', on: 'vpn-server', to: '+0s' }])).toBe('not told');
  });
});

describe('fixes', () => {
  const fix = [{ do: 'always' }, { do: 'for 812', when: { record: 'ras-client.failed', where: { error: 812 } } }, { do: 'for 809', when: { record: 'ras-client.failed', where: { error: 809 } } }];

  it('that ask for what is there are told, of a match only', () => {
    expect(finding({ all: { failed: { record: 'ras-client.failed' } }, fix }, [ATTEMPT]).leads).toEqual([2]);
    expect(finding({ all: { failed: { record: 'ras-client.failed', where: { error: 1 } } }, fix }, [ATTEMPT]).leads).toBeUndefined();
  });
});

describe('gate', () => {
  it('lets through only what has its record', () => {
    const gated = { applies_when: { record: 'ras-client.failed', where: { error: 720 } }, all: { yes } };
    expect(findings(gated, [ATTEMPT])).toEqual([]);
    expect(findings(gated, [ATTEMPT, { record: 'ras-client.failed', attempt: 'B', error: 720 }]).map((each) => each.subject)).toEqual(['B']);
  });

  it('stays shut when its field is not known', () => {
    const given: Given[] = [{ record: 'ras-client.failed', attempt: 'A' }];
    expect(findings({ applies_when: { record: 'ras-client.failed', where: { error: 720 } }, all: { yes } }, given)).toEqual([]);
  });

  it('opens to any of several', () => {
    const gates: Selector[] = [{ record: 'nps.denied' }, { fact: 'vpn.profile' }];
    expect(findings({ applies_when: gates, all: { yes } }, [ATTEMPT])).toHaveLength(0);
    expect(findings({ applies_when: gates, all: { yes } }, [ATTEMPT, { fact: 'vpn.profile', name: 'Work' }])).toHaveLength(1);
  });

  it('on a host asks for the records and facts of that host', () => {
    const stopped = { fact: 'service.state', where: { service: 'RemoteAccess', state: 'stopped' } };
    const given: Given[] = [{ fact: 'service.state', on: 'vpn-server', service: 'RemoteAccess', state: 'stopped' }, ATTEMPT];
    expect(findings({ per: 'host', applies_when: stopped, all: { stopped } }, given).map((each) => each.subject)).toEqual(['VPN-SERVER']);
  });

  it('on the case looks everywhere', () => {
    const found = findings({ per: 'case', applies_when: { record: 'nps.denied' }, all: { denied: { record: 'nps.denied' } } }, [{ record: 'nps.denied', on: 'nps' }]);
    expect(found.map(({ subject, verdict }) => [subject, verdict])).toEqual([['', 'matched']]);
  });
});

describe('needs', () => {
  const certs = { fact: 'certificate.machine', collect: 'certutil' };
  const log = { record: 'nps.denied', on: 'nps' as const, collect: 'Security.evtx' };

  it('names what would settle an unknown clause', () => {
    const result = finding({ needs: { certs, log }, all: { yes, unknown } }, [ATTEMPT, { watch: 'Security', on: 'nps' }]);
    expect(result.missing).toEqual(['certs']);
    expect(result.clauses.map((clause) => clause.needs)).toEqual([[], ['certs']]);
  });

  it('lists a need even when its list was there but is not complete', () => {
    const given: Given[] = [ATTEMPT, { facts: 'certificate.machine', complete: false, items: [] }];
    expect(finding({ needs: { certs }, all: { unknown } }, given).missing).toEqual(['certs']);
  });

  it('does not hold a need against clauses that are true without it', () => {
    const clause: Clause = { any: [{ fact: 'vpn.profile' }, { fact: 'certificate.machine' }] };
    expect(finding({ needs: { certs }, all: { clause } }, [ATTEMPT, { fact: 'vpn.profile', name: 'x' }]).verdict).toBe('matched');
  });

  it('holds back a verdict for a need no clause asks for', () => {
    expect(finding({ needs: { certs }, all: { yes } }, [ATTEMPT])).toMatchObject({ verdict: 'undecided', missing: ['certs'] });
    expect(finding({ needs: { certs }, all: { yes } }, [ATTEMPT, { facts: 'certificate.machine', complete: false, items: [] }]).verdict).toBe('matched');
  });

  it.each<[string, Given[], string]>([
    ['no such host', [], 'undecided'],
    ['log not read', [{ host: 'NPS', roles: ['nps'] }], 'undecided'],
    ['log read at the time', [{ watch: 'Security', on: 'nps', from: '-1m', to: '+1m' }], 'matched'],
    ['log read at another time', [{ watch: 'Security', on: 'nps', from: '-2h', to: '-1h' }], 'undecided'],
  ])('a record is needed: %s', (_name, given, verdict) => {
    expect(finding({ needs: { log }, all: { yes } }, [ATTEMPT, ...given]).verdict).toBe(verdict);
  });

  it('a false clause wins over what is missing', () => {
    expect(finding({ needs: { certs }, all: { no } }, [ATTEMPT])).toMatchObject({ verdict: 'ruled-out', missing: [] });
  });
});

describe('references', () => {
  const profile: Selector = { fact: 'vpn.profile', where: { name: '$failed.connection', tunnel: { has: 'L2TP' } } };
  const profiles = (items: object[], complete = true): Given => ({ facts: 'vpn.profile', complete, items });

  it('carry the value of one clause into another, whatever their order', () => {
    const given = [ATTEMPT, profiles([{ name: 'Home', tunnel: ['L2TP'] }, { name: 'WORK', tunnel: ['L2TP'] }])];
    expect(finding({ all: { profile, failed: yes } }, given).verdict).toBe('matched');
    expect(finding({ all: { profile, failed: yes } }, [ATTEMPT, profiles([{ name: 'Home', tunnel: ['L2TP'] }])]).verdict).toBe('ruled-out');
  });

  it('to the attempt', () => {
    const clause: Clause = { fact: 'vpn.profile', where: { name: '$attempt.connection' } };
    expect(truthOf(clause, [profiles([{ name: 'Work' }])])).toBe('true');
    expect(truthOf({ ...ATTEMPT_TIME }, [])).toBe('true');
  });

  it('to what a clause did not find are unknown', () => {
    const failed: Clause = { record: 'ras-client.connecting' };
    const all = { failed, profile: { fact: 'vpn.profile', where: { server: '$failed.server' } } };
    expect(finding({ all }, [ATTEMPT, profiles([{ name: 'Work', server: 'a' }])]).clauses.map((clause) => clause.truth)).toEqual(['false', 'unknown']);
  });

  const chosen: Clause = { fact: 'certificate.machine', where: { wildcard: true } };
  const named: Clause = { fact: 'vpn.profile', where: { server: '$chosen.subject_cn' } };
  const certificates = (complete: boolean, ...names: string[]): Given => ({
    facts: 'certificate.machine',
    complete,
    items: names.map((subject_cn, index) => ({ thumbprint: `T${index}`, subject_cn, wildcard: true })),
  });

  it.each<[string, Given, string]>([
    ['the second of two fits', certificates(true, 'a', 'b'), 'matched'],
    ['none of two fits', certificates(true, 'a', 'c'), 'ruled-out'],
    ['none of two fits, and there may be more', certificates(false, 'a', 'c'), 'undecided'],
    ['more than can be tried', certificates(true, ...Array.from({ length: 300 }, (_, index) => `x${index}`)), 'undecided'],
  ])('try every item that fits: %s', (_name, certs, verdict) => {
    expect(finding({ all: { chosen, named } }, [ATTEMPT, certs, profiles([{ name: 'Work', server: 'b' }])]).verdict).toBe(verdict);
  });

  it('in a circle end as unknown', () => {
    const all = { a: { fact: 'vpn.profile', where: { name: '$b.name' } }, b: { fact: 'vpn.profile', where: { name: '$a.name' } } };
    expect(finding({ all }, [ATTEMPT, profiles([{ name: 'Work' }])]).verdict).toBe('undecided');
  });

  it('between many clauses with many items come to an end', () => {
    const items = Array.from({ length: 60 }, (_, index) => ({ name: `p${index}`, server: `s${index}` }));
    const all = Object.fromEntries(
      ['a', 'b', 'c', 'd', 'e'].map((name, index): [string, Clause] => {
        const previous = ['', 'a', 'b', 'c', 'd'][index];
        return [name, { fact: 'vpn.profile', ...(previous === '' ? {} : { where: { server: { not: `$${previous}.server` }, name: { not: `$${previous}.name` } } }) }];
      }),
    );
    const never: Clause = { fact: 'vpn.profile', where: { name: 'q', server: '$e.server' } };
    expect(finding({ all: { ...all, never } }, [ATTEMPT, profiles(items)]).verdict).toBe('undecided');
  });
});

const ATTEMPT_TIME: Selector = { record: 'ras-client.failed', where: { time: { lte: '$attempt.endedAt', gte: '$attempt.startedAt' } } };

describe('hosts', () => {
  const certificate: Selector = { fact: 'certificate.machine', on: 'vpn-server' };
  const two: Given[] = [
    { host: 'VPN1', roles: ['vpn-server'] },
    { host: 'VPN2', roles: ['vpn-server'] },
    { facts: 'certificate.machine', host: 'VPN1', complete: true, items: [{ subject_cn: 'x' }] },
    { facts: 'certificate.machine', host: 'VPN2', complete: true, items: [] },
  ];

  it('all of a role count when nothing tells them apart', () => {
    expect(truthOf(certificate, two)).toBe('true');
  });

  it('the one joined to the attempt counts when there is one', () => {
    expect(truthOf(certificate, [...two, { record: 'rras.policy-refused', host: 'VPN2', attempt: 'A' }])).toBe('false');
  });

  it('the one the attempt names as its server counts', () => {
    expect(truthOf(certificate, [...two, { attempt: 'A', server: 'vpn2.contoso.com' }])).toBe('false');
    expect(truthOf(certificate, [...two, { attempt: 'A', server: '192.0.2.1' }])).toBe('true');
  });

  it('a host judged for itself looks at itself', () => {
    const found = findings({ per: 'host', applies_when: { ...certificate }, all: { certificate } }, two);
    expect(found.map((each) => each.subject)).toEqual(['VPN1']);
  });
});

describe('evidence', () => {
  it('quotes the record with the fields looked at', () => {
    const [clause] = finding({ all: { failed: { record: 'ras-client.failed', where: { error: 809 } } } }, [ATTEMPT]).clauses;
    expect(clause?.evidence).toEqual([
      { clause: 'failed', ref: { artifact: 'given', at: { kind: 'line', line: 1 } }, quote: 'ras-client 0 error=809 at 2024-02-21T08:30:05Z' },
    ]);
  });

  it('of absence is the list, and why each item in it does not count', () => {
    const none: Clause = { none: { fact: 'certificate.machine', where: { private_key: true, eku: { has: 'client-auth' }, valid_at: '$failed.time' } } };
    const items = [
      { thumbprint: 'A', subject_cn: 'old', private_key: true, eku: ['server-auth'], not_before: '2022-01-01', not_after: '2023-01-01' },
      { thumbprint: 'B', subject_cn: 'bare', private_key: false, eku: ['client-auth'], not_before: '2024-01-01', not_after: '2025-01-01' },
    ];
    const result = finding({ say: '{none.count_seen} seen, {none.count} fit: {none.why}.', all: { failed: yes, none } }, [
      ATTEMPT,
      { facts: 'certificate.machine', complete: true, items },
    ]);
    expect(result.verdict).toBe('matched');
    expect(result.say).toBe('2 seen, 0 fit: old (no client-auth, expired 2023-01-01); bare (private_key is false).');
    expect(result.clauses[1]?.evidence.map((each) => each.quote)).toEqual([
      'certificate.machine: 2 listed on CLIENT, complete',
      'old: private_key=true, eku=server-auth, not_before=2022-01-01T00:00:00Z, not_after=2023-01-01T00:00:00Z',
      'bare: private_key=false, eku=client-auth, not_before=2024-01-01T00:00:00Z, not_after=2025-01-01T00:00:00Z',
    ]);
  });

  it('is capped, and so is the line of why', () => {
    const items = Array.from({ length: 40 }, (_, index) => ({ name: `p${index}` }));
    const [clause] = finding({ all: { none: { none: { fact: 'vpn.profile' } } } }, [ATTEMPT, { facts: 'vpn.profile', complete: true, items }]).clauses;
    expect(clause?.evidence).toHaveLength(5);
    expect(clause?.why).toBe('there is p0; p1; p2; and 37 more');
  });

  it.each<[string, Clause, Given[], string]>([
    ['a list that is missing', unknown, [], 'certificate.machine was not collected on CLIENT'],
    ['a list that is cut', unknown, [{ facts: 'certificate.machine', complete: false, items: [], reason: 'output ends early' }], 'certificate.machine of CLIENT is not complete (output ends early)'],
    ['a role nobody has', { fact: 'certificate.machine', on: 'dc' }, [], 'no dc in the case'],
    ['a log that starts late', { record: 'service.crashed', scope: 'window' }, [{ watch: 'System', from: '-1m' }], 'System of CLIENT does not cover 2024-02-21T08:20:05Z to 2024-02-21T08:32:05Z'],
    ['a field nobody wrote', { fact: 'service.state', where: { state: 'running' } }, [{ facts: 'service.state', complete: true, items: [{ service: 'RasMan' }] }], 'state unknown'],
    ['a record that may be of this attempt', no, [{ record: 'ras-client.connecting' }], 'seen at the time but not joined to this attempt'],
  ])('why unknown: %s', (_name, clause, given, why) => {
    expect(finding({ all: { x: clause } }, [ATTEMPT, ...given]).clauses[0]).toMatchObject({ truth: 'unknown', why });
  });
});

describe('say', () => {
  it('fills placeholders by type', () => {
    const state: Clause = { fact: 'service.state' };
    const say = '{attempt.user} {attempt.errorCode} {attempt.startedAt} {failed.time} {failed.error} {state.exit_code} {state.pid} {state.service} {failed.co_id}';
    const given: Given[] = [ATTEMPT, { fact: 'service.state', service: null, exit_code: 0x800b0101, pid: 70000 }];
    expect(finding({ say, all: { failed: yes, state } }, given).say).toBe(
      'user1 809 2024-02-21T08:30:05Z 2024-02-21T08:30:05Z 809 0x800B0101 70000 none unknown',
    );
  });
});

describe('evaluateAll', () => {
  it('names a signature that throws and goes on', () => {
    const broken = { ...signatureOf({ all: {} }), id: 'broken', applies_when: [null as unknown as Selector] };
    const world = buildWorld([ATTEMPT], vocabulary);
    const { findings: found, failures } = evaluateAll([broken, signatureOf({ all: { yes } })], world, vocabulary);
    expect(failures.map((failure) => failure.signature)).toEqual(['broken']);
    expect(found.map((each) => each.signature)).toEqual(['sketch']);
  });

  it('takes records whose time is not placed for possible, not certain', () => {
    const base = buildWorld([ATTEMPT, { record: 'service.crashed', time: '-5m' }, { watch: 'System' }], vocabulary);
    const unplaced = base.records.map((record) => (record.name === 'service.crashed' ? { ...record, clock: { clock: 'local' as const, precision: 'second' as const } } : record));
    const signature = signatureOf({ all: { crashed: { record: 'service.crashed', scope: 'window' } } });
    expect(evaluate(signature, base, vocabulary)[0]?.verdict).toBe('matched');
    expect(evaluate(signature, createWorld({ ...base, records: unplaced }), vocabulary)[0]?.verdict).toBe('undecided');
  });

  it('does not take a record of an attempt that is not listed for this attempt', () => {
    const base = buildWorld([ATTEMPT, { record: 'ras-client.connecting' }], vocabulary);
    const other = base.records.findIndex((record) => record.name === 'ras-client.connecting');
    const signature = signatureOf({ all: { no } });
    expect(evaluate(signature, base, vocabulary)[0]?.verdict).toBe('undecided');
    expect(evaluate(signature, createWorld({ ...base, omittedRecords: [other] }), vocabulary)[0]?.verdict).toBe('ruled-out');
  });
});
