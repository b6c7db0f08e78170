/** Lets tshark dissect built frames, so that our readers can be held against an independent one. */
import { hasTool, runTool } from '../tools.ts';
import { LINK, pcap } from './ip.ts';

/** Whether the comparison can be made; prints a line when not. */
export const hasTshark = (): boolean => hasTool('tshark');

/**
 * The values of the fields, a row per frame, a cell per field; several values in one frame are joined by `|`.
 * Reassembly and streams are left on as tshark has them; `settings` are `-o` preferences or `-d` mappings.
 */
export function tsharkFields(frames: readonly Uint8Array[], fields: readonly string[], options: { linkType?: number; settings?: readonly string[] } = {}): string[][] {
  const args = ['-r', '{x.pcap}', '-n', '-T', 'fields', '-E', 'separator=/t', '-E', 'aggregator=|', '-E', 'occurrence=a', ...(options.settings ?? []), ...fields.flatMap((field) => ['-e', field])];
  const result = runTool('tshark', args, { 'x.pcap': pcap(frames, options.linkType ?? LINK.ethernet) });
  if (result.status !== 0) throw new Error(`tshark: ${result.stderr}`);
  return result.stdout.toString('utf8').replace(/\n$/, '').split('\n').map((line) => line.split('\t'));
}
