/** JSON Schema (draft 2020-12) of `rasalyze/report@1`, printed by `rasalyze schema report`. */

type Schema = Readonly<Record<string, unknown>>;

const text: Schema = { type: 'string' };
const texts: Schema = { type: 'array', items: text };
const time: Schema = { type: 'string', pattern: '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(\\.\\d{3}(\\d{3})?)?Z$|^invalid-time$' };
const orNull = (schema: Schema): Schema => ({ anyOf: [schema, { type: 'null' }] });
const list = (items: Schema): Schema => ({ type: 'array', items });

/** An object whose every property is required but those listed as optional, and which has no others. */
function object(properties: Readonly<Record<string, Schema>>, optional: readonly string[] = []): Schema {
  return { type: 'object', properties, required: Object.keys(properties).filter((name) => !optional.includes(name)), additionalProperties: false };
}

const evidence = object({ clause: text, ref: text, quote: text });
const stage: Schema = { enum: ['dial', 'resolve', 'reach-server', 'tunnel', 'authenticate', 'address', 'route', 'connected'] };
const code: Schema = orNull({ type: 'integer', minimum: 0, maximum: 4294967295 });
const fix = object({ do: text, on: text, verify: text }, ['on', 'verify']);
const cause = object({
  signature: text,
  title: text,
  status: { enum: ['experimental', 'test', 'stable', 'deprecated'] },
  verdict: { const: 'matched' },
  severity: { enum: ['critical', 'high', 'medium', 'low', 'info'] },
  confidence: object({ level: { enum: ['high', 'medium', 'low'] }, reasons: texts }),
  attempts: texts,
  hosts: texts,
  cause: text,
  say: text,
  evidence: list(evidence),
  fix: list(fix),
  sources: list(object({ title: text, url: text }, ['url'])),
  explains: texts,
});
const bundle = object({
  name: text,
  collector: object({ name: text, version: orNull(text), scenario: orNull(text) }),
  hosts: list(object({ name: text, roles: list({ enum: ['client', 'vpn-server', 'nps', 'dc'] }), os: orNull(text), utcOffsetMinutes: orNull({ type: 'integer' }) })),
  reproWindow: orNull(object({ start: time, end: time })),
});
const outcome: Schema = { enum: ['connected', 'failed', 'unfinished'] };
const attempt = object({
  id: text,
  host: text,
  correlationId: orNull(text),
  user: orNull(text),
  connection: orNull(text),
  tunnel: orNull(text),
  startedAt: time,
  endedAt: time,
  outcome,
  errorCode: code,
  stages: list(stage),
  stageEvidence: { type: 'object', propertyNames: stage, additionalProperties: text },
  parts: list(object({ tunnel: orNull(text), startedAt: time, endedAt: time, outcome, errorCode: code, stages: list(stage) })),
  joins: list(object({ kind: text, value: text, strength: { enum: ['exact', 'identifier', 'time-only'] } })),
  inReproWindow: orNull({ type: 'boolean' }),
});
const anchor = object({ kind: { enum: ['co-id', 'radius-class', 'ike-spi', 'user', 'w32tm'] }, value: text, seconds: { type: 'number' }, refs: texts });
const clockOffset = object({
  host: text,
  relativeTo: text,
  seconds: { type: 'number' },
  uncertaintySeconds: { type: 'number', minimum: 0 },
  bounds: object({ from: { type: 'number' }, to: { type: 'number' } }),
  basis: { enum: ['exact', 'identifier', 'time-service'] },
  anchors: { type: 'integer', minimum: 0 },
  evidence: list(anchor),
  outliers: list(anchor),
  applied: { type: 'boolean' },
});
const event = object(
  {
    time,
    originalTime: time,
    host: text,
    scope: object({ provider: text, channel: text }, ['channel']),
    code: { type: 'integer', minimum: 0 },
    severity: { enum: ['critical', 'error', 'warning', 'info', 'verbose', 'unknown'] },
    text,
    attempt: text,
    ref: text,
  },
  ['attempt', 'originalTime'],
);
const comparedStep = orNull(object({ time, text, ref: text }));
const comparison = object({
  bad: text,
  good: text,
  connection: text,
  steps: list(object({ good: comparedStep, bad: comparedStep, isSameKind: { type: 'boolean' }, differs: list(object({ field: text, good: text, bad: text })) })),
});
const anyValue: Schema = { type: ['string', 'number', 'boolean', 'null', 'array'], items: { type: ['string', 'number'] } };
const diagnosis = object({
  rootCauses: list(cause),
  contributing: list(cause),
  undecided: list(object({ signature: text, title: text, attempts: texts, missing: texts, why: text })),
  ruledOut: list(object({ signature: text, title: text, attempts: texts, by: text, why: text, evidence: list(evidence) })),
  missing: list(object({ need: text, what: text, collect: text, on: text, settles: texts, verdicts: { type: 'integer', minimum: 1 }, why: text })),
  questions: list(object({ id: text, ask: text, answers: list(object({ answer: text, means: text, points: texts })) })),
  fallback: list(object({ attempt: text, stage, code, meaning: text, say: text, collect: texts })),
  comparisons: list(comparison),
  contradictions: list(object({ fact: text, host: text, stated: list(object({ value: anyValue, ref: text })) })),
  otherAnalysers: list(object({ tool: { enum: ['xray', 'sdp'] }, host: text, id: text, severity: orNull(text), title: orNull(text), ref: text })),
  notes: texts,
});

export const reportSchema: Schema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  $id: 'rasalyze/report@1',
  title: 'rasalyze report',
  ...object({
    schema: { const: 'rasalyze/report@1' },
    tool: object({ name: { const: 'rasalyze' }, version: text }),
    case: object({
      bundles: list(bundle),
      clockOffsets: list(clockOffset),
    }),
    coverage: list(
      object(
        {
          artifact: text,
          bundle: text,
          kind: text,
          outcome: { enum: ['read', 'partial', 'failed', 'ignored'] },
          records: { type: 'integer', minimum: 0 },
          reason: text,
          span: object({ from: time, to: time }, ['from', 'to']),
        },
        ['reason', 'span'],
      ),
    ),
    attempts: list(attempt),
    diagnosis,
    timeline: list(event),
  }),
};
