/** Absent because not asked, because failed, because no such machine: three different things. */
import { describe, expect, it } from 'vitest';
import { missingReasons } from '../../src/engine/why-missing.ts';
import type { Fact } from '../../src/model/records.ts';

const fact = (name: string, subject: string, fields: Fact['fields']): Fact => ({ name, host: 'RRAS01', subject, fields, ref: { artifact: 'log', at: { kind: 'line', line: 1 } } });
const hosts = [{ name: 'RRAS01', roles: ['vpn-server' as const] }];
const dump = { fact: 'rras.config', on: 'vpn-server' as const, collect: 'netsh ras dump' };

describe('missingReasons', () => {
  it('says when no such machine is in the case', () => {
    expect(missingReasons(hosts, [])({ ...dump, on: 'dc' })).toBe('no bundle of a machine with the role dc is in the case');
  });

  it('says what the collector was not asked for: the server scenario takes no RAS dump', () => {
    expect(missingReasons(hosts, [fact('collection.asked', 'ras-dump', { asked: false })])(dump)).toBe('the collector was not asked for it');
  });

  it('says when it was asked for and is not there, and nothing where no log tells', () => {
    expect(missingReasons(hosts, [fact('collection.asked', 'ras-dump', { asked: true })])(dump)).toBe('it was asked for but is not in the bundle, or does not cover the attempt');
    expect(missingReasons(hosts, [])(dump)).toBe('');
  });
});
