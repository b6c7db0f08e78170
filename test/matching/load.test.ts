import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { loadSignatures, signatureSchema } from '../../src/matching/index.ts';
import { validate } from '../../src/matching/validate.ts';
import { EXAMPLE, EXAMPLE_ID } from './example.ts';
import { vocabulary } from './vocabulary.ts';

const PATH = `signatures/ipsec/${EXAMPLE_ID}.yaml`;

/** Problems of the example with one text replaced, as `line: message`. */
function problemsWith(from: string | RegExp, to: string): string[] {
  const text = EXAMPLE.replace(from, to);
  if (text === EXAMPLE) throw new Error('nothing was replaced');
  return problemsOf(text);
}

function problemsOf(text: string): string[] {
  const { signatures, problems } = loadSignatures([{ path: PATH, text }], vocabulary);
  expect(signatures).toEqual([]);
  expect(problems.every((problem) => problem.file === PATH)).toBe(true);
  return problems.map(({ line, message }) => `${line}: ${message}`);
}

describe('loading', () => {
  it('gives the signature as written', () => {
    const { signatures, problems } = loadSignatures([{ path: PATH, text: EXAMPLE }], vocabulary);
    expect(problems).toEqual([]);
    expect(signatures).toEqual([parse(EXAMPLE)]);
  });

  it('leaves out what is broken and keeps the rest', () => {
    const files = [
      { path: 'a.yaml', text: 'id: [' },
      { path: PATH, text: EXAMPLE },
      { path: 'copy.yaml', text: EXAMPLE },
    ];
    const { signatures, problems } = loadSignatures(files, vocabulary);
    expect(signatures.map((signature) => signature.id)).toEqual([EXAMPLE_ID]);
    expect(problems.map((problem) => `${problem.file}:${problem.line}: ${problem.message}`)).toEqual([
      expect.stringMatching(/^a\.yaml:1: Flow sequence in block collection/),
      `copy.yaml:1: id ${EXAMPLE_ID} is already taken`,
    ]);
  });

  it.each<[string, string | RegExp, string, string[]]>([
    ['an unknown key', 'severity: high', 'severity: high\ncolour: red', [expect.stringMatching(/^5: colour unknown key "colour"; allowed: id, title, status/) as unknown as string]],
    ['a key that is missing', 'title: IKEv2 stops with 13806 - the client has no usable machine certificate\n', '', ['1: the signature lacks the key title']],
    ['a word that is not one of those', 'severity: high', 'severity: huge', ['4: severity must be one of critical, high, medium, low, info, found "huge"']],
    ['the wrong type', 'tunnel: [IKEv2]', 'tunnel: IKEv2', ['5: tunnel must be array, found string']],
    ['a role nobody has', 'fact: certificate.machine, collect', 'fact: certificate.machine, on: server, collect', ['11: needs.certs.on must be one of client, vpn-server, nps, dc, found "server"']],
    ['an operator that does not exist', '{ has: client-auth }', '{ contains: client-auth }', ['16: match.all.no_cert.none.where.eku.contains unknown key "contains"; allowed: in, not, not_in, has, has_any, has_none, covers, lt, lte, gt, gte, matches, present']],
    ['a clause of no kind', /no_cert: \{.*\}/, 'no_cert: { all: [] }', ['16: match.all.no_cert must have one of the keys record, fact, none, count, any']],
    ['a selector without record or fact', /no_cert: \{.*\}/, 'no_cert: { none: { where: { a: 1 } } }', ['16: match.all.no_cert.none must have one of the keys record, fact']],
    ['record and fact at once', 'failed: { record: ras-client.failed,', 'failed: { record: ras-client.failed, fact: x,', ['15: match.all.failed.fact unknown key "fact"; allowed: record, where, on, unseen, scope, before, after']],
    ['a count without bounds', /no_cert: \{.*\}/, 'no_cert: { count: { fact: vpn.profile } }', ['16: match.all.no_cert must have at least 2 key(s)']],
    ['a span that is none', 'failed: { record: ras-client.failed,', 'failed: { record: ras-client.failed, scope: window, before: 10 minutes,', ['15: match.all.failed.before "10 minutes" must have the form ^[0-9]{1,6}[smhd]$']],
    ['a clause name with a dash', 'no_cert: { none', 'no-cert: { none', ['16: match.all.no-cert "no-cert" must have the form ^[a-z][a-z0-9_]{0,39}$']],
    ['an expectation that is none', 'expect: undecided', 'expect: unknown', ['37: tests.2.expect must be one of matched, ruled-out, undecided, not-applicable, found "unknown"']],
  ])('names %s and its line', (_name, from, to, expected) => {
    expect(problemsWith(from, to)).toEqual(expected);
  });

  it.each<[string, string, string]>([
    ['nothing', '', '1: the signature must be object, found null'],
    ['a list', '- a', '1: the signature must be object, found array'],
    ['two documents', 'a: 1\n---\nb: 2', '2: Source contains multiple documents; please use YAML.parseAllDocuments()'],
    ['a key twice', 'id: a\nid: b', '2: Map keys must be unique'],
    ['an anchor', 'id: &x a', '1: anchors are not allowed'],
    ['an alias', 'id: a\ntitle: *x', '2: aliases are not allowed'],
    ['a tag', 'id: a\ntitle: !!binary aGVsbG8=', '2: tags are not allowed'],
    ['a known tag', 'id: a\ntitle: !!str x', '2: tags are not allowed'],
    ['too much', `id: ${'x'.repeat(300_000)}`, '1: is 300004 characters long; at most 65536 are read'],
    ['too many values', `id: [${'1,'.repeat(25_000)}]`, '1: has more than 20000 values'],
    ['brackets nested too deep', `id: a\ntitle: ${'['.repeat(10_000)}`, '2: is nested too deep'],
    ['lists nested too deep', `${'- '.repeat(10_000)}a`, '1: is nested too deep'],
    ['keys nested too deep', Array.from({ length: 300 }, (_, depth) => `${' '.repeat(depth)}a:`).join('\n'), '202: is nested too deep'],
  ])('refuses %s', (_name, text, problem) => {
    expect(problemsOf(text)[0]).toBe(problem);
  });

  it('refuses aliases that would multiply', () => {
    const laughs = ['a0: &a0 [x, x]', ...Array.from({ length: 30 }, (_, index) => `a${index + 1}: &a${index + 1} [*a${index}, *a${index}]`)].join('\n');
    expect(problemsOf(laughs)[0]).toBe('1: anchors are not allowed');
  });
});

describe('schema', () => {
  const ajv = new Ajv2020({ allErrors: true, strict: true, allowUnionTypes: true, strictRequired: false, strictTypes: false });
  const judge = ajv.compile(signatureSchema);

  it('is a valid draft 2020-12 schema that accepts the example', () => {
    expect(judge(parse(EXAMPLE))).toBe(true);
    expect(validate(parse(EXAMPLE), signatureSchema)).toEqual([]);
  });

  it('is judged alike by an independent validator, wherever a value is changed', () => {
    const values: unknown[] = [null, 1, -1, 1.5, 'x', '', true, [], {}, ['x'], [1], { fact: 'x' }, { none: 1 }, [{ record: [] }], '10m', 'client', { in: [] }];
    let refused = 0;
    const total = everyChange(parse(EXAMPLE), values, (changed, where) => {
      const ours = validate(changed, signatureSchema).length === 0;
      expect([where, ours]).toEqual([where, judge(changed)]);
      if (!ours) refused++;
    });
    expect(total).toBeGreaterThan(1000);
    expect(refused).toBeGreaterThan(1000);
  });
});

/** Call with the value changed at every place: replaced by each other value, its key taken away, a key added. */
function everyChange(root: unknown, values: readonly unknown[], visit: (changed: unknown, where: string) => void): number {
  let count = 0;
  const walk = (node: unknown, put: (value: unknown) => unknown, where: string): void => {
    for (const value of values) {
      visit(put(value), `${where} = ${JSON.stringify(value)}`);
      count++;
    }
    if (typeof node !== 'object' || node === null) return;
    for (const [key, child] of Object.entries(node)) {
      walk(child, (value) => put(Array.isArray(node) ? node.with(Number(key), value) : { ...node, [key]: value }), `${where}.${key}`);
      if (Array.isArray(node)) continue;
      const { [key]: _gone, ...rest } = node as Record<string, unknown>;
      visit(put(rest), `${where} without ${key}`);
      visit(put({ ...node, extra: 1 }), `${where} with extra`);
      count += 2;
    }
  };
  walk(root, (value) => value, '');
  return count;
}
