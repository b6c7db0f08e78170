/**
 * Error numbers in trace text: a number right behind a key word, never a sentence. Trace text is in English on every machine
 * ("Trace logs are available in English only", EAPHost documentation), but its wording differs by build.
 */

/** Word that announces a code: `error`, `dwError`, `RI_LastError`, `failed`, `failure`, `dwRetCode`, `hr`, `GetLastError`, `err`. */
const KEY = /(?:error(?:_?code)?|err|ret(?:urn)?_?code|fail(?:ed|ure|s)?|\bhr|\bhresult|\bntstatus)(?![a-z])/gi;
/** What may stand between word and number. */
const LINK = /(?:\(\))?[\s:=(,.'"#]{0,6}(?:(?:with|and|code|error|err|windows|win32|status|value|rc|hr|of|is|was|returned|returning|reason|dw[a-z]{1,12}|0x(?![0-9a-f]))(?:\(\))?[\s:=(,.'"#]{0,6}){0,5}/iy;
const NUMBER = /(0x[0-9a-f]{1,8}|-\d{1,10}|\d{1,10})(?![\w%]|[.:/]\d|\s(?:times?|bytes?|packets?|ms|msec|seconds?|secs?|minutes?|of)\b)/iy;

/** Pending states that calls return while they go on: ERROR_IO_PENDING, PENDING of RAS, STATUS_PENDING, WAIT_TIMEOUT. */
const NO_ERROR: ReadonlySet<number> = new Set([0, 600, 997, 0x103, 258]);

/** The first error number of a line, as an unsigned 32-bit code; null when it states none. */
export function errorIn(text: string): number | null {
  KEY.lastIndex = 0;
  for (let key = KEY.exec(text); key !== null; key = KEY.exec(text)) {
    const from = key.index + key[0].length;
    LINK.lastIndex = from;
    const link = LINK.exec(text)?.[0] ?? '';
    NUMBER.lastIndex = from + link.length;
    const number = NUMBER.exec(text)?.[1];
    if (number === undefined) continue;
    const code = Number(number) >>> 0;
    const isOutOfRange = Math.abs(Number(number)) > 0xffff_ffff;
    // "failed 3" counts something; a code of few digits wants a word or a sign in between.
    const isCount = /^fail/i.test(key[0]) && /^\d{1,2}$/.test(number) && !/[a-z=:(]/i.test(link);
    if (!isOutOfRange && !isCount && !NO_ERROR.has(code)) return code;
  }
  return null;
}
