/** A hive as a registry view: which hive it is, and where its current control set stands. */
import type { Hive } from '../../formats/regf/hive.ts';
import type { Key } from '../../formats/regf/key.ts';
import type { Looked, RegistryArea, RegistryView } from './view.ts';

/**
 * Which hive this is, by its content: the name of the file may be anything and the root key's name says nothing.
 * Null when it is none of the three, or only a part of one.
 */
export function viewHive(hive: Hive): RegistryView | null {
  const control = currentControlSet(hive);
  if (control !== null) return makeView('SYSTEM', control, `HKLM\\SYSTEM\\${control.path}`);
  const version = hive.key('Microsoft\\Windows NT\\CurrentVersion');
  // HKCU\Software has a key of that name too, but the system's build stands in the machine's only.
  if (version !== null && ['CurrentBuild', 'CurrentBuildNumber', 'ProductName'].some((name) => version.value(name) !== null)) {
    return makeView('SOFTWARE', hive.root, 'HKLM\\SOFTWARE');
  }
  const software = hive.key('Software');
  if (software !== null && (hive.key('Control Panel') !== null || software.key('Microsoft') !== null)) {
    return makeView('HKCU', software, 'HKCU\\Software');
  }
  if (hive.key('Microsoft\\Windows\\CurrentVersion') !== null) return makeView('HKCU', hive.root, 'HKCU\\Software');
  return null;
}

/** The control set that was in use: `Select\Current` names it; without that, the only one there is. */
function currentControlSet(hive: Hive): Key | null {
  const current = hive.key('Select')?.value('Current')?.data();
  if (typeof current === 'number') {
    const named = hive.key(`ControlSet${String(current).padStart(3, '0')}`);
    if (named !== null) return named;
  }
  const sets = hive.root.subkeys().filter((key) => /^(?:ControlSet\d{3}|CurrentControlSet)$/i.test(key.name));
  return sets.length === 1 ? (sets[0] as Key) : null;
}

function makeView(area: RegistryArea, root: Key, address: string): RegistryView {
  return {
    area,
    value: (path, name) => look(root, address, path, name),
    subkeys(path) {
      const found = root.findKey(path);
      if (found.state !== 'found') return null;
      const names = found.item.subkeys().map((key) => key.name);
      return { names, complete: found.item.subkeysComplete, at: { kind: 'registry', key: `${address}\\${path}` } };
    },
  };
}

function look(root: Key, address: string, path: string, name: string): Looked {
  const at = { kind: 'registry', key: `${address}\\${path}`, value: name } as const;
  // Windows always has the branches Control and Services: a hive without one is an extract and proves nothing about it.
  if (root.key(path.split('\\')[0] as string) === null) return { state: 'unknown' };
  const key = root.findKey(path);
  if (key.state === 'missing') return { state: 'missing', keyPresent: false, at };
  if (key.state === 'unreadable') return { state: 'unknown' };
  const value = key.item.findValue(name);
  if (value.state === 'missing') return { state: 'missing', keyPresent: true, at };
  const data = value.state === 'found' ? value.item.data() : null;
  return data === null ? { state: 'unknown' } : { state: 'found', data, at };
}
