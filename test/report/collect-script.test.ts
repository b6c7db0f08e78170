import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { shippedSignatures, signatureFiles } from '../../src/apps/cli/signature-files.ts';
import { identify } from '../../src/bundle/recognise.ts';
import { sourceVocabulary } from '../../src/engine/vocabulary.ts';
import { stepsFor, type CollectionStep } from '../../src/knowledge/collection-steps.ts';
import { lintSignatures, loadSignatures } from '../../src/matching/index.ts';
import type { Report } from '../../src/model/report.ts';
import { collectSections, quoted, renderCollectScript } from '../../src/report/collect-script.ts';
import { artifactSources, commandSources } from '../../src/sources/index.ts';
import { SAMPLES } from '../golden/cases.ts';

const vocabulary = sourceVocabulary();
const { signatures } = loadSignatures(signatureFiles(shippedSignatures()), vocabulary);
const needs = signatures.flatMap((signature) => Object.values(signature.needs ?? {}).map((need) => need.fact ?? need.record ?? ''));
const undecided = JSON.parse(readFileSync(join(SAMPLES, '809-client-side-only', 'report.json'), 'utf8')) as Report;

/** The name the script gives a result on SRV1, and how a text starts. */
const pathOf = ({ file }: CollectionStep): string => (file.startsWith('-') ? `SRV1${file}` : file.includes('/') ? `${file}${file.endsWith('/') ? 'IN2402.log' : ''}` : `SRV1_240221-093005_${file}`);
const headOf = (step: CollectionStep): Uint8Array => new TextEncoder().encode(step.prints ? `\ufeff${'='.repeat(60)}\r\n20240221 09:31:07.512 : ${step.run}\r\n${'='.repeat(60)}\r\n` : '');

describe('collection steps', () => {
  it('exist for every need, and the lint says where one is missing', () => {
    expect([...new Set(needs)].filter((name) => stepsFor(name).length === 0)).toEqual([]);
    const [file] = signatureFiles(shippedSignatures()).filter((each) => each.text.includes('fact: certificate.machine'));
    const problems = lintSignatures([{ path: file!.path, text: file!.text.replace(/(certs:\s+fact: )certificate\.machine/, '$1sdp.finding') }], vocabulary);
    expect(problems.map((problem) => problem.message).join('\n')).toContain('no step that collects sdp.finding');
  });

  it('give files that the sources of what is needed will read', () => {
    const unread: string[] = [];
    for (const name of new Set(needs)) {
      const reads = stepsFor(name).some((step) => {
        const path = pathOf(step);
        const { kind } = identify(path, headOf(step));
        if (['evtx', 'cab', 'etl'].includes(kind)) return true;
        const able = (source: { readonly yields: readonly { readonly name: string }[] }) => source.yields.some((item) => item.name === name);
        return artifactSources.some((source) => able(source) && source.reads.includes(kind)) || (step.prints && commandSources.some((source) => able(source) && source.matches(step.run, path)));
      });
      // Files in folders of their own are told by what is in them, which is not at hand here.
      if (!reads && !['nps-log.accept', 'nps-log.accounting'].includes(name)) unread.push(name);
    }
    expect(unread).toEqual([]);
  });

  it('name the log of each record by its channel', () => {
    for (const name of new Set(needs)) {
      const channels = vocabulary.records.get(name)?.channels ?? [];
      const logs = stepsFor(name).filter((step) => step.file.startsWith('-'));
      // Some providers write to the System log or to a channel of their own, depending on the year.
      if (logs.length === 0 || channels.length === 0) continue;
      const exported = logs.map((step) => /epl "([^"]+)"/.exec(step.run)?.[1]?.toLowerCase());
      expect(channels.some((channel) => exported.includes(channel.toLowerCase().replace(/^security\/.*/, 'security'))), `${name}: ${channels.join(', ')}`).toBe(true);
    }
  });
});

/** Code with the contents of strings and comments taken out. */
function skeleton(script: string): string {
  return script.replace(/'(?:[^']|'')*'|"(?:[^"`]|`.)*"|#[^\r\n]*/g, (token) => (token.startsWith('#') ? '' : token[0]! + token[0]!));
}

describe('collect script', () => {
  const script = renderCollectScript(undecided) ?? '';

  it('is ASCII with CRLF, and its brackets and quotes are balanced', () => {
    expect(script).toMatch(/^[\x20-\x7e\r\n]+$/);
    expect(script.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
    const open: string[] = [];
    const pairs: Readonly<Record<string, string>> = { '}': '{', ')': '(', ']': '[' };
    for (const character of skeleton(script).replaceAll(/['"]{2}/g, '')) {
      expect(character).not.toMatch(/['"]/);
      if ('{(['.includes(character)) open.push(character);
      else if (pairs[character] !== undefined) expect(open.pop()).toBe(pairs[character]);
    }
    expect(open).toEqual([]);
  });

  it('uses nothing PowerShell 5.1 lacks', () => {
    expect(skeleton(script)).not.toMatch(/&&|\|\||\?\?|\s\?\s|-Parallel|-AsUTC/);
  });

  it('gathers each missing input on its machine, and nothing else', () => {
    const sections = collectSections(undecided);
    for (const item of undecided.diagnosis.missing) {
      const own = sections.find((section) => section.role === item.on);
      const ids = own?.steps.map((step) => step.id) ?? [];
      for (const name of item.what.split(', ')) expect(ids, item.what).toEqual(expect.arrayContaining(stepsFor(name).map((step) => step.id)));
    }
    const asked = new Set(undecided.diagnosis.missing.flatMap((item) => item.what.split(', ')).flatMap((name) => stepsFor(name)).map((step) => step.id));
    expect(new Set(sections.flatMap((section) => section.steps.map((step) => step.id)))).toEqual(asked);
    expect(sections.find((section) => section.role === 'client')?.hosts).toEqual(['LAP077']);
    expect(script).toContain("'LAP077' = @('client')");
    for (const step of sections.flatMap((section) => section.steps)) expect(script).toContain(`{ ${step.run} }`);
  });

  it('names a machine of two roles once, and runs both sections there', () => {
    const [need] = undecided.diagnosis.missing.filter((item) => item.on === 'client');
    const both = { name: 'RRAS01', roles: ['vpn-server', 'nps'] as const, os: null, utcOffsetMinutes: null };
    const report: Report = { ...undecided, case: { ...undecided.case, bundles: undecided.case.bundles.map((bundle) => ({ ...bundle, hosts: [both] })) }, diagnosis: { ...undecided.diagnosis, missing: ['vpn-server', 'nps'].map((on) => ({ ...need!, on })) } };
    const text = renderCollectScript(report) ?? '';
    expect(text.match(/^ +'RRAS01' = .*$/gm)?.map((line) => line.trim())).toEqual(["'RRAS01' = @('vpn-server', 'nps')"]);
    expect(text).toMatch(/\$Role -contains 'vpn-server'[^]*\$Role -contains 'nps'/);
  });

  it('starts captures before the dial and stops them after it', () => {
    expect(script).toMatch(/wfp capture start[^]*Read-Host 'Dial the VPN now[^]*wfp capture stop/);
  });

  it('lets nothing of a bundle in as code', () => {
    const evil = "PC1'; Remove-Item C:\\ -Recurse #";
    const hostile = JSON.parse(JSON.stringify(undecided).replaceAll('LAP077', JSON.stringify(evil).slice(1, -1))) as Report;
    const text = renderCollectScript(hostile) ?? '';
    expect(text).toContain('wfp capture');
    expect(text).not.toMatch(/Remove-Item C:|PC1/);
    expect(quoted("a'b\u2019c\r\n\u00e9$(x)`")).toBe("'a''b''c???$(x)`'");
  });

  it('is not written when nothing is missing', () => {
    expect(renderCollectScript({ ...undecided, diagnosis: { ...undecided.diagnosis, missing: [] } })).toBeNull();
  });
});
