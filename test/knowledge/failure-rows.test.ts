/** Failures without a signature: one row each, with a reason; none of them has a file, and what they point at is there. */
import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { UNDETECTABLE } from '../../src/knowledge/failure-rows.ts';

const signatures = new Set(readdirSync('signatures', { recursive: true, encoding: 'utf8' }).map((path) => path.replace(/^.*[\\/]/, '').replace(/\.yaml$/, '')));

describe('failures without a signature', () => {
  it('names each once, with a reason', () => {
    expect(new Set(UNDETECTABLE.map((row) => row.id)).size).toBe(UNDETECTABLE.length);
    for (const { id, reason } of UNDETECTABLE) {
      expect(id).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
      expect(reason.length, id).toBeGreaterThan(20);
    }
  });
  it('has no file for them, and one for what they are an alias of', () => {
    for (const { id, alias } of UNDETECTABLE) {
      expect(signatures.has(id), id).toBe(false);
      if (alias !== undefined) expect(signatures.has(alias), `${id} → ${alias}`).toBe(true);
    }
  });
  it('has no signature for codes of normal operation', () => {
    expect(UNDETECTABLE.map((row) => row.id)).toContain('ipsec-13803-pending');
  });
});
