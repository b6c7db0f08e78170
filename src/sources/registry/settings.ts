/** The settings of the table as facts `registry.<id>`. */
import { REGISTRY_SETTINGS } from '../../knowledge/registry-settings.ts';
import type { RegistrySetting } from '../../knowledge/registry-settings.ts';
import type { Yield } from '../../model/records.ts';
import type { FieldType } from '../../model/values.ts';
import { DERIVED_SETTINGS } from './derived.ts';
import { fieldValue } from './view.ts';
import type { FactSink, Looked, RegistryView } from './view.ts';

const FIELD_TYPES: Readonly<Record<RegistrySetting['type'], FieldType>> = { number: 'number', string: 'string', hex: 'string', strings: 'strings' };

export const SETTING_YIELDS: readonly Yield[] = [
  ...REGISTRY_SETTINGS.map(({ id, type }) => ({ id, type: FIELD_TYPES[type] })),
  ...DERIVED_SETTINGS.map(({ id, type }) => ({ id, type })),
].map(({ id, type }) => ({ kind: 'fact', name: `registry.${id}`, fields: { value: type, present: 'boolean', key_present: 'boolean' } }));

/** Emits what the view knows of each setting of its area; what it does not know yields nothing. */
export function emitSettings(view: RegistryView, sink: FactSink): void {
  for (const setting of REGISTRY_SETTINGS) {
    if (setting.hive === view.area) emitSetting(setting.id, view.value(setting.path, setting.value), sink);
  }
  for (const setting of DERIVED_SETTINGS) {
    if (view.area === 'SYSTEM') emitSetting(setting.id, setting.read(view), sink);
  }
}

function emitSetting(id: string, looked: Looked, { host, emit, ref }: FactSink): void {
  if (looked.state === 'unknown') return;
  const present = looked.state === 'found';
  const name = `registry.${id}`;
  const place = ref(looked.at);
  emit.fact({
    name,
    host,
    subject: id,
    fields: { value: present ? fieldValue(looked.data) : null, present, key_present: present || looked.keyPresent },
    ref: place,
  });
  emit.listing({ fact: name, host, complete: true, count: 1, ref: place });
}
