/**
 * Splits a file of command outputs at the headers its collector wrote, and keeps line numbers.
 *
 * TSS:  `======` / `20240221 09:31:07.512 : IPCONFIG /ALL` / `======`   (local time)
 * SDP:  `-------` / `netsh ras show type` / `-------`, both rules of the same length; or a title between `=====` rules
 */
import type { CommandBlock } from '../../model/source.ts';
import type { DecodedText } from './decode.ts';

const RULE = /^\s*(={5,}|-{4,})\s*$/;
const STAMPED = /^\s*(\d{4})(\d\d)(\d\d)\s+(\d\d):(\d\d):(\d\d)(?:[.,](\d{1,6}))?\s*:\s?(.*)$/;

/** A title longer than this is output between two rules. */
const MAX_TITLE = 400;

interface Header {
  readonly command: string;
  readonly localTime?: number;
  /** Index of the first line after the header. */
  readonly bodyAt: number;
}

/**
 * Blocks in file order. Lines before the first header, and a file without headers, are one block with command ''.
 * A header without output is a block without lines; an empty file has no blocks.
 */
export function commandBlocks(decoded: Pick<DecodedText, 'lines'>): CommandBlock[] {
  const lines = decoded.lines;
  const blocks: CommandBlock[] = [];
  let header: Header = { command: '', bodyAt: 0 };
  const close = (end: number): void => {
    const body = lines.slice(header.bodyAt, end);
    const isEmpty = body.every((line) => line.trim() === '');
    if (header.command === '' && header.localTime === undefined && isEmpty) return;
    blocks.push({
      command: header.command,
      ...(header.localTime === undefined ? {} : { localTime: header.localTime }),
      firstLine: header.bodyAt + 1,
      lines: isEmpty ? [] : body,
    });
  };
  for (let at = 0; at < lines.length; at += 1) {
    const found = readHeader(lines, at);
    if (found === null) continue;
    close(at);
    header = found;
    at = found.bodyAt - 1;
  }
  close(lines.length);
  return blocks;
}

function readHeader(lines: readonly string[], at: number): Header | null {
  const opening = RULE.exec(lines[at] as string)?.[1];
  const title = lines[at + 1];
  if (opening === undefined || title === undefined || title.length > MAX_TITLE * 10) return null;
  const closing = RULE.exec(lines[at + 2] ?? '')?.[1];
  const stamped = STAMPED.exec(title);
  if (stamped !== null && opening.startsWith('=')) {
    // A header cut off by the end of the file has no closing rule.
    return {
      command: (stamped[8] as string).trim(),
      localTime: stampToMicros(stamped),
      bodyAt: at + (closing === undefined ? 2 : 3),
    };
  }
  const command = title.trim();
  if (closing === undefined || command === '' || command.length > MAX_TITLE || RULE.test(title)) return null;
  return closing === opening ? { command, bodyAt: at + 3 } : null;
}

function stampToMicros(stamp: RegExpExecArray): number {
  const [year, month, day, hour, minute, second] = stamp.slice(1, 7).map(Number) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  const micros = Number((stamp[7] ?? '0').padEnd(6, '0'));
  return Date.UTC(year, month - 1, day, hour, minute, second) * 1000 + micros;
}
