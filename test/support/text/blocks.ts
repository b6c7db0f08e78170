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
}

/** Support diagnostics text: dashed titles in UTF-16LE, the output appended by `cmd >>` in console bytes. */
export function sdpMixed(heading: string, sections: readonly SdpSection[], codePage: CodePage): Buffer {
  const dashes = '-'.repeat(52);
  return Buffer.concat([
    utf16(`${'='.repeat(52)}\n${heading}\n${'='.repeat(52)}\n\n`),
    ...sections.flatMap(({ title, output }) => [
      utf16Appended(`${dashes}\n${title}\n${dashes}\n`), oem(output.endsWith('\n') ? output : `${output}\n`, codePage), utf16Appended('\n\n'),
    ]),
  ]);
}

/** Support diagnostics text of cmdlets: UTF-16LE throughout. */
export function sdpPlain(heading: string, sections: readonly SdpSection[]): Buffer {
  const dashes = '-'.repeat(52);
  const body = sections.map(({ title, output }) => `${dashes}\n${title}\n${dashes}\n${output}\n\n`).join('');
  return utf16(`${'='.repeat(52)}\n${heading}\n${'='.repeat(52)}\n\n${body}`);
}
