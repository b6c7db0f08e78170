/** LZX against cabextract: both must give the bytes that went in. */
import { describe, expect, it } from 'vitest';
import { readCabinet } from '../../../src/formats/cab/cabinet.ts';
import { cabFilePieces } from '../../../src/formats/cab/folder.ts';
import { memorySource } from '../../../src/bundle/byte-files.ts';
import { nodePlatform } from '../../../src/platform/node/platform.ts';
import { gather, seeded } from '../../support/pieces.ts';
import { hasTool, runTool } from '../../support/tools.ts';
import { lzxCab } from './lzx-encoder.ts';
import type { BlockType } from './lzx-encoder.ts';

const hasCabextract = hasTool('cabextract');

/** Text with repeats near and far, and x86 calls in it. */
function sample(size: number, seed: number): Uint8Array {
  const random = seeded(seed);
  const words = Array.from({ length: 300 }, () => Buffer.from(`word${random() % 5000} `));
  const parts: Buffer[] = [];
  for (let length = 0; length < size; ) {
    const call = random() % 9 === 0;
    const part = call ? Buffer.from([0xe8, random() & 255, random() & 15, 0, 0]) : words[random() % words.length]!;
    parts.push(part);
    length += part.length;
  }
  return new Uint8Array(Buffer.concat(parts).subarray(0, size));
}

async function unpack(cab: Uint8Array): Promise<Uint8Array[]> {
  const source = memorySource(cab);
  const { files } = await readCabinet(source);
  return Promise.all(files.map((file) => gather(cabFilePieces(source, file, nodePlatform))));
}

/**
 * A cabinet whose only block is a stream that wimlib's compressor wrote (chunk of a WIM file, `LZX:100`), with the block
 * header in the form cabinets use. cabextract unpacks it to the text of `wimText`.
 */
const WIMLIB_CAB =
  'TVNDRgAAAACOBgAAAAAAACwAAAAAAAAAAwEBAAEAAAAAAAAASAAAAAEAAw8AfQAAAAAAAAAAVVgAACAAd2ZwZGlhZy54bWwAAAAAAD4GAH1bgICNBxAC0AAAUwJVQABAXEQdZDtfuz/d9aLwIwKiko' +
  'UDUgYkEFEi/h1g/wBgpgBopqCqoQS90HOBQ2H4dSbtZ5IjRlJJdOEcOAsP4MA8dIcOZEMAAAgAYKqAZgCGAWbH7hwiP5R6sH+Ff3/y3Xf7Pf3f/Zdvv9P9+x+++09C7/xGP4k/JFPwqvlk/hVarv93' +
  '79fq893/+oe/+s9+fB8+veVJ52mh3f/v3vjHePf9d78+/27q1XN0yNBKv3/8d+/4/L58+3+/w3j7fXg/fNev3+M17z6Sd+/543t3e7+f/+7ym+WsnYEMvKbhvOQHYbjchpS38cDlx8zQIcZajcgMa3' +
  '4KabpGWAaeH8bljSuPw34YiMYxiGyQIkiC3rShwnzWeTGwNPC9yWoJVdFhRplGr8dMQVi0kCFNQ25LGTrF6JccI1DdLjTimNWwZI+PkjOY3DHKXDEmzpzyKueUROL1v5Hf3WQ4p/z+dMO9azwRSNSg' +
  'iS3emS0QRGhNMAHjBCbmVtYWSpCoEh6NPp33hQliaYivl9BDiPRPjhqok5tcCm6Y1dndxkXvzNUYLKzWNvIhs9zIeSZKH8pHG4eeD2tMCoRsUK/P0nCqNYYObJlSTUPJDKGR21zdIWVpCPgcdbUJM1' +
  'YMTi9fnjQofXKOwL2+VA9Y1t4kuM3aAkggmae3FVV8ebVEDvOkPTqE0zXO+QnYnFXR5QI5OQr1rtFlKL4InsViW8QI2EatmwezHJmGu5IrpBgLNROf+bEzSgOLfVVVOu6T0e0WE90aiAn01ogTk/te' +
  'GycQhMy8265tFjCXBDjzBGsJFMxT1t4oFMwQQv3pbIERjZNK65rDk7RK2UNoiV3cW7O/BLKXK7MjgLlM4D4vdCyR0o2yjIR0eq7rMLjEkISee8kLqhpZuYW9LoSSKWrdvn3uAkpPNpMYdOYoj4tXGK' +
  'Gc+avTJ2DewPwDOXvxCJ21FnutUCMQF4FwYo5WCBzIyy7pKZivYWGO6FJhqo1RH8dCWSPgzqlCz5VjBLElhE1ubAUhwRnm3U4o7KLRPrlE6PE8036KxwhMnq3VKi7U/Sn0mOjtFCTs8YNZILzRSCPj' +
  'cGKMd+MFcQ7lyIJ0hzF1mMJc0qZGFmIeHx+MWUlAiZiY0HJnLmFn9h1QBMs3vvZu3h8mZNsQ38xSWscoqVEl1LrUWMCPE81PqC5GLKnxyFESmsiwS9qxMUsrCiiKRHLkT96pnF0bhUk2S4QK4zIj6w' +
  'w5M4RM6LRk5Dqh+3IXS14IR1bMu22azASlK2ifx110QlUWNYQ6trANuGdz/YDYljaC622BUbrKGDNTXEL5nNi0rSdPiNwHiJvyYeVexMiku60Chx+3M1lczn0IkAmEt0QOyU1vndkYqM6NReS7pMUM' +
  'ESFC2K8bBihcxUn8Pwl1rmUzII8T9U9MrhYki33XKNUtupJbClYTnLkQtbDPNn8NusYbdRpFJpyuYSSPW9KsLaja7An91pKXS5u9BzDssuzPz4LjYWfPgpZg1y8Ylmchogl17H3Y8j5E/ANMexG22B' +
  'cPtJZpiPkT27Q3saCZtA929uTjoWWLST17hwVcLwJZHxBDtFM3l2NCsxVCBXJjK18KaCOz8bC38uHtiPrISflWxPCFrJ9vpzhj4rzSRiC9j1xpY3FhTBoGi6AwscUrJ1cI3YP9lfbxwMeFZFLjStws' +
  '41gn67OctcCZ0HJn4MEtRIzJZ+4ELuxDjDyQ7s05wE7OMPLpVuQT6t0BXVbACWeAoWSnIFnsslNkwOwiDk6CzBNDp7c77ecxABWpH+kxIWeJIn0c6GUiYU/mZEKjJcKG5FaW2B+UA0sPu0scC1Q0e2' +
  'Cn6ReAa7P39UJhCYgtECT0+JL9QtncTBZ7LVkloOMQYGL9lv2ZWRjbAuWGar2TurYQE/Jm7+MjK+sFwhiPx5/iq8ZbjQLA7FugBcUzHvKwuAWkUAJD4OIRKrcAFSTHCdqnLLeWEftjQRZkbhMzEhu6' +
  '1o9AfYrY80M/D11rMzGpdS0eQZdpWR8oEcJG9Bk7JmBZFTYmd7MG5iF2azoebNYzHiNfwFnNeI2MYWhsxh/wWstcPl6Lk8VKe6HL9hBvJ4FqatYPdvbYoaGvZmRS2B5DgvgX6UsAAA==';

function wimText(): string {
  let text = '';
  const two = (value: number): string => String(value).padStart(2, '0');
  for (let i = 0; i < 400; i++) {
    text +=
      `<item><timeStamp>2024-02-21T08:33:${two(i % 60)}.${String((i * 37) % 1000).padStart(3, '0')}Z</timeStamp>` +
      `<localAddrV4>192.0.2.${(i * 7) % 250}</localAddrV4><remoteAddrV4>198.51.100.${(i * 13) % 250}</remoteAddrV4>` +
      `<failureErrorCode>${13801 + ((i * i) % 11)}</failureErrorCode></item>\r\n`;
  }
  return text.slice(0, 32_000);
}

const cases: readonly [string, number, readonly BlockType[], number, number?][] = [
  ['verbatim blocks over several frames', 15, ['verbatim'], 50_000],
  ['aligned blocks', 16, ['aligned'], 40_001],
  ['uncompressed blocks of odd length', 17, ['uncompressed'], 10_001],
  ['all types in turn, far distances', 21, ['verbatim', 'uncompressed', 'aligned'], 33_333],
  ['call translation', 18, ['verbatim', 'aligned'], 65_536, 12_000_000],
  ['a block that ends with its frame', 15, ['uncompressed', 'verbatim'], 32_768],
];

describe('LZX', () => {
  it("unpacks another compressor's stream", async () => {
    const [bytes] = await unpack(new Uint8Array(Buffer.from(WIMLIB_CAB, 'base64')));
    expect(Buffer.from(bytes!).toString()).toBe(wimText());
  });

  it.each(cases)('unpacks %s', async (_, windowBits, types, blockSize, callSize) => {
    const files = [
      { name: 'wfpdiag.xml', data: sample(150_001, windowBits) },
      { name: 'wfpdiag.etl', data: sample(77_777, 99) },
    ];
    const cab = lzxCab(files, { windowBits, types, blockSize, ...(callSize === undefined ? {} : { callSize }) });
    if (hasCabextract) {
      const { status, stdout } = runTool('cabextract', ['-q', '-p', '{x.cab}'], { 'x.cab': cab });
      expect(status).toBe(0);
      expect(Buffer.compare(stdout, Buffer.concat(files.map((file) => file.data)))).toBe(0);
    }
    const unpacked = await unpack(cab);
    expect(unpacked.map((bytes) => Buffer.from(bytes).toString('latin1'))).toEqual(files.map(({ data }) => Buffer.from(data).toString('latin1')));
  });
});
