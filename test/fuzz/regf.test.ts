/** Seeded mutations of hives: nothing but ParseError may come out, in bounded time and memory. */
import { describe, expect, it } from 'vitest';
import { openHive } from '../../src/formats/regf/hive.ts';
import type { Key } from '../../src/formats/regf/key.ts';
import { ParseError } from '../../src/model/error.ts';
import { registryHiveSource } from '../../src/sources/registry/hive.ts';
import { registryTextSource } from '../../src/sources/registry/text.ts';
import { sampleHive } from '../formats/regf/sample.ts';
import { collect } from '../sources/registry/collect.ts';
import { buildHive, keysFromPaths } from '../support/regf-builder.ts';

const BUDGET_MS = 4000;
/** A walk over more keys than a hive has room for is a loop in disguise. */
const MAX_VISITS = 20_000;

describe('mutated hives', () => {
  it('never throw anything but ParseError and never run away', () => {
    const original = sampleHive();
    const random = mulberry32(20240221);
    const until = performance.now() + BUDGET_MS;
    let opened = 0;
    let rounds = 0;
    for (; rounds < 3000 && performance.now() < until; rounds++) {
      const bytes = mutate(original, random);
      try {
        const started = performance.now();
        walk(openHive(bytes).root);
        expect(performance.now() - started).toBeLessThan(20_000);
        opened++;
      } catch (error) {
        if (!(error instanceof ParseError)) throw error;
      }
    }
    console.log(`regf fuzz: ${rounds} hives, ${opened} opened`);
    expect(rounds).toBeGreaterThan(200);
    expect(opened).toBeGreaterThan(rounds / 4);
  });
});

describe('mutated inputs of the registry sources', () => {
  const system = buildHive(
    keysFromPaths({
      Select: { Current: 1 },
      'ControlSet001\\Control\\Lsa': { LmCompatibilityLevel: 5 },
      'ControlSet001\\Control\\TimeZoneInformation': { Bias: 0, ActiveTimeBias: 0, StandardStart: new Uint8Array(16) },
      'ControlSet001\\Services\\RemoteAccess\\Parameters\\Ip\\StaticAddressPool\\0': { From: 1, To: 2 },
      ...Object.fromEntries(Array.from({ length: 40 }, (_, i) => [`ControlSet001\\Services\\Service${i}`, { Start: i % 5 }])),
    }),
  );
  const text = Buffer.from(
    `========\r\n20240221 09:31:07.512 : REG QUERY x /s\r\n========\r\nHKEY_LOCAL_MACHINE\\SYSTEM\\CurrentControlSet\\Services\\PolicyAgent\r\n    Start    REG_DWORD    0x3\r\n
[WARNING] Registry Key 'HKLM\\SYSTEM\\X' does not exist.\r\nWindows Registry Editor Version 5.00\r\n[HKEY_LOCAL_MACHINE\\SYSTEM\\CurrentControlSet\\Services\\RasMan\\Config]\r\n"A"=hex(7):41,00,\\\r\n  00,00\r\n`,
  );

  it('never make them throw anything but ParseError', () => {
    const random = mulberry32(7);
    const until = performance.now() + BUDGET_MS;
    let rounds = 0;
    for (; rounds < 1500 && performance.now() < until; rounds++) {
      for (const [source, bytes] of [[registryHiveSource, mutate(system, random)], [registryTextSource, scramble(text, random)]] as const) {
        try {
          collect(source, bytes);
        } catch (error) {
          if (!(error instanceof ParseError)) throw error;
        }
      }
    }
    console.log(`registry source fuzz: ${rounds} rounds`);
    expect(rounds).toBeGreaterThan(100);
  });

  it('long lines and many lines take no long time', () => {
    const long = Buffer.concat([Buffer.from('Windows Registry Editor Version 5.00\n[HKEY_LOCAL_MACHINE\\SYSTEM]\n"'), Buffer.alloc(3_000_000, '\\a'), Buffer.from('\n"A"=hex:'), Buffer.alloc(3_000_000, '00,')]);
    const many = Buffer.from('HKEY_LOCAL_MACHINE\\SYSTEM\n'.repeat(50_000) + '    a    '.repeat(200_000));
    const started = performance.now();
    for (const bytes of [long, many]) collect(registryTextSource, bytes);
    expect(performance.now() - started).toBeLessThan(20_000);
  });
});

/** Overwrites, repeats and cuts stretches of text. */
function scramble(original: Uint8Array, random: () => number): Uint8Array {
  const pick = (limit: number) => Math.floor(random() * limit);
  const parts: Uint8Array[] = [original];
  for (let n = pick(5); n >= 0; n--) {
    const from = pick(original.length);
    parts.push(original.subarray(from, from + pick(200)));
  }
  const bytes = new Uint8Array(Buffer.concat(parts));
  for (let n = pick(20); n > 0; n--) bytes[pick(bytes.length)] = pick(256);
  return bytes.subarray(0, pick(bytes.length));
}

/** Overwrites a few words, mostly with values that look like offsets and counts; sometimes cuts the end off. */
function mutate(original: Uint8Array, random: () => number): Uint8Array {
  const bytes = original.slice();
  const view = new DataView(bytes.buffer);
  const pick = (limit: number) => Math.floor(random() * limit);
  // Skips the long binary value: hits there test nothing.
  const reach = Math.min(16_000, bytes.length - 4100);
  for (let n = 1 + pick(12); n > 0; n--) {
    const at = random() < 0.05 ? pick(4092) : 4096 + pick(reach);
    const kind = pick(5);
    if (kind === 0) bytes[at] = pick(256);
    else if (kind === 1) view.setUint16(at, [0, 0xffff, 0x7fff, 0x6b6e, 0x6972, 0x6c66, 0x6264][pick(7)] as number, true);
    else if (kind === 2) view.setUint32(at, pick(bytes.length), true);
    else if (kind === 3) view.setUint32(at, view.getUint32(4096 + pick(reach), true), true);
    else view.setUint32(at, [0, 0xffffffff, 0x80000000, 0x7fffffff, 0xfffffff8, 32][pick(6)] as number, true);
  }
  return random() < 0.1 ? bytes.subarray(0, pick(bytes.length)) : bytes;
}

function walk(root: Key): void {
  const queue = [root];
  let visits = 0;
  for (const key of queue) {
    if (++visits > MAX_VISITS) return;
    for (const value of key.values()) value.data();
    queue.push(...key.subkeys());
    key.findKey('Nothing');
  }
}

function mulberry32(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}
