/** Speed of the event log reader on one thread: System fields, full decode, and the same full decode by npm's `winevtx`. */
import { crc32 } from 'node:zlib';
import { parseEvtxFile } from 'winevtx';
import { readEvtxBytes, type EvtxOptions } from '../../src/formats/evtx/index.ts';
import { mixedLog } from './mixed-log.ts';
import { row } from './table.ts';

/** Median milliseconds of `rounds` runs, after one that warms up. */
function median(rounds: number, run: () => void): number {
  run();
  const times = Array.from({ length: rounds }, () => {
    const start = performance.now();
    run();
    return performance.now() - start;
  }).sort((a, b) => a - b);
  return times[times.length >> 1] ?? 0;
}

export function benchEvtx(megabytes: number): void {
  const bytes = mixedLog(megabytes);
  let sink = 0;
  const system = (options: EvtxOptions) => readEvtxBytes(bytes, (record) => (sink += record.recordId + (record.time ?? 0) + record.provider.length + record.eventId + record.level), options);
  const { records, undecodable } = system({});
  if (records === 0 || undecodable > 0) throw new Error(`nothing to measure: ${records} records, ${undecodable} of them unreadable`);
  console.log(`\nAn event log of ${(bytes.length / 1e6).toFixed(1)} MB in memory, ${records.toLocaleString('en')} records of mixed shapes (medians)`);
  const report = (what: string, rounds: number, run: () => void): number => {
    const ms = median(rounds, run);
    const perSecond = (records / ms) * 1_000;
    row(what, `${(perSecond / 1e6).toFixed(2)} M records/s`, `${(bytes.length / ms / 1_000).toFixed(0)} MB/s`);
    return perSecond;
  };
  const withChecksums = report('System fields, checksums by zlib', 15, () => system({ crc32 }));
  report('System fields, checksums off', 15, () => system({ checksums: false }));
  report('System fields, checksums in JavaScript', 9, () => system({}));
  report('nothing wanted, all counted', 15, () => readEvtxBytes(bytes, () => sink++, { crc32, wants: () => false }));
  const ours = report('full decode', 7, () => readEvtxBytes(bytes, (record) => (sink += record.decode().data.length), { crc32 }));
  const theirs = report('full decode by winevtx', 3, () => {
    for (const record of parseEvtxFile(Buffer.from(bytes))) sink += record.event ? 1 : 0;
  });
  row('System fields', `${(withChecksums / 1e6).toFixed(2)} M/s`, 'target: at least 2 M/s');
  row('full decode against winevtx', `${(ours / theirs).toFixed(1)} times`, 'target: at least 3 times');
  if (sink === 0) throw new Error('nothing was read');
}
