import { expect, it } from 'vitest';
import { codePagesOf } from '../../../src/formats/text/cultures.ts';

it.each([
  ['en-US', 437, 1252],
  ['en-GB', 850, 1252],
  ['de-DE', 850, 1252],
  ['fr-CA', 850, 1252],
  ['ja-JP', 932, 932],
  ['zh-TW', 950, 950],
  ['zh-CN', 936, 936],
  ['sr-Latn-RS', 852, 1250],
  ['ru-RU', 866, 1251],
  ['', 850, 1252],
])('%s', (culture, oem, ansi) => {
  expect(codePagesOf(culture)).toEqual({ oem, ansi });
});
