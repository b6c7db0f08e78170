/** Whether to write colour: https://no-color.org says that a non-empty NO_COLOR switches it off. */

export function hasColor(wanted: boolean | undefined, isTerminal: boolean): boolean {
  return wanted !== false && isTerminal && !process.env['NO_COLOR'] && process.env['TERM'] !== 'dumb';
}
