/** Columns of the two text exports of event logs; their headings are written by scripts, the same on every machine. */
import type { CsvRow } from '../csv-rows.ts';

/** One row as far as it can be trusted in any language. */
export interface CsvEvent {
  /** Date and time as printed. */
  readonly time: string;
  readonly provider: string;
  readonly eventId: number;
  readonly message: string;
  /** 1-based. */
  readonly line: number;
}

interface Columns {
  readonly time: readonly number[];
  readonly provider: number;
  readonly id: number;
  readonly message: number;
}

const NAMES = {
  time: ['timecreated', 'timegenerated', 'timewritten'],
  date: ['date'],
  clock: ['time'],
  provider: ['providername', 'source', 'sourcename'],
  id: ['id', 'eventid', 'event id', 'event code', 'eventcode'],
  message: ['message', 'description'],
} as const;

/** Columns named by a header row; null when it heads something else. */
function columnsOf(header: readonly string[]): Columns | null {
  const names = header.map((cell) => cell.trim().toLowerCase());
  const at = (known: readonly string[]): number => names.findIndex((name) => known.includes(name));
  const [time, date, clock] = [at(NAMES.time), at(NAMES.date), at(NAMES.clock)];
  const columns = { time: time !== -1 ? [time] : [date, clock], provider: at(NAMES.provider), id: at(NAMES.id), message: at(NAMES.message) };
  return columns.time.includes(-1) || columns.provider === -1 || columns.id === -1 ? null : columns;
}

/** Rows as events; null when the text is no export of an event log. A comma inside an unquoted message only cuts the message. */
export function csvEvents([header, ...rows]: readonly CsvRow[]): CsvEvent[] | null {
  const columns = header === undefined ? null : columnsOf(header.cells);
  if (columns === null) return null;
  return rows.flatMap(({ cells, line }) => {
    const id = (cells[columns.id] ?? '').trim();
    const provider = (cells[columns.provider] ?? '').trim();
    if (!/^\d{1,6}$/.test(id) || provider === '' || provider.length > 256) return [];
    return [{ time: columns.time.map((at) => cells[at] ?? '').join(' '), provider, eventId: Number(id), message: columns.message === -1 ? '' : (cells[columns.message] ?? ''), line }];
  });
}
