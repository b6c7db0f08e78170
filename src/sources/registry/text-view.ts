/** Printed registry keys as a registry view: what was not printed is unknown, not absent. */
import type { RegistryText, TextKey } from './reg-text.ts';
import type { Looked, RegistryArea, RegistryView } from './view.ts';

const PREFIXES: Readonly<Record<RegistryArea, string>> = {
  // Numbered control sets are left alone: the text does not say which of them is in use.
  SYSTEM: 'hklm\\system\\currentcontrolset\\',
  SOFTWARE: 'hklm\\software\\',
  HKCU: 'hkcu\\software\\',
};

export function viewText(text: RegistryText, area: RegistryArea): RegistryView {
  const prefix = PREFIXES[area];
  return {
    area,
    value: (path, name) => look(text, prefix + path.toLowerCase(), name.toLowerCase()),
    subkeys(path) {
      const key = prefix + path.toLowerCase();
      const children = childrenOf(text, `${key}\\`);
      const own = text.keys.get(key);
      const first = own ?? children[0];
      if (first === undefined) return null;
      const names = children.map((child) => child.path.slice(key.length + 1));
      return { names, complete: own?.recursive ?? false, at: { kind: 'line', line: first.line } };
    },
  };
}

function look(text: RegistryText, path: string, name: string): Looked {
  const key = text.keys.get(path);
  if (key === undefined) {
    const line = missingLine(text, path);
    return line === undefined ? { state: 'unknown' } : { state: 'missing', keyPresent: false, at: { kind: 'line', line } };
  }
  const value = key.values.get(name);
  if (value !== undefined) return value.data === null ? { state: 'unknown' } : { state: 'found', data: value.data, at: { kind: 'line', line: value.line } };
  return key.listsValues ? { state: 'missing', keyPresent: true, at: { kind: 'line', line: key.line } } : { state: 'unknown' };
}

/** The line that says the key or one above it does not exist. */
function missingLine(text: RegistryText, path: string): number | undefined {
  const names = path.split('\\');
  for (let count = names.length; count > 1; count--) {
    const line = text.missing.get(names.slice(0, count).join('\\'));
    if (line !== undefined) return line;
  }
  return undefined;
}

function childrenOf(text: RegistryText, prefix: string): TextKey[] {
  const children: TextKey[] = [];
  for (const [path, key] of text.keys) {
    if (path.startsWith(prefix) && !path.includes('\\', prefix.length)) children.push(key);
  }
  return children;
}
