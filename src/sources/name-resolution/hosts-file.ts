/**
 * The hosts file of a machine: names that never reach a DNS server.
 *
 *   203.0.113.10   vpn.contoso.com   # old gateway     → dns.hosts-entry {name: vpn.contoso.com, address: 203.0.113.10}
 */
import { decodeText } from '../../formats/text/decode.ts';
import { isAddress } from '../../formats/text/ip-address.ts';
import type { ArtifactInfo, ArtifactSource, Emit, ReadResult, SourceContext } from '../../model/source.ts';

export const hostsFile: ArtifactSource = {
  id: 'hosts-file',
  reads: ['hosts-file'],
  yields: [{ kind: 'fact', name: 'dns.hosts-entry', fields: { name: 'string', address: 'string' } }],
  parse: parseHosts,
};

/** Longer lines are no entries. */
const MAX_LINE = 2_000;

function parseHosts(artifact: ArtifactInfo, bytes: Uint8Array, emit: Emit, context: SourceContext): ReadResult {
  const decoded = decodeText(bytes, { ...context, single: 'ansi' });
  let count = 0;
  let odd = 0;
  for (const [at, raw] of decoded.lines.entries()) {
    const [address, ...names] = raw.slice(0, MAX_LINE).split('#')[0]?.trim().split(/\s+/) ?? [];
    if (address === undefined || address === '') continue;
    // Titles of the support diagnostics stand above the file itself.
    if (!isAddress(address)) {
      odd += 1;
      continue;
    }
    for (const name of names) {
      emit.fact({ name: 'dns.hosts-entry', host: artifact.host, subject: name, fields: { name, address }, ref: context.ref({ kind: 'line', line: at + 1 }) });
      count += 1;
    }
  }
  const isHosts = count > 0 || decoded.lines.some((line) => /^\s*#/.test(line));
  if (!isHosts) return { outcome: odd > 0 ? 'ignored' : 'partial', reason: odd > 0 ? 'no line of it is a hosts entry' : 'the file is empty' };
  const reason = decoded.truncated ? decoded.notes.join('; ') : '';
  emit.listing({ fact: 'dns.hosts-entry', host: artifact.host, complete: reason === '', count, ...(reason === '' ? {} : { reason }), ref: context.ref({ kind: 'whole' }) });
  return reason === '' ? { outcome: 'read' } : { outcome: 'partial', reason };
}
