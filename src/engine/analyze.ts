/** From opened bundles to the report: the one way through the house. */
import { lastSteps } from '../bundle/names.ts';
import type { Bundle } from '../bundle/types.ts';
import { diagnose } from '../diagnosis/diagnose.ts';
import type { EvtxOptions } from '../formats/evtx/index.ts';
import { createWorld, evaluateAll, type Vocabulary } from '../matching/index.ts';
import type { Attempt, BundleInfo, Coverage, Host, ReproWindow } from '../model/case.ts';
import type { Evidence } from '../model/finding.ts';
import type { Fact, LogRecord } from '../model/records.ts';
import type { Report } from '../model/report.ts';
import type { Signature } from '../model/signature.ts';
import { attemptsOf } from '../timeline/attempts.ts';
import { withStartTypes } from '../timeline/services.ts';
import { accountName } from '../timeline/users.ts';
import { placeFact, placeRecord, zonesOf } from '../timeline/zone.ts';
import { assemble } from './assemble.ts';
import { Collector } from './collector.ts';
import { gather, type Gathered } from './gather.ts';
import { hostsOf } from './hosts.ts';
import { ownerOf, readingOrder, type Owner } from './loose-files.ts';
import { partsOf, type Part } from './parts.ts';
import { startStopwatch, type AnalyzeTiming } from './timing.ts';
import { missingReasons } from './why-missing.ts';
import { reproWindowOf } from './window.ts';
import { extendWatches } from './watches.ts';

export type { AnalyzeTiming } from './timing.ts';

export interface AnalyzeOptions {
  readonly version: string;
  readonly signatures: readonly Signature[];
  readonly vocabulary: Vocabulary;
  readonly onProgress?: (text: string) => void;
  readonly onTiming?: (timing: AnalyzeTiming) => void;
  readonly crc32?: EvtxOptions['crc32'];
}

/** What was read of a case, on one clock, before it is judged. */
export interface CaseEvidence {
  readonly records: readonly LogRecord[];
  readonly attempts: readonly Attempt[];
  readonly report: Report;
}

/** Diagnoses one case. Never throws for what is in the bundles. */
export async function analyze(bundles: readonly Bundle[], options: AnalyzeOptions): Promise<Report> {
  return (await analyzeCase(bundles, options)).report;
}

/** As `analyze`, with the records the report was made of. */
export async function analyzeCase(bundles: readonly Bundle[], options: AnalyzeOptions): Promise<CaseEvidence> {
  const stopwatch = startStopwatch();
  const collector = new Collector();
  const parts = bundles.flatMap(partsOf);
  const gathered: Gathered[] = [];
  const ownerNotes: string[] = [];
  for (const { part, index, isLoose } of readingOrder(parts)) {
    const owner: Owner = isLoose ? ownerOf(part.bundle.name, hostsOfBundles(gathered)) : { host: part.host };
    const before = collector.facts.length + collector.listings.length;
    const known = isLoose ? collector.facts.filter((fact) => fact.host === owner.host && MACHINE_FACTS.has(fact.name)) : [];
    gathered[index] = await gather(part.bundle, collector, { host: owner.host, known, stopwatch, onProgress: options.onProgress ?? (() => {}), ...(options.crc32 === undefined ? {} : { crc32: options.crc32 }) });
    if (owner.note !== undefined && collector.facts.length + collector.listings.length > before) ownerNotes.push(owner.note);
  }
  const since = stopwatch.now();
  const kept = collector.finish();
  const zones = zonesOf(collector.facts);
  const facts = withStartTypes(collector.facts.map((fact) => placeFact(fact, timeFieldsOf(fact, options.vocabulary), zones)));
  const records = kept.records.map((record) => withUserName(placeRecord(record, zones))).sort(byTime);
  const window = reproWindowOf(facts);
  const { attempts, omitted, omittedClients, omittedRecords } = attemptsOf(records, facts, window);
  const hosts = hostsOf({ records, facts, zones });
  stopwatch.add('timeline', since);
  const judging = stopwatch.now();
  const watches = extendWatches(collector.watches, window);
  const world = createWorld({ records, facts, listings: collector.listings, watches, gaps: kept.gaps, attempts, omittedRecords, hosts, reproWindow: window });
  const { findings, failures } = evaluateAll(options.signatures, world, options.vocabulary);
  const diagnosis = diagnose({ findings, signatures: options.signatures, attempts, reproWindow: window, isRecovered: recoveredIn(records), whyMissing: missingReasons(hosts, facts) });
  stopwatch.add('judge', judging);
  const coverage: Coverage[] = gathered.flatMap((part) => part.coverage);
  const notes = [
    ...gathered.flatMap((part) => part.notes),
    ...ownerNotes,
    ...kept.notes,
    ...(omittedClients > 0 ? [`${omittedClients} older attempts of clients are not listed and not judged; "rasalyze timeline" shows their events.`] : []),
    ...(omitted > 0 ? [`${omitted} older failed server-side attempts (password guessing fills server logs) are not listed.`] : []),
    ...failures.map((failure) => `Signature ${failure.signature} could not be judged: ${failure.message}`),
  ];
  const infos = parts.map((part, index) => infoOf(part, gathered[index]?.context.host ?? '', facts, hosts));
  const report = assemble({ version: options.version, isSingle: bundles.length <= 1, bundles: infos, coverage, records, attempts, facts, diagnosis, notes });
  options.onTiming?.(stopwatch.result());
  return { records, attempts, report };
}

/** Facts about a machine that hold for every text it printed. */
const MACHINE_FACTS: ReadonlySet<string> = new Set(['host.identity', 'host.code-pages', 'host.time-zone']);

/** Leaves out places that are not read yet. */
function hostsOfBundles(gathered: readonly Gathered[]): string[] {
  return [...new Set(gathered.filter((part) => part !== undefined).map((part) => part.context.host))].filter((host) => host !== '');
}

function byTime(a: LogRecord, b: LogRecord): number {
  return a.time - b.time || sequence(a) - sequence(b);
}

/** Records of one log with one time stamp keep the order in which they were written. */
function sequence(record: LogRecord): number {
  return record.ref.at.kind === 'evtx' ? record.ref.at.recordId : record.ref.at.kind === 'line' ? record.ref.at.line : 0;
}

function timeFieldsOf(fact: Fact, vocabulary: Vocabulary): Set<string> {
  const fields = vocabulary.facts.get(fact.name)?.fields;
  return new Set([...(fields ?? [])].filter(([, type]) => type === 'time').map(([name]) => name));
}

/** `user_name`: the account part of `user`, so that signatures can compare people across name forms. */
function withUserName(record: LogRecord): LogRecord {
  const name = accountName(record.fields['dial_in_user'] ?? record.fields['user']);
  return name === null ? record : { ...record, fields: { ...record.fields, user_name: name } };
}

function recoveredIn(records: readonly LogRecord[]): (evidence: Evidence) => boolean {
  const recovered = new Set(records.filter((record) => record.recovered === true).map((record) => JSON.stringify(record.ref)));
  return (evidence) => recovered.has(JSON.stringify(evidence.ref));
}

function infoOf(part: Part, bundleHost: string, facts: readonly Fact[], hosts: readonly Host[]): BundleInfo {
  const name = lastSteps(part.name).at(-1) ?? '';
  const own = facts.filter((fact) => fact.ref.bundle === part.bundle.name && (part.host === null || fact.host === bundleHost));
  const run = own.find((fact) => fact.name === 'tss.run')?.fields;
  const window: ReproWindow | null = reproWindowOf(own);
  const isTss = run !== undefined || /^TSS(v2)?_/i.test(name);
  const scenario = typeof run?.['scenario'] === 'string' ? run['scenario'] : scenarioOfName(name);
  const [only] = hosts;
  const shown = hosts.filter((host) => host.name === bundleHost);
  return {
    name: part.name,
    collector: { name: isTss ? 'TSS' : 'unknown', ...(typeof run?.['version'] === 'string' ? { version: run['version'] } : {}), ...(scenario === null ? {} : { scenario }) },
    hosts: shown.length > 0 || only === undefined ? shown : hosts,
    reproWindow: window,
  };
}

function scenarioOfName(name: string): string | null {
  return /_(NET_VPN|NET_RAS)/i.exec(name)?.[1]?.toUpperCase() ?? null;
}
