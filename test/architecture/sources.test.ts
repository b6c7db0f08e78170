/** The registry of sources: complete, in order, and no name declared with two types. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { artifactSources, commandSources } from '../../src/sources/index.ts';
import { recordYields } from '../../src/sources/events/index.ts';
import { SOURCE_ROOT } from './imports.ts';

const folders = readdirSync(join(SOURCE_ROOT, 'sources'), { withFileTypes: true }).filter((entry) => entry.isDirectory() && entry.name !== 'events');

describe('registry of sources', () => {
  it('imports every folder below sources/ (events have their own index)', () => {
    const index = readFileSync(join(SOURCE_ROOT, 'sources', 'index.ts'), 'utf8');
    expect(folders.map((folder) => folder.name).filter((name) => !index.includes(`'./${name}/`))).toEqual([]);
  });

  it('gives every source an id of its own', () => {
    const ids = [...artifactSources, ...commandSources].map((source) => source.id);
    expect(ids.length).toBeGreaterThanOrEqual(folders.length);
    expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
  });

  it('declares every field of a name with one type, whichever source yields it', () => {
    const types = new Map<string, string>();
    const clashes: string[] = [];
    const yields = [...recordYields(), ...artifactSources.flatMap((source) => source.yields), ...commandSources.flatMap((source) => source.yields)];
    for (const item of yields) {
      for (const [field, type] of Object.entries(item.fields)) {
        const key = `${item.kind} ${item.name}.${field}`;
        const known = types.get(key) ?? type;
        if (known !== type) clashes.push(`${key}: ${known} and ${type}`);
        types.set(key, known);
      }
    }
    expect(clashes).toEqual([]);
  });
});
