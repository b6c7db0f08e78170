/** Turns the slots of one log into visited records and a summary. */
import { crc32 } from '../../bytes/crc32.ts';
import { viewOf } from '../../bytes/view.ts';
import { ParseError } from '../../model/error.ts';
import { Scope } from './binxml/scope.ts';
import { ansiDecoder } from './binxml/value-text.ts';
import { headlessStart, walkChunk, walkHeadless } from './chunk-walk.ts';
import { CHUNK_SIZE, countBadChecksums, isBlank, isChunk, isRecordsEndStated, readFileHeader, type Checksum, type FileHeader } from './header.ts';
import { EvtxRecord } from './record.ts';
import { Tally, type EvtxSummary } from './summary.ts';

export interface EvtxOptions {
  /** Path named in errors. */
  readonly artifact?: string;
  /** Only records it accepts are visited; all are counted. The cheap way to pass over what is not wanted. */
  readonly wants?: (provider: string, eventId: number) => boolean;
  /** Look for records behind damage inside a chunk (default true); such ones are visited with `recovered` set. */
  readonly recover?: boolean;
  /** Compare checksums (default true); a mismatch is counted and never fatal. */
  readonly checksums?: boolean;
  /** A faster CRC-32 of the platform. */
  readonly crc32?: Checksum;
  /** ANSI code page of the machine that wrote the log, for the rare ANSI values; 1252 when unknown. */
  readonly ansiCodePage?: number;
}

export type EvtxVisitor = (record: EvtxRecord) => void;

export class LogReader {
  readonly #visit: EvtxVisitor;
  readonly #options: EvtxOptions;
  readonly #checksum: Checksum;
  readonly #scope: Scope;
  readonly #record: EvtxRecord;
  readonly #tally = new Tally();
  #header: FileHeader | null = null;
  #isFirst = true;
  #chunkOffset = 0;
  #firstBytes = '';
  /** Slots that hold neither a chunk nor zeros, since the last chunk. */
  #foreign = 0;
  #headlessCount = 0;

  constructor(visit: EvtxVisitor, options: EvtxOptions) {
    this.#visit = visit;
    this.#options = options;
    this.#checksum = options.crc32 ?? crc32;
    this.#scope = new Scope(ansiDecoder(options.ansiCodePage));
    this.#record = new EvtxRecord(this.#scope);
  }

  header(bytes: Uint8Array): number {
    const header = readFileHeader(bytes, this.#checksum);
    this.#header = header;
    this.#firstBytes = bytes.subarray(0, 8).join(' ');
    this.#tally.dirty = header.isDirty;
    return header.hasMagic ? header.blockSize : bytes.length;
  }

  slot(bytes: Uint8Array, offset: number): void {
    const tally = this.#tally;
    // A damaged file header costs nothing as long as a chunk stands where the first one must.
    if (!this.#header?.hasMagic && this.#isFirst && !isChunk(bytes)) throw this.#notALog();
    this.#isFirst = false;
    if (bytes.length < CHUNK_SIZE && !isBlank(bytes)) {
      tally.truncated = true;
      tally.note(`the file ends inside the chunk at offset ${offset}`);
    }
    if (isChunk(bytes)) {
      this.#chunk(bytes, offset);
      return;
    }
    // Space that was set aside and never used holds zeros, or whatever the disk held before; between chunks it is a loss.
    if (isBlank(bytes)) return;
    const start = headlessStart(viewOf(bytes));
    if (start > 0) this.#headless(bytes, offset, start);
    else this.#foreign++;
  }

  finish(fileSize: number): EvtxSummary {
    const header = this.#header;
    const tally = this.#tally;
    if (!header) throw this.#failure('empty', 0, 'an event log', 'an empty file');
    if (!header.hasMagic && tally.chunks === 0) throw this.#notALog();
    if (fileSize <= header.blockSize) {
      throw this.#failure('evtx-no-chunks', fileSize, 'at least one 64 KiB chunk behind the file header', 'the end of the file');
    }
    if (!header.hasMagic) tally.note('the file header is damaged');
    else if (!header.isChecksumGood) {
      tally.crcMismatches++;
      tally.note('the checksum of the file header does not fit');
    }
    const slots = Math.ceil((fileSize - header.blockSize) / CHUNK_SIZE);
    if (header.hasMagic && header.statedChunks > slots) {
      tally.truncated = true;
      tally.note(`the file header states ${header.statedChunks} chunks, the file has room for ${slots}`);
    }
    this.#countLost(header);
    if (tally.chunks === 0 && this.#headlessCount === 0) tally.note('no chunk in the file');
    return tally.summary();
  }

  /** Foreign slots at the end are a loss where the header states more chunks than were found. */
  #countLost(header: FileHeader): void {
    const stated = header.hasMagic ? header.statedChunks : 0;
    const lost = Math.min(this.#foreign, stated - this.#tally.chunks - this.#headlessCount);
    if (lost <= 0) return;
    this.#tally.damagedChunks += lost;
    this.#tally.note(`${lost} chunk(s) hold nothing that can be read`);
  }

  #chunk(bytes: Uint8Array, offset: number): void {
    const tally = this.#tally;
    tally.chunks++;
    if (this.#foreign > 0) tally.note(`${this.#foreign} slot(s) before offset ${offset} hold no chunk`);
    tally.damagedChunks += this.#foreign;
    this.#foreign = 0;
    if (this.#options.checksums !== false && this.#header?.hasChecksums) {
      const bad = countBadChecksums(bytes, this.#checksum);
      tally.crcMismatches += bad;
      if (bad > 0) tally.note(`a checksum of the chunk at offset ${offset} does not fit`);
    }
    this.#scope.turn(bytes);
    this.#chunkOffset = offset;
    const broken = walkChunk(bytes, this.#scope.view, this, this.#options.recover !== false);
    // Without a stated end the walk runs into the unused rest of the chunk.
    if (broken < 0 || (bytes.length === CHUNK_SIZE && !isRecordsEndStated(bytes) && isBlank(bytes, broken))) return;
    tally.damagedChunks++;
    tally.note(`the chain of records breaks at offset ${offset + broken}`);
  }

  #headless(bytes: Uint8Array, offset: number, start: number): void {
    this.#tally.damagedChunks++;
    this.#headlessCount++;
    this.#tally.note(`the chunk at offset ${offset} is damaged at its start`);
    if (this.#options.recover === false) return;
    this.#scope.turn(bytes);
    this.#chunkOffset = offset;
    walkHeadless(bytes, this.#scope.view, start, this);
  }

  /** A record of the chain: counted whatever it holds. */
  record(at: number, size: number): void {
    const tally = this.#tally;
    const record = this.#record;
    tally.records++;
    try {
      record.turn(at, size, this.#chunkOffset);
    } catch (error) {
      this.#refuse(error, at);
      return;
    }
    const { time, recordId } = record;
    if (time !== null) {
      if (time < tally.firstTime) tally.firstTime = time;
      if (time > tally.lastTime) tally.lastTime = time;
    }
    if (recordId < tally.firstRecordId) tally.firstRecordId = recordId;
    if (recordId > tally.lastRecordId) tally.lastRecordId = recordId;
    this.#offer(at);
  }

  /** Behind damage only what decodes as a whole counts as a record. */
  candidate(at: number, size: number): boolean {
    const record = this.#record;
    record.recovered = true;
    this.#scope.isStrict = true;
    const isRecord = this.#proves(at, size);
    if (isRecord) {
      this.#tally.recovered++;
      this.#offer(at);
    }
    record.recovered = false;
    this.#scope.isStrict = false;
    return isRecord;
  }

  #proves(at: number, size: number): boolean {
    try {
      this.#record.turn(at, size, this.#chunkOffset);
      this.#record.decode();
      return true;
    } catch (error) {
      if (!isOwn(error)) throw error;
      return false;
    }
  }

  #offer(at: number): void {
    const record = this.#record;
    const { wants } = this.#options;
    try {
      if (this.#tally.channel === '') this.#introduce();
      if (wants === undefined || wants(record.provider, record.eventId)) this.#visit(record);
    } catch (error) {
      this.#refuse(error, at);
      return;
    }
    // A visitor that caught the error itself still leaves a record that could not be decoded.
    if (record.failure) this.#refuse(record.failure, at);
  }

  #introduce(): void {
    this.#tally.channel = this.#record.channel;
    this.#tally.computer = this.#record.computer;
  }

  #refuse(error: unknown, at: number): void {
    if (!isOwn(error)) throw error;
    this.#tally.undecodable++;
    this.#tally.note(`the record at offset ${this.#chunkOffset + at} cannot be decoded: ${error.message}`);
  }

  #notALog(): ParseError {
    return this.#failure('evtx-magic', 0, 'an event log (ElfFile)', `the bytes ${this.#firstBytes || 'of an empty file'}`);
  }

  #failure(code: string, offset: number, expected: string, found: string): ParseError {
    return new ParseError({ code, artifact: this.#options.artifact ?? '', offset, expected, found });
  }
}

/** Errors that concern one record, thrown by its getters and by `decode`; any other is the visitor's own. */
function isOwn(error: unknown): error is ParseError {
  return error instanceof ParseError && error.code.startsWith('evtx-');
}
