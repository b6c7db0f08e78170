/** Bytes of a zip member: its local header is read first, since only that says where the data starts. */
import { readU16, readU32 } from '../../bytes/integer.ts';
import { LOCAL_LENGTH, LOCAL_SIGNATURE, METHOD_STORED } from '../../formats/zip/members.ts';
import type { ZipMember } from '../../formats/zip/members.ts';
import type { ByteSource, Inflate } from '../../model/byte-source.ts';
import { ParseError } from '../../model/error.ts';
import { sliceSource } from '../byte-files.ts';
import type { Content } from '../entry.ts';
import { HEAD } from '../entry.ts';

/** Compressed bytes read at a time. */
const PIECE = 1 << 20;
/** Compressed bytes enough for a head: the code tables of a block take at most some 300. */
const HEAD_PACKED = 1024;
/** Local extra fields are usually this short, so one read gets header and head together. */
const USUAL_EXTRA = 64;

export interface ZipContent extends Content {
  /** The compressed bytes as a source; for stored members these are the content. */
  stored(): Promise<ByteSource>;
}

export function isStored(member: ZipMember): boolean {
  return member.method === METHOD_STORED;
}

/** Content of `member` in `file`. Nothing is read before it is asked for. */
export function zipContent(file: ByteSource, member: ZipMember, inflate: Inflate): ZipContent {
  let dataOffset = member.dataOffset;
  const locate = async (): Promise<number> => {
    dataOffset ??= dataStart(member, await file.read(member.headerOffset, LOCAL_LENGTH));
    return dataOffset;
  };
  const packed = async (): Promise<ByteSource> => sliceSource(file, await locate(), member.compressedSize);
  const crc = member.cut ? {} : { crc: member.crc };
  return {
    ...crc,
    stored: packed,
    head: async () => {
      const before = member.dataOffset === undefined ? LOCAL_LENGTH + member.rawName.length + USUAL_EXTRA : 0;
      const first = await file.read(member.dataOffset ?? member.headerOffset, before + HEAD_PACKED);
      dataOffset ??= dataStart(member, first);
      const start = dataOffset - (member.dataOffset ?? member.headerOffset);
      const data = first.subarray(start, start + Math.min(member.compressedSize, HEAD_PACKED));
      return isStored(member) ? data : inflate.inflateHead(data, HEAD);
    },
    pieces: async function* () {
      const source = await packed();
      if (isStored(member)) yield* chunks(source);
      else yield* inflate.inflatePieces(chunks(source));
    },
    whole: async (maxSize) => {
      const source = await packed();
      const data = await source.read(0, source.size);
      if (isStored(member)) return { bytes: data.subarray(0, maxSize), ended: 'end' };
      return inflate.inflateRaw(data, maxSize);
    },
  };
}

function dataStart(member: ZipMember, header: Uint8Array): number {
  if (header.length < LOCAL_LENGTH || readU32(header, 0) !== LOCAL_SIGNATURE) {
    throw new ParseError({
      code: 'zip-local-header',
      offset: member.headerOffset,
      expected: 'the header the directory points to',
      found: header.length < LOCAL_LENGTH ? 'the end of the archive' : 'other data',
    });
  }
  return member.headerOffset + LOCAL_LENGTH + readU16(header, 26) + readU16(header, 28);
}

async function* chunks(source: ByteSource): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < source.size; at += PIECE) {
    const piece = await source.read(at, PIECE);
    if (piece.length === 0) return;
    yield piece;
  }
}
