/**
 * States of the machine's services, as `sc queryex` and the Win32_Service table print them.
 *
 *   SERVICE_NAME: RasMan
 *   DISPLAY_NAME: RAS-Verbindungsverwaltung
 *           STATE              : 4  RUNNING
 *     → service.state {service: RasMan, display_name, state: running, pid, exit_code}
 * `net start` prints display names only, in the machine's language, and is not read.
 */
import { readObjects } from '../../formats/text/objects.ts';
import type { CommandBlock, CommandSource, Emit, ReadResult, SourceContext } from '../../model/source.ts';
import type { Value } from '../../model/values.ts';
import { readControlledServices } from './service-control.ts';

/** SERVICE_STATUS.dwCurrentState (winsvc.h). */
const STATES: readonly string[] = ['', 'stopped', 'start-pending', 'stop-pending', 'running', 'continue-pending', 'pause-pending', 'paused'];
/** Win32_Service.StartMode; not localised. */
const START_TYPES: Readonly<Record<string, string>> = {
  auto: 'auto',
  automatic: 'auto',
  automaticdelayedstart: 'auto-delayed',
  manual: 'manual',
  disabled: 'disabled',
  boot: 'boot',
  system: 'system',
};

const SC_COMMAND = /\bsc(?:\.exe)?"?\s+(?:\\\\\S+\s+)?query(?:ex)?\b/i;
const TABLE_COMMAND = /\bWin32_Service\b|(?:^|[^\w-])Get-Service\b/i;

interface Listed {
  readonly services: Map<string, { fields: Record<string, Value>; line: number }>;
  reason: string;
  line: number;
}

export const services: CommandSource = {
  id: 'services',
  matches(command, path) {
    if (command !== '') return SC_COMMAND.test(command) || TABLE_COMMAND.test(command);
    return /_Services(?:_|\.|overview|info)/i.test(path.slice(path.lastIndexOf('/') + 1)) && !/ServicesActive|ServicesFile/i.test(path);
  },
  yields: [
    {
      kind: 'fact',
      name: 'service.state',
      fields: { service: 'string', display_name: 'string', state: 'string', pid: 'number', start_type: 'string', exit_code: 'code' },
    },
  ],
  parse(artifact, blocks, emit, context): ReadResult {
    const listed: Listed = { services: new Map(), reason: '', line: blocks[0]?.firstLine ?? 1 };
    const reasons: string[] = [];
    for (const block of blocks) reasons.push(readBlock(block, listed));
    if (listed.services.size === 0 && blocks.every((block) => block.command === '')) {
      return { outcome: 'ignored', reason: 'no services in it' };
    }
    listed.reason = reasons.includes('') ? '' : (reasons[0] ?? 'no services in it');
    emitServices(artifact.host, listed, observedAt(blocks), emit, context);
    return listed.reason === '' ? { outcome: 'read' } : { outcome: 'partial', reason: listed.reason };
  },
};

/** Adds a block's services; returns why its list is not the whole, '' when it is. */
function readBlock(block: CommandBlock, listed: Listed): string {
  const controlled = readControlledServices(block.lines);
  for (const service of controlled) {
    const fields: Record<string, Value> = { service: service.service, state: STATES[service.state] as string };
    if (service.displayName !== '') fields['display_name'] = service.displayName;
    if (service.pid !== undefined) fields['pid'] = service.pid;
    if (service.whole) fields['exit_code'] = service.exitCode;
    add(listed, service.service, fields, block.firstLine + service.line);
  }
  if (controlled.length > 0) return reasonOfControl(block.command, controlled.at(-1)?.whole === true);
  const table = readObjects(block.lines);
  let count = 0;
  for (const object of table.objects) {
    if (addTableRow(object.properties, block.firstLine + object.line, listed)) count += 1;
  }
  if (count === 0) return 'the command printed no services';
  return table.cutOff ? 'the list is cut off' : /\|\s*(?:where|\?)|-Name\b|-Filter\b/i.test(block.command) ? 'the command asked for some services only' : '';
}

/** Only `state= all` lists stopped services, and a name after the verb asks for one. */
function reasonOfControl(command: string, isWhole: boolean): string {
  if (!isWhole) return 'the list is cut off';
  if (command === '') return '';
  const rest = command.slice((SC_COMMAND.exec(command)?.index ?? 0)).replace(SC_COMMAND, '');
  if (!/state=\s*all/i.test(rest)) return 'stopped services are not listed';
  return /^\s+(?!type=|state=|bufsize=|ri=|group=)\S/i.test(rest) ? 'the command asked for one service only' : '';
}

function addTableRow(properties: ReadonlyMap<string, string>, line: number, listed: Listed): boolean {
  const service = properties.get('name') || properties.get('servicename');
  const state = stateOf(properties.get('state') || properties.get('status') || '');
  if (!service || (state === undefined && !properties.has('startmode') && !properties.has('starttype'))) return false;
  const fields: Record<string, Value> = { service };
  const put = (name: string, value: Value | undefined): void => {
    if (value !== undefined && value !== '') fields[name] = value;
  };
  put('display_name', properties.get('displayname') || properties.get('caption'));
  put('state', state);
  put('pid', numberOf(properties.get('processid')));
  put('exit_code', numberOf(properties.get('exitcode')));
  const startType = START_TYPES[(properties.get('startmode') || properties.get('starttype') || '').replaceAll(/[\s()-]/g, '').toLowerCase()];
  const isDelayed = properties.get('delayedautostart') === 'True' && startType === 'auto';
  put('start_type', isDelayed ? 'auto-delayed' : startType);
  add(listed, service, fields, line);
  return true;
}

/** Win32_Service.State and the ServiceControllerStatus names; neither is localised. */
function stateOf(text: string): string | undefined {
  const compact = text.replaceAll(/[\s-]/g, '').toLowerCase();
  return STATES.find((state) => state !== '' && state.replaceAll('-', '') === compact);
}

function numberOf(text: string | undefined): number | undefined {
  return text !== undefined && /^\d{1,10}$/.test(text) ? Number(text) >>> 0 : undefined;
}

/** Two lists of one file add to each other: the table has start types, the control manager exit codes. */
function add(listed: Listed, service: string, fields: Record<string, Value>, line: number): void {
  const key = service.toLowerCase();
  const known = listed.services.get(key);
  if (known) Object.assign(known.fields, fields);
  else listed.services.set(key, { fields, line });
}

function observedAt(blocks: readonly CommandBlock[]): number | undefined {
  return blocks.find((block) => block.localTime !== undefined)?.localTime;
}

function emitServices(host: string, listed: Listed, observed: number | undefined, emit: Emit, context: SourceContext): void {
  for (const { fields, line } of listed.services.values()) {
    emit.fact({
      name: 'service.state',
      host,
      subject: fields['service'] as string,
      fields,
      ...(observed === undefined ? {} : { observedAt: observed, clock: { clock: 'local', precision: 'millisecond' } }),
      ref: context.ref({ kind: 'line', line }),
    });
  }
  const complete = listed.reason === '';
  emit.listing({
    fact: 'service.state',
    host,
    complete,
    count: listed.services.size,
    ...(complete ? {} : { reason: listed.reason }),
    ref: context.ref({ kind: 'line', line: listed.line }),
  });
}
