/** Stored evidence: judged again it gives the very same report, and a file made to do harm is refused with its reason. */
import { deflateRawSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { openBundle } from '../../src/bundle/open.ts';
import type { Bundle } from '../../src/bundle/types.ts';
import { analyze, analyzeCase } from '../../src/engine/analyze.ts';
import { caseText, readCaseFile } from '../../src/engine/case-file.ts';
import type { CaseEvidence } from '../../src/model/case-evidence.ts';
import type { ParseError } from '../../src/model/error.ts';
import { gzip } from '../../src/platform/node/gzip.ts';
import { nodePlatform, openPath } from '../../src/platform/node/platform.ts';
import { engineOptions, openBytes } from '../cases/cases.ts';
import { loadSample, sampleNames, type Sample } from '../golden/cases.ts';

const options = engineOptions();
const encode = (text: string): Uint8Array => new TextEncoder().encode(text);
const stored = (evidence: CaseEvidence): Uint8Array => gzip(encode(caseText(evidence, '0.0.0')));

async function together(paths: readonly string[], more: readonly Bundle[] = []) {
  const bundles = [...(await Promise.all(paths.map(async (path) => openBundle(await openPath(path), nodePlatform, {})))), ...more];
  try {
    return await analyzeCase(bundles, options);
  } finally {
    for (const bundle of bundles) await bundle.close();
  }
}

const analysed = (sample: Sample) => together(sample.zips);

const healthy = await analysed(loadSample('healthy-client'));
const EMPTY = { parts: [], isSingle: true, coverage: [], notes: [], records: [], facts: [], listings: [], watches: [], gaps: [] };
const REF = { artifact: 'a.txt', at: { kind: 'line', line: 1 } };
const FACT = { name: 'host.identity', host: 'A', subject: 'A', fields: {}, ref: REF };

function caseOf(evidence: unknown, schema = 'rasalyze/case@1'): string {
  return JSON.stringify({ schema, tool: { name: 'rasalyze', version: '0.0.0' }, evidence });
}

async function refusal(bytes: Uint8Array): Promise<string> {
  return readCaseFile(bytes, 'x.ras', nodePlatform.inflateRaw).then(
    () => 'read',
    (error: ParseError) => `${error.code}: ${error.message}`,
  );
}

describe('stored evidence', () => {
  it.each(sampleNames().map((name) => [name]))('of %s gives the very same report', async (name) => {
    const { report, evidence } = await analysed(loadSample(name));
    const again = await openBytes('case.ras', stored(evidence));
    expect(JSON.stringify(await analyze([again], options))).toBe(JSON.stringify(report));
  });

  it('is judged together with bundles', async () => {
    const server = loadSample('two-hosts-187-seconds-apart');
    const alone = await together([server.zips[1]!]);
    const { report } = await together([server.zips[0]!], [await openBytes('server.ras', stored(alone.evidence))]);
    const { report: whole } = await analysed(server);
    expect(report.diagnosis.rootCauses.map((cause) => cause.signature)).toEqual(whole.diagnosis.rootCauses.map((cause) => cause.signature));
    expect(report.case.bundles.map((bundle) => bundle.name)).toEqual(whole.case.bundles.map((bundle) => bundle.name));
  });

  it('gives the same bytes for the same evidence, and keeps nothing it does not know', async () => {
    expect(Buffer.from(stored(healthy.evidence)).equals(stored(healthy.evidence))).toBe(true);
    const read = await readCaseFile(gzip(encode(caseOf({ ...EMPTY, more: 1, facts: [{ ...FACT, extra: { deep: 1 } }] }))), 'x.ras', nodePlatform.inflateRaw);
    expect(read).toEqual({ ...EMPTY, facts: [FACT] });
  });
});

describe('a hostile case file', () => {
  const text = caseOf(EMPTY);

  it('may not unpack to more than it says or than is allowed', async () => {
    const bomb = Buffer.from(gzip(new Uint8Array(1 << 20)));
    bomb.writeUInt32LE(1000, bomb.length - 4);
    expect(await refusal(bomb)).toMatch(/^case-damaged/);
    bomb.writeUInt32LE(0xffffffff, bomb.length - 4);
    expect(await refusal(bomb)).toMatch(/^case-size/);
  });

  it('must be gzip, whole and of one checksum', async () => {
    const good = Buffer.from(gzip(encode(text)));
    expect(await refusal(good)).toBe('read');
    expect(await refusal(encode(text))).toMatch(/^gzip-header/);
    expect(await refusal(good.subarray(0, 10))).toMatch(/^gzip-cut-off/);
    expect(await refusal(Buffer.concat([good.subarray(0, 20), good.subarray(30)]))).toMatch(/^case-damaged/);
    good.writeUInt32LE(1, good.length - 8);
    expect(await refusal(good)).toMatch(/^case-damaged/);
    const named = Buffer.concat([Buffer.from([0x1f, 0x8b, 8, 8, 0, 0, 0, 0, 0, 3]), Buffer.from('case.json\0'), deflateRawSync(text), Buffer.from(gzip(encode(text))).subarray(-8)]);
    expect(await refusal(named)).toBe('read');
    expect(await refusal(Buffer.concat([Buffer.from([0x1f, 0x8b, 8, 8, 0, 0, 0, 0, 0, 3]), Buffer.alloc(20, 65)]))).toMatch(/^gzip-cut-off/);
  });

  it.each([
    ['no JSON', 'hello', /^case-json/],
    ['no UTF-8', '\ud800'.repeat(3), /^case-json/],
    ['an older or newer schema', caseOf(EMPTY, 'rasalyze/case@9'), /^case-schema.*case@9/],
    ['a list instead of an object', '[]', /^shape.*an object/],
    ['nesting without end', `{"evidence":${'['.repeat(100_000)}`, /^case-depth/],
    ['a missing part', caseOf({ ...EMPTY, records: undefined }), /^shape.*a list in records, found nothing/],
    ['a value of another type', caseOf({ ...EMPTY, facts: [FACT, { ...FACT, host: 7 }] }), /^shape.*text in facts\.1\.host, found 7/],
    ['a field that is an object', caseOf({ ...EMPTY, facts: [{ ...FACT, fields: { a: { b: 1 } } }] }), /^shape.*in facts\.0\.fields\.a/],
    ['a list of mixed kinds', caseOf({ ...EMPTY, facts: [{ ...FACT, fields: { a: ['x', 1] } }] }), /^shape.*text in facts\.0\.fields\.a\.1, found 1/],
    ['a place of no known kind', caseOf({ ...EMPTY, facts: [{ ...FACT, ref: { artifact: 'a', at: { kind: 'toString' } } }] }), /^shape.*a known kind of place/],
    ['a field named __proto__', caseOf(EMPTY).replace('"facts":[]', `"facts":[${JSON.stringify(FACT).replace('"fields":{}', '"fields":{"__proto__":"x"}')}]`), /^shape.*name of a field/],
  ])('is refused for %s', async (_, json, reason) => {
    expect(await refusal(gzip(json.includes('\ud800') ? Buffer.from([0xed, 0xa0, 0x80]) : encode(json)))).toMatch(reason);
    expect(({} as Record<string, unknown>)['x']).toBeUndefined();
  });

  it('costs only itself, whichever bytes are changed', async () => {
    const bytes = stored(healthy.evidence);
    let seed = 7;
    for (let round = 0; round < 200; round++) {
      const copy = bytes.slice();
      for (let change = 0; change < 3; change++) {
        seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31;
        copy[seed % copy.length] = seed >> 8;
      }
      expect(await refusal(copy)).toMatch(/^(?:read|case-|gzip-|shape)/);
    }
  });

  it('fails alone beside what can be read', async () => {
    const { report } = await together(loadSample('healthy-client').zips, [await openBytes('broken.ras', stored(healthy.evidence).slice(0, 400))]);
    expect(report.coverage.filter((item) => item.kind === 'case-evidence')).toEqual([expect.objectContaining({ artifact: 'broken.ras', outcome: 'failed', reason: expect.stringContaining('expected') })]);
    expect(report.attempts.length).toBe(healthy.report.attempts.length);
  });
});
