/** A bundle with one large log: the whole program against merely inflating what it reads. */
import { spawnSync } from 'node:child_process';
import { createWriteStream, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { crc32, createDeflateRaw } from 'node:zlib';
import { denseLog, MIX_TEXT, repeated } from './dense-log.ts';
import { row } from './table.ts';

const NAME = 'RRAS01-Security.evtx';

/** Writes a zip with one deflated entry, streaming: local header with a data descriptor, zip64 not needed below 4 GB (APPNOTE 6.3.10). */
async function writeZip(path: string, pieces: Iterable<Uint8Array>): Promise<number> {
  const name = Buffer.from(NAME);
  const file = createWriteStream(path);
  const local = Buffer.alloc(30);
  local.writeUInt32LE(0x04034b50, 0);
  local.writeUInt16LE(20, 4);
  local.writeUInt16LE(8, 6);
  local.writeUInt16LE(8, 8);
  local.writeUInt16LE(name.length, 26);
  file.write(Buffer.concat([local, name]));
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
  const sizes = Buffer.alloc(12);
  sizes.writeUInt32LE(checksum, 0);
  sizes.writeUInt32LE(packed, 4);
  sizes.writeUInt32LE(size, 8);
  const central = Buffer.alloc(46);
  central.writeUInt32LE(0x02014b50, 0);
  central.writeUInt16LE(20, 6);
  central.writeUInt16LE(8, 8);
  central.writeUInt16LE(8, 10);
  sizes.copy(central, 16);
  central.writeUInt16LE(name.length, 28);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(1, 8);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(central.length + name.length, 12);
  end.writeUInt32LE(local.length + name.length + packed + 16, 16);
  file.end(Buffer.concat([Buffer.from([0x50, 0x4b, 7, 8]), sizes, central, name, end]));
  await new Promise((resolve, reject) => file.on('finish', () => resolve(undefined)).on('error', reject));
  return size;
}

interface Run {
  readonly seconds: number;
  readonly megabytes: number;
}

/** A fresh process that reports its own time and peak memory on file descriptor 3's stand-in: the last line of stderr. */
function run(script: string, ...args: readonly string[]): Run {
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
    const unpacked = await writeZip(zip, repeated(log, size));
    const records = Math.round((unpacked / (log.chunks.length * 65_536)) * log.recordsPerRound);
    console.log(`\nA bundle with one event log of ${(unpacked / 1e6).toFixed(0)} MB, ${records.toLocaleString('en')} records (${MIX_TEXT}); zip ${(statSync(zip).size / 1e6).toFixed(0)} MB`);
    const inflate = `
      import { readFileSync } from 'node:fs'; import { inflateRawSync } from 'node:zlib';
      const zip = readFileSync(process.argv[1]); const name = zip.readUInt16LE(26);
      const bytes = inflateRawSync(zip.subarray(30 + name), { maxOutputLength: 2 ** 31 }); if (bytes.length < 1000) throw new Error();`;
    const cli = `import { runCli } from ${JSON.stringify(new URL('src/apps/cli/program.js', dist).href)}; await runCli(['--timing', process.argv[1]]);`;
    const start = run('');
    const merely = run(inflate, zip);
    const whole = run(cli, zip);
    row('start of an empty process', `${start.seconds.toFixed(2)} s`);
    row('merely inflating the entry in one call', `${merely.seconds.toFixed(2)} s`, `${(unpacked / 1e6 / (merely.seconds - start.seconds)).toFixed(0)} MB/s`);
    row('rasalyze <bundle>, whole process', `${whole.seconds.toFixed(2)} s`, `${(whole.seconds / merely.seconds).toFixed(2)} times inflating (target: at most 2)`);
    row('its peak memory', `${whole.megabytes.toFixed(0)} MB`, 'target: under 400 MB');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
