/**
 * `sc queryex` output by structure: the labels are localised in some languages, the numbers are not.
 * A service is two lines at the left edge, then indented `label : value` lines in fixed order:
 * type, state, Win32 exit code, service exit code, checkpoint, wait hint, process id, flags.
 */

export interface ControlledService {
  readonly service: string;
  readonly displayName: string;
  /** SERVICE_STATUS.dwCurrentState, 1–7. */
  readonly state: number;
  /** Unsigned. */
  readonly exitCode: number;
  /** Absent in the output of plain `sc query`; 0 when the service does not run. */
  readonly pid: number | undefined;
  /** Index of the name's line. */
  readonly line: number;
  /** Whether all lines of the form were there. */
  readonly whole: boolean;
}

const EDGE = /^([^\s:：][^:：]{0,60})[:：]\s?(.*)$/;
const INDENTED = /^\s+[^\s:：][^:：]{0,60}[:：](.*)$/;

/** Services in file order; text that is not of this form is skipped. */
export function readControlledServices(lines: readonly string[]): ControlledService[] {
  const services: ControlledService[] = [];
  for (let at = 0; at < lines.length; at += 1) {
    const name = EDGE.exec(lines[at] as string);
    if (name === null) continue;
    const display = EDGE.exec(lines[at + 1] ?? '');
    const from = display === null ? at + 1 : at + 2;
    const values = readValues(lines, from);
    const service = toService((name[2] as string).trim(), (display?.[2] ?? '').trim(), values, at);
    if (service === null) continue;
    services.push(service);
    at = from;
  }
  return services;
}

/** Values of the indented lines under a name; continuation lines have no label. */
function readValues(lines: readonly string[], from: number): string[] {
  const values: string[] = [];
  for (let at = from; at < lines.length && values.length < 12; at += 1) {
    const line = lines[at] as string;
    if (line.trim() === '' || /^\S/.test(line)) break;
    const value = INDENTED.exec(line);
    if (value) values.push((value[1] as string).trim());
  }
  return values;
}

function toService(service: string, displayName: string, values: readonly string[], line: number): ControlledService | null {
  const state = /^([1-7])\b/.exec(values[1] ?? '');
  if (service === '' || state === null || !/^[0-9a-f]{1,8}\b/i.test(values[0] ?? '')) return null;
  const exit = /^(\d{1,10})\b/.exec(values[2] ?? '');
  const pid = values.length >= 7 ? /^(\d{1,10})$/.exec(values[6] as string) : null;
  return {
    service,
    displayName,
    state: Number(state[1]),
    exitCode: Number(exit?.[1] ?? 0) >>> 0,
    pid: pid === null ? undefined : Number(pid[1]),
    line,
    whole: exit !== null && values.length >= 6,
  };
}
