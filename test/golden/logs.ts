/** The event logs inside a built bundle, nested ones too, with the number of records an independent walk finds. */
import { runTool } from '../support/tools.ts';
import { zipContent } from './zip-content.ts';

export interface BuiltLog {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly records: number;
}

/** Records by their magic and size at every chunk's records start ([MS-EVEN6] file layout): nothing of the readers is used. */
function countRecords(log: Buffer): number {
  let count = 0;
  for (let chunk = 4096; chunk + 512 <= log.length; chunk += 65_536) {
    const end = chunk + Math.min(log.readUInt32LE(chunk + 48), 65_536);
    for (let at = chunk + 512; at + 28 <= end && log.readUInt32LE(at) === 0x2a2a; at += log.readUInt32LE(at + 4)) count++;
  }
  return count;
}

export function logsOf(files: ReadonlyMap<string, Uint8Array>): BuiltLog[] {
  const all = [...files].flatMap(([name, bytes]): (readonly [string, Uint8Array])[] =>
    name.endsWith('.zip') ? [...zipContent(bytes)].map(([inner, content]) => [`${name}/${inner}`, content] as const) : [[name, bytes]]);
  return all.filter(([name]) => name.endsWith('.evtx')).map(([name, bytes]) => ({ name, bytes, records: countRecords(Buffer.from(bytes)) }));
}

/** How many records evtxexport (libevtx) writes out. */
export function listedByEvtxexport(bytes: Uint8Array): number {
  const { stdout } = runTool('evtxexport', ['-f', 'xml', '{log.evtx}'], { 'log.evtx': bytes });
  return stdout.toString().split('<Event xmlns').length - 1;
}
