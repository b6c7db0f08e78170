/**
 * Installed updates, from `Get-Hotfix`, `wmic qfe` and `systeminfo`.
 *
 *   LAP042        Update           KB5034122     NT AUTHORITY\SYSTEM  1/10/2024 12:00:00 AM   → hotfix.installed {kb: KB5034122}
 * Only the number is taken: the words and dates around it are in the language of the machine.
 */
import type { CommandBlock, CommandSource, ReadResult } from '../../model/source.ts';
import { blockFacts, fileName } from '../block-facts.ts';

const COMMAND = /(?:^|[^\w-])Get-Hot[Ff]ix\b|\bwmic\b.*\bqfe\b|\bWin32_QuickFixEngineering\b|^systeminfo(?:\.exe)?\b/i;
/** The roll-up list of the support diagnostics names updates that are not installed, too. */
const FILE = /Hotfix(?!Rollup)|_SystemInfo_/i;
const KB = /(?<![\w-])KB\d{6,8}(?![\w-])/g;
const MAX_LINE = 4_000;

export const hotfixes: CommandSource = {
  id: 'hotfixes',
  matches: (command, path) => (command === '' ? FILE.test(fileName(path)) : COMMAND.test(command)),
  yields: [{ kind: 'fact', name: 'hotfix.installed', fields: { kb: 'string' } }],
  parse(artifact, blocks, emit, context): ReadResult {
    const facts = blockFacts(artifact.host, emit, context);
    const seen = new Set<string>();
    for (const block of blocks) {
      for (const [at, line] of block.lines.entries()) {
        for (const [kb] of line.slice(0, MAX_LINE).matchAll(KB)) {
          if (seen.has(kb)) continue;
          seen.add(kb);
          facts.fact('hotfix.installed', kb, { kb }, block, at);
        }
      }
    }
    if (seen.size === 0 && blocks.every((block) => block.command === '')) return { outcome: 'ignored', reason: 'no updates in it' };
    const table = blocks.find(isTable);
    const reason = table === undefined ? 'the output may leave updates out' : seen.size === 0 ? 'the command printed no updates' : '';
    facts.listing('hotfix.installed', seen.size, reason, table ?? (blocks[0] as CommandBlock));
    return { outcome: 'read' };
  },
};

/** A table of all updates names its column; property names are not localised. */
function isTable(block: CommandBlock): boolean {
  return block.lines.some((line) => /\bHotFixID\b/i.test(line.slice(0, MAX_LINE)));
}
