/** `--redact` and its key, for every command that shows what a bundle holds. */
import type { Command } from 'commander';
import type { RedactOptions } from '../../engine/analyze.ts';
import { CliFailure } from './failure.ts';

export interface RedactionOptions {
  readonly redact?: boolean;
  readonly redactKey?: string;
}

export function addRedactOptions(command: Command): Command {
  return command
    .option('--redact', 'replace names of people, machines, domains and connections, addresses, SIDs, GUIDs and hashes by pseudonyms')
    .option('--redact-key <text>', 'with --redact: the same text gives the same pseudonyms in other cases; keep it to yourself');
}

/** What the engine is told. @throws CliFailure for a key without the option it belongs to. */
export function redactionOf(options: RedactionOptions): { readonly redact?: RedactOptions } {
  if (options.redact !== true) {
    if (options.redactKey !== undefined) throw new CliFailure('--redact-key: only together with --redact');
    return {};
  }
  return { redact: options.redactKey === undefined ? {} : { key: options.redactKey } };
}
