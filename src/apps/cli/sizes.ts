/** Numbers with units on the command line. */
import { InvalidArgumentError } from 'commander';

const UNITS: Readonly<Record<string, number>> = { '': 1, b: 1, k: 1024, kb: 1024, m: 1024 ** 2, mb: 1024 ** 2, g: 1024 ** 3, gb: 1024 ** 3, t: 1024 ** 4, tb: 1024 ** 4 };

/** `512M`, `8GB`, `1000000` → bytes. */
export function parseSize(text: string): number {
  const [, digits = '', unit = ''] = /^\s*(\d{1,12}(?:\.\d{1,3})?)\s*([a-z]{0,2})\s*$/i.exec(text) ?? [];
  const factor = UNITS[unit.toLowerCase()];
  if (digits === '' || factor === undefined) throw new InvalidArgumentError('expected a size such as 512M or 8G');
  return Math.floor(Number(digits) * factor);
}

/** A positive whole number. */
export function parseCount(text: string): number {
  if (!/^\d{1,9}$/.test(text.trim()) || Number(text) < 1) throw new InvalidArgumentError('expected a positive whole number');
  return Number(text);
}
