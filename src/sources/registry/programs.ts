/**
 * Installed programs, from the keys below `Uninstall`: other VPN products and what else stands in the way of a tunnel.
 *
 *   SOFTWARE\Microsoft\Windows\CurrentVersion\Uninstall\{…}  DisplayName "Contoso Secure Client", DisplayVersion "5.1"
 *                                         → program.installed {name: Contoso Secure Client, version: 5.1, publisher: …}
 */
import type { Yield } from '../../model/records.ts';
import type { Value } from '../../model/values.ts';
import { numberAt, placeOf, textAt } from './view.ts';
import type { FactSink, RegistryView } from './view.ts';

export const PROGRAM_YIELD: Yield = { kind: 'fact', name: 'program.installed', fields: { name: 'string', version: 'string', publisher: 'string' } };

const UNINSTALL = ['Microsoft\\Windows\\CurrentVersion\\Uninstall', 'WOW6432Node\\Microsoft\\Windows\\CurrentVersion\\Uninstall'];
/** A machine has some hundreds. */
const MAX_PROGRAMS = 5_000;

/** Emits one `program.installed` for each program with a name; parts of others (SystemComponent) are left out. */
export function emitPrograms(view: RegistryView, { host, emit, ref }: FactSink, complete: boolean): void {
  if (view.area === 'SYSTEM') return;
  for (const root of UNINSTALL) {
    const list = view.subkeys(root);
    if (list === null) continue;
    let count = 0;
    for (const key of list.names.slice(0, MAX_PROGRAMS)) {
      const path = `${root}\\${key}`;
      const name = textAt(view, path, 'DisplayName')?.trim() ?? '';
      if (name === '' || numberAt(view, path, 'SystemComponent') === 1) continue;
      const fields: Record<string, Value> = { name };
      const [version, publisher] = [textAt(view, path, 'DisplayVersion'), textAt(view, path, 'Publisher')];
      if (version !== undefined && version !== '') fields['version'] = version;
      if (publisher !== undefined && publisher !== '') fields['publisher'] = publisher;
      emit.fact({ name: 'program.installed', host, subject: name, fields, ref: ref(placeOf(view, path, 'DisplayName')) });
      count += 1;
    }
    // Only the native branch of the machine lists what matters: services and drivers are 64-bit.
    if (view.area !== 'SOFTWARE' || root !== UNINSTALL[0]) continue;
    const whole = complete && list.complete && list.names.length <= MAX_PROGRAMS;
    emit.listing({ fact: 'program.installed', host, complete: whole, count, ...(whole ? {} : { reason: 'not every key below Uninstall was there or readable' }), ref: ref(list.at) });
  }
}
