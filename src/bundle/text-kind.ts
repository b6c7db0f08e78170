/** What kind of text the first bytes begin: by shape, never by words of the system's language. */
import { printedBy } from '../formats/text/printed-by.ts';

/** Kinds by a pattern over the first lines. What stands here is written by scripts or formats, the same on every machine. */
const SHAPES: readonly (readonly [RegExp, string])[] = [
  [/^\s*={10,}\s*\n\s*\d{8} \d\d:\d\d:\d\d[.,]\d{1,6} : [^\n]*\n\s*={10,}/, 'command-blocks'],
  [/^\s*\d{8} \d\d:\d\d:\d\d\.\d{3} \[[^\]\n]+\]/m, 'tss-log'],
  [/^Windows Registry Editor Version |^REGEDIT4\b/, 'reg-text'],
  [/^\s*HKEY_(?:LOCAL_MACHINE|CURRENT_USER|USERS|CLASSES_ROOT)\\/, 'reg-text'],
  // certutil: `my "Personal"` and the like, then a rule with a title and a running number.
  [/^={10,} [^=\n]+ \d+ ={10,}\s*$/m, 'certutil'],
  [/^\s*\[[^\]\n]+\]\s*\n(?:[^\n=]*=[^\n]*\n)*?(?:PBVersion|VpnStrategy|MEDIA|IpPrioritizeRemote)=/, 'rasphone-pbk'],
  [/^\s{0,4}\[\w{1,16}\]\s{1,4}(?:\d\d-\d\d )?\d\d:\d\d:\d\d:\d{3}: /m, 'ras-trace-log'],
  [/^\[[0-9A-Fa-f]{1,4}\][0-9A-Fa-f]{3,8}\.[0-9A-Fa-f]{3,8}::\d\d\/\d\d\/\d{4}-/m, 'ras-trace-log'],
  [/^[<>]?PPP packet \w+ at \d\d\/\d\d\/\d{4} \d\d:\d\d:\d\d/m, 'ras-trace-log'],
  // NPS accounting: database, pair and DTS form.
  [/^\s*"[^",\n]{0,64}","?[^",\n]{0,32}"?,\d\d\/\d\d\/\d{4},\d\d:\d\d:\d\d,\d{1,3},/, 'nps-log'],
  [/^\s*[0-9A-Fa-f.:]{0,45},[^,\n]{0,256},\d\d\/\d\d\/\d{4},\d\d:\d\d:\d\d,[^,\n]{0,64},[^,\n]{0,64},\d{1,5},/, 'nps-log'],
  [/^\s*<Event>\s*<Timestamp\s+data_type=/, 'nps-log'],
  [/^\s*(?:<\?xml[^>]*>\s*)?-?<Root\b[^>]{0,80}urn:schemas-microsoft-com:datatypes/, 'nps-config'],
  [/^\s*(?:<\?xml[^>]*>\s*)?(?:<\?xml-stylesheet[^>]*>\s*)?<(?:\w{1,20}:)?ResultReport\b|^\s*(?:<\?xml[^>]*>\s*)?<Root>\s*<Item\b/, 'sdp-results'],
  [/^\s*xray by \w+, v\d/, 'xray'],
  [/^\s*(?:<\?xml[^>]*>\s*)?(?:<!--[^>]*-->\s*)?<xray\b/, 'xray'],
  [/^\s*(?:<\?xml[^>]*>\s*)?(?:<!--[^>]*-->\s*)?<(?:wfpdiag|wfpstate|netEvents?|filters|boottimePolicy)\b/i, 'wfp-xml'],
  [/^\s*(?:<\?xml[^>]*>\s*)?(?:<!--[^>]*-->\s*)?<(?:[\w.-]{1,30}:)?(?:VPNProfile|EapHostConfig)\b/, 'eap-config'],
  [/^\s*(?:<\?xml[^>]*>\s*)?<Events?\b[^<]{0,200}(?:<Event\b[^<]{0,200})?\/win\/2004\/08\/events\/event/, 'event-xml'],
  // Exports of event logs: Export-Csv, and the support diagnostics' script.
  [/^(?:#TYPE [^\n]{0,200}\n)?"?LevelDisplayName"?[,;]"?TimeCreated\b|^Date,Time,[^\n]{0,200}\bSource\b/, 'csv-events'],
  [/\bCo[Ii][Dd]\s*=\s*\{[0-9A-Fa-f-]{36}\}/, 'event-message'],
  [/^#Version: [\d.]+\s*\n#Software: Microsoft Windows Firewall/, 'firewall-log'],
  [/^\s*(?:<!doctype html|<html)\b/i, 'html'],
  [/^\s*-{10,}\s*\n[^\n]+\n\s*-{10,}\s*$/m, 'sdp-text'],
];

/** Kind of the text that starts with `head`; `text` when it is text of no known kind, null when it is no text. */
export function textKind(head: Uint8Array): string | null {
  const text = decodeHead(head);
  if (text === null || hasControl(text)) return null;
  const lines = text.replaceAll('\r\n', '\n').replaceAll('\r', '\n');
  for (const [shape, kind] of SHAPES) if (shape.test(lines)) return kind;
  return printedBy(lines) === '' ? 'text' : 'command-blocks';
}

/** Enough of a decoding to see shapes: UTF-16 by its mark or its zeros, else single bytes. Null for binary and for nothing. */
function decodeHead(head: Uint8Array): string | null {
  if (head.length === 0) return null;
  const even = head.length & ~1;
  if (head[0] === 0xff && head[1] === 0xfe) return new TextDecoder('utf-16le').decode(head.subarray(0, even));
  if (head[0] === 0xfe && head[1] === 0xff) return new TextDecoder('utf-16be').decode(head.subarray(0, even));
  if (head.length >= 4 && head[0] !== 0 && head[1] === 0 && head[2] !== 0 && head[3] === 0) {
    return new TextDecoder('utf-16le').decode(head.subarray(0, even));
  }
  if (head.includes(0)) return null;
  const start = head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf ? 3 : 0;
  return new TextDecoder('latin1').decode(head.subarray(start));
}

/** Characters that text does not have. Form feed and escape occur in console output. */
function hasControl(text: string): boolean {
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    if (unit < 9 || (unit > 13 && unit < 32 && unit !== 27 && unit !== 26)) return true;
  }
  return false;
}
