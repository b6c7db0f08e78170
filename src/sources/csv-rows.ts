/** Rows of comma-separated text as Windows tools write it: any delimiter of a culture, values over several lines, cut-off ends. */
import { parse } from 'csv-parse/browser/esm/sync';

export interface CsvRow {
  readonly cells: readonly string[];
  /** 1-based line on which the row begins. */
  readonly line: number;
}

export interface CsvText {
  readonly rows: readonly CsvRow[];
  readonly delimiter: string;
  /** The text ends inside a quoted value, or a row is too long to be one. */
  readonly broken: boolean;
}

const DELIMITERS = [',', ';', '\t'] as const;
/** A rendered event message stays far below. */
const MOST_CHARACTERS = 1_000_000;

/** All rows, the header first; `#TYPE` lines of Export-Csv and blank ones are left out. Never throws. */
export function readCsv(text: string, firstLine = 1): CsvText {
  const delimiter = delimiterOf(text);
  const rows: CsvRow[] = [];
  const options = {
    bom: true,
    delimiter,
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    max_record_size: MOST_CHARACTERS,
    on_record(cells: string[], { lines }: { lines: number }): null {
      const own = cells.reduce((sum, cell) => sum + (cell.match(/\n/g)?.length ?? 0), 0);
      if (!(cells[0] ?? '').startsWith('#TYPE ')) rows.push({ cells, line: firstLine + Math.max(0, lines - 1 - own) });
      return null;
    },
  };
  try {
    parse(text, options);
    return { rows, delimiter, broken: false };
  } catch {
    return { rows, delimiter, broken: true };
  }
}

/** The delimiter the header line has most of, outside quotes. */
function delimiterOf(text: string): string {
  const header = /^(?:\uFEFF?#TYPE [^\n]*\n)?([^\n]*)/.exec(text.slice(0, 5_000))?.[1]?.replaceAll(/"[^"]*"/g, '') ?? '';
  const counts = DELIMITERS.map((delimiter) => header.split(delimiter).length);
  return DELIMITERS[counts.indexOf(Math.max(...counts))] as string;
}
