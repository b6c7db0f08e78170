/** Opens a reference that any output printed and shows what stands there. */
import { recognise } from '../bundle/recognise.ts';
import type { Bundle } from '../bundle/types.ts';
import { ParseError } from '../model/error.ts';
import type { Shown } from '../model/shown.ts';
import { OpenError } from '../platform/error.ts';
import { findArtifact, parseRef, type ParsedRef } from '../report/refs.ts';
import { showArtifact } from './show-artifact.ts';
import { showEventsOfText, showRecord } from './show-event.ts';
import type { Place } from './show-place.ts';
import { showKey } from './show-registry.ts';
import { showLines, showSection } from './show-text.ts';
import { showTraceEvent } from './show-trace.ts';

export interface ShowOptions {
  /** Lines before and after the cited ones. */
  readonly context: number;
}

/** Thrown for what the user can put right: no such artifact, no such place in it, not readable. One line. */
export class ShowError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'ShowError';
  }
}

/** Shows what stands at `text`, a reference as `refText` writes it; bundle name and record offset may be left out. @throws ShowError */
export async function showReference(bundles: readonly Bundle[], text: string, options: ShowOptions): Promise<Shown> {
  // The timeline and comparisons print it in brackets.
  const parsed = parseRef(text.trim().replace(/^\[(.*)\]$/s, '$1'));
  if (parsed === null) throw new ShowError(`${text}: no reference; one looks like HOST-System.evtx#record=101@4608, x.txt#line=12 or x.hiv#key=HKLM\\SYSTEM\\…;value=…`);
  const place = await placeOf(bundles, parsed, text);
  try {
    const found = await lookUp(place, parsed.at, options);
    if (found.every((each) => each.kind === 'lines' && each.lines.length === 0)) throw new ShowError(`${text}: ${place.entry.path} holds no such place`);
    return { ref: text.trim(), bundle: place.bundle.name, artifact: place.entry.path, artifactKind: place.artifactKind, notes: place.entry.notes, found };
  } catch (error) {
    if (error instanceof ParseError || error instanceof OpenError) throw new ShowError(`${place.entry.path}: ${error instanceof OpenError ? error.reason : error.message}`);
    throw error;
  }
}

async function placeOf(bundles: readonly Bundle[], parsed: ParsedRef, text: string): Promise<Place> {
  const all = bundles.flatMap((bundle) => bundle.entries.map((entry) => ({ bundle: bundle.name, artifact: entry.path, owner: bundle, entry })));
  const named = findArtifact(parsed.path, all);
  if (named.length > 1) throw new ShowError(`${text}: ${named.length} files fit: ${named.slice(0, 4).map((place) => `${place.bundle}!/${place.artifact}`).join(', ')}`);
  const [place] = named;
  const hit = all.find((candidate) => candidate.artifact === place?.artifact && candidate.bundle === place.bundle);
  if (hit === undefined && bundles.some((bundle) => bundle.entries.some((each) => /\.ras$/i.test(each.path)))) throw new ShowError(`${text}: stored evidence holds no files; give the bundle it was made of`);
  if (hit === undefined) throw new ShowError(`${text}: no such file in ${bundles.map((bundle) => bundle.name).join(', ')}`);
  const { entry, owner } = hit;
  if (entry.refused !== undefined) throw new ShowError(`${entry.path}: ${entry.refused}`);
  return { bundle: owner, entry, artifactKind: entry.container ?? (await recognise(entry.path, () => entry.head())), isSingle: bundles.length <= 1 };
}

async function lookUp(place: Place, at: ParsedRef['at'], options: ShowOptions): Promise<Shown['found']> {
  switch (at.kind) {
    case 'evtx':
    case 'record':
      return showRecord(place, at);
    case 'line': {
      const events = place.artifactKind === 'event-xml' ? await showEventsOfText(place, at.line) : [];
      return events.length > 0 ? events : [await showLines(place, at.line, at.toLine ?? at.line, options.context)];
    }
    case 'section':
      return [await showSection(place, at.section, at.line)];
    case 'registry':
      return [await showKey(place, at.key, at.value)];
    case 'etl':
      return showTraceEvent(place, at.event, at.frame);
    case 'whole':
      return [await showArtifact(place)];
  }
}
