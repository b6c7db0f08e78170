/** An explanation of a code, an event or a signature as text. */
import type { ExplainedCode, ExplainedEvent, Explanation } from '../knowledge/explain.ts';
import type { FailureRow } from '../knowledge/failure-rows.ts';
import type { Reference } from '../knowledge/references.ts';
import { plain } from './plain.ts';
import { block, styleOf, type Style } from './style.ts';

export interface ExplainedSignature {
  readonly id: string;
  readonly title: string;
  readonly status: string;
  readonly cause: string;
}

export interface TermExplanation {
  readonly term: string;
  readonly isKnown: boolean;
  readonly explanation: Explanation | null;
  /** The known failure of this id when it has no signature of its own. */
  readonly row: FailureRow | null;
  /** Signatures that look at this code or event, or the one of this id. */
  readonly signatures: readonly ExplainedSignature[];
}

const MOST_EVENTS = 6;

export function renderExplanation(explained: TermExplanation, options: { readonly color: boolean; readonly width: number }): string {
  const style = styleOf(options);
  const { explanation, signatures } = explained;
  const lines = [style.bold(plain(explained.term))];
  if (!explained.isKnown) lines.push('  not known');
  if (explained.row !== null) lines.push(...block('  ', `${explained.row.alias === undefined ? 'No signature' : `The same as ${explained.row.alias}`}: ${explained.row.reason}`, style, 4));
  if (explanation?.code) lines.push(...codeLines(explanation.code, style));
  for (const event of explanation?.events.slice(0, MOST_EVENTS) ?? []) lines.push(...eventLines(event, style));
  if (signatures.length > 0) {
    lines.push('', style.bold('Known failures that start from it'));
    for (const signature of signatures) lines.push(...block('  ', plain(`${signature.id}${signature.status === 'experimental' ? ' (experimental)' : ''}: ${signature.title}`), style, 4));
  }
  return `${lines.join('\n')}\n`;
}

function codeLines(code: ExplainedCode, style: Style): string[] {
  const lines = [style.dim(`  decimal ${code.decimal} · hex ${code.hex} · signed ${code.signed}`)];
  for (const meaning of code.meanings) {
    const mark = meaning.verified ? '' : ' [not verified from a primary source]';
    lines.push(...block('  ', `${meaning.symbol === null ? '' : `${meaning.symbol}: `}${meaning.meaning} (${meaning.familyName})${mark}`, style, 4));
    if (meaning.note !== undefined) lines.push(...block('', meaning.note, style, 4).map(style.dim));
    lines.push(...sourceLines(meaning.sources, style));
  }
  if (code.meanings.length === 0) lines.push('  no meaning is known for this number');
  if (code.stage !== null) {
    lines.push(...block('  ', `Usual stage: ${code.stage.name} (${code.stage.doing}). A hint, not a proof.`, style, 4));
    lines.push(...code.stage.collect.flatMap((what, index) => block(index === 0 ? '  Collect ' : '', `- ${what}`, style, 10)));
  }
  return lines;
}

function eventLines(event: ExplainedEvent, style: Style): string[] {
  const where = event.channel ?? event.where ?? 'channel not known';
  const lines = ['', style.bold(`${event.provider} ${event.id}`) + style.dim(` · ${where} · ${event.level} · ${event.side}`)];
  lines.push(...block('  ', `${event.meaning}${event.verified ? '' : ' [not verified from a primary source]'}`, style, 4));
  if (event.note !== null) lines.push(...block('', event.note, style, 4).map(style.dim));
  for (const field of event.fields) lines.push(style.dim(plain(`      ${field.name}${event.about[field.name] === undefined ? '' : `: ${event.about[field.name]}`}`)));
  lines.push(style.dim(`    record ${event.record}`), ...sourceLines(event.sources, style));
  return lines;
}

function sourceLines(sources: readonly Reference[], style: Style): string[] {
  return sources.slice(0, 3).map((source) => style.dim(`      ${source.title}${source.url === undefined ? '' : ` – ${source.url}`}`));
}
