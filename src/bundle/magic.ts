/** What bytes are, by their first few. Names lie; these do not. */
import { readU32 } from '../bytes/integer.ts';

const ASCII: readonly (readonly [string, string])[] = [
  ['ElfFile\0', 'evtx'],
  ['regf', 'registry-hive'],
  ['PK\x03\x04', 'zip'],
  ['PK\x05\x06', 'zip'],
  ['PK\x07\x08', 'zip'],
  ['MSCF', 'cab'],
  ['PML_', 'pml'],
  ['PAGEDU', 'memory-dump'],
  ['MDMP', 'memory-dump'],
  ['\x89PNG', 'image'],
  ['\xff\xd8\xff', 'image'],
  ['GIF8', 'image'],
  ['\x30\x26\xb2\x75\x8e\x66\xcf\x11', 'video'],
  ['\x0a\x0d\x0d\x0a', 'pcapng'],
  ['\xd4\xc3\xb2\xa1', 'pcap'],
  ['\xa1\xb2\xc3\xd4', 'pcap'],
  ['7z\xbc\xaf\x27\x1c', '7z'],
  ['Rar!\x1a\x07', 'rar'],
  ['\x1f\x8b\x08', 'gzip'],
  ['MZ', 'program'],
  ['%PDF-', 'document'],
  ['\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1', 'document'],
];

/** Kind by magic bytes, or null when they say nothing (text has none). */
export function magicKind(head: Uint8Array): string | null {
  for (const [magic, kind] of ASCII) {
    if (startsWith(head, magic)) return kind;
  }
  return isTraceLog(head) ? 'etl' : null;
}

function startsWith(head: Uint8Array, magic: string): boolean {
  if (head.length < magic.length) return false;
  for (let at = 0; at < magic.length; at++) if (head[at] !== magic.charCodeAt(at)) return false;
  return true;
}

/**
 * A trace log has no magic: its first buffer starts with its size, and its first event, 72 bytes in, is a system
 * header (marker 0xC0, type 1 to 4, version up to 10) of the trace's own header.
 */
function isTraceLog(head: Uint8Array): boolean {
  if (head.length < 0x50) return false;
  const size = readU32(head, 0);
  const type = head[0x4a] as number;
  return size >= 1024 && size <= 16 << 20 && size % 512 === 0 && head[0x4b] === 0xc0 && type >= 1 && type <= 4 && (head[0x48] as number) <= 10;
}

/** Extensions of documents and programs that are zip archives inside; their members are no evidence. */
const ZIP_BASED = /\.(?:docx|docm|xlsx|xlsm|pptx|vsdx|odt|ods|jar|war|apk|nupkg|appx|appxbundle|msix|msixbundle|vsix|epub|whl|crx|xpi)$/i;

/** Which container reader opens the entry, null for none. */
export function containerKind(path: string, head: Uint8Array): 'zip' | 'cab' | null {
  const kind = magicKind(head);
  if (kind === 'cab') return 'cab';
  return kind === 'zip' && !ZIP_BASED.test(path) ? 'zip' : null;
}
