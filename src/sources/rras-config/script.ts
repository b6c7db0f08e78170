/**
 * The script `netsh ras dump` prints: commands that would set the server up again. Never localised.
 *
 *   pushd ras ip
 *   set addrassign method = pool
 *   add range from = 192.0.2.100 to = 192.0.2.149
 * A context may also stand in front of each command (`netsh ras ip set addrassign method = pool`).
 */

export interface ScriptCommand {
  /** `` for `ras` itself, `ip`, `ipv6`, `aaaa`, …; null when nothing names it. */
  readonly context: string | null;
  readonly verb: 'set' | 'add' | 'delete';
  readonly noun: string;
  /** Parameters by lower-case name; a value without a name is kept under its position (`1`, `2`). */
  readonly values: ReadonlyMap<string, string>;
  /** 0-based. */
  readonly line: number;
}

const LINE = /^\s*(?:netsh(?:\.exe)?\s+)?(ras(?:\s+(?:ip|ipv6|aaaa|diagnostics|demanddial|ipx|appletalk|netbeui))?\s+)?(set|add|delete)\s+([a-z0-9-]+)\b(.*)$/i;
const PUSHD = /^\s*pushd\s+(.+?)\s*$/i;
/** Longer lines are no commands. */
const MAX_LINE = 2_000;

/** Commands in order. */
export function readScript(lines: readonly string[]): ScriptCommand[] {
  const commands: ScriptCommand[] = [];
  let context: string | null = null;
  for (const [at, line] of lines.entries()) {
    if (line.length > MAX_LINE) continue;
    const pushed = PUSHD.exec(line)?.[1];
    if (pushed !== undefined) context = contextOf(pushed);
    else if (/^\s*popd\b/i.test(line)) context = null;
    const found = LINE.exec(line);
    if (found === null) continue;
    commands.push({
      context: found[1] === undefined ? context : contextOf(found[1]),
      verb: (found[2] as string).toLowerCase() as ScriptCommand['verb'],
      noun: (found[3] as string).toLowerCase(),
      values: readValues(found[4] as string),
      line: at,
    });
  }
  return commands;
}

/** What follows `ras` in a context; a context outside `ras` keeps its whole name. */
function contextOf(text: string): string {
  const words = text.trim().toLowerCase().split(/\s+/);
  return words[0] === 'ras' ? words.slice(1).join(' ') : words.join(' ');
}

const VALUE = /(?:([a-z0-9-]+)\s*=\s*)?("[^"]*"|[^\s=]+)/gi;

function readValues(text: string): Map<string, string> {
  const values = new Map<string, string>();
  let position = 0;
  for (const match of text.matchAll(VALUE)) {
    const value = (match[2] as string).replace(/^"|"$/g, '');
    position += 1;
    values.set(match[1]?.toLowerCase() ?? String(position), value);
  }
  return values;
}
