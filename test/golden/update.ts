/**
 * `npm run golden`: builds the zips of all samples, or of those named, where recipe and zip differ, and writes their `report.json`
 * anew. Read the difference before committing it: each line of a golden is a statement to a customer.
 */
import { existsSync, readFileSync, readdirSync, unlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { diagnoseSample, goldenText, loadSample, readGolden, sampleNames, type Sample } from './cases.ts';
import { differingEntries } from './zip-content.ts';

/** Writes zips whose content is not the recipe's, and removes zips no recipe names. */
function updateZips(sample: Sample): string[] {
  const changed = sample.bundles.filter((bundle, index) => {
    const path = sample.zips[index]!;
    const zip = bundle.zip();
    // An entry cut off in the middle cannot be compared by its content.
    const isCut = sample.recipe.bundles[index]?.cutOffIn !== undefined;
    const old = existsSync(path) ? readFileSync(path) : Buffer.alloc(0);
    if (old.equals(zip) || (!isCut && old.length > 0 && differingEntries(old, zip).length === 0)) return false;
    writeFileSync(path, zip);
    return true;
  });
  const stray = readdirSync(sample.folder).filter((name) => name.endsWith('.zip') && !sample.zips.includes(join(sample.folder, name)));
  for (const name of stray) unlinkSync(join(sample.folder, name));
  return [...changed.map((bundle) => `built ${bundle.fileName}`), ...stray.map((name) => `removed ${name}`)];
}

async function updateReport(sample: Sample): Promise<string[]> {
  const text = goldenText(await diagnoseSample(sample));
  if (readGolden(sample) === text) return [];
  writeFileSync(sample.golden, text);
  return ['report changed'];
}

const named = process.argv.slice(2);
for (const name of named.length > 0 ? named : sampleNames()) {
  const sample = loadSample(name);
  const done = [...updateZips(sample), ...(await updateReport(sample))];
  console.log(`${name}: ${done.length === 0 ? 'unchanged' : done.join(', ')}`);
}
