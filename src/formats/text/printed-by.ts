/**
 * Which command printed a text that does not say so: people save output with `>`, and then no header names the command.
 * Told by layout and by words that no language changes: property names of cmdlets, the tool's own name, number columns.
 */

/** Lines of this many characters hold nothing of these. */
const LONGEST_LINE = 2000;
const LINES = 60;

type Rule = readonly [(lines: readonly string[]) => boolean, string];

const has = (pattern: RegExp) => (lines: readonly string[]) => lines.some((line) => pattern.test(line));

const RULES: readonly Rule[] = [
  // `================ Zertifikat 0 ================`, or the closing line alone: an empty store has no other.
  [has(/^={10,} [^=]{1,40} \d{1,5} ={10,}\s*$|^CertUtil: -(?:view)?store\b/i), 'certutil -store'],
  [isServiceListing, 'sc queryex'],
  [has(/^\s*Name\s.*\bComponentID\s+Enabled\b|^ComponentID\s*:/), 'Get-NetAdapterBinding'],
  [has(/^\s*Name\s+InterfaceDescription\s|^InterfaceDescription\s*:/), 'Get-NetAdapter'],
  [has(/^ServerAddress\s*:/), 'Get-VpnConnection'],
  [has(/^\s*Name\s.*\bStartMode\b|^StartMode\s*:/), 'Win32_Service'],
  [has(/^ {1,11}[^\s.:：][^:：]{0,80}(?:\. ?){8,}[:：]/), 'ipconfig /all'],
];

/** Command whose output `text` begins like; '' when none is known. The answer names the command, not its options. */
export function printedBy(text: string): string {
  const lines = text.slice(0, LINES * LONGEST_LINE).split('\n', LINES).map((line) => (line.length > LONGEST_LINE ? '' : line.trimEnd()));
  return RULES.find(([fits]) => fits(lines))?.[1] ?? '';
}

/** `sc query`: name and display name at the edge, then type in hexadecimal and state in decimal, each with its constant. */
function isServiceListing(lines: readonly string[]): boolean {
  const type = lines.findIndex((line) => /^\s+[^\s:：][^:：]{0,40}[:：] [0-9a-f]{1,4} {1,3}[A-Z][A-Z0-9_]{3,}/.test(line));
  const isState = /^\s+[^\s:：][^:：]{0,40}[:：] [1-7] {1,3}[A-Z_]{4,}/.test(lines[type + 1] ?? '');
  return type > 0 && isState && /^[^\s:：][^:：]{0,60}[:：] ?\S/.test(lines[type - 1] as string);
}
