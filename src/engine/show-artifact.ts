/** An artifact as a whole: what it is and what can be said of it without a diagnosis. */
import { identify } from '../bundle/recognise.ts';
import { readEvtx } from '../formats/evtx/index.ts';
import { openHive } from '../formats/regf/hive.ts';
import type { ShownArtifact } from '../model/shown.ts';
import { isoTime } from '../report/time-text.ts';
import type { Place } from './show-place.ts';
import { decodeArtifact } from './show-text.ts';

type Facts = (readonly [string, string])[];

const FIRST_LINES = 12;
const MOST_MEMBERS = 40;
/** Longer text is described by its size alone. */
const MOST_TEXT = 64 << 20;
/** Kinds whose bytes are no text. */
const BINARY: ReadonlySet<string> = new Set(['etl', 'blg', 'pml', 'image', 'program', 'document', 'unknown', 'pcapng', '7z', 'rar', 'gzip', 'mta']);

export async function showArtifact(place: Place): Promise<ShownArtifact> {
  const { entry, artifactKind, bundle } = place;
  const { artefact, note } = identify(entry.path, await entry.head());
  const facts: Facts = [
    ['kind', artifactKind],
    ['size', `${entry.size} bytes`],
    ...(entry.modified === undefined ? [] : [['written', `${isoTime(entry.modified.time).replace(entry.modified.clock === 'utc' ? '' : 'Z', '')}${entry.modified.clock === 'utc' ? '' : ' (local time)'}`] as const]),
    ...(note === undefined ? [] : [['name', note] as const]),
    ...(artefact === undefined ? [] : [['known as', artefact.pattern] as const]),
  ];
  if (entry.container !== undefined) {
    const members = bundle.entries.filter((other) => other.path.startsWith(`${entry.path}!/`)).map((other) => other.path.slice(entry.path.length + 2));
    return { kind: 'artifact', facts: [...facts, ['members', String(members.length)]], lines: members.slice(0, MOST_MEMBERS), omitted: Math.max(0, members.length - MOST_MEMBERS) };
  }
  if (artifactKind === 'evtx') return { kind: 'artifact', facts: [...facts, ...(await logFacts(place))], lines: [], omitted: 0 };
  if (artifactKind === 'registry-hive') return { kind: 'artifact', facts: [...facts, ...hiveFacts(await entry.bytes())], lines: [], omitted: 0 };
  if (BINARY.has(artifactKind) || entry.size > MOST_TEXT) return { kind: 'artifact', facts, lines: [], omitted: 0 };
  const decoded = await decodeArtifact(place);
  const { lines, encodings } = decoded;
  return { kind: 'artifact', facts: [...facts, ['text', `${lines.length} lines, ${encodings.join(', ')}`]], lines: lines.slice(0, FIRST_LINES), omitted: Math.max(0, lines.length - FIRST_LINES) };
}

async function logFacts({ entry }: Place): Promise<Facts> {
  const summary = await readEvtx(entry.pieces(), () => {}, { artifact: entry.path, wants: () => false });
  const { firstTime, lastTime } = summary;
  return [
    ['channel', summary.channel],
    ['computer', summary.computer],
    ['records', `${summary.records}${summary.records > 0 ? `, numbers ${summary.firstRecordId} to ${summary.lastRecordId}` : ''}`],
    ...(firstTime === null || lastTime === null ? [] : [['time', `${isoTime(firstTime)} to ${isoTime(lastTime)}`] as const]),
    ...summary.notes.map((note) => ['note', note] as const),
  ];
}

function hiveFacts(bytes: Uint8Array): Facts {
  const hive = openHive(bytes);
  return [
    ['hive', hive.fileName],
    ...(hive.lastWritten === null ? [] : [['last written', isoTime(hive.lastWritten)] as const]),
    ['keys at its root', hive.root.subkeys().map((key) => key.name).join(', ')],
    ...hive.notes.map((note) => ['note', note.message] as const),
  ];
}
