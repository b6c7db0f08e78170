/**
 * Registry keys printed as text: output of `reg query` and files of `reg export`, alone or one after the other in a file.
 *
 *   HKEY_LOCAL_MACHINE\SYSTEM\CurrentControlSet\Services\SstpSvc\Parameters
 *       ListenerPort    REG_DWORD    0x0
 *   [HKEY_LOCAL_MACHINE\SYSTEM\…]  "ListenerPort"=dword:00000000       (export)
 *   [WARNING] Registry Key 'HKLM\SYSTEM\…' does not exist.             (the collector's own line, never localised)
 */
import { normalPath, readExportValue, readQueryValue } from './reg-values.ts';
import type { TextValue } from './reg-values.ts';

export interface TextKey {
  /** As written, with a short root (`HKLM\SYSTEM\…`). */
  readonly path: string;
  /** 1-based. */
  readonly line: number;
  readonly values: Map<string, TextValue>;
  /** All values of the key were printed: one that is not there is absent. */
  listsValues: boolean;
  /** All subkeys were printed with their values. */
  recursive: boolean;
}

export interface RegistryText {
  /** By lower-case path. */
  readonly keys: ReadonlyMap<string, TextKey>;
  /** Keys said not to exist, by lower-case path, with the line that says so. */
  readonly missing: ReadonlyMap<string, number>;
}

const RULE = /^\s*[-=]{4,}\s*$/;
const QUERY_KEY = /^(?:HKEY_[A-Z_]+|HK(?:LM|CU|CR|U))\\\S.*$/;
const EXPORT_START = /^(?:Windows Registry Editor Version \d|REGEDIT4)/;
const EXPORT_KEY = /^\[(HKEY_[A-Z_]+(?:\\.*)?)\]\s*$/;
const MISSING = /\[WARNING\]\s+Registry Key\s+'([^']{1,1024})'/i;
const REG_QUERY = /\breg(?:\.exe)?["']?\s+query\b(.*)$/i;
/** Longer lines are cut: a value that long is none that is looked for. */
const MAX_LINE = 65_536;

/** Keys and values found in the lines. */
export function readRegistryText(lines: readonly string[]): RegistryText {
  const keys = new Map<string, TextKey>();
  const missing = new Map<string, number>();
  let isExport = false;
  let options = queryOptions('');
  let run: TextKey[] = [];
  const endRun = (): void => {
    settleRun(run, isExport, options, keys);
    run = [];
  };
  for (let at = 0; at < lines.length; at++) {
    const line = (lines[at] as string).slice(0, MAX_LINE);
    if (RULE.test(line)) {
      endRun();
      isExport = false;
      // Between two rules stands the command of what follows.
      if (RULE.test(lines[at + 2] ?? '')) options = queryOptions(lines[at + 1] ?? '');
    } else if (EXPORT_START.test(line)) {
      endRun();
      isExport = true;
    } else if (isExport) {
      const path = EXPORT_KEY.exec(line)?.[1];
      if (path !== undefined) run.push(newKey(path, at));
      else at = readExportValue(lines, at, run.at(-1)?.values);
    } else if (isKeyLine(lines, at)) {
      const key = newKey(line, at);
      if (run[0] !== undefined && !isBelow(key.path, run[0].path)) endRun();
      run.push(key);
    } else if (!readQueryValue(line, at, run.at(-1)?.values)) {
      const gone = MISSING.exec(line)?.[1];
      if (gone === undefined) continue;
      endRun();
      missing.set(normalPath(gone).toLowerCase(), at + 1);
    }
  }
  endRun();
  return { keys, missing };
}

/** `partial`: only values that were looked for are printed. `recursive`: subkeys are printed with their values. */
function queryOptions(command: string): { partial: boolean; recursive: boolean } {
  const query = REG_QUERY.exec(command.slice(0, MAX_LINE))?.[1] ?? '';
  return { partial: /\s\/(?:v|ve|f)\b/i.test(query), recursive: /\s\/s\b/i.test(query) };
}

function newKey(path: string, at: number): TextKey {
  return { path: normalPath(path), line: at + 1, values: new Map(), listsValues: false, recursive: false };
}

/** A line that names a key at the margin, and is not the title of a block (a line between two rules). */
function isKeyLine(lines: readonly string[], at: number): boolean {
  const line = (lines[at] as string).slice(0, MAX_LINE);
  if (!QUERY_KEY.test(line)) return false;
  if (RULE.test(lines[at - 1] ?? '') && RULE.test(lines[at + 1] ?? '')) return false;
  // reg.exe prints the long root; the short one is a heading unless values follow.
  return line.startsWith('HKEY_') || readQueryValue(lines[at + 1] ?? '', 0, undefined);
}

function isBelow(path: string, root: string): boolean {
  return path.toLowerCase().startsWith(`${root.toLowerCase()}\\`);
}

/**
 * Decides what one query's output proves, and stores its keys. Without `/s` the subkeys are named but their values are
 * not printed: a key without values proves nothing then. The output is recursive when a key below the first has values
 * or lies two levels deeper. With `/v` or `/f` only what was looked for is printed.
 */
function settleRun(run: readonly TextKey[], isExport: boolean, options: ReturnType<typeof queryOptions>, keys: Map<string, TextKey>): void {
  const root = run[0]?.path ?? '';
  const level = root.split('\\').length;
  const deep = run.some((key, i) => i > 0 && (key.values.size > 0 || key.path.split('\\').length > level + 1));
  const recursive = isExport || (!options.partial && (options.recursive || deep));
  for (const key of run) {
    key.recursive = recursive;
    key.listsValues = recursive || (!options.partial && key.values.size > 0);
    const known = keys.get(key.path.toLowerCase());
    if (known === undefined) {
      keys.set(key.path.toLowerCase(), key);
      continue;
    }
    for (const [name, value] of key.values) if (!known.values.has(name)) known.values.set(name, value);
    known.listsValues ||= key.listsValues;
    known.recursive ||= key.recursive;
  }
}
