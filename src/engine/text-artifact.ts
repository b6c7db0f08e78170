/** Reads a text artifact as command blocks and hands each block to the sources that know its command. */
import { commandBlocks } from '../formats/text/command-blocks.ts';
import { decodeText } from '../formats/text/decode.ts';
import { printedBy } from '../formats/text/printed-by.ts';
import type { ArtifactInfo, Emit, ReadResult, SourceContext } from '../model/source.ts';
import { commandSources } from '../sources/index.ts';
import { mergeResults } from './results.ts';

/** Command sources that read at least one block of the file; null when there is none, so that another reader may try. */
export function readCommandBlocks(artifact: ArtifactInfo, bytes: Uint8Array, emit: Emit, context: SourceContext): ReadResult | null {
  const decoded = decodeText(bytes, context);
  const blocks = commandBlocks(decoded);
  const results: ReadResult[] = [];
  const printed = blocks.map((block) => (block.command === '' ? printedBy(block.lines.join('\n')) : ''));
  for (const source of commandSources) {
    const own = blocks.filter((block, index) => source.matches(block.command, artifact.path) || (printed[index] !== '' && source.matches(printed[index] as string, artifact.path)));
    if (own.length > 0) results.push(source.parse(artifact, own, emit, context));
  }
  return results.length === 0 ? null : mergeResults(results);
}
