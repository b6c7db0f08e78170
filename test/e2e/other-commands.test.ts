/** explain, signatures, schema, help and version. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { packageRoot } from '../../src/apps/cli/package-root.ts';
import { rasalyze, scratch, zipsOf } from './run.ts';

const folder = scratch();
const ok = (...args: readonly string[]): string => {
  const run = rasalyze(args);
  expect([run.code, run.stderr]).toEqual([0, '']);
  return run.stdout;
};
const shipped = join(packageRoot(), 'signatures');

describe('rasalyze explain', () => {
  it('names a code in every form it is written in', () => {
    expect(ok('explain', '809')).toMatch(/hex 0x00000329[^]*ERROR_VPN_TIMEOUT/);
    const [hex, signed, decimal] = ['0x80092013', '-2146885613', '2148081683'].map((term) => ok('explain', term).split('\n').slice(1).join('\n'));
    expect(hex).toMatch(/CRYPT_E_REVOCATION_OFFLINE/);
    expect([signed, decimal]).toEqual([hex, hex]);
  });

  it('names events and signatures', () => {
    expect(ok('explain', 'RasClient/20227')).toMatch(/RasClient 20227[^]*connection attempt failed/);
    expect(ok('explain', 'ras-809-nat-t-registry')).toContain('809/789: L2TP server behind NAT');
  });

  it('gives JSON', () => {
    expect(JSON.parse(ok('explain', '809', '13806', '--format', 'json'))).toHaveLength(2);
  });
});

describe('rasalyze signatures', () => {
  it('lists, lints and tests the shipped ones', () => {
    expect(ok('signatures', 'list').split('\n')).toEqual(expect.arrayContaining([expect.stringMatching(/^ipsec-13806-no-machine-cert +test +13806: /)]));
    expect(ok('signatures', 'lint')).toMatch(/^\d+ signature file\(s\), 0 problem\(s\)\n$/);
    expect(ok('signatures', 'test')).toMatch(/^\d+ passed, 0 failed\n$/);
  });

  it('names file and line of a mistake, and ends with 2', () => {
    const own = join(folder, 'own');
    mkdirSync(own);
    const text = readFileSync(join(shipped, 'ipsec/ipsec-13806-no-machine-cert.yaml'), 'utf8');
    writeFileSync(join(own, 'ipsec-13806-no-machine-cert.yaml'), text.replaceAll('private_key:', 'privat_key:'));
    const run = rasalyze(['signatures', 'lint', own]);
    expect(run.code).toBe(2);
    expect(run.stdout).toMatch(/^ipsec-13806-no-machine-cert\.yaml:\d+: .*privat_key/m);
  });

  it('judges with a folder of one\'s own', () => {
    const other = join(folder, 'other');
    mkdirSync(other);
    writeFileSync(join(other, 'ras-809-nat-t-registry.yaml'), readFileSync(join(shipped, 'ras/ras-809-nat-t-registry.yaml')));
    expect(rasalyze([...zipsOf('13806-no-machine-certificate-german'), '--signatures', other])).toMatchObject({ code: 3, stderr: '' });
  });
});

describe('rasalyze schema', () => {
  it('prints the schema that reports keep', () => {
    const validate = new Ajv2020({ strict: false }).compile(JSON.parse(ok('schema')) as object);
    const report: unknown = JSON.parse(rasalyze([...zipsOf('healthy-client'), '-f', 'json']).stdout);
    validate(report);
    expect(validate.errors ?? []).toEqual([]);
    expect(validate({ ...(report as object), schema: 'rasalyze/report@2' })).toBe(false);
    expect(JSON.parse(ok('schema', 'signature'))).toHaveProperty('properties');
  });
});

describe('help', () => {
  it('a newcomer can work from', () => {
    const help = ok('--help');
    for (const word of ['analyze', 'timeline', 'explain', 'signatures', 'schema', 'Exit codes', 'Examples', 'Nothing is sent anywhere']) expect(help).toContain(word);
    expect(ok('timeline', '--help')).toMatch(/--from <time>[^]*--attempt <id>/);
    expect(ok('help', 'analyze')).toContain('--format');
    expect(ok('--version')).toMatch(/^\d+\.\d+\.\d+\n$/);
  });
});
