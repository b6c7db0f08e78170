/** Every reference of every report is opened, and what is shown must hold what was cited. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Bundle } from '../../src/bundle/types.ts';
import { analyzeCase, type JudgedCase } from '../../src/engine/analyze.ts';
import { showReference } from '../../src/engine/show.ts';
import type { Evidence } from '../../src/model/finding.ts';
import type { Fact, LogRecord } from '../../src/model/records.ts';
import type { Shown } from '../../src/model/shown.ts';
import { refText } from '../../src/report/refs.ts';
import { renderShown } from '../../src/report/show.ts';
import { isoTime } from '../../src/report/time-text.ts';
import { originalTime } from '../../src/timeline/shift.ts';
import { buildCase, loadCase } from '../support/case.ts';
import { engineOptions, nameOf, openBytes, recipePaths } from '../cases/cases.ts';

const options = engineOptions();

/** Every string under a key `ref`, wherever it stands in a report. */
function refsIn(value: unknown, found: Set<string> = new Set()): Set<string> {
  if (Array.isArray(value)) for (const item of value) refsIn(item, found);
  else if (typeof value === 'object' && value !== null) {
    for (const [key, item] of Object.entries(value)) {
      if (key === 'ref' && typeof item === 'string') found.add(item);
      else refsIn(item, found);
    }
  }
  return found;
}

const grouped = <T extends { readonly ref: Evidence['ref'] }>(items: readonly T[], keyOf: (ref: Evidence['ref']) => string): ReadonlyMap<string, readonly T[]> => {
  const groups = new Map<string, T[]>();
  for (const item of items) groups.set(keyOf(item.ref), [...(groups.get(keyOf(item.ref)) ?? []), item]);
  return groups;
};

const textOf = (shown: Shown): string => renderShown(shown, { color: false, width: 120 });

/** What a reader of a record's citation expects to see: provider, id, number, second, computer. */
function missesRecord(record: LogRecord, shown: Shown): string[] {
  const [found] = shown.found;
  if (record.ref.at.kind !== 'evtx') return [];
  if (found?.kind !== 'event') return ['no event'];
  const wanted = { provider: record.scope.provider, code: record.code, recordId: record.ref.at.recordId, time: isoTime(originalTime(record)).slice(0, 19) };
  const seen = { provider: found.provider, code: found.eventId, recordId: found.recordId, time: found.time.slice(0, 19) };
  const wrong = JSON.stringify(wanted) === JSON.stringify(seen) ? [] : [`${JSON.stringify(seen)} instead of ${JSON.stringify(wanted)}`];
  // Codes stand in events in decimal, hexadecimal or signed: the meaning line must hold the field either way.
  const code = record.fields['error'];
  const digits = typeof code === 'number' ? [String(code), code.toString(16), String(code | 0)] : [];
  return digits.length === 0 || digits.some((form) => textOf(shown).toLowerCase().includes(form)) ? wrong : [...wrong, `no ${String(code)}`];
}

/** Facts whose words do not stand where they come from: switches, numbers, commands and the start of a document are what was read. */
const DERIVED: Readonly<Record<string, RegExp>> = {
  'collection.asked': /commandline/,
  'time.sync': /\(s\)ntp/,
  'device-guard.state': /securityservicesrunning/,
  'host.time-zone': /timeutc/,
  'vpn.profile-xml': /<vpnprofile/,
  'rras.config': /^(?:set|add|delete|install)/,
};

/** A fact's subject, or one of its values, must stand in the cited lines or the cited value. */
function missesFact(fact: Fact, shown: Shown): string[] {
  const [found] = shown.found;
  const text = textOf(shown).toLowerCase().replaceAll(/[\s"]+/g, '');
  if (found?.kind === 'registry') {
    const { value, present } = fact.fields;
    if (present === false) return found.values.length === 0 ? [] : ['a value where none should be'];
    return value === undefined || value === null || text.includes(String(value).toLowerCase().replaceAll(/\s+/g, '')) ? [] : [`no ${String(value)}`];
  }
  if (found?.kind !== 'lines') return fact.ref.at.kind === 'whole' && found?.kind === 'artifact' ? [] : ['no lines'];
  const cited = found.lines.filter((line) => line.cited);
  if (cited.length === 0) return ['no cited line'];
  const told = [...fact.subject.split('|'), ...Object.values(fact.fields).flat().map(String)].filter((word) => word.length > 2 && word !== 'true' && word !== 'false' && word !== 'null');
  const near = cited.map((line) => line.text).join(' ').toLowerCase().replaceAll(/[\s"]+/g, '');
  const form = DERIVED[fact.name];
  if (form !== undefined) return form.test(near) ? [] : [`${near} instead of ${String(form)}`];
  return told.length === 0 || told.some((word) => near.includes(word.toLowerCase().replaceAll(/[\s"]+/g, ''))) ? [] : [`none of ${told.slice(0, 5).join(', ')} in ${cited[0]?.text ?? ''}`];
}

describe.each(recipePaths().map((path) => [nameOf(path), path] as const))('%s', (_, path) => {
  let bundles: Bundle[] = [];
  let judged: JudgedCase;
  beforeAll(async () => {
    bundles = await Promise.all(buildCase(loadCase(path).recipe).map((built) => openBytes(built.fileName, built.zip())));
    judged = await analyzeCase(bundles, options);
  });
  afterAll(async () => {
    for (const bundle of bundles) await bundle.close();
  });

  it('opens every reference and shows what it cites', async () => {
    const isSingle = bundles.length === 1;
    const textOfRef = ({ artifact, at, bundle }: Evidence['ref']): string => refText(isSingle || bundle === undefined ? { artifact, at } : { artifact, at, bundle });
    const findings = judged.findings.flatMap((finding) => finding.clauses.flatMap((clause) => clause.evidence));
    // Beside what is cited, some of what could be: the first of each kind of fact and record in each artifact.
    const firsts = new Map([...judged.records, ...judged.evidence.facts].map((item) => [`${item.name} ${item.ref.artifact} ${item.ref.bundle ?? ''}`, textOfRef(item.ref)]));
    const cited = new Set([...refsIn(judged.report), ...findings.map((item) => textOfRef(item.ref)), ...firsts.values()]);
    const records = grouped(judged.records, textOfRef);
    const facts = grouped(judged.evidence.facts, textOfRef);
    const wrong: string[] = [];
    for (const ref of cited) {
      try {
        const shown = await showReference(bundles, ref, { context: 12 });
        const told = [...(records.get(ref) ?? []).flatMap((record) => missesRecord(record, shown)), ...(facts.get(ref) ?? []).flatMap((fact) => missesFact(fact, shown).map((miss) => `${fact.name}: ${miss}`))];
        wrong.push(...told.map((miss) => `${ref}: ${miss}`));
      } catch (error) {
        wrong.push(`${ref}: ${String(error)}`);
      }
    }
    expect(cited.size).toBeGreaterThan(3);
    expect(wrong).toEqual([]);
  });
});
