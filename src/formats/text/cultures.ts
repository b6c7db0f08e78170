/**
 * Console and ANSI code pages a Windows of a language uses by default (National Language Support reference, Microsoft).
 * A guess for machines whose registry is not at hand: the user's culture is not always the system's.
 */

export interface CodePages {
  readonly oem: number;
  readonly ansi: number;
}

const PAGES: Readonly<Record<string, readonly [oem: number, ansi: number]>> = {
  'en-us': [437, 1252],
  'zh-tw': [950, 950],
  'zh-hk': [950, 950],
  'zh-mo': [950, 950],
  'zh-hant': [950, 950],
  'sr-latn': [852, 1250],
  'bs-latn': [852, 1250],
  zh: [936, 936],
  ja: [932, 932],
  ko: [949, 949],
  th: [874, 874],
  vi: [1258, 1258],
  el: [737, 1253],
  tr: [857, 1254],
  az: [857, 1254],
  he: [862, 1255],
  ar: [720, 1256],
  fa: [720, 1256],
  et: [775, 1257],
  lt: [775, 1257],
  lv: [775, 1257],
  pl: [852, 1250],
  cs: [852, 1250],
  sk: [852, 1250],
  hu: [852, 1250],
  ro: [852, 1250],
  sl: [852, 1250],
  hr: [852, 1250],
  sq: [852, 1250],
  ru: [866, 1251],
  uk: [866, 1251],
  be: [866, 1251],
  bg: [866, 1251],
  mk: [866, 1251],
  sr: [855, 1251],
};

/** Code pages of a culture name such as `de-DE`; Western European ones when the language is in no list. */
export function codePagesOf(culture: string): CodePages {
  const parts = culture.toLowerCase().split('-');
  const found = PAGES[parts.slice(0, 2).join('-')] ?? PAGES[parts[0] as string] ?? [850, 1252];
  return { oem: found[0], ansi: found[1] };
}
