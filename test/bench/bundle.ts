/** A bundle with one large log: the whole program against merely inflating what it reads. */
import { spawnSync } from 'node:child_process';
import { createWriteStream, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { crc32, createDeflateRaw } from 'node:zlib';
import { collectorLog } from '../support/text/collector-log.ts';
import { denseLog, LOG_DAYS, MIX_TEXT, repeated, START } from './dense-log.ts';
import { row } from './table.ts';

const NAME = 'RRAS01-Security.evtx';
/** The repro lies in the middle of the log. */
const REPRO = START + (LOG_DAYS / 2) * 86_400_000;

interface ZipInput {
  readonly name: string;
  readonly pieces: Iterable<Uint8Array>;
}

/** Writes a zip, streaming: local headers with data descriptors; zip64 is not needed below 4 GB (APPNOTE 6.3.10). Returns the unpacked sizes. */
async function writeZip(path: string, entries: readonly ZipInput[]): Promise<number[]> {
  const file = createWriteStream(path);
  let offset = 0;
  const put = (bytes: Buffer) => {
    file.write(bytes);
    offset += bytes.length;
  };
  const central: Buffer[] = [];
  const sizes: number[] = [];
  for (const { name, pieces } of entries) {
    const start = offset;
    const text = Buffer.from(name);
    const local = Buffer.alloc(30);
    local.writeUInt32LE(0x04034b50, 0);
    local.writeUInt16LE(20, 4);
    local.writeUInt16LE(8, 6);
    local.writeUInt16LE(8, 8);
    local.writeUInt16LE(text.length, 26);
    put(Buffer.concat([local, text]));
    let checksum = 0;
    let size = 0;
    const counted = function* () {
      for (const piece of pieces) {
        checksum = crc32(piece, checksum);
        size += piece.length;
        yield piece;
      }
    };
    const deflate = createDeflateRaw({ level: 1, chunkSize: 1 << 20 });
    let packed = 0;
    deflate.on('data', (piece: Buffer) => (packed += piece.length));
    await pipeline(Readable.from(counted(), { objectMode: false, highWaterMark: 1 << 20 }), deflate, file, { end: false });
    offset += packed;
    const lengths = Buffer.alloc(12);
    lengths.writeUInt32LE(checksum, 0);
    lengths.writeUInt32LE(packed, 4);
    lengths.writeUInt32LE(size, 8);
    put(Buffer.concat([Buffer.from([0x50, 0x4b, 7, 8]), lengths]));
    const entry = Buffer.alloc(46);
    entry.writeUInt32LE(0x02014b50, 0);
    entry.writeUInt16LE(20, 6);
    entry.writeUInt16LE(8, 8);
    entry.writeUInt16LE(8, 10);
    lengths.copy(entry, 16);
    entry.writeUInt16LE(text.length, 28);
    entry.writeUInt32LE(start, 42);
    central.push(Buffer.concat([entry, text]));
    sizes.push(size);
  }
  const directory = Buffer.concat(central);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(entries.length, 8);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(offset, 16);
  file.end(Buffer.concat([directory, end]));
  await new Promise((resolve, reject) => file.on('finish', () => resolve(undefined)).on('error', reject));
  return sizes;
}

export interface Run {
  readonly seconds: number;
  readonly megabytes: number;
}

/** A fresh process that reports its own time and peak memory on file descriptor 3's stand-in: the last line of stderr. */
export function run(script: string, ...args: readonly string[]): Run {
  const report = `;process.on('exit',()=>process.stderr.write('\\n@'+JSON.stringify({ms:performance.now(),kb:process.resourceUsage().maxRSS})))`;
  const result = spawnSync(process.execPath, ['--input-type=module', '-e', `${report}\n${script}`, ...args], { maxBuffer: 1 << 28 });
  const last = result.stderr.toString().split('\n@').at(-1) ?? '';
  const measured = JSON.parse(last) as { ms: number; kb: number };
  return { seconds: measured.ms / 1_000, megabytes: measured.kb / 1_024 };
}

/** `dist` is the folder of the compiled program. */
export async function benchBundle(dist: URL, size: number): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'rasalyze-bench-'));
  try {
    const zip = join(folder, 'TSS_RRAS01_240221-093005_NET_RAS.zip');
    const log = denseLog();
    const iso = (minutes: number) => new Date(REPRO + minutes * 60_000).toISOString();
    const collected = collectorLog({
      generation: 2024, version: '2024.02.20.0', scenario: 'NET_RAS', host: 'RRAS01', user: 'admin1', domain: 'CONTOSO.COM', osVersion: '10.0.20348.2322', productType: 'ServerNT', culture: 'en-US', offsetMinutes: 60,
      zoneName: '(UTC+01:00) Amsterdam, Berlin', start: iso(-1), end: iso(20), repro: { start: iso(0), end: iso(10) },
    });
    const [unpacked = 0] = await writeZip(zip, [
      { name: NAME, pieces: repeated(log, size) },
      { name: 'RRAS01_240221-093005__Log-Warn-Err-Info.txt', pieces: [collected] },
    ]);
    const records = Math.round((unpacked / (log.chunks.length * 65_536)) * log.recordsPerRound);
    console.log(`\nA bundle with one event log of ${(unpacked / 1e6).toFixed(0)} MB, ${records.toLocaleString('en')} records over ${LOG_DAYS} days (${MIX_TEXT}); zip ${(statSync(zip).size / 1e6).toFixed(0)} MB`);
    const inflateOnce = `
      import { readFileSync } from 'node:fs'; import { inflateRawSync } from 'node:zlib';
      const zip = readFileSync(process.argv[1]); const name = zip.readUInt16LE(26);
      const bytes = inflateRawSync(zip.subarray(30 + name), { chunkSize: ${unpacked} }); if (bytes.length !== ${unpacked}) throw new Error();`;
    const inflatePieces = `
      import { createReadStream } from 'node:fs'; import { createInflateRaw } from 'node:zlib';
      const stream = createReadStream(process.argv[1], { start: ${30 + NAME.length}, highWaterMark: 1 << 20 }).pipe(createInflateRaw({ chunkSize: 1 << 20 }));
      let size = 0; for await (const piece of stream) size += piece.length; if (size !== ${unpacked}) throw new Error();`;
    const cli = `process.argv.splice(1, 0, 'rasalyze'); await import(${JSON.stringify(new URL('rasalyze.js', dist).href)});`;
    const start = run('');
    const once = run(inflateOnce, zip);
    const pieces = run(inflatePieces, zip);
    const merely = once.seconds < pieces.seconds ? once : pieces;
    const whole = run(cli, zip);
    row('start of an empty process', `${start.seconds.toFixed(2)} s`);
    const speed = (measured: Run) => `${(unpacked / 1e6 / (measured.seconds - start.seconds)).toFixed(0)} MB/s, peak ${measured.megabytes.toFixed(0)} MB`;
    row('merely inflating the entry, one call', `${once.seconds.toFixed(2)} s`, speed(once));
    row('merely inflating the entry, 1 MB pieces', `${pieces.seconds.toFixed(2)} s`, speed(pieces));
    row('rasalyze <bundle>, whole process', `${whole.seconds.toFixed(2)} s`, `${(whole.seconds / merely.seconds).toFixed(2)} times the faster of the two (target: at most 2)`);
    row('its peak memory', `${whole.megabytes.toFixed(0)} MB`, 'target: under 400 MB');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
