/** `case.yaml` of an extracted case: what it is, and the truth a golden report is held against. */
import type { Report } from '../model/report.ts';

/** @param zip name of the file beside it */
export function sampleRecipe(report: Report, signature: string, zip: string): string {
  const { rootCauses, contributing } = report.diagnosis;
  const found = [...rootCauses, ...contributing].find((cause) => cause.signature === signature);
  const list = (causes: readonly { readonly signature: string }[]): string => `[${causes.map((cause) => cause.signature).join(', ')}]`;
  const [top] = rootCauses;
  const exit = top === undefined ? 3 : 1;
  return [
    `title: ${JSON.stringify(found?.title ?? signature)}`,
    'origin: extracted',
    `truth: { rootCause: ${top?.signature ?? 'null'}, verdict: matched, exit: ${exit}, contributing: ${list(contributing)} }`,
    'bundles: []',
    `zips: [${JSON.stringify(zip)}]`,
    '',
  ].join('\n');
}
