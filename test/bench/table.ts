/** Rows of a table of figures. */
export function row(what: string, figure: string, note = ''): void {
  console.log(`  ${what.padEnd(48)} ${figure.padStart(16)}  ${note}`);
}
