/** From verdicts to a diagnosis: what leads, what folds, what stays open. */
import { describe, expect, it } from 'vitest';
import { diagnose } from '../../src/diagnosis/diagnose.ts';
import type { Attempt, JoinStrength } from '../../src/model/case.ts';
import type { Finding, Verdict } from '../../src/model/finding.ts';
import type { Fact } from '../../src/model/records.ts';
import type { Signature } from '../../src/model/signature.ts';

const MINUTE = 60_000_000;
const START = Date.UTC(2024, 1, 21, 9) * 1_000;
const WINDOW = { start: START, end: START + 10 * MINUTE };

function attempt(id: string, minute: number, more: Partial<Attempt> = {}): Attempt {
  const startedAt = START + minute * MINUTE;
  return {
    id,
    host: 'LAP042',
    side: 'client',
    correlationId: null,
    user: 'CONTOSO\\user1',
    userName: 'user1',
    connection: 'Contoso VPN',
    tunnel: 'IKEv2',
    server: 'vpn.contoso.com',
    startedAt,
    endedAt: startedAt + 1_000_000,
    outcome: 'failed',
    errorCode: 809,
    stages: ['dial', 'resolve', 'reach-server'],
    stageEvidence: {},
    parts: [],
    joins: [],
    records: [],
    inReproWindow: minute >= 0 && minute <= 10,
    ...more,
  };
}

function signature(id: string, more: Partial<Signature> = {}): Signature {
  return {
    id,
    title: `Title of ${id}`,
    status: 'test',
    severity: 'high',
    tunnel: ['IKEv2'],
    cause: 'because',
    applies_when: { record: 'ras-client.failed' },
    needs: { store: { fact: 'certificate.machine', on: 'vpn-server', collect: 'certutil -v -store My' } },
    match: { per: 'attempt', all: { failed: { record: 'ras-client.failed' } } },
    say: 'said',
    fix: [{ do: 'mend it' }],
    sources: [{ title: 'source' }],
    tests: [],
    ...more,
  };
}

function finding(id: string, subject: string, verdict: Verdict): Finding {
  const truth = verdict === 'matched' ? 'true' : verdict === 'ruled-out' ? 'false' : 'unknown';
  const evidence = [{ clause: 'failed', ref: { artifact: 'LAP042-Application.evtx', at: { kind: 'evtx' as const, recordId: 1, offset: 512 } }, quote: 'RasClient 20227' }];
  return { signature: id, subject, verdict, clauses: [{ clause: 'failed', truth, evidence, why: `why ${id}`, needs: ['store'] }], missing: verdict === 'undecided' ? ['store'] : [], say: `say ${id}` };
}

const judge = (attempts: readonly Attempt[], signatures: readonly Signature[], findings: readonly Finding[], window: typeof WINDOW | null = WINDOW) =>
  diagnose({ attempts, records: [], facts: [], signatures, findings, reproWindow: window, isRecovered: () => false, isTimeOnly: () => false, isOffClock: () => false, whyMissing: () => 'not asked for' });

describe('explanations and contradictions', () => {
  it('folds a chain of explanations under the cause at its end', () => {
    const signatures = [signature('cause', { explains: ['step'] }), signature('step', { explains: ['symptom'] }), signature('symptom')];
    const diagnosis = judge([attempt('A1', 5)], signatures, signatures.map(({ id }) => finding(id, 'A1', 'matched')));
    expect(diagnosis.rootCauses.map((cause) => [cause.signature.id, cause.explains])).toEqual([['cause', ['step', 'symptom']]]);
  });

  it('puts the fixes that the evidence asks for first, and those it does not ask for last', () => {
    const when = { record: 'nps.denied' };
    const fix = [{ do: 'for 65', when }, { do: 'always' }, { do: 'for 48', when }];
    const order = (leads?: number[]) => judge([attempt('A1', 5)], [signature('cause', { fix })], [{ ...finding('cause', 'A1', 'matched'), ...(leads === undefined ? {} : { leads }) }]).rootCauses[0]?.fix.map((each) => each.do);
    expect(order([2])).toEqual(['for 48', 'always', 'for 65']);
    expect(order()).toEqual(['always', 'for 65', 'for 48']);
  });

  it('reports a setting that two files state differently, and doubts the cause that rests on it', () => {
    const setting = (artifact: string, value: number | null): Fact => ({ name: 'registry.lm-compatibility-level', host: 'DC01', subject: 'lm-compatibility-level', fields: { value, present: value !== null }, ref: { artifact, at: { kind: 'registry', key: 'SYSTEM\\ControlSet001\\Control\\Lsa', value: 'LmCompatibilityLevel' } } });
    const matched = finding('cause', 'A1', 'matched');
    const facts = [setting('a.hiv', 5), setting('b.txt', 2), setting('c.txt', 5)];
    const evidence = [{ clause: 'failed', ref: facts[0]!.ref, quote: 'value=5' }];
    const cites = { ...matched, clauses: matched.clauses.map((clause) => ({ ...clause, evidence })) };
    const input = { attempts: [attempt('A1', 5)], records: [], signatures: [signature('cause')], findings: [cites], reproWindow: WINDOW, isRecovered: () => false, isTimeOnly: () => false, isOffClock: () => false, whyMissing: () => '' };
    const disputed = diagnose({ ...input, facts });
    expect(disputed.contradictions.map(({ fact, stated }) => [fact, stated.map(({ value, ref }) => [value, ref.artifact])])).toEqual([['registry.lm-compatibility-level', [[5, 'a.hiv'], [2, 'b.txt'], [5, 'c.txt']]]]);
    expect(disputed.rootCauses[0]?.confidence).toMatchObject({ level: 'medium' });
    const agreed = diagnose({ ...input, facts: [facts[0]!, facts[2]!] });
    expect(agreed.contradictions).toEqual([]);
    expect(agreed.rootCauses[0]?.confidence.level).toBe('high');
  });

  it('doubts a cause while what would look the same is not ruled out', () => {
    const signatures = [signature('cause', { alike: ['twin'] }), signature('twin')];
    const level = (twin: readonly Finding[]) => judge([attempt('A1', 5)], signatures, [finding('cause', 'A1', 'matched'), ...twin]).rootCauses[0]?.confidence;
    expect(level([finding('twin', 'A1', 'undecided')])).toMatchObject({ level: 'medium', reasons: expect.arrayContaining(['twin would look the same and is not ruled out']) });
    expect(level([])?.level).toBe('medium');
    expect(level([finding('twin', 'A1', 'ruled-out')])?.level).toBe('high');
  });

  it('does not take the settings of two users for a contradiction', () => {
    const setting = (artifact: string, value: number): Fact => ({ name: 'registry.proxy-enable', host: 'LAP042', subject: 'proxy-enable', fields: { value }, ref: { artifact, at: { kind: 'registry', key: 'HKCU\\Software\\Microsoft', value: 'ProxyEnable' } } });
    const diagnosis = diagnose({ attempts: [], records: [], facts: [setting('user1.txt', 0), setting('user2.txt', 1)], signatures: [], findings: [], reproWindow: null, isRecovered: () => false, isTimeOnly: () => false, isOffClock: () => false, whyMissing: () => '' });
    expect(diagnosis.contradictions).toEqual([]);
  });
});

describe('root causes', () => {
  it('takes attempts inside the repro window and shows older ones as history only', () => {
    const diagnosis = judge([attempt('A1', -3_000), attempt('A2', 5)], [signature('old-cause'), signature('new-cause')], [finding('old-cause', 'A1', 'matched'), finding('new-cause', 'A2', 'matched')]);
    expect(diagnosis.rootCauses.map((cause) => cause.signature.id)).toEqual(['new-cause']);
    expect(diagnosis.contributing.map((cause) => cause.signature.id)).toEqual(['old-cause']);
    expect(diagnosis.contributing[0]?.confidence.reasons).toContain('seen outside the repro window only: history');
    expect(diagnosis.notes[0]).toContain('history');
  });

  it('names no cause for attempts long before a window that holds none', () => {
    const diagnosis = judge([attempt('A1', -3_000)], [signature('old-cause')], [finding('old-cause', 'A1', 'matched')]);
    expect(diagnosis.rootCauses).toEqual([]);
    expect(diagnosis.fallback).toEqual([]);
  });

  it('judges the hour before a window without attempts, and says so', () => {
    const diagnosis = judge([attempt('A1', -20)], [signature('cause')], [finding('cause', 'A1', 'matched')]);
    expect(diagnosis.rootCauses.map((cause) => cause.attempts)).toEqual([['A1']]);
    expect(diagnosis.notes).toEqual(['No attempt lies inside the repro window; the attempts of the hour before it were judged instead.']);
  });

  it('never takes a guessed password on the server for the problem of the client that failed', () => {
    const client = attempt('A1', 1, { errorCode: 691 });
    const guess = attempt('A2', 1, { side: 'server', host: 'RRAS01', userName: 'administrator', errorCode: 691 });
    const guessed = [finding('wrong-password', 'A2', 'matched')];
    const diagnosis = judge([client, guess], [signature('wrong-password')], guessed);
    expect(diagnosis.rootCauses).toEqual([]);
    expect(diagnosis.contributing[0]?.confidence.reasons).toContain('seen in attempts of others on the server only');
    expect(diagnosis.fallback.map((fallback) => fallback.attempt)).toEqual(['A1']);
    expect(diagnosis.notes[0]).toContain('1 attempt(s) on the server');
    const rootsWith = (other: Attempt, first = client) => judge([first, other], [signature('wrong-password')], guessed).rootCauses.length;
    expect(rootsWith({ ...guess, userName: 'user1' })).toBe(1);
    expect(rootsWith({ ...guess, correlationId: '{9F1C2B52-0B5E-4C6E-9A0F-3C7A1D2E4F60}' })).toBe(1);
    // A dial that came up does not make the guesses of others a problem either.
    expect(rootsWith(guess, { ...client, outcome: 'connected', errorCode: null })).toBe(0);
    expect(rootsWith({ ...guess, userName: 'user1' }, { ...client, outcome: 'connected', errorCode: null })).toBe(1);
    expect(rootsWith(guess, { ...client, userName: null })).toBe(1);
  });

  it('never takes a guess at the very account for a dial of it, once a dial is known to have its own half on that server', () => {
    const guess = attempt('A2', 3, { side: 'server', host: 'RRAS01', errorCode: 691 });
    const leading = (strength: JoinStrength, host = 'RRAS01') => {
      const client = attempt('A1', 1, { errorCode: 691, joins: [{ kind: 'server', value: host, strength }] });
      return judge([client, guess], [signature('wrong-password')], ['A1', 'A2'].map((id) => finding('wrong-password', id, 'matched'))).rootCauses[0]?.attempts;
    };
    expect(leading('exact')).toEqual(['A1']);
    expect(leading('identifier')).toEqual(['A1']);
    expect(leading('time-only')).toEqual(['A1', 'A2']);
    expect(leading('exact', 'RRAS02')).toEqual(['A1', 'A2']);
  });

  it('folds a symptom under the cause that explains it, but only for the attempts it explains', () => {
    const wrapper = signature('wrapper', { symptom: true });
    const cause = signature('cause', { explains: ['wrapper'] });
    const both = judge([attempt('A1', 1)], [wrapper, cause], [finding('wrapper', 'A1', 'matched'), finding('cause', 'A1', 'matched')]);
    expect(both.rootCauses.map((found) => [found.signature.id, found.explains])).toEqual([['cause', ['wrapper']]]);
    const apart = judge([attempt('A1', 1), attempt('A2', 2)], [wrapper, cause], [finding('wrapper', 'A2', 'matched'), finding('cause', 'A1', 'matched')]);
    expect(apart.rootCauses.map((found) => found.signature.id)).toEqual(['cause', 'wrapper']);
    expect(apart.rootCauses[1]?.confidence.level).toBe('low');
  });

  it('puts a one-sidedly excluded sibling aside and lowers both when the exclusion is mutual', () => {
    const findings = [finding('a', 'A1', 'matched'), finding('b', 'A1', 'matched')];
    const oneSided = judge([attempt('A1', 1)], [signature('a', { excludes: ['b'] }), signature('b')], findings);
    expect(oneSided.rootCauses.map((cause) => cause.signature.id)).toEqual(['a']);
    expect(oneSided.contributing.map((cause) => cause.signature.id)).toEqual(['b']);
    const mutual = judge([attempt('A1', 1)], [signature('a', { excludes: ['b'] }), signature('b', { excludes: ['a'] })], findings);
    expect(mutual.rootCauses.map((cause) => cause.confidence.level)).toEqual(['low', 'low']);
  });

  it('gathers one cause over several attempts and ranks the better founded first', () => {
    const diagnosis = judge(
      [attempt('A1', 1), attempt('A2', 2)],
      [signature('guessed', { status: 'experimental' }), signature('sure')],
      [finding('guessed', 'A1', 'matched'), finding('sure', 'A1', 'matched'), finding('sure', 'A2', 'matched')],
    );
    expect(diagnosis.rootCauses.map((cause) => [cause.signature.id, cause.attempts, cause.confidence.level])).toEqual([
      ['sure', ['A1', 'A2'], 'high'],
      ['guessed', ['A1'], 'medium'],
    ]);
  });

  it('never takes a note of severity info for a root cause', () => {
    const diagnosis = judge([attempt('A1', 1)], [signature('note', { severity: 'info' })], [finding('note', 'A1', 'matched')]);
    expect(diagnosis.rootCauses).toEqual([]);
    expect(diagnosis.contributing.map((cause) => cause.signature.id)).toEqual(['note']);
  });
});

describe('what stays open', () => {
  it('lists undecided signatures with one request for what several of them need', () => {
    const diagnosis = judge([attempt('A1', 1)], [signature('a'), signature('b')], [finding('a', 'A1', 'undecided'), finding('b', 'A1', 'undecided')]);
    expect(diagnosis.undecided.map((item) => [item.signature.id, item.missing, item.why])).toEqual([
      ['a', ['store'], 'why a'],
      ['b', ['store'], 'why b'],
    ]);
    expect(diagnosis.missing).toEqual([{ need: 'store', what: 'certificate.machine', collect: 'certutil -v -store My', on: 'vpn-server', settles: ['a', 'b'], verdicts: 2, why: 'not asked for' }]);
  });

  it('asks for nothing more about an attempt whose cause is proved', () => {
    const diagnosis = judge([attempt('A1', 1)], [signature('a'), signature('b')], [finding('a', 'A1', 'matched'), finding('b', 'A1', 'undecided')]);
    expect(diagnosis.undecided).toEqual([]);
    expect(diagnosis.missing).toEqual([]);
  });

  it('keeps what was ruled out with the clause that decided', () => {
    expect(judge([attempt('A1', 1)], [signature('a')], [finding('a', 'A1', 'ruled-out')]).ruledOut.map((item) => [item.signature.id, item.by, item.why])).toEqual([['a', 'failed', 'why a']]);
  });

  it('always says stage, meaning and what to collect for a failure nothing explains', () => {
    const [fallback] = judge([attempt('A1', 1), attempt('A2', 2)], [], []).fallback;
    expect(fallback).toMatchObject({ attempt: 'A2', code: 809, stage: 'reach-server' });
    expect(fallback?.say).toContain('"Contoso VPN" failed with 809');
    expect(fallback?.say).toContain('(2 attempts alike)');
    expect(fallback?.meaning).toContain('ERROR_VPN_TIMEOUT');
    expect(fallback?.collect.length).toBeGreaterThan(0);
  });

  it('takes a dial whose end stands nowhere for a symptom, unless the connection came up later', () => {
    const open = attempt('A1', 1, { outcome: 'unfinished', errorCode: null });
    const [fallback] = judge([open], [], []).fallback;
    expect(fallback).toMatchObject({ attempt: 'A1', code: null, stage: 'reach-server' });
    expect(fallback?.say).toBe('"Contoso VPN" was dialled on LAP042 and came as far as the stage "reaching the server"; how that ended stands in no log.');
    const later = attempt('A2', 3, { outcome: 'connected', errorCode: null });
    expect(judge([open, later], [], []).fallback).toEqual([]);
    expect(judge([open, { ...later, connection: 'Other VPN' }], [], []).fallback).toHaveLength(1);
    expect(judge([open, attempt('A2', 3)], [], []).fallback.map((item) => item.attempt)).toEqual(['A2']);
    expect(judge([{ ...open, side: 'server' }], [], []).fallback).toEqual([]);
    expect(judge([{ ...open, stages: [] }], [], []).fallback).toEqual([]);
  });

  it('gives 720 after link up the stage its code points to', () => {
    const failed = attempt('A1', 1, { errorCode: 720, stages: ['dial', 'resolve', 'reach-server', 'tunnel', 'authenticate'] });
    expect(judge([failed], [], []).fallback[0]?.stage).toBe('address');
  });
});
