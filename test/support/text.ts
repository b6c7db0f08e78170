/** Helpers of the tests of text sources: encoders, a recording `Emit`, a context. */
import { commandBlocks } from '../../src/formats/text/command-blocks.ts';
import type { Fact, Gap, Listing, LogRecord, Watch } from '../../src/model/records.ts';
import type { ArtifactInfo, CommandSource, Emit, ReadResult, SourceContext } from '../../src/model/source.ts';

/** UTF-16LE with byte order mark and CR LF, as Windows PowerShell's Out-File writes. */
export function outFile(text: string): Uint8Array {
  return new Uint8Array(Buffer.from(`\uFEFF${text.replaceAll('\n', '\r\n')}`, 'utf16le'));
}

export interface Recorded {
  readonly facts: Fact[];
  readonly listings: Listing[];
  readonly records: LogRecord[];
  readonly watches: Watch[];
  readonly gaps: Gap[];
  readonly emit: Emit;
}

export function recorder(): Recorded {
  const facts: Fact[] = [];
  const listings: Listing[] = [];
  const records: LogRecord[] = [];
  const watches: Watch[] = [];
  const gaps: Gap[] = [];
  const emit: Emit = {
    fact: (fact) => facts.push(fact),
    listing: (listing) => listings.push(listing),
    record: (record) => records.push(record),
    watch: (watch) => watches.push(watch),
    gap: (gap) => gaps.push(gap),
  };
  return { facts, listings, records, watches, gaps, emit };
}

export function contextFor(path: string, extra: Partial<SourceContext> = {}): SourceContext {
  return { ref: (at) => ({ artifact: path, at }), ...extra };
}

export function artifactAt(path: string, kind = 'command-blocks'): ArtifactInfo {
  return { path, bundle: 'bundle.zip', kind, host: 'LAP042', size: 0 };
}

/** Runs a command source over the blocks of a text that it matches, as the engine does. */
export function readCommands(
  source: CommandSource,
  text: string,
  path = 'LAP042_240221-093005_Output.txt',
  extra: Partial<SourceContext> = {},
): Recorded & { result: ReadResult | null } {
  const recorded = recorder();
  const blocks = commandBlocks({ lines: text.split('\n') }).filter((block) => source.matches(block.command, path));
  const result = blocks.length === 0 ? null : source.parse(artifactAt(path), blocks, recorded.emit, contextFor(path, extra));
  return { ...recorded, result };
}

/** A TSS command header with its output under it. */
export function block(command: string, body: string): string {
  const rule = '='.repeat(38);
  return `${rule}\n20240221 09:31:07.512 : ${command}\n${rule}\n${body}\n`;
}
