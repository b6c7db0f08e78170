import { describe, expect, it } from 'vitest';
import { byteWriter } from '../../src/bytes/writer.ts';

describe('byteWriter', () => {
  it('keeps what was written, however long each piece is', () => {
    const writer = byteWriter();
    const pieces = [1, 255, 256, 257, 1_500, 70_000].map((length, index) => new Uint8Array(length).fill(index + 1));
    for (const piece of pieces) writer.bytes(piece);
    writer.u16(0x1234);
    writer.u32(0xfedcba98);
    const tail = [0x34, 0x12, 0x98, 0xba, 0xdc, 0xfe];
    expect([...writer.finish()]).toEqual([...pieces.flatMap((piece) => [...piece]), ...tail]);
  });
});
