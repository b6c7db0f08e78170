/**
 * One 64 KiB chunk under construction: bytes, the name-string and template caches with their hash chains, checksums.
 * Layout: libyal "Windows XML Event Log (EVTX)", section 4; the two hash rules were measured on real logs
 * (names: hash*65599+char over UTF-16 units, low 16 bits, bucket = hash mod 64; templates: the same hash over the GUID's
 * eight 16-bit words, bucket = hash mod 32; the newest entry heads its chain).
 */
import { crc32 } from 'node:zlib';

export const chunkSize = 65_536;
const recordsStart = 512;

/** Thrown when a record does not fit any more; the chunk is then rolled back to its last complete record. */
export class ChunkFull extends Error {}

export interface ChunkFlags {
  readonly noCrc?: boolean;
}

interface Journal {
  readonly position: number;
  readonly names: string[];
  readonly templates: string[];
  readonly heads: { readonly at: number; readonly was: number }[];
}

/** Hash of UTF-16 units as the log service computes it. */
export function nameHash(units: Iterable<number>): number {
  let hash = 0;
  for (const unit of units) hash = (Math.imul(hash, 65_599) + unit) >>> 0;
  return hash & 0xffff;
}

export class ChunkWriter {
  readonly bytes = Buffer.alloc(chunkSize);
  position = recordsStart;
  #names = new Map<string, number>();
  #templates = new Map<string, number>();
  #journal: Journal | null = null;
  #records = 0;
  #lastRecord = 0;
  #ids: { first: bigint; last: bigint } | null = null;

  constructor() {
    this.bytes.write('ElfChnk\0', 0, 'latin1');
    this.bytes.writeUInt32LE(128, 40);
    this.bytes.writeUInt32LE(1, 120);
  }

  get isEmpty(): boolean {
    return this.#records === 0;
  }

  put(bytes: Uint8Array): void {
    if (this.position + bytes.length > chunkSize) throw new ChunkFull();
    this.bytes.set(bytes, this.position);
    this.position += bytes.length;
  }

  u8(value: number): void { this.put([value & 0xff] as unknown as Uint8Array); }
  u16(value: number): void { const b = Buffer.alloc(2); b.writeUInt16LE(value); this.put(b); }
  u32(value: number): void { const b = Buffer.alloc(4); b.writeUInt32LE(value >>> 0); this.put(b); }
  u64(value: bigint): void { const b = Buffer.alloc(8); b.writeBigUInt64LE(value); this.put(b); }
  utf16(text: string): void { this.put(Buffer.from(text, 'utf16le')); }
  patchU32(at: number, value: number): void { this.bytes.writeUInt32LE(value, at); }
  patchU16(at: number, value: number): void { this.bytes.writeUInt16LE(value, at); }

  /** A name reference: the offset of an earlier entry, or an entry written right here. */
  name(text: string): void {
    const known = this.#names.get(text);
    if (known !== undefined) return this.u32(known);
    const at = this.position + 4;
    this.u32(at);
    const hash = nameHash([...Buffer.from(text, 'utf16le').entries()].filter(([i]) => i % 2 === 0).map(([i]) => text.charCodeAt(i / 2)));
    this.u32(this.#link(128 + 4 * (hash % 64), at));
    this.u16(hash);
    this.u16(text.length);
    this.utf16(text);
    this.u16(0);
    this.#names.set(text, at);
    this.#journal?.names.push(text);
  }

  /** Offset of a template already defined in this chunk, or null; in that case the caller defines it at `position + 4`. */
  templateAt(key: string): number | null {
    return this.#templates.get(key) ?? null;
  }

  /** Registers the template whose definition starts at `at`; returns the next-in-chain offset to write there. */
  registerTemplate(key: string, guid: Buffer, at: number): number {
    this.#templates.set(key, at);
    this.#journal?.templates.push(key);
    const words = Array.from({ length: 8 }, (_, i) => guid.readUInt16LE(2 * i));
    return this.#link(384 + 4 * (nameHash(words) % 32), at);
  }

  #link(head: number, at: number): number {
    const was = this.bytes.readUInt32LE(head);
    this.#journal?.heads.push({ at: head, was });
    this.bytes.writeUInt32LE(at, head);
    return was;
  }

  /** Writes one record with `body` as its BinXml; false (and nothing written) when it does not fit. */
  tryRecord(id: bigint, written: bigint, padding: number, body: (chunk: ChunkWriter) => void): boolean {
    const start = this.position;
    this.#journal = { position: start, names: [], templates: [], heads: [] };
    try {
      this.u32(0x2a2a);
      this.u32(0);
      this.u64(id);
      this.u64(written);
      body(this);
      while ((this.position - start + 4) % 8 !== 0) this.u8(padding);
      const size = this.position - start + 4;
      this.u32(size);
      this.patchU32(start + 4, size);
    } catch (error) {
      if (!(error instanceof ChunkFull)) throw error;
      this.#rollBack();
      return false;
    }
    this.#journal = null;
    this.#records++;
    this.#lastRecord = start;
    this.#ids = { first: this.#ids?.first ?? id, last: id };
    return true;
  }

  #rollBack(): void {
    const journal = this.#journal;
    if (!journal) return;
    this.bytes.fill(0, journal.position);
    this.position = journal.position;
    for (const name of journal.names) this.#names.delete(name);
    for (const key of journal.templates) this.#templates.delete(key);
    for (const { at, was } of journal.heads.toReversed()) this.bytes.writeUInt32LE(was, at);
    this.#journal = null;
  }

  /** Fills in the header; `firstNumber` counts records over the whole file from 1. Returns the finished chunk. */
  finish(firstNumber: number, flags: ChunkFlags): Buffer {
    const { bytes } = this;
    bytes.writeBigUInt64LE(BigInt(firstNumber), 8);
    bytes.writeBigUInt64LE(BigInt(firstNumber + this.#records - 1), 16);
    bytes.writeBigUInt64LE(this.#ids?.first ?? 0n, 24);
    bytes.writeBigUInt64LE(this.#ids?.last ?? 0n, 32);
    bytes.writeUInt32LE(this.#lastRecord, 44);
    bytes.writeUInt32LE(this.position, 48);
    if (flags.noCrc) {
      bytes.writeUInt32LE(4, 120);
      return bytes;
    }
    bytes.writeUInt32LE(crc32(bytes.subarray(recordsStart, this.position)), 52);
    bytes.writeUInt32LE(crc32(bytes.subarray(128, 512), crc32(bytes.subarray(0, 120))), 124);
    return bytes;
  }

  get records(): number {
    return this.#records;
  }
}
