/** `xray_report_*.xml`: which checks ran and what they reported. */
import { SaxesParser } from 'saxes';
import type { Micros } from '../../model/time.ts';

export interface Diagnostic {
  readonly name: string;
  readonly line: number;
  /** -1 not finished, 0 ran, 1 skipped, 2 failed, 3 exception. Says nothing of what was found. */
  readonly result?: number;
  /** 0 info, 1 warning, 2 error; absent when nothing was found. */
  readonly reported?: number;
}

export interface Report {
  readonly isComplete: boolean;
  /** UTC. */
  readonly startedAt?: Micros;
  readonly endedAt?: Micros;
  readonly diagnostics: readonly Diagnostic[];
  /** Why reading ended early. */
  readonly problem: string | null;
}

const MOST_DIAGNOSTICS = 5_000;

/** The report, or null when the XML is of something else. */
export function readReport(xml: string): Report | null {
  const parser = new SaxesParser();
  const diagnostics: Diagnostic[] = [];
  let root: Readonly<Record<string, string>> | null = null;
  let isForeign = false;
  let problem: string | null = null;
  parser.on('error', (error) => {
    problem ??= error.message;
  });
  parser.on('opentag', ({ name, attributes }) => {
    if (root === null) {
      isForeign = name !== 'xray';
      root = attributes;
    } else if (name === 'Diagnostic' && attributes['Name'] !== undefined && diagnostics.length < MOST_DIAGNOSTICS) {
      const [result, reported] = [numberOf(attributes['Result']), numberOf(attributes['Reported'])];
      // Parameters name the checks asked for in elements of the same name, without a result.
      if (result !== undefined || reported !== undefined) {
        diagnostics.push({ name: attributes['Name'], line: parser.line, ...(result === undefined ? {} : { result }), ...(reported === undefined ? {} : { reported }) });
      }
    }
  });
  for (let at = 0; at < xml.length && problem === null && !isForeign; at += 4_096) parser.write(xml.slice(at, at + 4_096));
  if (problem === null && !isForeign) parser.close();
  const attributes = root as Readonly<Record<string, string>> | null;
  if (attributes === null || isForeign) return null;
  const startedAt = readStamp(attributes['StartTime']);
  const endedAt = readStamp(attributes['EndTime']);
  return {
    isComplete: /^true$/i.test(attributes['Complete'] ?? ''),
    ...(startedAt === null ? {} : { startedAt }),
    ...(endedAt === null ? {} : { endedAt }),
    diagnostics,
    problem,
  };
}

function numberOf(text: string | undefined): number | undefined {
  return text !== undefined && /^-?\d{1,4}$/.test(text.trim()) ? Number(text) : undefined;
}

/** `yyMMdd-HHmmss`, UTC. */
export function readStamp(text: string | undefined): Micros | null {
  const found = /\b(\d\d)(\d\d)(\d\d)-(\d\d)(\d\d)(\d\d)\b/.exec(text ?? '');
  if (found === null) return null;
  const [year, month, day, hour, minute, second] = found.slice(1).map(Number) as [number, number, number, number, number, number];
  if (month < 1 || month > 12 || day < 1 || day > 31 || hour > 23 || minute > 59 || second > 59) return null;
  return Date.UTC(2000 + year, month - 1, day, hour, minute, second) * 1000;
}
