/** The installed command: the one file `package.json` names, as a user starts it. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const root = new URL('../../', import.meta.url);
const manifest = JSON.parse(readFileSync(new URL('package.json', root), 'utf8')) as { version: string; bin: { rasalyze: string } };
const bin = fileURLToPath(new URL(manifest.bin.rasalyze, root));
const run = (...args: string[]) => spawnSync(process.execPath, [bin, ...args], { cwd: fileURLToPath(root), encoding: 'utf8' });

describe('the installed command', () => {
  it('can be started by name: it has a hashbang and knows its version', () => {
    expect(readFileSync(bin, 'utf8').startsWith('#!/usr/bin/env node\n')).toBe(true);
    expect(run('--version').stdout.trim()).toBe(manifest.version);
  });

  it('finds its signatures, reads a zip and says the cause', () => {
    const result = run('samples/720-binding-off-german/TSS_NB-MUC-117_230614-094130_NET_VPN_xray_INFO.zip', '--format', 'json');
    expect(result.stderr).toBe('');
    expect(result.status).toBe(1);
    expect((JSON.parse(result.stdout) as { diagnosis: { rootCauses: { signature: string }[] } }).diagnosis.rootCauses.map((cause) => cause.signature)).toEqual(['ras-720-wan-miniport-ip-unbound']);
  });
});
