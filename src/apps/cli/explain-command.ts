/** `rasalyze explain`: what a code or an event means. */
import type { Command } from 'commander';
import { explainTerm } from '../../engine/explain.ts';
import { renderExplanation } from '../../report/explain.ts';
import { CliFailure } from './failure.ts';
import { loadShipped } from './signatures-command.ts';

export function addExplain(program: Command, result: { code: number }): void {
  program
    .command('explain')
    .description('explain an error code, an event or a signature: 809, 0x80092013, -2146885613, RasClient/20227')
    .argument('<term...>', 'codes (decimal, hexadecimal, signed), events (Provider/Id) or signature ids')
    .option('--format <format>', 'text or json', 'text')
    .allowUnknownOption()
    .action((terms: string[], options: { format: string }) => {
      const { signatures } = loadShipped();
      const explanations = terms.map((term) => explainTerm(term, signatures));
      const unknown = explanations.filter((explanation) => !explanation.isKnown);
      if (unknown.length === terms.length) throw new CliFailure(`${terms.join(', ')}: no such code, event or signature is known; try 809, 0x80092013, RasClient/20227 or an id of "rasalyze signatures list"`);
      if (options.format === 'json') process.stdout.write(`${JSON.stringify(explanations, null, 2)}\n`);
      else process.stdout.write(explanations.map((explanation) => renderExplanation(explanation, { color: process.stdout.isTTY === true && !process.env['NO_COLOR'], width: process.stdout.columns ?? 100 })).join('\n'));
      result.code = 0;
    });
}
