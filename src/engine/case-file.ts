/**
 * Stored evidence (`.ras`): everything that was read of a case as gzip'ed JSON, so that it can be judged again without its bundles.
 *
 *     { "schema": "rasalyze/case@1", "tool": { "name": "rasalyze", "version": "0.1.0" }, "evidence": { "parts": […], "records": […], … } }
 *
 * A file comes from anywhere: sizes and depth are limited, every key is checked, and what is unknown is left behind.
 */
import { crc32 } from '../bytes/crc32.ts';
import { readGzip } from '../formats/gzip/gzip.ts';
import type { Inflate } from '../model/byte-source.ts';
import type { CaseEvidence } from '../model/case-evidence.ts';
import { ParseError } from '../model/error.ts';
import { evidenceShape } from './evidence-shape.ts';
import { checked, objectOf } from './shape.ts';

export const CASE_SCHEMA = 'rasalyze/case@1';
/** Kind of artifact. */
export const CASE_KIND = 'case-evidence';

/** Largest unpacked file. Evidence is capped while it is read: the largest real case stays below a quarter of it. */
const MOST_BYTES = 256 << 20;
/** The deepest place is a list in the fields of a record: evidence.records[0].fields.x[0]. */
const DEEPEST = 8;

/** The JSON text of a case file; the same evidence gives the same text. */
export function caseText(evidence: CaseEvidence, version: string): string {
  return `${JSON.stringify({ schema: CASE_SCHEMA, tool: { name: 'rasalyze', version }, evidence })}\n`;
}

/** Reads a case file. @throws ParseError that says what is wrong with it. */
export async function readCaseFile(bytes: Uint8Array, artifact: string, inflateRaw: Inflate['inflateRaw']): Promise<CaseEvidence> {
  const { deflated, crc, size } = readGzip(bytes);
  if (size > MOST_BYTES) throw new ParseError({ code: 'case-size', artifact, offset: bytes.length - 4, expected: `at most ${MOST_BYTES} unpacked bytes`, found: `${size}; a file that was cut off in copying states anything` });
  const { bytes: json, ended } = await inflateRaw(deflated, size);
  if (ended !== 'end' || json.length !== size || crc32(json) !== crc) {
    throw new ParseError({ code: 'case-damaged', artifact, offset: 0, expected: `${size} bytes with the checksum the trailer states`, found: ended === 'end' ? `${json.length} bytes with another` : `a stream that is ${ended}` });
  }
  return parseCase(json, artifact);
}

function parseCase(json: Uint8Array, artifact: string): CaseEvidence {
  checkDepth(json, artifact);
  let parsed: unknown;
  try {
    parsed = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(json));
  } catch {
    throw new ParseError({ code: 'case-json', artifact, offset: 0, expected: 'JSON in UTF-8', found: 'something else' });
  }
  return checked((value) => {
    const { schema, evidence } = objectOf(value);
    if (schema !== CASE_SCHEMA) throw new ParseError({ code: 'case-schema', artifact, offset: 0, expected: `schema ${CASE_SCHEMA}; another version of rasalyze wrote it`, found: typeof schema === 'string' ? schema.slice(0, 60) : 'none' });
    return evidenceShape(evidence);
  }, parsed, artifact);
}

/** Nesting is counted before the parser meets it. */
function checkDepth(json: Uint8Array, artifact: string): void {
  let depth = 0;
  let inText = false;
  for (let at = 0; at < json.length; at++) {
    const byte = json[at];
    if (inText) {
      if (byte === 0x5c) at++;
      else if (byte === 0x22) inText = false;
    } else if (byte === 0x22) inText = true;
    else if (byte === 0x7b || byte === 0x5b) {
      if (++depth > DEEPEST) throw new ParseError({ code: 'case-depth', artifact, offset: at, expected: `at most ${DEEPEST} levels`, found: 'more' });
    } else if (byte === 0x7d || byte === 0x5d) depth--;
  }
}
