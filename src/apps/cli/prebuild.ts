/** Build step: writes the shipped signatures as JSON. A signature with a problem fails the build. */
import { loadSignatures } from '../../matching/index.ts';
import { sourceVocabulary } from '../../engine/vocabulary.ts';
import { writePrebuilt } from './prebuilt.ts';
import { shippedSignatures, signatureFiles } from './signature-files.ts';

const files = signatureFiles(shippedSignatures());
const { signatures, problems } = loadSignatures(files, sourceVocabulary());
for (const problem of problems) process.stderr.write(`signatures/${problem.file}:${problem.line}: ${problem.message}\n`);
if (problems.length > 0) process.exitCode = 1;
else writePrebuilt(files, signatures);
