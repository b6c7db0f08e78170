import { describe, expect, it } from 'vitest';
import { lintSignatures } from '../../src/matching/index.ts';
import { EXAMPLE, EXAMPLE_ID } from './example.ts';
import { vocabulary } from './vocabulary.ts';

const FILE = `signatures/ipsec/${EXAMPLE_ID}.yaml`;

function lint(text: string, path = FILE): string[] {
  return lintSignatures([{ path, text }], vocabulary).map(({ line, message }) => `${line}: ${message}`);
}

/** Problems of the example with texts replaced. */
function lintWith(...changes: readonly (readonly [string | RegExp, string])[]): string[] {
  let text = EXAMPLE;
  for (const [from, to] of changes) {
    const changed = text.replace(from, to);
    if (changed === text) throw new Error(`${String(from)} is not in the example`);
    text = changed;
  }
  return lint(text);
}

const CLAUSE = /no_cert: \{.*\}/;

describe('lint', () => {
  it('finds nothing in a sound signature', () => {
    expect(lint(EXAMPLE)).toEqual([]);
  });

  it('wants the id to be the file name, once', () => {
    expect(lint(EXAMPLE, 'signatures/other.yaml')).toEqual([`1: id ${EXAMPLE_ID} differs from the file name other`]);
    const twice = [{ path: FILE, text: EXAMPLE }, { path: `b/${EXAMPLE_ID}.yaml`, text: EXAMPLE }];
    expect(lintSignatures(twice, vocabulary)).toEqual([{ file: `b/${EXAMPLE_ID}.yaml`, line: 1, message: `id ${EXAMPLE_ID} is already taken by ${FILE}` }]);
  });

  it.each<[string, string | RegExp, string, string[]]>([
    ['a record', 'all:\n    failed: { record: ras-client.failed', 'all:\n    failed: { record: ras-client.faild', ['15: no source yields the record ras-client.faild; did you mean ras-client.failed?']],
    ['a fact', 'none: { fact: certificate.machine', 'none: { fact: certificate.machines', ['16: no source yields the fact certificate.machines; did you mean certificate.machine?', '11: need certs: no clause asks for certificate.machine']],
    ['a fact where a record is meant', CLAUSE, 'no_cert: { record: certificate.machine }', ['16: certificate.machine is a fact, not a record', '11: need certs: no clause asks for certificate.machine']],
    ['a field', 'private_key: true, eku: { has', 'privat_key: true, eku: { has', ['16: there is no field privat_key; did you mean private_key?']],
    ['a need', 'certs: { fact: certificate.machine', 'certs: { fact: certificate.machin', ['11: no source yields the fact certificate.machin; did you mean certificate.machine?', '11: need certs: no clause asks for certificate.machin']],
    ['a clause in a reference', '$failed.time', '$faild.time', ['16: $faild.time: there is no clause faild; did you mean failed?']],
    ['a field in a reference', '$failed.time', '$failed.tyme', ['16: $failed.tyme: what failed finds has no tyme; did you mean time?']],
    ['a field of the attempt', '$failed.time', '$attempt.endetAt', ['16: $attempt.endetAt: an attempt has no endetAt; did you mean endedAt?']],
    ['a clause in say', '{failed.connection}', '{faild.connection}', ['17: say: {faild.connection}: there is no clause faild; did you mean failed?']],
    ['a field in say', '{failed.connection}', '{failed.conection}', ['17: say: {failed.conection}: what failed finds has no conection; did you mean connection?']],
    ['a field of what is absent', '{no_cert.why}', '{no_cert.thumbprint}', ['17: say: {no_cert.thumbprint}: clause no_cert asks that something is absent; it has only count, count_seen and why']],
    ['a placeholder', '{failed.connection}', '{connection}', ['17: say: {connection} is not of the form {clause.field}']],
    ['an unclosed placeholder', '{no_cert.why}', '{no_cert.why', ['17: say: {no_cert.why. is not of the form {clause.field}']],
    ['a signature', 'say:', 'explains: [ras-809]\nsay:', ['17: explains: there is no signature ras-809']],
    ['a clause in when of a fix', 'verify: "redial"', 'verify: "redial", when: { record: ras-client.failed, where: { error: $failed.error } }', ['19: $failed.error: when of a fix may only refer to $attempt']],
    ['a record in when of a fix', 'verify: "redial"', 'verify: "redial", when: { record: ras-client.faild }', ['19: no source yields the record ras-client.faild; did you mean ras-client.failed?']],
    ['a clause that a test cites', 'cites: [failed, no_cert]', 'cites: [failed, no_certs]', ['27: cites: there is no clause no_certs; did you mean no_cert?']],
    ['a need that a test misses', 'missing: [certs]', 'missing: [cert]', ['38: missing: there is no need cert; did you mean certs?']],
    ['a field of a given', 'not_before: 2023', 'notbefore: 2023', ['31: there is no field notbefore; did you mean not_before?']],
    ['a record of a given', '- { record: ras-client.failed', '- { record: ras-client.failedd', ['24: no source yields the record ras-client.failedd; did you mean ras-client.failed?']],
    ['a key of a given', 'complete: true, items: []', 'complet: true, items: []', ['25: facts: needs complete: true or false', '25: facts: unknown key complet; did you mean complete?']],
    ['a given of no kind', '- { facts: certificate.machine, complete: true, items: [] }', '- { certificates: [] }', ['25: a given needs one of record, facts, fact, watch, gap, attempt, host']],
    ['a time of a given', 'connection: Work, attempt: A }', 'connection: Work, attempt: A, time: noon }', ['24: time: must be an ISO time or a distance such as -30s or +5m']],
    ['the type of a given', 'error: 13806, connection', "error: '13806', connection", ['24: error must be a code, found "13806"']],
  ])('names %s that is misspelt or does not fit', (_name, from, to, expected) => {
    expect(lintWith([from, to])).toEqual(expected);
  });

  it.each<[string, string, string[]]>([
    ['a list compared as one value', 'eku: client-auth', ['16: eku is a list: use has']],
    ['a list with in', 'eku: { in: [client-auth] }', ['16: eku is a list: use has instead of in']],
    ['one value compared as a list', 'private_key: { has: 1 }', ['16: private_key is a boolean, not a list: use in instead of has']],
    ['text for a boolean', "private_key: 'true'", ['16: private_key is true or false, found true']],
    ['equality of a time', 'not_after: 2024-01-01', ['16: not_after is a time: use lt, lte, gt or gte']],
    ['a limit that is no time', 'not_after: { lt: 5 }', ['16: 5 is not a time in ISO form']],
    ['a limit that is nothing', 'not_after: { lt: soon }', ['16: soon is not a time in ISO form']],
    ['order of a boolean', 'private_key: { lt: 5 }', ['16: private_key is a boolean and has no order']],
    ['a pattern outside the subset', "subject_cn: { matches: '(a+)+' }", ['16: matches: nested quantifiers are not allowed']],
    ['a pattern that looks around', "subject_cn: { not: { matches: 'a(?=b)' } }", ['16: matches: lookaround and named groups are not allowed']],
    ['a pattern on a boolean', 'private_key: { matches: a }', ['16: private_key is a boolean: matches needs text']],
    ['a moment that is none', 'valid_at: always', ['16: valid_at needs a time: $clause.time, or a date in ISO form']],
    ['an operator on valid_at', 'valid_at: { lt: $failed.time }', ['16: valid_at takes a time or { not: time }']],
    ['a dollar that is no reference', 'subject_cn: $failed', ['16: $failed is not of the form $clause.field']],
  ])('names %s', (_name, where, expected) => {
    expect(lintWith([CLAUSE, `no_cert: { fact: certificate.machine, where: { ${where} } }`]).slice(0, expected.length)).toEqual(expected);
  });

  it.each<[string, string, string]>([
    ['valid_at without dates', 'no_cert: { none: { fact: vpn.profile, where: { valid_at: $failed.time } } }', '16: valid_at needs the fields not_before and not_after'],
    ['a signed code', 'no_cert: { record: ras-client.failed, where: { error: -2146885613 } }', '16: error is a code: write it as an unsigned 32-bit number'],
    ['a span without a window', 'no_cert: { none: { record: service.crashed, before: 5m } }', '16: before needs scope: window'],
    ['a reference to what is absent', 'no_cert: { none: { fact: certificate.machine, where: { thumbprint: $none.thumbprint } } }\n    none: { none: { fact: vpn.profile } }', '16: $none.thumbprint: clause none asks that something is absent, so it has no thumbprint'],
    ['references in a circle', 'no_cert: { fact: vpn.profile, where: { name: $b.name } }\n    b: { fact: vpn.profile, where: { name: $no_cert.name } }', '16: clauses refer to each other in a circle: no_cert, b'],
    ['a clause named as the attempt is', 'no_cert: { none: { fact: certificate.machine } }\n    attempt: { record: ras-client.failed }', '17: a clause cannot be named attempt: say uses that name for itself'],
  ])('names %s', (_name, clause, expected) => {
    expect(lintWith([CLAUSE, clause])).toContain(expected);
  });

  it('lets only signatures per attempt ask for what joins an attempt', () => {
    const problems = lintWith(['per: attempt', 'per: host'], ['failed: { record: ras-client.failed,', 'failed: { record: ras-client.failed, scope: attempt,'], ['{failed.connection}', '{attempt.user}']);
    expect(problems).toEqual([
      '15: scope attempt needs an attempt, and this signature is judged per host',
      '17: {attempt.user}: this signature is judged per host, not per attempt'.replace('17: ', '17: say: '),
    ]);
  });

  it('lets applies_when refer to the attempt only', () => {
    const problems = lintWith(['applies_when: { record: ras-client.failed, where: { error: 13806 } }', 'applies_when: { record: ras-client.failed, where: { error: $failed.error } }']);
    expect(problems).toEqual(['9: $failed.error: applies_when may only refer to $attempt']);
  });

  it('wants the three tests', () => {
    expect(lint(EXAMPLE.slice(0, EXAMPLE.indexOf('  - name: store not in')))).toEqual(['21: no test expects undecided']);
    expect(lintWith(['expect: ruled-out', 'expect: undecided'])).toContain('21: no test expects ruled-out');
  });

  it('wants tests that say what they prove', () => {
    expect(lintWith(['    cites: [failed, no_cert]\n', ''])).toEqual(['22: no test that matches says what it cites']);
    expect(lintWith(['    by: no_cert\n', ''])).toEqual([expect.stringMatching(/^28: test "near miss.*" is ruled out: say by which clause$/)]);
    expect(lintWith(['name: store not in the bundle', 'name: empty store'])).toEqual(['34: test "empty store" is there twice']);
  });

  it('runs the tests and says why one fails', () => {
    expect(lintWith(['private_key: true, eku: [client-auth]', 'private_key: false, eku: [client-auth]'])).toEqual([
      '28: test "near miss - a good certificate is there": expected ruled-out, found matched (failed true; no_cert true: private_key is false)',
    ]);
    expect(lintWith(['by: no_cert', 'by: failed'])).toEqual([
      '28: test "near miss - a good certificate is there": expected to be ruled out by failed (failed true; no_cert false: there is certificate.machine)',
    ]);
    expect(lintWith(['connection: Work, ', ''])).toEqual(['22: test "empty store": say has nothing for {failed.connection}']);
  });

  it('names relations that lead nowhere or back', () => {
    const file = (id: string, relation: string) => ({ path: `${id}.yaml`, text: EXAMPLE.replace(EXAMPLE_ID, id).replace('say:', `${relation}\nsay:`) });
    const files = [file('a', 'explains: [b]'), file('b', 'explains: [c]'), file('c', 'explains: [a]'), file('d', 'excludes: [d]'), file('e', 'explains: [a]')];
    expect(lintSignatures(files, vocabulary)).toEqual([
      { file: 'd.yaml', line: 17, message: 'excludes: a signature cannot name itself' },
      { file: 'a.yaml', line: 17, message: 'explains goes in a circle: a → b → c → a' },
    ]);
  });
});
