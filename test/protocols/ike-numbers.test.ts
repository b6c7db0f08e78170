/** Tables of IKE numbers held against those tshark carries, which were typed from the same registries by others. */
import { describe, expect, it } from 'vitest';
import { NOTIFIES_V1, NOTIFIES_V2 } from '../../src/protocols/ike-notifies.ts';
import { AUTHENTICATION_V1, ENCRYPTION_V1, EXCHANGES, HASH_V1, transformKind, transformName } from '../../src/protocols/ike-numbers.ts';
import type { TransformKind } from '../../src/protocols/ike-numbers.ts';
import { hasTshark } from '../support/packets/tshark.ts';
import { runTool } from '../support/tools.ts';

/** Every name tshark has for a number of a field: version 1 and 2 share fields. */
function tsharkTable(): Map<string, Map<number, string[]>> {
  const fields = new Map<string, Map<number, string[]>>();
  for (const line of runTool('tshark', ['-G', 'values'], {}).stdout.toString('utf8').split('\n')) {
    const [kind = '', field = '', first = '', second = '', third = ''] = line.split('\t');
    if (!field.startsWith('isakmp.') || (kind !== 'V' && !(kind === 'R' && first === second))) continue;
    const numbers = fields.get(field) ?? new Map<number, string[]>();
    fields.set(field, numbers);
    numbers.set(Number(first), [...(numbers.get(Number(first)) ?? []), plain(kind === 'V' ? second : third)]);
  }
  return fields;
}

const plain = (text: string): string => text.toLowerCase().replace(/[^a-z0-9]+/g, '');
/** Digits that tell groups apart: `2048-bit MODP Group`, `2048 bit MODP group`. */
const essence = (text: string): string => plain(text).replace('default', '').replace('alternate', '');

describe.skipIf(!hasTshark())('numbers of IKE in tshark', () => {
  const fields = tsharkTable();
  const others = (field: string, number: number): string[] => fields.get(field)?.get(number)?.filter((text) => text !== 'reserved' && text !== 'unknown') ?? [];

  it('has its tables', () => {
    expect(fields.get('isakmp.notify.msgtype')?.size).toBeGreaterThan(80);
    expect(fields.get('isakmp.tf.id.encr')?.size).toBeGreaterThan(25);
  });

  it('names notifications alike', () => {
    // 46 was given to another name after the tables of some versions were typed.
    for (const [table, skipped] of [[NOTIFIES_V2, [46]], [NOTIFIES_V1, []]] as const) {
      let compared = 0;
      for (const [number, name] of Object.entries(table)) {
        const theirs = others('isakmp.notify.msgtype', Number(number));
        if (theirs.length === 0 || (skipped as readonly number[]).includes(Number(number))) continue;
        expect(theirs, number).toContain(plain(name));
        compared++;
      }
      expect(compared).toBeGreaterThan(30);
    }
  });

  it('names transforms alike', () => {
    const wanted: readonly (readonly [string, TransformKind, (text: string) => string])[] = [
      ['isakmp.tf.id.integ', 'integrity', plain],
      ['isakmp.tf.id.esn', 'sequence-numbers', plain],
      ['isakmp.tf.id.dh', 'group', (text) => /\d{3,4}(?=bit)/.exec(plain(text))?.[0] ?? plain(text)],
      ['isakmp.tf.id.encr', 'encryption', (text) => plain(text).replace(/^(?:encr)?aesgcmwitha(\d+)octeticv$/, 'encraesgcm$1').replace(/witha?n?(\d+)octeticv$/, '$1').replace(/gcm(8|12|16)$/, 'gcm$1')],
      ['isakmp.tf.id.prf', 'prf', (text) => plain(text).replace('cbc', 'xcbc').replace('xxcbc', 'xcbc').replace(/cmac6$/, 'cmac')],
    ];
    for (const [field, kind, reduce] of wanted) {
      let compared = 0;
      for (const [number, theirs] of fields.get(field) ?? []) {
        const ours = transformName(kind, number);
        // Brainpool curves and "none" go by other names there.
        if (ours === undefined || theirs.every((text) => /undefined|reserved|brainpool/.test(text))) continue;
        expect(theirs.map((text) => reduce(essence(text))), `${kind} ${number}`).toContain(reduce(ours));
        compared++;
      }
      expect(compared, field).toBeGreaterThan(kind === 'sequence-numbers' ? 1 : 7);
    }
  });

  it('names the attributes and exchanges of version 1 alike', () => {
    for (const [field, table] of [['isakmp.ike.attr.encryption_algorithm', ENCRYPTION_V1], ['isakmp.ike.attr.hash_algorithm', HASH_V1], ['isakmp.ike.attr.authentication_method', AUTHENTICATION_V1]] as const) {
      for (const [number, name] of Object.entries(table)) expect(others(field, Number(number)), `${field} ${number}`).toContain(plain(name));
    }
    for (const number of [34, 35, 36, 37, 38]) expect(others('isakmp.exchangetype', number)).toContain(plain(EXCHANGES[number] ?? ''));
    expect(others('isakmp.exchangetype', 2)).toEqual(['identityprotectionmainmode']);
    expect(EXCHANGES[2]).toBe('main-mode');
  });

  it('knows the transform types', () => {
    expect([1, 2, 3, 4, 5, 6, 12, 13].map(transformKind)).toEqual(['encryption', 'prf', 'integrity', 'group', 'sequence-numbers', 'additional-group', 'additional-group', 'unknown']);
  });
});
