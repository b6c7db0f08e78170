/** Mutated signatures: whatever the text, loading and judging give values, and come to an end. */
import { expect, it } from 'vitest';
import { parse, stringify } from 'yaml';
import { evaluateAll, lintSignatures, loadSignatures, runSignatureTests } from '../../src/matching/index.ts';
import { buildWorld } from '../../src/matching/lint/givens.ts';
import type { Given } from '../../src/model/signature.ts';
import { EXAMPLE } from '../matching/example.ts';
import { vocabulary } from '../matching/vocabulary.ts';

const SEED = 20240221;
const ROUNDS = 160;

/** Mulberry32: small, seeded, good enough to choose mutations. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const SNIPPETS = [
  '[', ']', '{', '}', ':', ',', '- ', '\n', '  ', '\t', '"', "'", '&a ', '*a', '!!x ', '!', '? ', '| ', '> ', '#', '%', '---\n', '...', '\0', '\uFEFF', '\u2028', '\uD800',
  '.inf', '.nan', '-0', '0x', '1e999', '99999999999999999999', 'null', '~', '<<: ', '__proto__', 'constructor', 'toString', '$a.b', '$failed.', '{failed.}', '{{{', '(a+)+', 'a'.repeat(3000),
];
const VALUES: unknown[] = [
  null, 0, -1, 1.5, Infinity, NaN, '', 'x', true, [], {}, [[]], [null], { in: [null] }, { not: { not: { not: 1 } } }, { none: {} }, { any: [] }, { matches: '(' }, { lt: '$failed.time' },
  '$failed.error', '$no_cert.x', '$attempt.user', { fact: 'vpn.profile' }, { record: ['ras-client.failed'] }, { count: { fact: 'vpn.profile' }, at_least: 1 }, 'ras-client.failed', ['__proto__'],
];

function mutateText(text: string, random: () => number): string {
  const at = Math.floor(random() * text.length);
  const length = Math.floor(random() * 20);
  const snippet = SNIPPETS[Math.floor(random() * SNIPPETS.length)] ?? '';
  const kind = random();
  if (kind < 0.4) return text.slice(0, at) + snippet + text.slice(at);
  if (kind < 0.6) return text.slice(0, at) + text.slice(at + length);
  if (kind < 0.8) return text.slice(0, at) + snippet + text.slice(at + length);
  if (kind < 0.9) return text.slice(0, at);
  const from = Math.floor(random() * text.length);
  return text.slice(0, at) + text.slice(from, from + length * 10) + text.slice(at);
}

/** Put another value somewhere in the tree, so that more mutants are sound YAML. */
function mutateTree(node: unknown, random: () => number): unknown {
  if (typeof node !== 'object' || node === null || random() < 0.08) return VALUES[Math.floor(random() * VALUES.length)];
  const keys = Object.keys(node);
  const key = keys[Math.floor(random() * keys.length)];
  if (key === undefined) return { extra: 1 };
  const child = mutateTree((node as Record<string, unknown>)[key], random);
  return Array.isArray(node) ? node.with(Number(key), child) : { ...node, [key]: child };
}

const GIVEN: Given[] = [
  { record: 'ras-client.failed', attempt: 'A', error: 13806, connection: 'Work' },
  { record: 'ras-client.failed', attempt: 'B', error: 809 },
  { record: 'service.crashed', on: 'vpn-server', service: 'RasMan' },
  { facts: 'certificate.machine', complete: true, items: [{ private_key: true, eku: ['client-auth'] }, { subject_cn: null }] },
  { fact: 'vpn.profile', name: 'Work' },
];

it('never throws and never hangs', () => {
  const random = randomFrom(SEED);
  const world = buildWorld(GIVEN, vocabulary);
  const tree: unknown = parse(EXAMPLE);
  const seen = { loaded: 0, refused: 0 };
  for (let round = 0; round < ROUNDS; round++) {
    let text = EXAMPLE;
    if (round % 2 === 0) text = stringify(mutateTree(random() < 0.5 ? tree : mutateTree(tree, random), random));
    else for (let count = 1 + Math.floor(random() * 3); count > 0; count--) text = mutateText(text, random);
    const files = [{ path: 'ipsec-13806-no-machine-cert.yaml', text }];
    // With and without the vocabulary: without it, names that do not exist reach the evaluator.
    for (const words of [vocabulary, undefined]) {
      const { signatures, problems } = loadSignatures(files, words);
      expect(signatures.length === 1 || problems.length > 0, text).toBe(true);
      expect(problems.every((problem) => problem.line >= 1 && problem.message !== ''), text).toBe(true);
      if (signatures.length === 1) seen.loaded++;
      else seen.refused++;
      expect(evaluateAll(signatures, world, vocabulary).failures, text).toEqual([]);
      const failed = runSignatureTests(signatures, vocabulary).failed.filter((failure) => failure.message.startsWith('throws'));
      expect(failed, text).toEqual([]);
    }
    lintSignatures(files, vocabulary);
  }
  expect(seen.loaded).toBeGreaterThan(40);
  expect(seen.refused).toBeGreaterThan(40);
});
