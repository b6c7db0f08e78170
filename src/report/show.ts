/** What stands at a reference, for people and for programs. */
import type { Shown, ShownArtifact, ShownEvent, ShownLines, ShownRegistry, ShownTraceEvent } from '../model/shown.ts';
import { plain, plainJson } from './plain.ts';
import { block, styleOf, type Style } from './style.ts';

/** Two-space JSON with a final line break. */
export function renderShownJson(shown: Shown): string {
  return `${plainJson(JSON.stringify(shown, null, 2))}\n`;
}

/** Text with `\n` line ends. Everything that comes from the bundle passes `plain`. */
export function renderShown(shown: Shown, options: { readonly color: boolean; readonly width: number }): string {
  const style = styleOf(options);
  const lines = [style.dim(plain(`${shown.bundle} · ${shown.artifact} [${shown.artifactKind}]`))];
  for (const note of shown.notes) lines.push(style.yellow(plain(`! ${note}`)));
  for (const found of shown.found) lines.push('', ...bodyLines(found, style));
  return `${lines.join('\n').replace(/[ \t]+$/gm, '')}\n`;
}

function bodyLines(found: Shown['found'][number], style: Style): string[] {
  switch (found.kind) {
    case 'event':
      return eventLines(found, style);
    case 'trace-event':
      return traceLines(found, style);
    case 'lines':
      return textLines(found, style);
    case 'registry':
      return registryLines(found, style);
    case 'artifact':
      return artifactLines(found, style);
  }
}

/** Names as the Event Viewer shows them (winmeta.xml); level 0 it calls information, too. */
const LEVELS: readonly string[] = ['information', 'critical', 'error', 'warning', 'information', 'verbose'];
/** Security events have no level but two bits of their keywords (winmeta.xml: AuditFailure 0x0010…, AuditSuccess 0x0020…). */
const AUDITS = [
  { bit: 0x10_0000_0000_0000n, name: 'audit failure' },
  { bit: 0x20_0000_0000_0000n, name: 'audit success' },
] as const;
const LABEL = 14;

function eventLines(event: ShownEvent, style: Style): string[] {
  const lines = [style.bold(plain(`${event.provider} ${event.eventId}`)) + plain(` · ${levelName(event)} · ${event.channel} · ${event.computer}`)];
  const row = (label: string, text: string) => lines.push(...block(`  ${label}`, plain(text), style, LABEL));
  row('time', event.time);
  row('record', `${event.recordId}${event.version > 0 ? `, version ${event.version}` : ''}, keywords ${event.keywords}${event.activityId === null ? '' : `, activity ${event.activityId}`}`);
  if (event.recovered) lines.push(...block('  !', 'found by resynchronising behind damage: believe it less', style, LABEL).map(style.yellow));
  if (event.message !== null) row('means', event.message);
  for (const { text, from } of event.renderings) {
    text.split('\n').forEach((part, index) => row(index === 0 ? 'Windows says' : '', part));
    lines.push(style.dim(`${' '.repeat(LABEL)}${plain(`[${from}]`)}`));
  }
  if (event.data.length > 0) lines.push('  fields');
  event.data.forEach(({ name, value }, index) => value.split('\n').forEach((part, at) => lines.push(`    ${plain(at === 0 ? `${name ?? `[${index}]`} = ${part}` : `  ${part}`)}`)));
  if (event.binary !== '') lines.push(`    ${plain(`binary = ${event.binary}`)}`);
  return lines;
}

/** Bytes of one line of a dump. */
const ROW = 16;

function traceLines({ number, frame, header, decoded, size, data }: ShownTraceEvent, style: Style): string[] {
  const lines = [style.bold(plain(`event ${number}${frame === null ? '' : `, frame ${frame} of the capture`}${decoded === null ? '' : `: ${`${decoded.provider} ${decoded.name}`.trim()}`}`))];
  for (const [name, value] of header) lines.push(...block(`  ${name}`, plain(value), style, LABEL));
  if (decoded !== null && decoded.fields.length > 0) lines.push('  fields', ...decoded.fields.map(({ name, value }) => `    ${plain(`${name} = ${value}`)}`));
  const rows = data.match(new RegExp(`.{1,${2 * ROW}}`, 'g')) ?? [];
  lines.push(`  data        ${size} bytes`, ...rows.map((bytes, index) => style.dim(`    ${(index * ROW).toString(16).padStart(4, '0')}  ${bytes.replace(/../g, '$& ').trim()}`)));
  return lines;
}

function levelName({ level, keywords }: ShownEvent): string {
  const bits = /^0x[0-9a-f]{1,16}$/i.test(keywords) ? BigInt(keywords) : 0n;
  return AUDITS.find(({ bit }) => (bits & bit) !== 0n)?.name ?? LEVELS[level] ?? `level ${level}`;
}

function textLines(shown: ShownLines, style: Style): string[] {
  const width = String(shown.lines.at(-1)?.number ?? 0).length;
  const lines = shown.lines.map(({ number, text, cited }) => {
    const line = `${cited ? '>' : ' '} ${String(number).padStart(width)}  ${plain(text)}`;
    return cited ? line : style.dim(line);
  });
  return shown.omitted > 0 ? [...lines, style.dim(`  and ${shown.omitted} more cited lines`)] : lines;
}

function registryLines(shown: ShownRegistry, style: Style): string[] {
  const lines = [style.bold(plain(shown.key === '' ? '(root of the hive)' : shown.key)) + (shown.lastWritten === null ? '' : style.dim(`  written ${shown.lastWritten}`))];
  if (!shown.isKeyPresent) lines.push('  the key asked for is not there; this is the nearest one above it');
  for (const { name, type, data } of shown.values) lines.push(`  ${plain(`${valueName(name)}  ${type}  ${data}`)}`);
  if (shown.isKeyPresent && shown.asked !== null && shown.values.length === 0) lines.push(`  ${plain(valueName(shown.asked))}  is not set`);
  for (const name of shown.subkeys) lines.push(style.dim(`  \\${plain(name)}`));
  return shown.omitted > 0 ? [...lines, style.dim(`  and ${shown.omitted} more`)] : lines;
}

function valueName(name: string): string {
  return name === '' ? '(Default)' : name;
}

function artifactLines(shown: ShownArtifact, style: Style): string[] {
  const lines = shown.facts.flatMap(([name, value]) => block(`  ${name}`, plain(value), style, 20));
  if (shown.lines.length > 0) lines.push('', ...shown.lines.map((line) => style.dim(`  ${plain(line)}`)));
  return shown.omitted > 0 ? [...lines, style.dim(`  and ${shown.omitted} more`)] : lines;
}
