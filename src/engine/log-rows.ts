/** Every event of one log as timeline rows, pulled piece by piece. */
import type { Entry } from '../bundle/types.ts';
import { readEvtx, type EvtxRecord } from '../formats/evtx/index.ts';
import type { EventView } from '../model/source.ts';
import type { TimelineRow } from '../model/timeline-row.ts';
import { recordText } from '../report/record-text.ts';
import { refText } from '../report/refs.ts';
import { readEvent } from '../sources/events/index.ts';
import { accountName } from '../timeline/users.ts';
import { severityOf } from './events.ts';
import { hostName } from './names.ts';

export interface LogInput {
  readonly entry: Entry;
  readonly bundle: string;
  readonly isSingle: boolean;
  readonly attemptOf: ReadonlyMap<string, string>;
  readonly onProblem: (text: string) => void;
}

/** Rows of one log. The reader pushes, the merge pulls: the next piece is read only when the rows of the last are gone. */
export async function* logRows(input: LogInput): AsyncGenerator<TimelineRow> {
  const queue: TimelineRow[] = [];
  const gate = new Gate();
  let failure: unknown = null;
  let isDone = false;
  const reading = readEvtx(gatedPieces(input.entry, gate), (record) => queue.push(eventRow(record, input)))
    .then((summary) => {
      if (summary.damagedChunks > 0 || summary.truncated || summary.undecodable > 0) input.onProblem(`${input.entry.path}: ${summary.notes.join('; ')}`);
    })
    .catch((error: unknown) => {
      failure = error;
    })
    .finally(() => {
      isDone = true;
      gate.arrived();
    });
  try {
    for (;;) {
      await gate.waitForRows();
      yield* queue.splice(0);
      if (isDone) break;
      gate.openForNext();
    }
    await reading;
  } finally {
    gate.stop();
  }
  if (failure !== null) input.onProblem(`${input.entry.path}: ${failure instanceof Error ? failure.message : String(failure)}`);
}

/** 64 KiB at a time: the rows of one chunk are all that waits. */
const STEP = 65_536;

async function* gatedPieces(entry: Entry, gate: Gate): AsyncGenerator<Uint8Array> {
  for await (const piece of entry.pieces()) {
    for (let at = 0; at < piece.length; at += STEP) {
      yield piece.subarray(at, at + STEP);
      if (!(await gate.waitForOpen())) return;
    }
  }
}

/** Hands the turn back and forth between one reader and one consumer. */
class Gate {
  #consumer: (() => void) | null = null;
  #producer: ((goOn: boolean) => void) | null = null;
  #hasArrived = false;
  #isStopped = false;

  /** Producer: rows of a piece are ready; waits until they were taken. Resolves to false when nobody wants more. */
  waitForOpen(): Promise<boolean> {
    if (this.#isStopped) return Promise.resolve(false);
    const waiting = new Promise<boolean>((resolve) => {
      this.#producer = resolve;
    });
    this.arrived();
    return waiting;
  }

  arrived(): void {
    this.#hasArrived = true;
    this.#consumer?.();
    this.#consumer = null;
  }

  async waitForRows(): Promise<void> {
    if (!this.#hasArrived) {
      await new Promise<void>((resolve) => {
        this.#consumer = resolve;
      });
    }
    this.#hasArrived = false;
  }

  openForNext(): void {
    this.#producer?.(true);
    this.#producer = null;
  }

  stop(): void {
    this.#isStopped = true;
    this.#producer?.(false);
    this.#producer = null;
  }
}

function eventRow(record: EvtxRecord, input: LogInput): TimelineRow {
  const at = { kind: 'evtx', recordId: record.recordId, offset: record.offset } as const;
  const time = record.time ?? record.writtenAt ?? 0;
  const ref = refText(input.isSingle ? { artifact: input.entry.path, at } : { artifact: input.entry.path, bundle: input.bundle, at });
  const event = record.decode();
  const known = readEvent(event);
  const severity = severityOf(event.level, event.keywords);
  const base = { host: hostName(event.computer), scope: { provider: event.provider, channel: event.channel }, code: event.eventId, severity, time, ref: { artifact: input.entry.path, at } };
  const user = known === null ? null : accountName(known.fields['user']);
  const text = known === null ? rawText(event) : recordText({ ...base, name: known.name, fields: user === null ? known.fields : { ...known.fields, user_name: user } });
  return { time, host: base.host, source: event.channel, provider: event.provider, code: event.eventId, severity, attempt: input.attemptOf.get(ref) ?? null, text, ref };
}

/** An event no table knows: its fields as they stand. */
function rawText(event: EventView): string {
  const fields = event.data.slice(0, 24).map((field, index) => `${field.name ?? `data_${index}`}=${field.value.length > 200 ? `${field.value.slice(0, 200)}…` : field.value}`);
  return fields.join(', ');
}
