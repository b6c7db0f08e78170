/** The few classic events worth reading, whose layouts no file carries. */
import type { EtlEvent } from '../event.ts';
import { type EventLayout, type FieldLayout, IN, UNSAID } from './layout.ts';

/** Class of the machine's own description, written when a trace is merged (KernelTraceControl). */
const SYSTEM_CONFIG = '{9B79EE91-B5FD-41C0-A243-4248E266E9D0}';
const BUILD_INFO = 0x20;

const BUILD_FIELDS: readonly (readonly [name: string, inType: number])[] = [
  ['InstallDate', IN.FILETIME],
  ['BuildLab', IN.STRING],
  ['ProductName', IN.STRING],
];

/** Layout of a classic event, null when it is none of the known ones. */
export function classicLayout(event: EtlEvent): EventLayout | null {
  if (event.kind !== 'classic' || event.provider !== SYSTEM_CONFIG || event.opcode !== BUILD_INFO) return null;
  const fields: FieldLayout[] = BUILD_FIELDS.map(([name, inType], index) => ({ name, index, inType, outType: 0, map: '', count: UNSAID, length: UNSAID, members: null }));
  return { provider: event.provider, id: 0, version: event.version, providerName: 'SystemConfigEx', channel: '', name: 'BuildInfo', message: '', fields };
}
