/**
 * Running processes and the services they host, from `tasklist /svc` as a table or as comma-separated text.
 *
 *   "svchost.exe","1180","IKEEXT,SstpSvc"      → process.running {name: svchost.exe, pid: 1180, services: [IKEEXT, SstpSvc]}
 * Headings and the word for "no services" are localised: columns stand in fixed places, and process 0 shows the word.
 */
import { decodeText } from '../../formats/text/decode.ts';
import type { ArtifactSource, CommandBlock, CommandSource, ReadResult } from '../../model/source.ts';
import type { Yield } from '../../model/records.ts';
import { blockFacts, fileName } from '../block-facts.ts';
import type { BlockFacts } from '../block-facts.ts';
import { readCsv } from '../csv-rows.ts';

const YIELDS: readonly Yield[] = [{ kind: 'fact', name: 'process.running', fields: { name: 'string', pid: 'number', services: 'strings' } }];

interface Process {
  readonly name: string;
  readonly pid: number;
  /** As printed; undefined when the output has no such column. */
  services: string | undefined;
  /** 0-based. */
  readonly line: number;
}

/** The comma-separated form, a file of its own. */
export const taskListFile: ArtifactSource = {
  id: 'task-list-file',
  reads: ['task-list'],
  yields: YIELDS,
  parse(artifact, bytes, emit, context): ReadResult {
    const decoded = decodeText(bytes, context);
    const { rows, broken } = readCsv(decoded.text);
    const processes = rows.slice(1).flatMap(({ cells, line }) => (/^\d{1,10}$/.test(cells[1] ?? '') ? [{ name: cells[0] as string, pid: Number(cells[1]), services: cells.length === 3 ? cells[2] : undefined, line: line - 1 }] : []));
    if (processes.length === 0) return rows.length > 1 ? { outcome: 'ignored', reason: 'no processes in it' } : { outcome: 'partial', reason: 'the file is empty' };
    const block: CommandBlock = { command: '', firstLine: 1, lines: [] };
    const reason = broken || decoded.truncated ? 'the list is cut off' : '';
    emitProcesses(processes, reason, block, blockFacts(artifact.host, emit, context));
    return reason === '' ? { outcome: 'read' } : { outcome: 'partial', reason };
  },
};

const COMMAND = /(?:^|[\\/\s"])tasklist(?:\.exe)?\b/i;
/** `/M` lists modules in the third column. */
const MODULES = /\s\/m\b/i;

/** The table form, a command's output. */
export const taskList: CommandSource = {
  id: 'task-list',
  matches: (command, path) => (command === '' ? /TaskList(?!-M)/i.test(fileName(path)) : COMMAND.test(command) && !MODULES.test(command)),
  yields: YIELDS,
  parse(artifact, blocks, emit, context): ReadResult {
    const facts = blockFacts(artifact.host, emit, context);
    let count = 0;
    for (const block of blocks) {
      const processes = readTable(block.lines);
      if (processes.length > 0) emitProcesses(processes, '', block, facts);
      count += processes.length;
    }
    return count === 0 ? { outcome: 'ignored', reason: 'no processes in it' } : { outcome: 'read' };
  },
};

const UNDERLINE = /^=+(?: =+){2,}\s*$/;
const MAX_LINE = 1_000;

/** Columns under `=====` runs; long lists of services continue under their own column. */
function readTable(lines: readonly string[]): Process[] {
  const underlineAt = lines.findIndex((line) => UNDERLINE.test(line.slice(0, MAX_LINE)));
  if (underlineAt === -1) return [];
  const starts = [...(lines[underlineAt] as string).matchAll(/=+/g)].map((match) => match.index);
  const hasServices = starts.length === 3;
  const processes: Process[] = [];
  for (let at = underlineAt + 1; at < lines.length; at += 1) {
    const line = (lines[at] as string).slice(0, MAX_LINE);
    if (line.trim() === '') break;
    const row = cutRow(line, starts);
    if (row) processes.push({ ...row, services: hasServices ? row.services : undefined, line: at });
    else if (hasServices && /^\s/.test(line)) appendServices(processes.at(-1), line.trim());
  }
  return processes;
}

/** By columns; East Asian names are wider than their letters, there the first number behind the name is the process id. */
function cutRow(line: string, starts: readonly number[]): { name: string; pid: number; services: string } | null {
  const pid = line.slice(starts[1], starts[2]).trim();
  if (/^\d{1,10}$/.test(pid)) return { name: line.slice(0, starts[1]).trim(), pid: Number(pid), services: line.slice(starts[2]).trim() };
  const row = /^(\S.{0,60}?)\s+(\d{1,10})(?=\s|$)(.*)$/.exec(line);
  return row ? { name: row[1] as string, pid: Number(row[2]), services: (row[3] as string).trim() } : null;
}

function appendServices(process: Process | undefined, more: string): void {
  if (process?.services !== undefined) process.services = `${process.services.replace(/,$/, '')},${more}`;
}

function emitProcesses(processes: readonly Process[], reason: string, block: CommandBlock, facts: BlockFacts): void {
  const none = processes.find((process) => process.pid === 0)?.services;
  for (const { name, pid, services, line } of processes) {
    const listed = services === undefined ? undefined : services === none ? [] : services.split(',').map((service) => service.trim()).filter((service) => /^[\w.$-]+$/.test(service));
    facts.fact('process.running', String(pid), { name, pid, services: listed }, block, line);
  }
  facts.listing('process.running', processes.length, reason, block);
}
