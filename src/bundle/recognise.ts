/** What kind of artifact an entry is: its name proposes, its first bytes decide where they can. */
import { ARTEFACTS } from '../knowledge/artefacts.ts';
import type { ArtefactRow } from '../knowledge/artefacts.ts';
import { magicKind } from './magic.ts';
import { lastSteps, matchesGlob } from './names.ts';
import { textKind } from './text-kind.ts';

export interface Recognition {
  /** `evtx`, `registry-hive`, `tss-log`, `command-blocks`, … ; `text` for text of no known kind, else `unknown`. */
  readonly kind: string;
  /** What the name says it is, when the table knows the name. */
  readonly artefact?: ArtefactRow;
  /** Why name and content disagree. */
  readonly note?: string;
}

/** Kinds whose content has magic bytes, hence cannot be text or each other. */
const HAS_MAGIC: ReadonlySet<string> = new Set(['evtx', 'registry-hive', 'zip', 'cab', 'pml']);
/** Kinds that a header inside the file settles, whatever text kind the name proposes. */
const WEAK: ReadonlySet<string> = new Set(['event-text', 'csv-events', 'text', 'collector-errors', 'html']);
/** Names of event log exports have no time stamp; without this rule `*-*.txt` would fit every stamped name. */
const EVENT_EXPORTS: ReadonlySet<string> = new Set(['*-*.csv', '*-*.txt']);
const STAMP = /_\d{6}-\d{6}_/;

/** Kind of the entry at `path`; `head` is asked for its first bytes (512 are plenty). Never throws of its own. */
export async function recognise(path: string, head: () => Promise<Uint8Array>): Promise<string> {
  return identify(path, await head()).kind;
}

/** The same with its reasons, from bytes at hand. An empty `head` leaves the name alone to decide. */
export function identify(path: string, head: Uint8Array): Recognition {
  const artefact = artefactOf(path);
  const named = artefact === undefined ? {} : { artefact };
  const magic = magicKind(head);
  if (magic !== null) {
    const isSame = artefact === undefined || artefact.kind === magic || !HAS_MAGIC.has(artefact.kind);
    return isSame ? { kind: keepSubKind(magic, artefact), ...named } : { kind: magic, ...named, note: `named as ${artefact.kind} but is ${magic}` };
  }
  const text = textKind(head);
  const proposed = artefact?.kind;
  if (proposed !== undefined) {
    // Damage may have taken the magic: its reader says more about it than "unknown" would.
    if (HAS_MAGIC.has(proposed) && head.length > 0) return { kind: proposed, ...named, note: `named as ${proposed} but does not start like one` };
    // A file the collector named is no pasted message, though exports of event logs quote many.
    if (text !== null && text !== 'text' && text !== 'event-message' && WEAK.has(proposed)) return { kind: text, ...named };
    return { kind: proposed, ...named };
  }
  return { kind: text ?? 'unknown' };
}

/** Performance logs are trace logs inside, stored evidence is gzip; the name tells them apart. */
function keepSubKind(magic: string, artefact: ArtefactRow | undefined): string {
  if (magic === 'etl' && artefact?.kind === 'blg') return 'blg';
  return magic === 'gzip' && artefact?.kind === 'case-evidence' ? 'case-evidence' : magic;
}

interface Rule {
  readonly row: ArtefactRow;
  readonly pattern: string;
  readonly literals: number;
}

/** Rules by extension, those with most literal characters first; patterns that end in a wildcard under ''. */
const RULES = indexRules();

function indexRules(): ReadonlyMap<string, readonly Rule[]> {
  const rules = new Map<string, Rule[]>();
  for (const row of ARTEFACTS) {
    const pattern = row.pattern.toLowerCase();
    const extension = /\.([a-z0-9]+)$/.exec(pattern)?.[1] ?? '';
    const literals = pattern.replace(/[*?]/g, '').length;
    rules.set(extension, [...(rules.get(extension) ?? []), { row, pattern, literals }]);
  }
  for (const list of rules.values()) list.sort((a, b) => b.literals - a.literals);
  return rules;
}

/** The row whose pattern fits the end of the path with the most literal characters. */
export function artefactOf(path: string): ArtefactRow | undefined {
  const steps = lastSteps(path.toLowerCase());
  const name = steps.at(-1) ?? '';
  const extension = /\.([a-z0-9]+)$/.exec(name)?.[1] ?? '';
  let best: Rule | undefined;
  for (const key of extension === '' ? [''] : [extension, '']) {
    for (const rule of RULES.get(key) ?? []) {
      if (best && best.literals >= rule.literals) break;
      if (EVENT_EXPORTS.has(rule.pattern) && STAMP.test(name)) continue;
      if (fits(rule.pattern, steps)) best = rule;
    }
  }
  return best?.row;
}

/** A pattern holds for the end of a path: bundles packed by hand have a folder on top. */
function fits(pattern: string, steps: readonly string[]): boolean {
  if (!pattern.includes('/')) return matchesGlob(pattern, steps.at(-1) ?? '');
  for (let from = 0; from < steps.length; from++) {
    if (matchesGlob(pattern, steps.slice(from).join('/'))) return true;
  }
  return false;
}
