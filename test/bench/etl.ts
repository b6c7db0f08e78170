/** Speed of the trace reader on a large capture in a file, against merely reading that file; each in a fresh process. */
import { createWriteStream, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { buildEtl, type EtlInput } from '../support/etl/builder.ts';
import { run } from './bundle.ts';
import { row } from './table.ts';

const START = Date.UTC(2024, 1, 1) * 1000;
const CAPTURE = '{2ED6006E-4729-4609-B423-3EE7BCD678EF}';
const TCPIP = '{2F07E2EE-15DB-40F1-90EF-9D7BA282188A}';
const DISTINCT = 20_000;
const SEQUENCE = 0x18;

/** Packet events of about 250 bytes, one in five an event of another provider. */
function packetEvents(): EtlInput['events'] {
  return Array.from({ length: DISTINCT }, (_, index) => {
    const length = 110 + ((index * 37) % 96);
    const data = Buffer.alloc(12 + length);
    data.writeUInt32LE(7, 0);
    data.writeUInt32LE(7, 4);
    data.writeUInt32LE(length, 8);
    // Headers repeat from packet to packet, most of the payload does not.
    for (let at = 12; at < data.length; at++) data[at] = at < 70 ? (at * 13) & 255 : Math.imul(index * 1000 + at, 0x9e3779b1) >>> 24;
    return { time: START + index * 50, provider: index % 5 === 4 ? TCPIP : CAPTURE, id: index % 5 === 4 ? 1332 : 1001, processId: 4, threadId: index % 64, processor: index % 4, keyword: 0x8000_0001_c000_0001n, data };
  });
}

/** Writes a trace whose buffers repeat, each with a sequence number of its own, up to `size` bytes. Returns how often all of them occur. */
async function writeTrace(path: string, bytes: Uint8Array, size: number): Promise<number> {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const first = file.readUInt32LE(0);
  const rounds = Math.max(1, Math.round((size - first) / (file.length - first)));
  const pieces = function* () {
    yield file.subarray(0, first);
    let sequence = 1n;
    for (let round = 0; round < rounds; round++) {
      const copy = Buffer.from(file.subarray(first));
      for (let at = 0; at < copy.length; at += copy.readUInt32LE(at)) copy.writeBigUInt64LE(sequence++, at + SEQUENCE);
      yield copy;
    }
  };
  await pipeline(Readable.from(pieces()), createWriteStream(path));
  return rounds;
}

/** `dist` is the folder of the compiled program. */
export async function benchEtl(dist: URL, size: number): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'rasalyze-bench-'));
  try {
    const input: EtlInput = { startTime: START, events: packetEvents() };
    const reader = JSON.stringify(new URL('src/formats/etl/index.js', dist).href);
    const stream = `import { createReadStream } from 'node:fs'; const file = createReadStream(process.argv[1], { highWaterMark: 1 << 20 });`;
    const visit = (body: string, wants: string) => `${stream} import { readEtl } from ${reader};
      let sink = 0; const summary = await readEtl(file, (event) => { ${body} }, { artifact: 'bench', wants: ${wants} });
      if (summary.damagedBuffers > 0 || summary.records < 1000) throw new Error(JSON.stringify(summary));`;
    const packets = `(kind, provider, id) => id === 1001 && kind === 'event' && provider === '${CAPTURE}'`;
    const start = run('');
    const measure = async (what: string, compressed: boolean, size: number): Promise<void> => {
      const path = join(folder, 'capture.etl');
      const rounds = await writeTrace(path, buildEtl({ ...input, compressed }), size);
      const bytes = statSync(path).size;
      const expanded = rounds * (buildEtl(input).length - 65_536);
      const events = rounds * DISTINCT;
      console.log(`\n${what} of ${(bytes / 1e6).toFixed(0)} MB${compressed ? `, ${(expanded / 1e6).toFixed(0)} MB expanded` : ''}, ${events.toLocaleString('en')} events, four in five of them packets`);
      const plain = run(`${stream} let size = 0; for await (const piece of file) size += piece.length;`, path);
      const report = (label: string, script: string, goal: (seconds: number) => string): void => {
        const measured = run(script, path);
        const seconds = measured.seconds - start.seconds;
        const times = seconds / (plain.seconds - start.seconds);
        row(label, `${seconds.toFixed(2)} s`, `${(expanded / 1e6 / seconds).toFixed(0)} MB/s, ${goal(seconds)}, ${times.toFixed(1)} times the mere read, peak ${measured.megabytes.toFixed(0)} MB`);
      };
      const perSecond = (count: number) => (seconds: number) => `${(count / seconds / 1e6).toFixed(2)} M/s`;
      row('merely reading the file, 1 MB pieces', `${(plain.seconds - start.seconds).toFixed(2)} s`, `peak ${plain.megabytes.toFixed(0)} MB`);
      report('walking it, nothing wanted', visit('', '() => false'), perSecond(events));
      report('packet events: time, interface, bytes', visit(`const { data } = event; sink += event.time + data[0] + data[8] + data.length + event.threadId;`, packets), perSecond(events * 0.8));
      report('every field of every event', visit(`sink += event.time + event.processId + event.threadId + event.processor + event.provider.length + event.id + event.version + event.channel + event.level + event.opcode + event.task + Number(event.keyword) + event.data.length + event.extended.length;`, '() => true'), perSecond(events));
    };
    await measure('A capture', false, size);
    await measure('A merged capture, compressed,', true, size / 5);
    row('targets', '', 'walk 300 MB/s, packet events 0.5 M/s, peak under 300 MB');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
