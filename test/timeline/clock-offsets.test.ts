/** Offsets between the clocks of machines: true ones are known by construction. */
import { describe, expect, it } from 'vitest';
import type { ClockOffset } from '../../src/model/clock-offset.ts';
import type { Fact, LogRecord } from '../../src/model/records.ts';
import { clockOffsets, doubtBetween, shiftsOf } from '../../src/timeline/clock-offsets.ts';
import { at, coId, dialed, judged, random, sorted, type DialShape } from './two-hosts.ts';

const HOSTS = ['LAP042', 'RRAS01'];

function offsetOf(records: readonly LogRecord[], hosts: readonly string[] = HOSTS, facts: readonly Fact[] = []): ClockOffset | undefined {
  return clockOffsets({ records: sorted(records), facts, hosts }).find((offset) => offset.host === 'RRAS01');
}

interface Built {
  readonly records: LogRecord[];
  /** True offset in seconds. */
  readonly truth: number;
  readonly dials: number;
}

/** A case out of a seed: some dials, an offset from -2 h to +2 h, answers within two seconds, a jitter, events that are missing. */
function build(seed: number, how: { readonly isExact: boolean; readonly noise: boolean }): Built {
  const next = random(seed);
  const truth = (next() - 0.5) * 14_400;
  const count = 1 + Math.floor(next() * 6);
  const records: LogRecord[] = [];
  let start = next() * 600;
  let kept = 0;
  for (let index = 0; index < count; index++) {
    const dial: DialShape = { index, start, toJudgement: 0.4 + next() * 3, latency: next() * 1.8, isConnected: next() < 0.3 };
    start += 20 + next() * 400;
    records.push(...dialed(dial));
    const jitter = (next() - 0.5) * 0.2;
    if (index > 0 && next() < 0.3) continue;
    kept++;
    records.push(judged(dial, truth + jitter, how.isExact ? coId(index) : '{NA}'));
  }
  if (how.noise) {
    const guesses = 20 + Math.floor(next() * 100);
    for (let index = 0; index < guesses; index++) {
      const user = ['administrator', 'admin', 'user1', 'guest'][Math.floor(next() * 4)] ?? 'admin';
      records.push(at((next() - 0.5) * 20_000 + truth, 'rras.auth-failed', 'RRAS01', { co_id: '{NA}', user, client_ip: `203.0.113.${1 + Math.floor(next() * 4)}`, error: 691 }, 'System'));
    }
  }
  return { records, truth, dials: kept };
}

describe('over many built cases', () => {
  it('is within a second of the truth by CoId, and its bounds always contain it', () => {
    const errors: number[] = [];
    for (let seed = 1; seed <= 2_000; seed++) {
      const { records, truth } = build(seed, { isExact: true, noise: seed % 2 === 0 });
      const offset = offsetOf(records);
      if (offset === undefined) throw new Error(`seed ${seed}: no offset`);
      expect([seed, offset.basis, offset.bounds.from <= truth && truth <= offset.bounds.to]).toEqual([seed, 'exact', true]);
      expect(Math.abs(offset.seconds - truth), `seed ${seed}`).toBeLessThan(1);
      expect(Math.abs(offset.seconds - truth)).toBeLessThanOrEqual(offset.uncertaintySeconds);
      errors.push(Math.abs(offset.seconds - truth));
    }
    errors.sort((a, b) => a - b);
    console.log(`CoId: error median ${errors[1_000]?.toFixed(3)} s, largest ${errors.at(-1)?.toFixed(3)} s in ${errors.length} cases`);
  });

  it('claims by account only what contains the truth, whoever else guesses passwords', () => {
    const errors: number[] = [];
    let refused = 0;
    for (let seed = 1; seed <= 2_000; seed++) {
      const { records, truth } = build(seed, { isExact: false, noise: seed % 2 === 0 });
      const offset = offsetOf(records);
      if (offset === undefined) {
        refused++;
        continue;
      }
      expect([seed, offset.basis, offset.bounds.from <= truth && truth <= offset.bounds.to, offset.bounds, truth]).toEqual([seed, 'identifier', true, offset.bounds, truth]);
      errors.push(Math.abs(offset.seconds - truth));
    }
    errors.sort((a, b) => a - b);
    console.log(`account: ${errors.length} aligned, ${refused} left alone; error median ${errors[errors.length >> 1]?.toFixed(3)} s, largest ${errors.at(-1)?.toFixed(3)} s`);
    expect(errors.length).toBeGreaterThan(1_000);
  });

  it('claims nothing from guesses alone', () => {
    for (let seed = 1; seed <= 500; seed++) {
      const { records } = build(seed, { isExact: false, noise: true });
      const alone = records.filter((record) => record.host === 'LAP042' || String(record.fields['client_ip']).startsWith('203.'));
      expect([seed, offsetOf(alone)]).toEqual([seed, undefined]);
    }
  });
});

describe('exact anchors', () => {
  const dial: DialShape = { index: 1, start: 0, toJudgement: 1, latency: 0.5 };
  const second: DialShape = { index: 2, start: 100, toJudgement: 1.2, latency: 0.3 };
  const third: DialShape = { index: 3, start: 200, toJudgement: 0.8, latency: 0.4 };

  it('names the pairs and where both stand', () => {
    const records = [dial, second, third].flatMap((each) => [...dialed(each), judged(each, 187, coId(each.index))]);
    const offset = offsetOf(records);
    expect(offset).toMatchObject({ host: 'RRAS01', relativeTo: 'LAP042', basis: 'exact', outliers: [], applied: true });
    expect(offset?.anchors.map(({ kind, value }) => [kind, value])).toEqual([1, 2, 3].map((index) => ['co-id', coId(index)]).toReversed());
    expect(offset?.anchors[0]?.refs.map((ref) => ref.artifact)).toEqual(['RRAS01.evtx', 'LAP042.evtx']);
  });

  it('drops and names what contradicts the others: a clock that was set in between', () => {
    const records = [...[dial, second].flatMap((each) => [...dialed(each), judged(each, 187, coId(each.index))]), ...dialed(third), judged(third, 3_787, coId(3))];
    const offset = offsetOf(records);
    expect(Math.abs((offset?.seconds ?? 0) - 187)).toBeLessThan(1);
    expect(offset?.outliers.map(({ value }) => value)).toEqual([coId(3)]);
  });

  it('believes a clock that is years off', () => {
    const years = 4 * 365 * 86_400;
    expect(Math.abs((offsetOf([...dialed(dial), judged(dial, -years, coId(1))])?.seconds ?? 0) + years)).toBeLessThan(1);
  });

  it('says nothing by a CoId that was used twice', () => {
    const again = { ...dial, start: 4_000 };
    expect(offsetOf([...dialed(dial), ...dialed(again), judged({ ...dial, user: 'other' }, 187, coId(1))])).toBeUndefined();
  });

  it('does not move clocks that may well agree', () => {
    const offset = offsetOf([...dialed(dial), judged(dial, 0.2, coId(1))]);
    expect(offset?.applied).toBe(false);
    expect(shiftsOf([offset as ClockOffset]).size).toBe(0);
  });

  it('reads the same Class in two RADIUS logs and the same SPIs in two traces', () => {
    const id = { class: '311 1 192.0.2.11 02/21/2024 11:00:00 7' };
    const log = (seconds: number, host: string, fields: LogRecord['fields']): LogRecord => ({ ...at(seconds, 'nps-log.accept', host, fields, 'nps-log'), clock: { clock: 'local', offsetMinutes: 0, precision: 'second' } });
    const byClass = offsetOf([log(10, 'LAP042', id), log(70, 'RRAS01', id)]);
    expect(byClass).toMatchObject({ seconds: 60, basis: 'exact', anchors: [{ kind: 'radius-class', value: id.class }] });
    expect(byClass?.uncertaintySeconds).toBeCloseTo(3, 1);
    const spis = { initiator_spi: '8A6B1C2D3E4F5061', responder_spi: '1122334455667788' };
    const sent = (seconds: number, host: string, fields: LogRecord['fields']) => at(seconds, 'ike.message', host, fields, 'capture');
    expect(offsetOf([sent(5, 'LAP042', { ...spis, message_id: 1 }), sent(6, 'LAP042', { ...spis, message_id: 2 }), sent(-35, 'RRAS01', { ...spis, message_id: 1 }), sent(-34, 'RRAS01', { ...spis, message_id: 2 })])).toMatchObject({ seconds: -40, anchors: [{ kind: 'ike-spi' }, { kind: 'ike-spi' }] });
    expect(offsetOf([sent(5, 'LAP042', { initiator_spi: '0000000000000000' }), sent(-35, 'RRAS01', { initiator_spi: '0000000000000000' })])).toBeUndefined();
    // The first three messages of the client were lost on the way: the server saw the fourth, seven seconds later.
    const late = offsetOf([sent(5, 'LAP042', { ...spis, sent: 4, seconds: 7 }), sent(12.1 - 40, 'RRAS01', { ...spis, sent: 1, seconds: 0 })]);
    expect([(late?.bounds.from ?? 0) <= -40, (late?.bounds.to ?? 0) >= -40]).toEqual([true, true]);
  });
});

describe('anchors by account', () => {
  const dial: DialShape = { index: 1, start: 0, toJudgement: 1, latency: 0.5 };

  it('takes the one dial and the one judgement of a day', () => {
    const offset = offsetOf([...dialed(dial), judged(dial, 187, '{NA}')]);
    expect(offset).toMatchObject({ basis: 'identifier', anchors: [{ kind: 'user', value: 'user1' }] });
    expect(offset?.bounds.from).toBeLessThan(187);
    expect(offset?.bounds.to).toBeGreaterThan(187);
  });

  it('leaves alone one dial among two judgements, and dials of two clients', () => {
    expect(offsetOf([...dialed(dial), judged(dial, 187, '{NA}'), judged({ ...dial, start: 600 }, 187, '{NA}')])).toBeUndefined();
    const other = dialed({ ...dial, index: 2, start: 50 }).map((record) => ({ ...record, host: 'LAP043' }));
    expect(clockOffsets({ records: sorted([...dialed(dial), ...other]), facts: [], hosts: ['LAP042', 'LAP043'] })).toEqual([]);
  });

  it('leaves alone dials at equal distances, which fit shifted by one as well', () => {
    const dials = [0, 1, 2, 3, 4].map((index): DialShape => ({ index, start: index * 60, toJudgement: 1, latency: 0.5 }));
    expect(offsetOf([...dials.flatMap(dialed), ...dials.slice(1).map((each) => judged(each, 187, '{NA}'))])).toBeUndefined();
  });

  it('takes dials at equal distances when each has its judgement and each judgement its dial, but no storm of redials', () => {
    const dials = (count: number) => Array.from({ length: count }, (_, index): DialShape => ({ index, start: index * 60, toJudgement: 1, latency: 0.5 }));
    const whole = (count: number) => offsetOf(dials(count).flatMap((each) => [...dialed(each), judged(each, 187, '{NA}')]));
    expect(whole(3)).toMatchObject({ basis: 'identifier', outliers: [] });
    expect(Math.abs((whole(5)?.seconds ?? 0) - 187)).toBeLessThan(1);
    expect(whole(30)).toBeUndefined();
  });

  it('takes the dials of one machine by the address they come from, when the account is dialled from another, too', () => {
    const dials = [0, 160].map((start, index): DialShape => ({ index, start, toJudgement: 1, latency: 0.5 }));
    const elsewhere: DialShape = { index: 9, start: 50, toJudgement: 1, latency: 0.5 };
    const own = dials.flatMap((each) => [...dialed(each), judged(each, 187, '{NA}')]);
    expect(Math.abs((offsetOf([...own, judged(elsewhere, 187, '{NA}', '198.51.100.77')])?.seconds ?? 0) - 187)).toBeLessThan(1);
    expect(offsetOf([...dialed(elsewhere), judged(elsewhere, 187, '{NA}'), judged({ ...elsewhere, start: 400 }, 187, '{NA}', '198.51.100.77')])).toBeUndefined();
  });

  it('never believes an account over more than a day', () => {
    expect(offsetOf([...dialed(dial), judged(dial, 3 * 86_400, '{NA}')])).toBeUndefined();
  });
});

describe('chains and other bases', () => {
  it('reaches NPS and the domain controller through the VPN server, adding up what is not known', () => {
    const dials = [1, 2, 3].map((index): DialShape => ({ index, start: index * 97 + index * index * 11, toJudgement: 1, latency: 0.5 }));
    const behind = dials.flatMap((dial) => {
      const when = dial.start + dial.toJudgement;
      return [at(when - 0.1 - 30, 'nps.denied', 'NPS01', { user: 'CONTOSO\\user1', calling_station: '198.51.100.44', reason_code: 16 }, 'Security'), at(when - 0.2 + 600, 'ntlm.validated', 'DC01', { user: 'user1', status: 0xc000006a }, 'Security')];
    });
    const records = sorted([...dials.flatMap((dial) => [...dialed(dial), judged(dial, 187, coId(dial.index))]), ...behind]);
    const offsets = clockOffsets({ records, facts: [], hosts: ['LAP042', 'RRAS01', 'NPS01', 'DC01'] });
    expect(offsets.map(({ host, relativeTo }) => [host, relativeTo])).toEqual([['RRAS01', 'LAP042'], ['NPS01', 'LAP042'], ['DC01', 'LAP042']]);
    for (const [host, truth] of [['RRAS01', 187], ['NPS01', -30], ['DC01', 600]] as const) {
      const offset = offsets.find((each) => each.host === host);
      expect([host, (offset?.bounds.from ?? NaN) <= truth, (offset?.bounds.to ?? NaN) >= truth]).toEqual([host, true, true]);
      expect(Math.abs((offset?.seconds ?? NaN) - truth)).toBeLessThan(3);
    }
    expect(doubtBetween('NPS01', 'DC01', offsets)).toBeGreaterThan(0);
    expect(doubtBetween('NPS01', 'PC9', offsets)).toBeNull();
  });

  it('compares servers among themselves where no client shares anything', () => {
    const dials = [1, 2, 3].map((index): DialShape => ({ index, start: index * 131 + index * index * 7, toJudgement: 1, latency: 0.5, user: `user${index}` }));
    const records = sorted(dials.flatMap((dial) => [judged(dial, 0, '{NA}'), at(dial.start + 0.9 - 30, 'nps.denied', 'NPS01', { user: `user${dial.index}`, reason_code: 16 }, 'Security')]));
    expect(clockOffsets({ records, facts: [], hosts: ['LAP042', 'RRAS01', 'NPS01'] })).toMatchObject([{ host: 'NPS01', relativeTo: 'RRAS01', basis: 'identifier' }]);
  });

  it('takes the one refusal of an account from one address that two servers wrote, and none without the address', () => {
    const refused = judged({ index: 1, start: 0, toJudgement: 1, latency: 0.5 }, 0, '{NA}');
    const denied = (fields: LogRecord['fields']) => at(0.9 - 45, 'nps.denied', 'NPS01', { user: 'user1', reason_code: 16, ...fields }, 'Security');
    const between = (record: LogRecord) => clockOffsets({ records: sorted([refused, record]), facts: [], hosts: ['RRAS01', 'NPS01'] });
    expect(between(denied({ calling_station: '198.51.100.44' }))).toMatchObject([{ host: 'NPS01', relativeTo: 'RRAS01', basis: 'identifier' }]);
    expect(Math.abs((between(denied({ calling_station: '198.51.100.44' }))[0]?.seconds ?? 0) + 45)).toBeLessThan(1);
    expect(between(denied({ calling_station: '198.51.100.45' }))).toEqual([]);
    // Another user of the same address, whose session the VPN server wrote without it, guesses nothing.
    const session = at(300, 'rras.connected', 'RRAS01', { user: 'CONTOSO\\user2', port: 'VPN2-7' }, 'System');
    const granted = at(299.9 - 45, 'nps.granted', 'NPS01', { user: 'user2', calling_station: '198.51.100.44' }, 'Security');
    const two = clockOffsets({ records: sorted([refused, session, granted, denied({ calling_station: '198.51.100.44' })]), facts: [], hosts: ['RRAS01', 'NPS01'] });
    expect(two).toMatchObject([{ host: 'NPS01', relativeTo: 'RRAS01', basis: 'identifier' }]);
    expect(between(denied({}))).toEqual([]);
  });

  it('takes the one check of an account at a domain controller, which writes no addresses and checks others, too', () => {
    const dial: DialShape = { index: 1, start: 0, toJudgement: 1, latency: 0.5 };
    const checked = (seconds: number, user: string) => at(seconds + 187, 'ntlm.validated', 'RRAS01', { user, status: 0xc000006a }, 'Security');
    const others = [-400, -20, 3, 71].map((seconds, index) => checked(seconds, `admin${index}`));
    const offset = offsetOf([...dialed(dial), checked(0.9, 'user1'), ...others]);
    expect(offset).toMatchObject({ basis: 'identifier', applied: true });
    expect(Math.abs((offset?.seconds ?? 0) - 187)).toBeLessThan(2);
    expect(offsetOf([...dialed(dial), checked(0.9, 'user1'), checked(40, 'user1'), ...others])).toBeUndefined();
    // That is another sign-in of the day: the dial was refused.
    expect(offsetOf([...dialed(dial), at(-3_600, 'ntlm.validated', 'RRAS01', { user: 'user1', status: 0 }, 'Security'), ...others])).toBeUndefined();
  });

  it('takes the distance of both to one time server, when nothing better is there', () => {
    const sync = (host: string, source: string, seconds: number, more: Fact['fields'] = {}): Fact => ({ name: 'time.sync', host, subject: host, fields: { source, offset_seconds: seconds, ...more }, ref: { artifact: `${host}_W32TM_Stripchart.txt`, at: { kind: 'line', line: 4 } } });
    // Each line is server minus own clock: LAP042 is 2 s behind, RRAS01 185 s ahead.
    expect(offsetOf([], HOSTS, [sync('LAP042', 'dc1.contoso.com', 2), sync('RRAS01', 'DC1.contoso.com', -185)])).toMatchObject({ seconds: 187, bounds: { from: 185, to: 189 }, basis: 'time-service' });
    expect(offsetOf([], HOSTS, [sync('LAP042', 'time.windows.com', 2), sync('RRAS01', 'dc1.contoso.com', -185)])).toBeUndefined();
    expect(offsetOf([], HOSTS, [sync('LAP042', 'dc1.contoso.com', 2), sync('RRAS01', 'dc1.contoso.com', -185, { stratum: 3 })])).toBeUndefined();
  });
});
