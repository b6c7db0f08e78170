/** From opened bundles to the report: the one way through the house. */
import type { Bundle } from '../bundle/types.ts';
import type { EvtxOptions } from '../formats/evtx/index.ts';
import type { Vocabulary } from '../matching/index.ts';
import type { Report } from '../model/report.ts';
import type { Signature } from '../model/signature.ts';
import { redactEvidence } from '../redaction/evidence.ts';
import type { Redactor } from '../redaction/redactor.ts';
import { judgeCase, type JudgedCase } from './judge-case.ts';
import { readCase } from './read-case.ts';
import { startStopwatch, type AnalyzeTiming } from './timing.ts';

export type { AnalyzeTiming } from './timing.ts';
export type { JudgedCase } from './judge-case.ts';

export interface AnalyzeOptions {
  readonly version: string;
  readonly signatures: readonly Signature[];
  readonly vocabulary: Vocabulary;
  readonly onProgress?: (text: string) => void;
  readonly onTiming?: (timing: AnalyzeTiming) => void;
  readonly crc32?: EvtxOptions['crc32'];
  /** Replace every name by a pseudonym before anything is judged. */
  readonly redact?: RedactOptions;
}

export interface RedactOptions {
  /** Makes the pseudonyms the same in other cases; without it they hold for this case alone. */
  readonly key?: string;
}

export interface AnalyzedCase extends JudgedCase {
  /** For what is read beside the evidence; null when nothing is redacted. */
  readonly redactor: Redactor | null;
  /** Gives another case the same pseudonyms. */
  readonly redactKey: string | null;
}

/** Diagnoses one case. Never throws for what is in the bundles. */
export async function analyze(bundles: readonly Bundle[], options: AnalyzeOptions): Promise<Report> {
  return (await analyzeCase(bundles, options)).report;
}

/** As `analyze`, with everything the report was made of. */
export async function analyzeCase(bundles: readonly Bundle[], options: AnalyzeOptions): Promise<AnalyzedCase> {
  const stopwatch = startStopwatch();
  const { onProgress, crc32 } = options;
  const read = await readCase(bundles, { stopwatch, ...(onProgress === undefined ? {} : { onProgress }), ...(crc32 === undefined ? {} : { crc32 }) });
  const { evidence, redactor, key } = options.redact === undefined ? { evidence: read, redactor: null, key: null } : redactEvidence(read, options.redact);
  const judged = judgeCase(evidence, { version: options.version, signatures: options.signatures, vocabulary: options.vocabulary, stopwatch });
  options.onTiming?.(stopwatch.result());
  return { ...judged, redactor, redactKey: key };
}
