/** `rasalyze schema`: the published JSON Schemas. */
import { Argument, type Command } from 'commander';
import { reportSchema } from '../../report/schema.ts';
import { signatureSchema } from '../../matching/schema.ts';

export function addSchema(program: Command): void {
  program
    .command('schema')
    .description('print the JSON Schema of the report or of a signature')
    .addArgument(new Argument('[which]', 'which schema').choices(['report', 'signature']).default('report'))
    .action((which: string) => {
      process.stdout.write(`${JSON.stringify(which === 'signature' ? signatureSchema : reportSchema, null, 2)}\n`);
    });
}
