/** What is shown of items that do not hold: those about the thing asked for, not the rest of the list. */
import { describe, expect, it } from 'vitest';
import type { Clause, Given } from '../../src/model/signature.ts';
import { ATTEMPT, finding } from './judging.ts';

const others = ['BFE', 'Dnscache', 'EapHost', 'IKEEXT', 'MpsSvc', 'PolicyAgent', 'RasMan', 'SstpSvc', 'W32Time'].map((service) => ({ service, state: 'running', start_type: 'auto' }));
const services = (items: readonly object[]): Given => ({ facts: 'service.state', complete: true, items });

function judged(clause: Clause, given: readonly Given[]) {
  const result = finding({ all: { x: clause } }, [ATTEMPT, ...given]).clauses[0];
  if (result === undefined) throw new Error('no clause was judged');
  return result;
}

describe('near misses', () => {
  const stopped: Clause = { fact: 'service.state', where: { service: 'RemoteAccess', state: 'stopped' } };

  it('are of the same service, however far down the list it stands', () => {
    const { why, evidence } = judged(stopped, [services([...others, { service: 'RemoteAccess', state: 'running', start_type: 'auto' }])]);
    expect(why).toBe('state is running');
    expect(evidence.map(({ quote }) => quote)).toContain('RemoteAccess: service=RemoteAccess, state=running');
    expect(evidence.some(({ quote }) => quote.includes('BFE'))).toBe(false);
  });

  it('are none when the list is about other things', () => {
    expect(judged(stopped, [services(others)]).why).toBe('none of the 9 seen fits');
  });

  it('stay where no condition says what is asked for', () => {
    const why = judged({ fact: 'service.state', where: { state: 'stopped' } }, [services(others.slice(0, 2))]).why;
    expect(why).toBe('BFE (state is running); Dnscache (state is running)');
  });

  it('of records are of the same service and time; the quote tells the time once', () => {
    const clause: Clause = { none: { record: 'service.state-changed', scope: 'case', where: { service: 'RasMan', state: 'running', time: { gt: '2024-02-21T08:00:00Z' } }, unseen: 'absent' } };
    const change = (service: string, state: string, time: string): Given => ({ record: 'service.state-changed', service, state, time });
    const given = [change('W32Time', 'running', '2024-02-21T08:10:00Z'), change('RasMan', 'running', '2024-02-20T08:10:00Z'), change('RasMan', 'stopped', '2024-02-21T08:20:00Z')];
    const { truth, evidence } = judged(clause, given);
    expect(truth).toBe('true');
    expect(evidence.map(({ quote }) => quote)).toEqual([expect.stringMatching(/service=RasMan, state=stopped at 2024-02-21T08:20:00Z$/)]);
  });
});
