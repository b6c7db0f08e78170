/** The report as JSON, contract `rasalyze/report@1`. */
import type { Report } from '../model/report.ts';
import { plainJson } from './plain.ts';

/** Two-space JSON with a final line break. */
export function renderJson(report: Report): string {
  return `${plainJson(JSON.stringify(report, null, 2))}\n`;
}
