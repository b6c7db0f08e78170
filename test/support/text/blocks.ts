/** Files of command outputs: the collector's own (UTF-16LE, three-line headers) and the support diagnostics' (mixed encodings). */
import type { CodePage } from './code-pages.ts';
import { logStamp, oem, utf16, utf16Appended } from './encodings.ts';

export interface CommandInput {
  readonly command: string;
  readonly output: string;
  /** ISO UTC; the header shows it as local time. */
  readonly time: string;
  /** Body in ASCII or console bytes behind the UTF-16LE header. */
  readonly body?: 'utf16' | 'ascii' | CodePage;
  /** No header (command whose output name hides it, or file not written by the command runner). */
  readonly bare?: boolean;
}

const rule = '='.repeat(38);

/** The three header lines in front of a command's output. */
export function commandHeader(command: string, time: string, offsetMinutes: number): string {
  return `${rule}\n${logStamp(time, offsetMinutes)} : ${command}\n${rule}\n`;
}

/** A file of command blocks as `Out-File -Append` leaves it. */
export function commandFile(commands: readonly CommandInput[], offsetMinutes: number): Buffer {
  const parts: Buffer[] = [Buffer.from([0xff, 0xfe])];
  for (const { command, output, time, body = 'utf16', bare } of commands) {
    if (!bare) parts.push(utf16Appended(commandHeader(command, time, offsetMinutes)));
    const text = output === '' || output.endsWith('\n') ? output : `${output}\n`;
    parts.push(body === 'utf16' ? utf16Appended(text) : oem(text, body === 'ascii' ? 437 : body));
  }
  return Buffer.concat(parts);
}

export interface SdpSection {
  readonly title: string;
  readonly output: string;
  /** Dashes above and below the title; default its own length, or 6 more for `netsh` as that helper counts. */
  readonly dashes?: number;
}

const double = '='.repeat(52);
const single = '-'.repeat(52);

/** Heading of a support diagnostics file: a double rule, and an overview that names every command before it runs. */
function sdpHeading(heading: string, sections: readonly SdpSection[]): string {
  const overview = sections.map(({ title }, i) => `${String(i + 1).padStart(4)}. ${title}`);
  return [double, heading, double, 'Overview', single, ...overview, double, '\n\n\n\n\n'].join('\n') + '\n';
}

function sdpTitle({ title, dashes }: SdpSection): string {
  const rule = '-'.repeat(dashes ?? title.length);
  return `${rule}\n${title}\n${rule}\n`;
}

/** The helpers end a section with three bare line feeds written by `Out-File`. */
const sdpGap = Buffer.from('\n\n\n\r\n', 'utf16le');

/** Support diagnostics text: titles in UTF-16LE, the output appended by `cmd >>` in console bytes. */
export function sdpMixed(heading: string, sections: readonly SdpSection[], codePage: CodePage): Buffer {
  return Buffer.concat([
    utf16(sdpHeading(heading, sections)),
    ...sections.flatMap((section) => [utf16Appended(sdpTitle(section)), oem(section.output.endsWith('\n') ? section.output : `${section.output}\n`, codePage), sdpGap]),
  ]);
}

/** Support diagnostics text of cmdlets: UTF-16LE throughout. */
export function sdpPlain(heading: string, sections: readonly SdpSection[]): Buffer {
  return Buffer.concat([utf16(sdpHeading(heading, sections)), ...sections.flatMap((section) => [utf16Appended(sdpTitle(section) + section.output), sdpGap])]);
}
