/** Encoders for the single- and double-byte code pages of Windows consoles. Tables: Unicode consortium, MICSFT/PC and MICSFT/WINDOWS. */

const upper437 = 'ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u00a0';
const upper850 = 'ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜø£Ø×ƒáíóúñÑªº¿®¬½¼¡«»░▒▓│┤ÁÂÀ©╣║╗╝¢¥┐└┴┬├─┼ãÃ╚╔╩╦╠═╬¤ðÐÊËÈıÍÎÏ┘┌█▄¦Ì▀ÓßÔÒõÕµþÞÚÛÙýÝ¯´\u00ad±‗¾¶§÷¸°¨·¹³²■\u00a0';
const upper1252 = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ' + Array.from({ length: 96 }, (_, i) => String.fromCharCode(0xa0 + i)).join('');

export type CodePage = 437 | 850 | 932 | 1252;

/** Reverse of the platform's own decoder: every lead and trail byte pair of code page 932 it knows. */
function table932(): Map<string, number[]> {
  const decoder = new TextDecoder('shift_jis', { fatal: true });
  const table = new Map<string, number[]>();
  const add = (bytes: number[]): void => {
    try {
      const text = decoder.decode(new Uint8Array(bytes));
      if ([...text].length === 1 && !table.has(text)) table.set(text, bytes);
    } catch {
      // Not a character of the code page.
    }
  };
  for (let byte = 0; byte < 256; byte++) add([byte]);
  for (let lead = 0x81; lead <= 0xfc; lead++) {
    for (let trail = 0x40; trail <= 0xfc; trail++) if (lead <= 0x9f || lead >= 0xe0) add([lead, trail]);
  }
  return table;
}

function singleByteTable(upper: string): Map<string, number[]> {
  const table = new Map(Array.from({ length: 128 }, (_, i) => [String.fromCharCode(i), [i]] as [string, number[]]));
  [...upper].forEach((char, i) => table.set(char, [0x80 + i]));
  return table;
}

const tables = new Map<CodePage, Map<string, number[]>>();

function tableOf(codePage: CodePage): Map<string, number[]> {
  const known = tables.get(codePage);
  if (known) return known;
  const made = codePage === 932 ? table932() : singleByteTable(codePage === 437 ? upper437 : codePage === 850 ? upper850 : upper1252);
  tables.set(codePage, made);
  return made;
}

/** Bytes of `text` in a code page; a character it does not hold becomes `?`, as on Windows. */
export function encodeCodePage(text: string, codePage: CodePage): Buffer {
  const table = tableOf(codePage);
  return Buffer.from([...text].flatMap((char) => table.get(char) ?? [0x3f]));
}
