/** Less than a bundle: events exported as XML, and the text of an event as people paste it. */
import type { Entry } from '../bundle/types.ts';
import type { Bundle } from '../bundle/types.ts';
import type { Emit, ReadResult } from '../model/source.ts';
import type { Micros } from '../model/time.ts';
import type { BundleContext } from './context.ts';
import { readEventMessages } from './event-message.ts';
import { readEventXml } from './event-xml.ts';
import { emitEvent } from './events.ts';

/** Stands for the computer when pasted text does not name one. */
const UNKNOWN_HOST = 'UNKNOWN';

/** Emits the events of an XML export, or the failures in pasted message text. */
export function readPasted(kind: 'event-xml' | 'event-message', bytes: Uint8Array, entry: Entry, context: BundleContext, emit: Emit): ReadResult {
  const ref = (line: number) => ({ artifact: entry.path, bundle: context.bundle, at: { kind: 'line', line } as const });
  if (kind === 'event-xml') return readEventXml(bytes, (event, line) => emitEvent(event, ref(line), context.host, emit));
  const messages = readEventMessages(bytes);
  for (const { line, fields } of messages) {
    emit.record({
      name: 'ras-client.failed',
      time: entry.modified?.time ?? 0,
      clock: { clock: 'utc', precision: 'day' },
      host: context.host === '' ? UNKNOWN_HOST : context.host,
      scope: { provider: 'RasClient', channel: 'Application' },
      code: 20227,
      severity: 'error',
      fields,
      ref: ref(line),
    });
  }
  return messages.length === 0
    ? { outcome: 'failed', reason: 'holds a CoId but no code at the end of its message' }
    : { outcome: 'read', reason: 'pasted text states no time: the time of reading stands for it' };
}

/** A bundle of one text that never was a file. `now` stands for its time. */
export function pastedBundle(bytes: Uint8Array, now: Micros): Bundle {
  const entry: Entry = {
    path: 'pasted.txt',
    size: bytes.length,
    modified: { time: now, clock: 'utc' },
    depth: 0,
    notes: [],
    head: () => Promise.resolve(bytes.slice(0, 512)),
    bytes: () => Promise.resolve(bytes),
    pieces: async function* () {
      yield bytes;
    },
  };
  return { name: 'standard input', kind: 'file', entries: [entry], problems: [], notes: [], close: () => Promise.resolve() };
}
