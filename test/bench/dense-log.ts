/** Event logs of any size for measuring: distinct chunks from the builder, repeated with record ids and checksums of their own. */
import { crc32 } from 'node:zlib';
import { buildEvtx, type EventInput } from '../support/evtx-builder.ts';

const CHUNK = 65_536;
const HEADER = 4_096;
export const START = Date.UTC(2024, 1, 1);
/** What a busy server's Security log of this size spans. */
export const LOG_DAYS = 20;
const DISTINCT = 20_000;

/** Share of each kind of event, in per cent; the wanted ones are decoded by the engine, the rest is passed over. */
const MIX: readonly { readonly share: number; readonly make: (index: number) => EventInput }[] = [
  { share: 30, make: (index) => audit(index, 4634, [['TargetUserSid', 'S-1-5-18'], ['TargetUserName', 'SYSTEM'], ['TargetDomainName', 'NT AUTHORITY'], ['TargetLogonId', '0x3e7'], ['LogonType', '5']]) },
  { share: 30, make: (index) => audit(index, 5156, [['ProcessID', '1204'], ['Application', '\\device\\harddiskvolume3\\windows\\system32\\svchost.exe'], ['Direction', '%%14593'], ['SourceAddress', '192.0.2.10'], ['SourcePort', '55012'], ['DestAddress', '198.51.100.24'], ['DestPort', '443'], ['Protocol', '6']]) },
  { share: 29, make: (index) => audit(index, 4672, [['SubjectUserSid', 'S-1-5-18'], ['SubjectUserName', 'SYSTEM'], ['SubjectDomainName', 'NT AUTHORITY'], ['SubjectLogonId', '0x3e7'], ['PrivilegeList', 'SeAssignPrimaryTokenPrivilege']]) },
  { share: 10, make: (index) => audit(index, 4624, [['SubjectUserSid', 'S-1-0-0'], ['SubjectUserName', '-'], ['TargetUserName', `user${index % 50}`], ['TargetDomainName', 'CONTOSO'], ['LogonType', '3'], ['AuthenticationPackageName', 'NTLM'], ['WorkstationName', 'LAP042'], ['LmPackageName', 'NTLM V2'], ['IpAddress', '192.0.2.10'], ['IpPort', '55012']]) },
  { share: 1, make: (index) => audit(index, 4625, [['TargetUserName', `user${index % 50}`], ['TargetDomainName', 'CONTOSO'], ['Status', '0xc000006d'], ['SubStatus', '0xc000006a'], ['LogonType', '3'], ['IpAddress', '192.0.2.10']]) },
];

export const MIX_TEXT = '30 % 4634, 30 % 5156, 29 % 4672, 10 % 4624, 1 % 4625; the last two are decoded within a day of the repro';

function audit(index: number, eventId: number, data: readonly (readonly [string, string])[]): EventInput {
  return {
    provider: 'Microsoft-Windows-Security-Auditing',
    providerGuid: '{54849625-5478-4994-A5BA-3E3B0328C30D}',
    eventId,
    level: 0,
    keywords: eventId === 4625 ? '0x8010000000000000' : '0x8020000000000000',
    time: new Date(START + (index * LOG_DAYS * 86_400_000) / DISTINCT).toISOString(),
    channel: 'Security',
    computer: 'RRAS01.contoso.com',
    data: data.map(([name, value]) => ({ name, value })),
  };
}

function kindOf(index: number): (index: number) => EventInput {
  let place = (index * 37) % 100;
  for (const { share, make } of MIX) {
    if (place < share) return make;
    place -= share;
  }
  throw new Error('the shares do not add up to 100');
}

export interface DenseLog {
  readonly header: Uint8Array;
  readonly chunks: readonly Uint8Array[];
  readonly recordsPerRound: number;
}

/** The distinct part: about `events` events. */
export function denseLog(events = DISTINCT): DenseLog {
  const bytes = buildEvtx(Array.from({ length: events }, (_, index) => kindOf(index)(index)));
  const chunks = Array.from({ length: Math.floor((bytes.length - HEADER) / CHUNK) }, (_, index) => bytes.subarray(HEADER + index * CHUNK, HEADER + (index + 1) * CHUNK));
  return { header: bytes.subarray(0, HEADER), chunks, recordsPerRound: events };
}

/** The whole log of about `size` bytes, chunk by chunk; `rounds` of the distinct part with growing record ids. */
export function* repeated(log: DenseLog, size: number): Generator<Uint8Array> {
  yield log.header;
  let written = HEADER;
  for (let round = 0; written < size; round++) {
    for (const chunk of log.chunks) {
      if (written >= size) return;
      yield renumbered(chunk, BigInt(round * log.recordsPerRound));
      written += CHUNK;
    }
  }
}

/** A copy of a chunk whose record ids are higher by `add`, with checksums that fit ([MS-EVEN6], libyal notes: chunk header). */
function renumbered(source: Uint8Array, add: bigint): Uint8Array {
  const chunk = Buffer.from(source);
  for (const offset of [8, 16, 24, 32]) chunk.writeBigUInt64LE(chunk.readBigUInt64LE(offset) + add, offset);
  const end = chunk.readUInt32LE(48);
  for (let at = 512; at + 28 <= end; at += chunk.readUInt32LE(at + 4)) {
    if (chunk.readUInt32LE(at) !== 0x2a2a) break;
    chunk.writeBigUInt64LE(chunk.readBigUInt64LE(at + 8) + add, at + 8);
  }
  chunk.writeUInt32LE(crc32(chunk.subarray(512, end)), 52);
  chunk.writeUInt32LE(crc32(chunk.subarray(128, 512), crc32(chunk.subarray(0, 120))), 124);
  return chunk;
}
