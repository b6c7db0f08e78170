/**
 * Saved credentials: a stale one for a server is used before anybody is asked.
 *
 *       Ziel: Domain:target=vpn.contoso.com      → credential.saved {target: vpn.contoso.com, kind: Domain}
 * Labels are localised, the kind and `target=` are not. User names are not taken.
 */
import type { CommandSource, ReadResult } from '../../model/source.ts';
import { blockFacts, fileName } from '../block-facts.ts';

const TARGET = /(?:^|[\s:：])([A-Za-z]{3,40}):(?:target|interactive)=(.*)$/;
/** "None" in any language, between asterisks. */
const NONE = /^\s*\*\s.{1,60}\s\*\s*$/;
const MAX_LINE = 1_000;

export const credentials: CommandSource = {
  id: 'credentials',
  matches: (command, path) => (command === '' ? /_Credman_/i.test(fileName(path)) : /\bcmdkey(?:\.exe)?"?\s+\/l(?:ist)?\b/i.test(command)),
  yields: [{ kind: 'fact', name: 'credential.saved', fields: { target: 'string', kind: 'string' } }],
  parse(artifact, blocks, emit, context): ReadResult {
    const facts = blockFacts(artifact.host, emit, context);
    let count = 0;
    let isEmpty = false;
    for (const block of blocks) {
      for (const [at, raw] of block.lines.entries()) {
        const line = raw.slice(0, MAX_LINE);
        isEmpty ||= NONE.test(line);
        const found = TARGET.exec(line);
        const target = found?.[2]?.trim() ?? '';
        if (found === null || target === '') continue;
        facts.fact('credential.saved', target, { target, kind: found[1] as string }, block, at);
        count += 1;
      }
    }
    const [block] = blocks;
    if (count === 0 && !isEmpty) return blocks.every((one) => one.command === '') ? { outcome: 'ignored', reason: 'no credentials in it' } : { outcome: 'partial', reason: 'the command printed no credentials' };
    if (block) facts.listing('credential.saved', count, '', block);
    return { outcome: 'read' };
  },
};
