/** Builds a log of mixed, real-shaped chunks in memory: several providers, named fields, classic string arrays, binary. Lengths of elements stay 0: neither reader measured uses them. */
import { crc32 } from 'node:zlib';

const CHUNK = 65_536;
const utf16 = (text) => Buffer.from(text, 'utf16le');
const u16 = (value) => Buffer.from([value & 0xff, value >> 8]);
const u32 = (value) => Buffer.from(Uint32Array.of(value).buffer);

/** Writes into one chunk; names are stored once per chunk, as Windows does. */
class ChunkWriter {
  constructor() {
    this.bytes = Buffer.alloc(CHUNK);
    this.at = 512;
    this.names = new Map();
  }

  put(...parts) {
    for (const part of parts) this.at += Buffer.isBuffer(part) ? part.copy(this.bytes, this.at) : this.bytes.writeUInt8(part, this.at) - this.at;
  }

  name(text) {
    const known = this.names.get(text);
    this.put(u32(known ?? this.at + 4));
    if (known !== undefined) return;
    this.names.set(text, this.at);
    this.put(u32(0), u16(0), u16(text.length), utf16(text), u16(0));
  }

  open(name, hasAttributes = false) {
    this.put(hasAttributes ? 0x41 : 0x01, u16(0xffff), u32(0));
    this.name(name);
    if (hasAttributes) this.put(u32(0));
  }

  attribute(name, slot, type) {
    this.put(0x06);
    this.name(name);
    this.put(0x0e, u16(slot), type);
  }

  leaf(name, slot, type) {
    this.open(name);
    this.put(0x02, 0x0e, u16(slot), type, 0x04);
  }

  text(text) {
    this.put(0x05, 0x01, u16(text.length), utf16(text));
  }
}

/** System as Windows lays it out, most of it values; the last slot is the event's own fragment. */
function writeEvent(to) {
  to.open('Event', true);
  to.put(0x06);
  to.name('xmlns');
  to.text('http://schemas.microsoft.com/win/2004/08/events/event');
  to.put(0x02);
  to.open('System');
  to.put(0x02);
  to.open('Provider', true);
  to.attribute('Name', 14, 0x01);
  to.attribute('Guid', 15, 0x0f);
  to.put(0x03);
  to.open('EventID', true);
  to.attribute('Qualifiers', 4, 0x06);
  to.put(0x02, 0x0d, u16(3), 0x06, 0x04);
  for (const [name, slot, type] of [['Version', 11, 4], ['Level', 0, 4], ['Task', 2, 6], ['Opcode', 1, 4], ['Keywords', 5, 0x15]]) to.leaf(name, slot, type);
  to.open('TimeCreated', true);
  to.attribute('SystemTime', 6, 0x11);
  to.put(0x03);
  to.leaf('EventRecordID', 10, 0x0a);
  to.open('Correlation', true);
  to.attribute('ActivityID', 7, 0x0f);
  to.put(0x03);
  to.open('Execution', true);
  to.attribute('ProcessID', 8, 8);
  to.attribute('ThreadID', 9, 8);
  to.put(0x03);
  to.leaf('Channel', 16, 0x01);
  to.leaf('Computer', 17, 0x01);
  to.open('Security', true);
  to.attribute('UserID', 12, 0x13);
  to.put(0x03, 0x04, 0x0d, u16(18), 0x21, 0x04);
}

function writeData(to, kind) {
  to.open('EventData');
  to.put(0x02);
  kind.fields.forEach(([name, type], slot) => {
    to.open(name === 'Binary' ? 'Binary' : 'Data', name !== '' && name !== 'Binary');
    if (name !== '' && name !== 'Binary') {
      to.put(0x06);
      to.name('Name');
      to.text(name);
    }
    to.put(0x02, 0x0d, u16(slot), type, 0x04);
  });
  to.put(0x04);
}

/** A template instance; the definition is written where it is used first. */
function writeInstance(to, key, id, definition, values) {
  const known = to.names.get(key);
  to.put(0x0c, 0x01, u32(id), u32(known ?? to.at + 10));
  if (known === undefined) {
    to.names.set(key, to.at);
    to.put(u32(0), u32(id), Buffer.alloc(12, id & 0xff));
    const size = to.at;
    to.put(u32(0), 0x0f, 1, 1, 0);
    definition(to);
    to.put(0x00);
    to.bytes.writeUInt32LE(to.at - size - 4, size);
  }
  to.put(u32(values.length));
  const descriptors = to.at;
  to.at += values.length * 4;
  values.forEach(([type, value], index) => {
    const start = to.at;
    if (typeof value === 'function') value();
    else to.put(value);
    to.bytes.writeUInt16LE(to.at - start, descriptors + index * 4);
    to.bytes.writeUInt8(type, descriptors + index * 4 + 2);
  });
}

const KINDS = [
  { provider: 'Microsoft-Windows-Security-Auditing', channel: 'Security', id: 4624, level: 0, fields: [['SubjectUserSid', 0x13], ['SubjectUserName', 1], ['SubjectDomainName', 1], ['SubjectLogonId', 0x15], ['TargetUserSid', 0x13], ['TargetUserName', 1], ['LogonType', 8], ['LogonProcessName', 1], ['WorkstationName', 1], ['LogonGuid', 0x0f], ['IpAddress', 1], ['IpPort', 1], ['ProcessName', 1]] },
  { provider: 'Service Control Manager', channel: 'System', id: 7036, level: 4, fields: [['param1', 1], ['param2', 1], ['Binary', 0x0e]] },
  { provider: 'RasClient', channel: 'Application', id: 20227, level: 2, fields: [['', 0x81], ['Binary', 0x0e]] },
  { provider: 'RemoteAccess', channel: 'System', id: 20271, level: 3, fields: [['', 0x81], ['Binary', 0x0e]] },
  { provider: 'Microsoft-Windows-Kernel-PnP', channel: 'Microsoft-Windows-Kernel-PnP/Configuration', id: 410, level: 4, fields: [['DeviceInstanceId', 1], ['DriverName', 1], ['ClassGuid', 0x0f], ['ServiceName', 1], ['LowerFilters', 1], ['Problem', 0x14], ['Status', 0x14]] },
  { provider: 'Microsoft-Windows-Security-Auditing', channel: 'Security', id: 5156, level: 0, fields: [['ProcessID', 0x0a], ['Application', 1], ['Direction', 1], ['SourceAddress', 1], ['SourcePort', 1], ['DestAddress', 1], ['DestPort', 1], ['Protocol', 8], ['FilterRTID', 0x0a], ['LayerName', 1], ['LayerRTID', 0x0a]] },
  { provider: 'Microsoft-Windows-DNS-Client', channel: 'System', id: 1014, level: 3, fields: [['QueryName', 1], ['AddressLength', 8], ['Address', 0x0e]] },
  { provider: 'Microsoft-Windows-Time-Service', channel: 'System', id: 35, level: 4, fields: [['TimeSource', 1], ['TimeSourceRefId', 8], ['CurrentStratumNumber', 4]] },
];

/** A value of the type, different from record to record where real ones are. */
function sample(type, name, n) {
  switch (type) {
    case 0x01:
      return utf16(/Address|Port/.test(name) ? `198.51.100.${n % 250}` : /Application|Process/.test(name) ? `\\device\\harddiskvolume2\\windows\\system32\\svc${n % 40}.exe` : `${name} ${n % 300}`);
    case 0x81:
      return utf16(`{6E1D86F5-0000-4B7A-9C6B-${String(n).padStart(12, '0')}}\0CONTOSO\\user${n % 90}\0Contoso VPN\u0000691\u0000`);
    case 0x13:
      return Buffer.concat([Buffer.from([1, 5, 0, 0, 0, 0, 0, 5]), u32(21), u32(1111), u32(2222), u32(3333), u32(1000 + (n % 60))]);
    case 0x0e:
      return Buffer.alloc(24, n);
    case 0x0f:
      return Buffer.alloc(16, n);
    case 0x15:
    case 0x0a:
      return Buffer.concat([u32(n), u32(0)]);
    case 0x04:
      return Buffer.from([n & 7]);
    default:
      return u32(n);
  }
}

function writeRecord(to, kind, id) {
  const start = to.at;
  const ticks = 133_500_000_000_000_000n + BigInt(id) * 12_345_678n;
  const time = Buffer.from(BigUint64Array.of(ticks).buffer);
  const wide = Buffer.from(BigUint64Array.of(BigInt(id)).buffer);
  to.put(u32(0x2a2a), u32(0), wide, time, 0x0f, 1, 1, 0);
  const data = () => {
    to.put(0x0f, 1, 1, 0);
    const values = kind.fields.map(([name, type]) => [type, sample(type, name, id)]);
    writeInstance(to, ` ${kind.provider}${kind.id}`, 0x1000 + kind.id, () => writeData(to, kind), values);
    to.put(0x00);
  };
  writeInstance(to, ' event', 0x555f, () => writeEvent(to), [
    [4, Buffer.from([kind.level])], [4, Buffer.from([0])], [6, u16(0)], [6, u16(kind.id)], [0, Buffer.alloc(0)], [0x15, wide], [0x11, time],
    id % 3 === 0 ? [0x0f, Buffer.alloc(16, id)] : [0, Buffer.alloc(0)], [8, u32(4 + (id % 900))], [8, u32(8)], [0x0a, wide], [4, Buffer.from([1])],
    [0x13, Buffer.from([1, 1, 0, 0, 0, 0, 0, 5, 18, 0, 0, 0])], [0, Buffer.alloc(0)], [1, utf16(kind.provider)], [0x0f, Buffer.alloc(16, kind.id)],
    [1, utf16(kind.channel)], [1, utf16('VPN01.contoso.com')], [0x21, data],
  ]);
  to.put(0x00);
  while ((to.at - start) % 8 !== 4) to.put(0);
  const size = to.at - start + 4;
  to.put(u32(size));
  to.bytes.writeUInt32LE(size, start + 4);
}

/** A log of about `megabytes`; every chunk is different, checksums are right. */
export function buildLog(megabytes) {
  const chunks = [];
  let id = 1;
  for (let i = 0; i < megabytes * 16; i++) {
    const to = new ChunkWriter();
    const firstId = id;
    let lastRecord = 0;
    // Real logs come in runs of one event, with others in between.
    while (to.at < CHUNK - 6000) {
      lastRecord = to.at;
      writeRecord(to, KINDS[id % 5 < 3 ? i % KINDS.length : id % KINDS.length], id++);
    }
    to.bytes.write('ElfChnk\0', 0, 'latin1');
    for (const [at, value] of [[8, firstId], [16, id - 1], [24, firstId], [32, id - 1]]) to.bytes.writeUInt32LE(value, at);
    to.bytes.writeUInt32LE(128, 40);
    to.bytes.writeUInt32LE(lastRecord, 44);
    to.bytes.writeUInt32LE(to.at, 48);
    to.bytes.writeUInt32LE(crc32(to.bytes.subarray(512, to.at)), 52);
    to.bytes.writeUInt32LE(crc32(to.bytes.subarray(128, 512), crc32(to.bytes.subarray(0, 120))), 124);
    chunks.push(to.bytes);
  }
  const header = Buffer.alloc(4096);
  header.write('ElfFile\0', 0, 'latin1');
  header.writeUInt32LE(chunks.length - 1, 16);
  header.writeUInt32LE(id, 24);
  header.writeUInt32LE(128, 32);
  header.writeUInt16LE(1, 36);
  header.writeUInt16LE(3, 38);
  header.writeUInt16LE(4096, 40);
  header.writeUInt16LE(Math.min(chunks.length, 65_535), 42);
  header.writeUInt32LE(crc32(header.subarray(0, 120)), 124);
  return { bytes: Buffer.concat([header, ...chunks]), records: id - 1 };
}
