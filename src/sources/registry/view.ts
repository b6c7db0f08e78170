/** What the registry sources see of a registry, whether it came as a hive or as text. */
import { toHex } from '../../bytes/hex.ts';
import type { RegistryData } from '../../formats/regf/value-data.ts';
import type { Locator, SourceRef } from '../../model/refs.ts';
import type { Emit } from '../../model/source.ts';
import type { Value } from '../../model/values.ts';

export type RegistryArea = 'SYSTEM' | 'SOFTWARE' | 'HKCU';

/** `missing` is certain. `unknown`: this source does not say, because of damage or because the key was not asked for. */
export type Looked =
  | { readonly state: 'found'; readonly data: RegistryData; readonly at: Locator }
  | { readonly state: 'missing'; readonly keyPresent: boolean; readonly at: Locator }
  | { readonly state: 'unknown' };

/** One area; paths are below the current control set, the root of SOFTWARE, or HKCU\Software. */
export interface RegistryView {
  readonly area: RegistryArea;
  value(path: string, name: string): Looked;
  /** Subkeys of a key; null when the source does not know the key. `complete`: there are no others. */
  subkeys(path: string): { readonly names: readonly string[]; readonly complete: boolean; readonly at: Locator } | null;
}

/** Where facts of one artifact go. */
export interface FactSink {
  readonly host: string;
  readonly emit: Emit;
  ref(at: Locator): SourceRef;
}

/** Data as a field of a fact: binary as upper-case hex. */
export function fieldValue(data: RegistryData): Value {
  return data instanceof Uint8Array ? toHex(data) : data;
}

/** The value when it is there as a number (a DWORD or QWORD), else undefined. */
export function numberAt(view: RegistryView, path: string, name: string): number | undefined {
  const found = view.value(path, name);
  return found.state === 'found' && typeof found.data === 'number' ? found.data : undefined;
}

/** The value when it is there as text, else undefined. */
export function textAt(view: RegistryView, path: string, name: string): string | undefined {
  const found = view.value(path, name);
  return found.state === 'found' && typeof found.data === 'string' ? found.data : undefined;
}

/** The value when it is there as bytes, else undefined. */
export function bytesAt(view: RegistryView, path: string, name: string): Uint8Array | undefined {
  const found = view.value(path, name);
  return found.state === 'found' && found.data instanceof Uint8Array ? found.data : undefined;
}

/** The place of a value that was found. */
export function placeOf(view: RegistryView, path: string, name: string): Locator {
  const found = view.value(path, name);
  return found.state === 'unknown' ? { kind: 'whole' } : found.at;
}
