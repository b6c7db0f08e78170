/** The ladder, and the hints codes give. */
import { describe, expect, it } from 'vitest';
import { lookUpCode } from '../../src/knowledge/error-codes.ts';
import { collectFor, stageAfter, stageHint, stageName, STAGES } from '../../src/knowledge/stages.ts';

describe('stageHint', () => {
  // Microsoft TechNet, RAS Connection Establishment: 665 comes after 20221; 809 after 20222; 691 and 720 families after 20224.
  it.each([
    [665, 'dial'],
    [868, 'resolve'],
    [809, 'reach-server'],
    [0x8007274c, 'reach-server'],
    [13801, 'tunnel'],
    [13806, 'tunnel'],
    [787, 'tunnel'],
    [0x800b0109, 'tunnel'],
    [691, 'authenticate'],
    [812, 'authenticate'],
    [798, 'authenticate'],
    [0x80420112, 'authenticate'],
    [720, 'address'],
    [13899, 'address'],
    [829, 'connected'],
  ])('%d points to %s', (code, stage) => expect(stageHint(code)).toBe(stage));
  it('is silent about codes it does not know', () => {
    for (const code of [0, 5, 0x12345678, 0xffffffff]) expect(stageHint(code)).toBeNull();
  });
  it('never stands for a code the tables do not have', () => {
    for (let code = 0; code <= 0xffff; code++) if (stageHint(code) !== null && (code < 13000 || code > 13999)) expect(lookUpCode(code), String(code)).not.toEqual([]);
  });
});

describe('stageAfter', () => {
  it('is the furthest rung entered, or further when the code says so', () => {
    expect(stageAfter({ stages: [], errorCode: null })).toBe('dial');
    expect(stageAfter({ stages: ['dial', 'resolve', 'reach-server'], errorCode: 809 })).toBe('reach-server');
    expect(stageAfter({ stages: ['dial', 'resolve', 'reach-server', 'tunnel', 'authenticate'], errorCode: 720 })).toBe('address');
    expect(stageAfter({ stages: ['dial', 'resolve', 'reach-server', 'tunnel', 'authenticate'], errorCode: 809 })).toBe('authenticate');
    expect(stageAfter({ stages: ['dial'], errorCode: 829 })).toBe('dial');
  });
});

it('every rung has a name and something to collect', () => {
  for (const stage of STAGES) {
    expect(stageName(stage)).not.toBe('');
    expect(collectFor(stage).length).toBeGreaterThan(0);
  }
});
