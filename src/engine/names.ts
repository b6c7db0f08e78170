/** Host names in one form. */

/** Computer name as the rest of the tool writes it: upper case, without the DNS domain. An address stays whole. */
export function hostName(computer: string): string {
  const text = computer.trim();
  if (/^[0-9.]+$/.test(text) || text.includes(':')) return text;
  const dot = text.indexOf('.');
  return (dot > 0 ? text.slice(0, dot) : text).toUpperCase();
}
