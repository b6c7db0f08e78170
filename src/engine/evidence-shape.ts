/** The shape of stored evidence: `CaseEvidence` key by key, so that a new key of the model does not compile until it is stored, too. */
import type { Coverage } from '../model/case.ts';
import type { CaseEvidence, EvidencePart } from '../model/case-evidence.ts';
import type { Fact, Gap, Listing, LogRecord, Watch } from '../model/records.ts';
import type { Locator, SourceRef } from '../model/refs.ts';
import type { ClockNote, Span } from '../model/time.ts';
import type { Value } from '../model/values.ts';
import { boolean, dictionary, list, mismatch, number, objectOf, oneOf, optional, shape, text, type Check } from './shape.ts';

const span = shape<Span>({ from: optional(number), to: optional(number) });

type Locators = { readonly [K in Locator['kind']]: Check<Extract<Locator, { readonly kind: K }>> };

const LOCATORS: Locators = {
  evtx: shape({ kind: oneOf('evtx'), recordId: number, offset: number }),
  line: shape({ kind: oneOf('line'), line: number, toLine: optional(number) }),
  registry: shape({ kind: oneOf('registry'), key: text, value: optional(text) }),
  section: shape({ kind: oneOf('section'), section: text, line: optional(number) }),
  etl: shape({ kind: oneOf('etl'), event: number, frame: optional(number) }),
  whole: shape({ kind: oneOf('whole') }),
};

const locator: Check<Locator> = (value) => {
  const { kind } = objectOf(value);
  if (typeof kind !== 'string' || !Object.hasOwn(LOCATORS, kind)) return mismatch('a known kind of place', kind);
  return LOCATORS[kind as Locator['kind']](value);
};

const ref = shape<SourceRef>({ artifact: text, bundle: optional(text), at: locator });

const clock = shape<ClockNote>({
  clock: oneOf('utc', 'local'),
  offsetMinutes: optional(number),
  zone: optional(oneOf('stated', 'assumed')),
  shiftedBy: optional(number),
  precision: oneOf('tick', 'millisecond', 'second', 'minute', 'day'),
});

const value: Check<Value> = (given) => {
  if (given === null || typeof given === 'boolean') return given;
  if (typeof given === 'string') return text(given);
  if (typeof given === 'number') return number(given);
  if (!Array.isArray(given)) return mismatch('text, a number, true, false, null or a list of one kind', given);
  return typeof given[0] === 'number' ? list(number)(given) : list(text)(given);
};

const fields = dictionary(value);

const record = shape<LogRecord>({
  name: text,
  time: number,
  clock: optional(clock),
  host: text,
  scope: shape<LogRecord['scope']>({ provider: text, channel: optional(text) }),
  code: number,
  severity: oneOf('critical', 'error', 'warning', 'info', 'verbose', 'unknown'),
  fields,
  ref,
  recovered: optional(oneOf(true)),
});

const fact = shape<Fact>({ name: text, host: text, subject: text, fields, observedAt: optional(number), clock: optional(clock), ref });
const listing = shape<Listing>({ fact: text, host: text, complete: boolean, count: number, reason: optional(text), ref });
const watch = shape<Watch>({ host: text, channel: text, span, ref });
const gap = shape<Gap>({ host: text, channel: text, span, reason: text, ref });
const part = shape<EvidencePart>({ name: text, bundle: text, host: text, isShared: boolean });
const coverage = shape<Coverage>({
  artifact: text,
  bundle: optional(text),
  kind: text,
  outcome: oneOf('read', 'partial', 'failed', 'ignored'),
  records: number,
  reason: optional(text),
  span: optional(span),
});

export const evidenceShape = shape<CaseEvidence>({
  parts: list(part),
  isSingle: boolean,
  coverage: list(coverage),
  notes: list(text),
  records: list(record),
  facts: list(fact),
  listings: list(listing),
  watches: list(watch),
  gaps: list(gap),
});
