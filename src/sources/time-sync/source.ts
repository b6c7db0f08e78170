/**
 * How far a machine's clock is off and whom it follows, as `w32tm` prints it.
 *
 *   Sprungindikator: 0(keine Warnung)
 *   Stratum: 4 (Sekundärreferenz - synchr. über (S)NTP)
 *   …
 *   Referenz-ID: 0xC000020A (Quell-IP:  192.0.2.10)
 *   Letzte erfolgr. Synchronisierungszeit: 21.02.2024 08:12:31
 *   Quelle: dc1.contoso.com
 *     → time.sync {stratum: 4, source: dc1.contoso.com, synced: true}
 *   09:31:09, d:+00.0012000s o:-00.0002345s  [   *   ]     (or `09:31:09, -00.0002345s`)
 *     → time.sync {source: dc1.contoso.com, offset_seconds: -0.0002345}
 * Labels are localised; the order of the lines and the shape of the values are not.
 */
import type { CommandBlock, CommandSource, ReadResult } from '../../model/source.ts';
import { blockFacts, fileName } from '../block-facts.ts';
import type { OpenFields } from '../block-facts.ts';

const COMMAND = /\bw32tm(?:\.exe)?"?\s.*\/(?:query\b.*\/status|stripchart)\b/i;
const FILE = /W32TM_(?:Query_Status|Stripchart)/i;
const MAX_LINE = 400;

export const timeSync: CommandSource = {
  id: 'time-sync',
  matches(command, path) {
    return command === '' ? FILE.test(fileName(path)) : COMMAND.test(command) || (/\bw32tm\b/i.test(command) && FILE.test(fileName(path)));
  },
  yields: [{ kind: 'fact', name: 'time.sync', fields: { source: 'string', stratum: 'number', offset_seconds: 'number', synced: 'boolean' } }],
  parse(artifact, blocks, emit, context): ReadResult {
    const facts = blockFacts(artifact.host, emit, context);
    let count = 0;
    for (const block of blocks) {
      for (const read of [readStatus(block), readStripchart(block)]) {
        if (read === null) continue;
        facts.fact('time.sync', artifact.host, read.fields, block, read.line);
        count += 1;
      }
    }
    return count === 0 ? { outcome: 'partial', reason: 'the command printed no state of the clock' } : { outcome: 'read' };
  },
};

interface Read {
  readonly fields: OpenFields;
  readonly line: number;
}

/** Nine lines in fixed order around the reference id: leap indicator five above it, stratum four, source two below. */
function readStatus({ lines }: CommandBlock): Read | null {
  const rows = lines.map((line, at) => ({ ...split(line), at })).filter(({ value }) => value !== null) as { value: string; at: number }[];
  const reference = rows.findIndex(({ value }) => /^0x[0-9A-F]{8}\b/i.test(value));
  if (reference < 4) return null;
  const stratum = /^(\d{1,2})\s*[(（]/.exec(rows[reference - 4]?.value ?? '')?.[1];
  if (stratum === undefined) return null;
  const leap = /^([0-3])\s*[(（]/.exec(rows[reference - 5]?.value ?? '')?.[1];
  // Leap indicator 3, stratum 0 and 16 and the reference LOCL say that the clock follows nobody (RFC 5905, 7.3).
  const isOwnClock = /^0x4C4F434C\b/i.test(rows[reference]?.value ?? '');
  const source = rows[reference + 2]?.value;
  // `/verbose` adds the phase offset: the first value in seconds behind the poll interval.
  const offset = rows.slice(reference + 4).map(({ value }) => secondsIn(value)).find((seconds) => seconds !== undefined);
  return {
    fields: { source: source === '' ? undefined : source, stratum: Number(stratum), offset_seconds: offset, synced: leap === undefined ? undefined : leap !== '3' && !isOwnClock && Number(stratum) > 0 && Number(stratum) < 16 },
    line: rows[reference - 4]?.at ?? 0,
  };
}

function secondsIn(value: string): number | undefined {
  const seconds = /^([+-]?\d{1,9}[.,]\d{1,9})s$/.exec(value)?.[1];
  return seconds === undefined ? undefined : Number(seconds.replace(',', '.'));
}

/** A label and what follows its first colon; a time of day is no label. */
function split(line: string): { value: string | null } {
  const text = line.slice(0, MAX_LINE);
  const at = text.search(/[:：]/);
  return { value: at <= 0 || /^\s*\d{1,2}:\d/.test(text) ? null : text.slice(at + 1).trim() };
}

const SAMPLE = /^\s*\d{1,2}:\d{2}:\d{2},\s+(?:d:[+-]?\d+[.,]\d+s\s+o:)?([+-]\d{1,9}[.,]\d{1,9})s/;
/** The name in front of an address in brackets. */
const TARGET = /(?:^|\s)([\w.-]{1,255})\s{0,2}\[\[?[0-9a-f:.%]{2,60}\]?(?::\d{1,5})?\]/i;
/** The chart opens with who is asked, and when. */
const HEAD = 20;

/** The median of the samples: a single one may have been held up on its way. */
function readStripchart({ lines }: CommandBlock): Read | null {
  const samples = lines
    .map((line, at) => ({ seconds: SAMPLE.exec(line.slice(0, MAX_LINE))?.[1], at }))
    .filter(({ seconds }) => seconds !== undefined)
    .map(({ seconds, at }) => ({ seconds: Number((seconds as string).replace(',', '.')), at }))
    .toSorted((a, b) => a.seconds - b.seconds);
  const median = samples[Math.floor(samples.length / 2)];
  if (median === undefined) return null;
  const target = lines.slice(0, HEAD).map((line) => TARGET.exec(line.slice(0, MAX_LINE))?.[1]).find((name) => name !== undefined);
  return { fields: { source: target, offset_seconds: median.seconds }, line: median.at };
}
