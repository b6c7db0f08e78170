import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { lintSignatures } from '../../src/matching/index.ts';
import { mutantsOf, survivors } from '../../src/matching/lint/mutants.ts';
import type { Clause, Selector, Signature, SignatureTest } from '../../src/model/signature.ts';
import { EXAMPLE, EXAMPLE_ID } from './example.ts';
import { ATTEMPT, FAILED, signatureOf } from './judging.ts';
import { vocabulary } from './vocabulary.ts';

const profile: Clause = { fact: 'vpn.profile', where: { strategy: 'l2tp-only' } };
const setting: Clause = { fact: 'registry.prohibit-ipsec', where: { value: 1 } };
const noProfile = { facts: 'vpn.profile', complete: true, items: [] };
const hasProfile = { facts: 'vpn.profile', complete: true, items: [{ name: 'Work', strategy: 'l2tp-only' }] };
const noSetting = { fact: 'registry.prohibit-ipsec', value: null, present: false };
const hasSetting = { fact: 'registry.prohibit-ipsec', value: 1, present: true };

function test(expect: SignatureTest['expect'], ...given: SignatureTest['given']): SignatureTest {
  return { name: JSON.stringify(given), given: [ATTEMPT, ...given], expect };
}

function surviving(all: Readonly<Record<string, Clause>>, tests: readonly SignatureTest[], applies_when: Signature['applies_when'] = FAILED): string[] {
  return survivors({ ...signatureOf({ all, applies_when }), tests }, vocabulary).map((survivor) => survivor.message);
}

describe('mutants', () => {
  it('of the example are all killed', () => {
    const changes = mutantsOf(parse(EXAMPLE) as Signature).map((mutant) => mutant.change);
    expect(changes).toEqual(['applies_when never true', 'clause failed deleted', 'clause failed inverted', 'clause no_cert deleted', 'clause no_cert inverted']);
    expect(survivors(parse(EXAMPLE) as Signature, vocabulary)).toEqual([]);
  });

  it('survive when no test proves the clause', () => {
    const tests = [test('matched', hasProfile, hasSetting), test('ruled-out', noProfile, hasSetting)];
    expect(surviving({ profile, setting }, tests)).toEqual(['clause setting deleted: no test notices']);
    expect(surviving({ profile, setting }, [...tests, test('ruled-out', hasProfile, noSetting)])).toEqual([]);
    expect(surviving({ profile, setting }, [...tests, test('undecided', hasProfile)])).toEqual([]);
  });

  it('survive when an alternative is never needed', () => {
    const either: Clause = { any: [profile, setting] };
    const tests = [test('matched', hasProfile, noSetting), test('ruled-out', noProfile, noSetting)];
    expect(surviving({ either }, tests)).toEqual(['alternative 2 of clause either deleted: no test notices']);
    expect(surviving({ either }, [...tests, test('matched', noProfile, hasSetting)])).toEqual([]);
  });

  it('take the other side of a count', () => {
    const several: Clause = { count: { fact: 'vpn.profile' }, at_least: 2, at_most: 3 };
    const profiles = (count: number) => ({ facts: 'vpn.profile', complete: true, items: Array.from({ length: count }, (_, index) => ({ name: `p${index}` })) });
    expect(surviving({ several }, [test('undecided')])).toEqual(['clause several inverted: no test notices']);
    expect(surviving({ several }, [test('matched', profiles(2)), test('ruled-out', profiles(4))])).toEqual([]);
  });

  it('of a clause that only repeats the gate may be killed by the evidence cited', () => {
    const failed: Selector = FAILED;
    const tests = [test('matched', hasProfile), test('ruled-out', noProfile)];
    expect(surviving({ failed, profile }, tests)).toEqual(['clause failed deleted: no test notices']);
    expect(surviving({ failed, profile }, tests.map((each) => (each.expect === 'matched' ? { ...each, cites: ['failed'] } : each)))).toEqual([]);
  });

  it('of other clauses may not', () => {
    const tests = [{ ...test('matched', hasProfile, hasSetting), cites: ['setting'] }, test('ruled-out', noProfile, hasSetting)];
    expect(surviving({ profile, setting }, tests)).toEqual(['clause setting deleted: no test notices']);
  });

  it('of the gate: each alternative must be needed, and conditions the clauses do not repeat', () => {
    const gate: Selector = { record: 'ras-client.failed', where: { error: 809 } };
    const tests = [test('matched', hasProfile), test('ruled-out', noProfile)];
    expect(surviving({ profile }, tests, gate)).toEqual(['the conditions of applies_when deleted: no test notices']);
    const other: SignatureTest = { ...test('not-applicable'), given: [{ ...ATTEMPT, error: 720 }, hasProfile] };
    expect(surviving({ profile }, [...tests, other], gate)).toEqual([]);
    expect(surviving({ profile }, tests, [FAILED, { record: 'nps.denied' }])).toEqual(['alternative 2 of applies_when deleted: no test notices']);
  });

  it('are reported by the lint with the line of the clause', () => {
    const text = EXAMPLE.replace('\nsay:', '\n    extra: { none: { record: service.crashed, scope: window, unseen: absent } }\nsay:');
    const file = `${EXAMPLE_ID}.yaml`;
    expect(lintSignatures([{ path: file, text }], vocabulary)).toEqual([{ file, line: 17, message: 'clause extra deleted: no test notices' }]);
  });
});
