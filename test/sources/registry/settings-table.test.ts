import { expect, it } from 'vitest';
import { REGISTRY_SETTINGS } from '../../../src/knowledge/registry-settings.ts';
import { sources } from '../../../src/sources/registry/index.ts';

it('names every setting and every place once, in kebab case, with a source', () => {
  const ids = REGISTRY_SETTINGS.map((setting) => setting.id);
  const places = REGISTRY_SETTINGS.map((setting) => `${setting.hive}\\${setting.path}\\${setting.value}`.toLowerCase());
  expect(new Set(ids).size).toBe(ids.length);
  expect(new Set(places).size).toBe(places.length);
  for (const setting of REGISTRY_SETTINGS) {
    expect(setting.id).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
    expect(setting.path).not.toMatch(/^\\|\\$|CurrentControlSet/i);
    expect(setting.source).toMatch(/^https:\/\//);
    expect(setting.absent).not.toBe('');
  }
});

it('declares the same facts for hive and text', () => {
  const [hive, text] = sources;
  expect(hive?.yields).toEqual(text?.yields);
  expect(hive?.yields.map((one) => one.name)).toEqual(expect.arrayContaining(['registry.ntlmv2-compatibility', 'registry.ras-static-address-pool', 'host.time-zone', 'service.configured']));
});
