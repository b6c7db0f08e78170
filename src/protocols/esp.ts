/** Headers of IPsec packets: ESP (RFC 4303 2) and AH (RFC 4302 2). What they carry is encrypted or not looked into. */
import { readU16Be, readU32Be } from '../bytes/big-endian.ts';

export interface Esp {
  readonly spi: number;
  readonly sequence?: number;
  /** Bytes behind the header, as far as captured. */
  readonly dataLength: number;
  readonly truncated: boolean;
}

/** An ESP packet: IP protocol 50, or UDP port 4500 (see `readIkeDatagram`). Null below four bytes, and when the SPI is 0, which is none. */
export function readEsp(bytes: Uint8Array): Esp | null {
  if (bytes.length < 4) return null;
  const spi = readU32Be(bytes, 0);
  if (spi === 0) return null;
  if (bytes.length < 8) return { spi, dataLength: 0, truncated: true };
  return { spi, sequence: readU32Be(bytes, 4), dataLength: bytes.length - 8, truncated: false };
}

export interface Ah {
  /** IP protocol of what follows. */
  readonly nextHeader: number;
  readonly headerLength: number;
  readonly spi: number;
  readonly sequence: number;
  readonly payload: Uint8Array;
  readonly truncated: boolean;
}

/** An AH packet: IP protocol 51. Null when its fixed part is not there. */
export function readAh(bytes: Uint8Array): Ah | null {
  if (bytes.length < 12) return null;
  const headerLength = ((bytes[1] as number) + 2) * 4;
  if (headerLength < 12 || readU16Be(bytes, 2) !== 0) return null;
  return {
    nextHeader: bytes[0] as number,
    headerLength,
    spi: readU32Be(bytes, 4),
    sequence: readU32Be(bytes, 8),
    payload: bytes.subarray(Math.min(headerLength, bytes.length)),
    truncated: bytes.length < headerLength,
  };
}
