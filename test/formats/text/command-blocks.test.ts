import { describe, expect, it } from 'vitest';
import { commandBlocks } from '../../../src/formats/text/command-blocks.ts';

const split = (text: string) => commandBlocks({ lines: text.split('\n') });

describe('TSS headers', () => {
  it('splits, keeps local time and line numbers', () => {
    const blocks = split('=====\n20240221 09:31:07.512 : IPCONFIG /ALL\n=====\nline 4\n\n======\n20240221 09:31:08.000 : route print\n======\nline 9');
    expect(blocks.map((block) => [block.command, block.firstLine, block.lines])).toEqual([
      ['IPCONFIG /ALL', 4, ['line 4', '']],
      ['route print', 9, ['line 9']],
    ]);
    expect(blocks[0]?.localTime).toBe(Date.UTC(2024, 1, 21, 9, 31, 7, 512) * 1000);
  });
  it('keeps a header without output, and one cut off by the end of the file', () => {
    const blocks = split('=====\n20240221 09:31:07.512 : AuditPol /set\n=====\n=====\n20240221 09:31:08.000 : certutil -store my');
    expect(blocks.map((block) => [block.command, block.lines])).toEqual([
      ['AuditPol /set', []],
      ['certutil -store my', []],
    ]);
  });
  it('does not take a certificate row or a process table for a header', () => {
    const blocks = split('my "Personal"\n================ Certificate 0 ================\nSerial Number: 01\n=== ====\nx');
    expect(blocks).toHaveLength(1);
    expect(blocks[0]?.command).toBe('');
  });
});

describe('SDP titles', () => {
  it('needs rules of one length on both sides', () => {
    const blocks = split(
      '====================\nCertificate Output\n====================\nOverview\n-----\n   1. certutil -store\n=====\n\n-----------\ncertutil -v\n-----------\nbody\n\nName\n----\nvalue',
    );
    expect(blocks.map((block) => [block.command, block.firstLine])).toEqual([
      ['Certificate Output', 4],
      ['certutil -v', 12],
    ]);
    expect(blocks[1]?.lines).toEqual(['body', '', 'Name', '----', 'value']);
  });
});

describe('no headers', () => {
  it('is one block, or none when there is nothing', () => {
    expect(split('a\nb')).toEqual([{ command: '', firstLine: 1, lines: ['a', 'b'] }]);
    expect(commandBlocks({ lines: [] })).toEqual([]);
    expect(split('\n \n')).toEqual([]);
  });
});
