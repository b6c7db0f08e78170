/** 200 attempts of a client and their server, judged with all signatures: without reading, since stored evidence is judged again. */
import { openBundle } from '../../src/bundle/open.ts';
import { judgeCase } from '../../src/engine/judge-case.ts';
import { readCase } from '../../src/engine/read-case.ts';
import { startStopwatch } from '../../src/engine/timing.ts';
import { sourceVocabulary } from '../../src/engine/vocabulary.ts';
import { loadShipped } from '../../src/apps/cli/signatures-command.ts';
import type { CaseEvidence } from '../../src/model/case-evidence.ts';
import { openBlob } from '../../src/platform/browser/file.ts';
import { nodePlatform } from '../../src/platform/node/platform.ts';
import { buildBundle, type BundleRecipe, type DialRecipe, type EventRecipe } from '../support/bundle-builder.ts';
import { row } from './table.ts';

const ATTEMPTS = 200;
const ROUNDS = 8;
/** What fails in the field, in turn: every code lets other signatures in. */
const CODES: readonly number[] = [809, 691, 13801, 13806, 13868, 812, 868, 800, 720, 0x800b0109];

/** What else such logs hold: service changes and TLS errors of a day's work. */
const NOISE: readonly EventRecipe[] = [
  { at: '2024-02-21T07:56:00Z', provider: 'Service Control Manager', id: 7036, data: { param1: 'IKEEXT', param2: 'running' }, binary: '49004B0045004500580054002F0034000000', repeat: 2_000, every: 12 },
  { at: '2024-02-21T07:56:00Z', provider: 'Schannel', id: 36_870, level: 2, data: { Type: 'client' }, repeat: 500, every: 48 },
];

function recipes(): BundleRecipe[] {
  const start = Date.parse('2024-02-21T08:00:00Z');
  const at = (minute: number) => new Date(start + minute * 60_000).toISOString();
  const dials: DialRecipe[] = Array.from({ length: ATTEMPTS }, (_, index) => ({ at: at(2 * index), connection: 'Contoso VPN', user: 'CONTOSO\\user1', server: 'rras01.contoso.com', tunnel: 'IKEv2', error: CODES[index % CODES.length] as number, reached: 'connecting' }));
  const collected: [string, string] = [at(-5), at(2 * ATTEMPTS + 5)];
  return [
    { host: 'CLIENT01', scenario: 'NET_VPN', zone: '+01:00', collected, dials, events: NOISE },
    { host: 'RRAS01', scenario: 'NET_RAS', zone: '+01:00', collected, events: NOISE },
  ];
}

export async function caseOfManyAttempts(): Promise<CaseEvidence> {
  const built = recipes().map((recipe) => buildBundle(recipe));
  const bundles = await Promise.all(built.map((bundle) => openBundle(openBlob(new Blob([new Uint8Array(bundle.zip())]), bundle.fileName), nodePlatform, {})));
  const evidence = await readCase(bundles, { stopwatch: startStopwatch() });
  for (const bundle of bundles) await bundle.close();
  return evidence;
}

export async function benchJudging(): Promise<void> {
  const evidence = await caseOfManyAttempts();
  const { signatures } = loadShipped();
  const vocabulary = sourceVocabulary();
  const times: number[] = [];
  let attempts = 0;
  for (let round = 0; round < ROUNDS; round++) {
    const since = performance.now();
    attempts = judgeCase(evidence, { version: '0', signatures, vocabulary, stopwatch: startStopwatch() }).attempts.length;
    times.push(performance.now() - since);
  }
  const [first = 0] = times;
  const [best = 0] = times.toSorted((a, b) => a - b);
  console.log(`\nJudging ${attempts} attempts with ${signatures.length} signatures, ${evidence.records.length} records and ${evidence.facts.length} facts`);
  row('first time in a process', `${(first / 1_000).toFixed(2)} s`, 'target: under 1 s');
  row(`best of ${ROUNDS}`, `${(best / 1_000).toFixed(2)} s`);
}
