/** Two cases compared: what changed, what only one side tells, and what must not count as change. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { analyzeCase, type JudgedCase } from '../../src/engine/analyze.ts';
import { diffCases } from '../../src/engine/diff-case.ts';
import { packageRoot } from '../../src/apps/cli/package-root.ts';
import { isSame, renderDiff } from '../../src/report/diff.ts';
import { engineOptions, openBytes } from '../cases/cases.ts';
import type { BundleRecipe } from '../support/bundle-builder.ts';
import { buildCase, parseCase } from '../support/case.ts';

const options = engineOptions();
const WITHOUT = join(packageRoot(), 'samples', '13806-no-machine-certificate-german', 'case.yaml');

/** The sample's bundle, changed. */
async function judged(change: (bundle: BundleRecipe) => Partial<BundleRecipe> = () => ({})): Promise<JudgedCase> {
  const told = parseCase(readFileSync(WITHOUT, 'utf8'));
  const bundles = await Promise.all(buildCase({ ...told, bundles: told.bundles.map((bundle) => ({ ...bundle, ...change(bundle) })) }).map((built) => openBytes(built.fileName, built.zip())));
  try {
    return await analyzeCase(bundles, options);
  } finally {
    for (const bundle of bundles) await bundle.close();
  }
}

const ENROLLED = { subject: 'CN=NB-KOELN-33.contoso.com', issuer: 'CN=Contoso Issuing CA, DC=contoso, DC=com', notBefore: '2024-06-21T05:00:00Z', notAfter: '2025-06-21T05:00:00Z', eku: ['client-auth'], dns: ['NB-KOELN-33.contoso.com'] } as const;

/** The certificate is there and the last dial goes well. */
function mended(bundle: BundleRecipe): Partial<BundleRecipe> {
  const { dials = [], certificates } = bundle;
  const last = { ...dials.at(-1)!, error: undefined, address: '10.30.0.9' };
  return { dials: [...dials.slice(0, -3), JSON.parse(JSON.stringify(last))], certificates: { ...certificates, machine: [...(certificates?.machine ?? []), ENROLLED] } as BundleRecipe['certificates'] & object };
}

describe('diff', () => {
  it('finds no difference between a case and itself', async () => {
    const diff = diffCases(await judged(), await judged(), options.signatures);
    expect([diff.verdicts, diff.attempts, diff.facts, diff.untold]).toEqual([[], [], [], []]);
    expect(isSame(diff)).toBe(true);
  });

  it('tells the cause that went, the outcome that changed and the certificate that came', async () => {
    const diff = diffCases(await judged(), await judged(mended), options.signatures);
    expect(diff.verdicts.find((change) => change.before === 'root-cause')).toMatchObject({ signature: 'ipsec-13806-no-machine-cert', after: 'not-applicable' });
    expect(diff.attempts).toEqual([{ connection: 'Contoso Gerätetunnel', before: { connected: 1, 'failed 13806': 3 }, after: { connected: 2 } }]);
    const added = diff.facts.filter((change) => change.change === 'added');
    expect(added.map((change) => [change.fact, change.host, change.isAsked])).toEqual([['certificate.machine', 'NB-KOELN-33', true]]);
    expect(added[0]?.fields).toContainEqual({ field: 'subject_cn', before: null, after: 'NB-KOELN-33.contoso.com' });
    expect(added[0]?.refAfter).toMatch(/Cert_machine-store.*#line=\d+-\d+$/);
    expect(diff.facts.filter((change) => change.change === 'removed')).toEqual([]);
  });

  it('names a changed setting with both values and places', async () => {
    const strategy = (bundle: BundleRecipe): Partial<BundleRecipe> => ({ profiles: bundle.profiles!.map((profile) => ({ ...profile, strategy: 'sstp-only' })) });
    const diff = diffCases(await judged(), await judged(strategy), options.signatures);
    const changed = diff.facts.find((change) => change.fact === 'vpn.profile');
    expect(changed).toMatchObject({ change: 'changed', subject: 'Contoso Gerätetunnel' });
    expect(changed?.fields).toContainEqual({ field: 'strategy', before: 'ikev2-only', after: 'sstp-only' });
    expect(renderDiff(diff, { color: false, width: 100, verbose: false })).toContain('strategy ikev2-only → sstp-only');
  });

  it('claims no loss where the second case did not look', async () => {
    const blind = await judged(() => ({ certificates: {} }));
    const diff = diffCases(await judged(), { ...blind, world: { ...blind.world, listingsOf: () => [] } }, options.signatures);
    expect(diff.facts.filter((change) => change.fact === 'certificate.machine')).toEqual([]);
    expect(diff.untold).toContainEqual({ fact: 'certificate.machine', host: 'NB-KOELN-33', missingIn: 'after', count: 2 });
  });

  it('compares machines of different names role by role, and says so', async () => {
    const diff = diffCases(await judged(), await judged(() => ({ host: 'NB-BONN-07' })), options.signatures);
    expect(diff.hostsPaired).toEqual([{ before: 'NB-KOELN-33', after: 'NB-BONN-07' }]);
    expect(diff.facts.filter((change) => change.change !== 'changed')).toEqual([]);
  });
});
