/**
 * Objects out of PowerShell's text output: Format-Table and Format-List.
 * Property names are never localised. Tables pad by letters or, in newer versions, by display cells; columns are cut
 * with `...`, wrapped over several lines, or left out at the right when the page is too narrow.
 */

export interface PowerShellObject {
  /** Property name, lower case → value; a property that is shown empty is ''. */
  readonly properties: ReadonlyMap<string, string>;
  /** Index of the object's first line in `lines`. */
  readonly line: number;
}

export interface ObjectOutput {
  readonly objects: readonly PowerShellObject[];
  /** Whether the last object stands at the end without its usual closing blank line or with missing properties. */
  readonly cutOff: boolean;
}

const UNDERLINE = /^\s*-+(?:\s+-+)+\s*$/;
const PROPERTY = /^([A-Za-z_][\w.\- ]{0,60}?)\s*:(?: (.*))?$/;
const MAX_OBJECTS = 100_000;

/**
 * All objects of an output, tables and lists mixed.
 * `closing` is a True-or-False property every row shows on its first line (`Enabled`): a row without it continues
 * the one above.
 */
export function readObjects(lines: readonly string[], closing?: string): ObjectOutput {
  const objects: PowerShellObject[] = [];
  let cutOff = false;
  for (let at = 0; at < lines.length && objects.length < MAX_OBJECTS; ) {
    if (UNDERLINE.test(lines[at] as string) && at > 0) {
      const end = endOfTable(lines, at + 1);
      objects.push(...readTable(lines, at, end, closing));
      at = end;
    } else if (PROPERTY.test(lines[at] as string)) {
      const list = readListItem(lines, at);
      cutOff = objects.length > 0 && list.properties.size < (objects.at(-1) as PowerShellObject).properties.size && list.end >= lines.length;
      if (list.properties.size >= 2) objects.push({ properties: list.properties, line: at });
      at = list.end;
    } else {
      at += 1;
    }
  }
  return { objects, cutOff };
}

function endOfTable(lines: readonly string[], from: number): number {
  let at = from;
  while (at < lines.length && (lines[at] as string).trim() !== '') at += 1;
  return at;
}

interface Column {
  readonly name: string;
  readonly from: number;
  readonly to: number;
}

function readTable(lines: readonly string[], underlineAt: number, end: number, closing?: string): PowerShellObject[] {
  const columns = readColumns(lines[underlineAt - 1] as string, lines[underlineAt] as string);
  const closingAt = columns.findIndex((column) => column.name === closing);
  const rows: { cells: string[]; line: number }[] = [];
  for (let at = underlineAt + 1; at < end; at += 1) {
    const cells = splitRow(lines[at] as string, columns, closing);
    const previous = rows.at(-1);
    if (closingAt !== -1 && previous && cells[closingAt] === '') {
      for (const [column, cell] of cells.entries()) previous.cells[column] = continueCell(previous.cells[column] ?? '', cell, columns[column]);
    } else {
      rows.push({ cells, line: at });
    }
  }
  return rows.map(({ cells, line }) => ({
    properties: new Map(columns.map((column, index) => [column.name, cells[index] ?? ''])),
    line,
  }));
}

/** A cell that filled its column was broken inside a word; a shorter one at a blank. */
function continueCell(cell: string, more: string, column: Column | undefined): string {
  if (more === '') return cell;
  const width = column === undefined || column.to === Infinity ? Infinity : column.to - column.from - 1;
  return cell.length % Math.max(width, 1) === 0 ? cell + more : `${cell} ${more}`;
}

function readColumns(header: string, underline: string): Column[] {
  const starts = [...underline.matchAll(/-+/g)].map((match) => match.index);
  return starts.map((from, index) => ({
    name: header.slice(from, starts[index + 1]).trim().toLowerCase(),
    from,
    to: starts[index + 1] ?? Infinity,
  }));
}

function splitRow(row: string, columns: readonly Column[], closing?: string): string[] {
  const cuts = [cutByLetters(row, columns), cutByCells(row, columns)].filter((cells) => cells !== null);
  const best = cuts.toSorted((a, b) => blemishes(a) - blemishes(b))[0];
  // Padding that fits neither way: blanks in twos or more still part the cells.
  const parts = row.trim().split(/\s{2,}/);
  const cells = best ?? columns.map((_, index) => parts[index] ?? '');
  return columns.length >= 3 && columns.at(-1)?.name === closing ? cutFromRight(row, cells) : cells;
}

/** Blanks in twos inside a cell, or an empty cell, hint at a border in the wrong place. */
function blemishes(cells: readonly string[]): number {
  return cells.filter((cell) => cell === '' || /\s{2}/.test(cell)).length;
}

/** The last two cells are single words: a row whose padding slipped still shows them at its end. */
function cutFromRight(row: string, cells: string[]): string[] {
  const end = /\s(\S+)\s+(True|False)\s*$/.exec(row);
  if (end === null || cells.at(-1) === end[2]) return cells;
  const rest = row.slice(0, end.index).trim().split(/\s{2,}|(?<=\* \d{1,3}) /);
  const words = [end[1] as string, end[2] as string];
  return cells.map((_, index) => (index >= cells.length - 2 ? (words[index - cells.length + 2] as string) : (rest[index] ?? '')));
}

function cutByLetters(row: string, columns: readonly Column[]): string[] | null {
  return cutAt(row, columns.map((column) => column.from));
}

/** East Asian letters take two cells. */
function cutByCells(row: string, columns: readonly Column[]): string[] | null {
  const starts: number[] = [];
  let cell = 0;
  let next = 0;
  for (let at = 0; at < row.length && next < columns.length; at += 1) {
    while (next < columns.length && (columns[next] as Column).from <= cell) {
      starts.push(at);
      next += 1;
    }
    cell += isWide(row.charCodeAt(at)) ? 2 : 1;
  }
  while (starts.length < columns.length) starts.push(row.length);
  return cutAt(row, starts);
}

function isWide(unit: number): boolean {
  return (unit >= 0x1100 && unit <= 0x115f) || (unit >= 0x2e80 && unit <= 0xa4cf) || (unit >= 0xac00 && unit <= 0xd7a3) || (unit >= 0xf900 && unit <= 0xfaff) || (unit >= 0xff00 && unit <= 0xff60);
}

/** Cells between the starts, or null when a border runs through a word that began left of it. */
function cutAt(row: string, starts: readonly number[]): string[] | null {
  const borders: number[] = [];
  for (const start of starts) {
    const isBorder = start === 0 || start >= row.length || row[start - 1] === ' ';
    if (isBorder) {
      borders.push(start);
      continue;
    }
    // A right-aligned value may begin left of its underline; there is a blank before it.
    const blank = row.lastIndexOf(' ', start - 1);
    const isRightAligned = blank !== -1 && blank > (borders.at(-1) ?? 0) && row.slice(blank + 1).search(/\s|$/) + blank + 1 > start;
    if (!isRightAligned || !/^-?[\d.,]+$/.test(row.slice(blank + 1).split(' ')[0] as string)) return null;
    borders.push(blank + 1);
  }
  return borders.map((from, index) => row.slice(from, borders[index + 1] ?? row.length).trim());
}

function readListItem(lines: readonly string[], from: number): { properties: Map<string, string>; end: number } {
  const properties = new Map<string, string>();
  let last = '';
  let at = from;
  for (; at < lines.length; at += 1) {
    const line = lines[at] as string;
    if (line.trim() === '') break;
    const property = PROPERTY.exec(line);
    if (property) {
      last = (property[1] as string).trim().toLowerCase();
      // The same property again is the next object of a list without blank lines.
      if (properties.has(last)) break;
      properties.set(last, (property[2] ?? '').trim());
    } else if (/^\s/.test(line) && last !== '') {
      properties.set(last, `${properties.get(last) ?? ''}${line.trim()}`);
    } else {
      break;
    }
  }
  return { properties, end: Math.max(at, from + 1) };
}
