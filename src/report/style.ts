/** Colour and wrapping for terminals. */

export interface Style {
  readonly bold: (text: string) => string;
  readonly dim: (text: string) => string;
  readonly red: (text: string) => string;
  readonly green: (text: string) => string;
  readonly yellow: (text: string) => string;
  readonly cyan: (text: string) => string;
  /** Columns to wrap at. */
  readonly width: number;
}

/** Styles with or without ANSI colour (ECMA-48 SGR). */
export function styleOf(options: { readonly color: boolean; readonly width: number }): Style {
  const sgr = (on: number, off: number) => (text: string) => (options.color ? `\u001b[${on}m${text}\u001b[${off}m` : text);
  return { bold: sgr(1, 22), dim: sgr(2, 22), red: sgr(31, 39), green: sgr(32, 39), yellow: sgr(33, 39), cyan: sgr(36, 39), width: Math.max(60, Math.min(options.width, 120)) };
}

/** Words wrapped to `width` columns; a word longer than that keeps its own line whole, so that paths can be copied. */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  if (line !== '') lines.push(line);
  return lines.length > 0 ? lines : [''];
}

/** A labelled block: the label stands in the first line, all lines are indented alike. */
export function block(label: string, text: string, style: Style, indent = 10): string[] {
  const lines = wrap(text, style.width - indent);
  return lines.map((line, index) => (index === 0 ? label.padEnd(indent) : ' '.repeat(indent)) + line);
}
