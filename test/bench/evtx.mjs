/**
 * Speed of the event log reader, measured in one run on one thread: System fields, full decode, and the same full
 * decode by npm's `winevtx`. Needs a build (`npm run build`). `node test/bench/evtx.mjs [log.evtx]` uses a real log instead.
 */
import { readFileSync } from 'node:fs';
import { crc32 } from 'node:zlib';
import { buildLog } from './evtx-log.mjs';

const TARGET_SYSTEM = 2e6;
const TARGET_RATIO = 3;

/** Median and best milliseconds of `rounds` runs, after one that warms up. */
function measure(rounds, run) {
  run();
  const times = Array.from({ length: rounds }, () => {
    const start = performance.now();
    run();
    return performance.now() - start;
  }).sort((a, b) => a - b);
  return { median: times[times.length >> 1], best: times[0] };
}

/**
 * Measures and returns rows { what, records, ms, best, perSecond } and whether the targets are met.
 * `bytes` is a log; by default one of about 30 MB is built.
 */
export async function benchEvtx(bytes = buildLog(30).bytes) {
  const { readEvtxBytes } = await import('../../dist/src/formats/evtx/index.js');
  const { parseEvtxFile } = await import('winevtx');
  let sink = 0;
  const readSystem = (options) => readEvtxBytes(bytes, (record) => (sink += record.recordId + (record.time ?? 0) + record.provider.length + record.eventId + record.level), options);
  const { records, undecodable } = readSystem({});
  if (records === 0 || undecodable > 0) throw new Error(`nothing to measure: ${records} records, ${undecodable} of them unreadable`);
  const row = (what, rounds, run) => {
    const { median, best } = measure(rounds, run);
    return { what, records, ms: median, best, perSecond: (records / median) * 1000, megabytesPerSecond: bytes.length / median / 1000 };
  };
  const rows = [
    row('System fields, checksums off', 25, () => readSystem({ checksums: false })),
    row('System fields, checksums by zlib', 25, () => readSystem({ crc32 })),
    row('System fields, checksums in JavaScript', 25, () => readSystem({})),
    row('nothing wanted (all counted)', 25, () => readEvtxBytes(bytes, () => sink++, { crc32, wants: (provider, id) => provider === '' && id === -1 })),
    row('full decode', 9, () => readEvtxBytes(bytes, (record) => (sink += record.decode().data.length), { crc32 })),
    row('full decode by winevtx', 3, () => {
      for (const record of parseEvtxFile(bytes)) sink += record.event ? 1 : 0;
    }),
  ];
  const perSecond = (what) => rows.find((candidate) => candidate.what === what).perSecond;
  const system = perSecond('System fields, checksums by zlib');
  const ratio = perSecond('full decode') / perSecond('full decode by winevtx');
  return { bytes: bytes.length, records, rows, system, ratio, isMet: system >= TARGET_SYSTEM && ratio >= TARGET_RATIO, sink };
}

/** The result as a table of text lines. */
export function evtxTable(result) {
  const lines = [`event log of ${(result.bytes / 1e6).toFixed(1)} MB, ${result.records} records (median of several runs; best in brackets)`];
  for (const { what, ms, best, perSecond, megabytesPerSecond } of result.rows) {
    lines.push(`  ${what.padEnd(40)}${ms.toFixed(1).padStart(8)} ms (${best.toFixed(1)})${(perSecond / 1e6).toFixed(2).padStart(8)} M records/s${megabytesPerSecond.toFixed(0).padStart(7)} MB/s`);
  }
  const verdict = (is) => (is ? 'met' : 'MISSED');
  lines.push(`  target System fields >= 2 M records/s: ${(result.system / 1e6).toFixed(2)}, ${verdict(result.system >= TARGET_SYSTEM)}`);
  lines.push(`  target full decode >= 3 x winevtx: ${result.ratio.toFixed(2)} x, ${verdict(result.ratio >= TARGET_RATIO)}`);
  return lines;
}

if (process.argv[1] === new URL(import.meta.url).pathname) {
  const path = process.argv[2];
  console.log(evtxTable(await benchEvtx(path ? readFileSync(path) : undefined)).join('\n'));
}
