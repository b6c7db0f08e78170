/** Text from a bundle made safe to print: never a control sequence, never a direction trick. */

// oxlint-disable-next-line no-control-regex -- control characters are exactly what this is about
const UNSAFE = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2064\u2066-\u2069\ufeff\ufff9-\ufffb]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

/**
 * One line of printable text: line breaks and tabs become blanks, control, bidirectional and zero-width characters become
 * `\u{hex}`, and more than `most` characters are cut with a sign that they were.
 */
export function plain(text: string, most = 2_000): string {
  const cut = text.length > most ? `${text.slice(0, most)}… (${text.length} characters)` : text;
  return cut.replace(/[\t\n\r]+/g, ' ').replace(UNSAFE, (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`);
}

/** A JSON-safe deep copy is not needed: JSON escapes control characters itself. This escapes the rest that terminals obey. */
export function plainJson(json: string): string {
  return json.replace(/[\u007f-\u009f\u2028\u2029]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
