import { describe, expect, it } from 'vitest';
import { compilePattern, MAX_PATTERN_INPUT } from '../../src/matching/evaluator/pattern.ts';

function matches(source: string, text: string): boolean | null {
  const pattern = compilePattern(source);
  if (typeof pattern === 'string') throw new Error(pattern);
  return pattern.test(text);
}

const TEXTS = [
  '', 'a', 'A', 'b', 'ab', 'abc', 'aab', 'abab', 'WAN Miniport (IP)', 'WAN Miniport (IPv6)', 'ms_wanarp', 'vms_pp', 'rbt_filter',
  '*.contoso.com', 'vpn.contoso.com', '192.0.2.10', '192.0.2', 'CN=Größe', 'line\nbreak', 'a-b', 'a]b', '{x}', 'tab\there', '169.254.3.4', 'aaaa', 'foo.bar',
];
const PATTERNS = [
  'a', '^a$', '^ab*$', 'a+b', '^(ab)+$', 'a|b', '^(a|ab)(c|bcd)?$', '^ms_', '^v?ms_', '\\(IP\\)$', '\\(IPv?6?\\)', '^\\*\\.', '^[^.]+\\.contoso\\.com$',
  '^\\d{1,3}(\\.\\d{1,3}){3}$', '^169\\.254\\.', '[A-C]', '[^a-z]', 'gr\\u00d6sse|größe', '\\bbar\\b', '\\Bb', 'a.b', 'line.break', '[\\]]', '[a\\-b]', '\\{x\\}', '{x}',
  '\\t', '\\s', '\\S+', '\\w+\\W', '^a{2,3}$', '^a{4}$', 'a{2,}?b', '', '^$', '(?:ab){2}', 'x*', '[-x]', '(|a)b', '\\x41',
];

describe('patterns', () => {
  it.each(PATTERNS)('%s agrees with the platform', (source) => {
    const reference = new RegExp(source, 'i');
    for (const text of TEXTS) expect([text, matches(source, text)]).toEqual([text, reference.test(text)]);
  });

  it.each([
    ['(a)\\1', 'backreferences are not allowed'],
    ['\\k<x>', 'backreferences are not allowed'],
    ['(?=a)', 'lookaround and named groups are not allowed'],
    ['(?!a)', 'lookaround and named groups are not allowed'],
    ['(?<=a)b', 'lookaround and named groups are not allowed'],
    ['(?<n>a)', 'lookaround and named groups are not allowed'],
    ['(a+)+', 'nested quantifiers are not allowed'],
    ['((a*)b)*', 'nested quantifiers are not allowed'],
    ['(a+){2}', 'nested quantifiers are not allowed'],
    ['a**', 'nested quantifiers are not allowed'],
    ['a{2}{3}', 'nested quantifiers are not allowed'],
    ['*a', 'a quantifier has nothing to repeat'],
    ['^*', 'a quantifier has nothing to repeat'],
    ['(a', 'missing )'],
    ['a)', 'unmatched ) at 2'],
    ['[a', 'missing ]'],
    ['[z-a]', 'a character range is out of order'],
    ['a{3,2}', 'repetition {3,2} is out of order or above 100'],
    ['a{1000}', 'repetition {1000} is out of order or above 100'],
    ['a\\', 'the pattern ends in a backslash'],
    ['\\pL', 'unknown escape \\p'],
    ['\\xZZ', 'expected 2 hex digits'],
    ['((a{100}){100}){100}', 'pattern is too large (more than 2000 steps)'],
    ['('.repeat(30), 'groups nested deeper than 20'],
    ['a'.repeat(501), 'pattern is longer than 500 characters'],
  ])('%s is refused: %s', (source, reason) => {
    expect(compilePattern(source)).toBe(reason);
  });

  it('does not slow down on what stops backtracking engines', () => {
    const text = 'a'.repeat(MAX_PATTERN_INPUT);
    const started = performance.now();
    expect(matches('a*a*a*a*a*a*a*b', text)).toBe(false);
    expect(matches('(a|a)*b', text)).toBe(false);
    expect(matches('(a?){50}a{50}$', text)).toBe(true);
    // A backtracking engine needs more than the age of the universe; the bound only has to tell these apart.
    expect(performance.now() - started).toBeLessThan(20_000);
  });

  it('does not judge a value longer than it examines', () => {
    expect(matches('a', 'a'.repeat(MAX_PATTERN_INPUT + 1))).toBe(null);
  });
});
