/** All checks of signature files, each problem with file and line. */
import { parseSignatureFile, type LoadedSignature, type Problem, type SignatureFile } from '../load.ts';
import type { Vocabulary } from '../vocabulary.ts';
import { nameProblems } from './names.ts';
import { stepsFor } from '../../knowledge/collection-steps.ts';
import { suggest } from './suggest.ts';
import { testProblems } from './tests.ts';

/**
 * Check schema, ids, names, relations between signatures and embedded tests. The tests of a signature are run only
 * when the rest of it is sound.
 */
export function lintSignatures(files: readonly SignatureFile[], vocabulary: Vocabulary): readonly Problem[] {
  const problems: Problem[] = [];
  const all: LoadedSignature[] = [];
  for (const file of files) {
    const { loaded, problems: found } = parseSignatureFile(file);
    problems.push(...found);
    if (loaded !== null) all.push(loaded);
  }
  const byId = new Map<string, LoadedSignature>();
  for (const loaded of all) {
    const own = [...idProblems(loaded, byId), ...nameProblems(loaded, vocabulary), ...stepProblems(loaded, vocabulary)];
    problems.push(...own, ...(own.length === 0 ? testProblems(loaded, vocabulary) : []));
  }
  // A file that does not load still lends its name: one mistake should not be reported twice.
  const ids = new Set([...byId.keys(), ...files.map((file) => fileId(file.path))]);
  for (const loaded of all) problems.push(...relationProblems(loaded, ids));
  problems.push(...circleProblems(byId));
  return problems;
}

function fileId(path: string): string {
  return (path.split(/[\\/]/).at(-1) ?? path).replace(/\.ya?ml$/i, '');
}

function problem(loaded: LoadedSignature, path: readonly (string | number)[], message: string): Problem {
  return { file: loaded.file, line: loaded.lineOf(path), message };
}

function idProblems(loaded: LoadedSignature, byId: Map<string, LoadedSignature>): readonly Problem[] {
  const { id } = loaded.signature;
  const name = fileId(loaded.file);
  const found: Problem[] = [];
  if (id !== name) found.push(problem(loaded, ['id'], `id ${id} differs from the file name ${name}`));
  const other = byId.get(id);
  if (other !== undefined) found.push(problem(loaded, ['id'], `id ${id} is already taken by ${other.file}`));
  else byId.set(id, loaded);
  return found;
}

/** What is asked for must be collectable by the script, too. */
function stepProblems(loaded: LoadedSignature, vocabulary: Vocabulary): readonly Problem[] {
  return Object.entries(loaded.signature.needs ?? {})
    .filter(([, { fact = '', record = '' }]) => (vocabulary.facts.has(fact) || vocabulary.records.has(record)) && stepsFor(fact === '' ? record : fact).length === 0)
    .map(([name, need]) => problem(loaded, ['needs', name], `needs ${name}: src/knowledge/collection-steps.ts knows no step that collects ${need.fact ?? need.record ?? ''}`));
}

function relationProblems(loaded: LoadedSignature, ids: ReadonlySet<string>): readonly Problem[] {
  const found: Problem[] = [];
  for (const key of ['explains', 'excludes', 'alike'] as const) {
    for (const [index, id] of (loaded.signature[key] ?? []).entries()) {
      const path = [key, index];
      if (id === loaded.signature.id) found.push(problem(loaded, path, `${key}: a signature cannot name itself`));
      else if (!ids.has(id)) found.push(problem(loaded, path, `${key}: there is no signature ${id}${suggest(id, ids)}`));
    }
  }
  return found;
}

/** `explains` must not lead back: then neither would be the cause. Each circle is reported once. */
function circleProblems(byId: ReadonlyMap<string, LoadedSignature>): readonly Problem[] {
  const found: Problem[] = [];
  const done = new Set<string>();
  for (const start of byId.keys()) {
    const circle = circleFrom(start, byId, [], done);
    const loaded = byId.get(circle?.[0] ?? '');
    if (circle !== null && loaded !== undefined) found.push(problem(loaded, ['explains'], `explains goes in a circle: ${[...circle, circle[0]].join(' → ')}`));
  }
  return found;
}

function circleFrom(id: string, byId: ReadonlyMap<string, LoadedSignature>, trail: readonly string[], done: Set<string>): readonly string[] | null {
  const at = trail.indexOf(id);
  if (at >= 0) return trail.slice(at);
  if (done.has(id)) return null;
  for (const next of byId.get(id)?.signature.explains ?? []) {
    if (next === id) continue;
    const circle = circleFrom(next, byId, [...trail, id], done);
    if (circle !== null) {
      for (const each of [...trail, id]) done.add(each);
      return circle;
    }
  }
  done.add(id);
  return null;
}
