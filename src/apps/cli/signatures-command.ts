/** `rasalyze signatures list|lint|test`, and loading signatures for the other commands. */
import type { Command } from 'commander';
import { lintSignatures, loadSignatures, runSignatureTests } from '../../matching/index.ts';
import { signatureCoverage } from '../../engine/signature-coverage.ts';
import { sourceVocabulary } from '../../engine/vocabulary.ts';
import type { Vocabulary } from '../../matching/vocabulary.ts';
import type { Signature } from '../../model/signature.ts';
import { CliFailure } from './failure.ts';
import { readPrebuilt } from './prebuilt.ts';
import { sampleTruths, shippedSignatures, signatureFiles } from './signature-files.ts';

export interface Loaded {
  readonly signatures: readonly Signature[];
  readonly vocabulary: Vocabulary;
}

/** The signatures that come with the package. */
export function loadShipped(): Loaded {
  const prebuilt = readPrebuilt(signatureFiles(shippedSignatures()));
  return prebuilt === null ? load(shippedSignatures(), true) : { signatures: prebuilt, vocabulary: sourceVocabulary() };
}

/** The signatures of a folder; a broken one is named on standard error and left out. */
export function loadWith(folder: string): Loaded {
  return load(folder, false);
}

function load(folder: string, isShipped: boolean): Loaded {
  const vocabulary = sourceVocabulary();
  const { signatures, problems } = loadSignatures(signatureFiles(folder), vocabulary);
  for (const problem of problems) process.stderr.write(`rasalyze: signature left out: ${problem.file}:${problem.line}: ${problem.message}\n`);
  if (signatures.length === 0) throw new CliFailure(`${folder}: no usable signature ${isShipped ? 'is installed' : 'in this folder'}`);
  return { signatures, vocabulary };
}

/** Cases named beside a failure; the rest is counted. */
const SHOWN_SAMPLES = 3;

export function addSignatures(program: Command, result: { code: number }): void {
  const group = program.command('signatures').description('list, check and test the known failures');
  const folderArgument = 'folder with signatures; the built-in ones when left out';
  group
    .command('list')
    .description('list the signatures')
    .argument('[folder]', folderArgument)
    .action((folder: string | undefined) => {
      const { signatures } = folder === undefined ? loadShipped() : loadWith(folder);
      const width = Math.max(...signatures.map((signature) => signature.id.length));
      for (const signature of signatures) process.stdout.write(`${signature.id.padEnd(width)}  ${signature.status.padEnd(12)}  ${signature.title}\n`);
    });
  group
    .command('lint')
    .description('check schema, names, sources and that every clause is proved by a test')
    .argument('[folder]', folderArgument)
    .action((folder: string | undefined) => {
      const files = signatureFiles(folder ?? shippedSignatures());
      const problems = lintSignatures(files, sourceVocabulary());
      for (const problem of problems) process.stdout.write(`${problem.file}:${problem.line}: ${problem.message}\n`);
      process.stdout.write(`${files.length} signature file(s), ${problems.length} problem(s)\n`);
      result.code = problems.length > 0 ? 2 : 0;
    });
  group
    .command('test')
    .description('run the tests embedded in the signatures')
    .argument('[folder]', folderArgument)
    .action((folder: string | undefined) => {
      const { signatures, vocabulary } = folder === undefined ? loadShipped() : loadWith(folder);
      const { passed, failed } = runSignatureTests(signatures, vocabulary);
      for (const failure of failed) process.stdout.write(`${failure.signature} · ${failure.test}: ${failure.message}\n`);
      process.stdout.write(`${passed} passed, ${failed.length} failed\n`);
      result.code = failed.length > 0 ? 2 : 0;
    });
  group
    .command('coverage')
    .description('table of known failures, the sources each rests on, and the samples that show it')
    .action(() => {
      const rows = signatureCoverage(loadShipped().signatures, sampleTruths());
      const width = Math.max(...rows.map((row) => row.id.length));
      for (const row of rows) {
        const more = row.samples.length > SHOWN_SAMPLES ? ` and ${row.samples.length - SHOWN_SAMPLES} more` : '';
        const samples = row.samples.length > 0 ? ` · shown by ${row.samples.slice(0, SHOWN_SAMPLES).join(', ')}${more}` : '';
        process.stdout.write(`${row.id.padEnd(width)}  ${row.status.padEnd(12)}  ${row.reason === '' ? row.sources.join(', ') : row.reason}${samples}\n`);
      }
      process.stdout.write(`${rows.length} failures, ${rows.filter((row) => row.reason === '').length} with a signature\n`);
    });
  for (const command of group.commands) command.exitOverride();
}
