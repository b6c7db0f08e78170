/** Marks what names a person or a machine, so that nobody prints it by accident: names are redacted where a report wants it. */

export interface Personal {
  readonly personal: string;
}

export function personal(text: string): Personal {
  return { personal: text };
}

/** Bytes as text: Latin-1, without control characters, at most `most` of them. Names in packets state no encoding. */
export function plainText(bytes: Uint8Array, most = 256): string {
  let text = '';
  for (const byte of bytes.subarray(0, most)) if (byte >= 0x20 && byte !== 0x7f && (byte < 0x80 || byte >= 0xa0)) text += String.fromCharCode(byte);
  return text;
}
