import { describe, expect, it } from 'vitest';
import type { Locator, SourceRef } from '../../src/model/refs.ts';
import { findArtifact, parseRef, refText } from '../../src/report/refs.ts';

/** Mulberry32: the same names every time. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const PIECES = ['a', 'HOST-System.evtx', '#', '%23', '%25', '%', '%3B', '25', '23', '!/', '/', ';', ';value=', ';line=4', 'line=3', '#line=3', '#record=1@2', 'key=', 'section=', ' ', 'ä', '日本', '\\', '=', '@', '-'];

describe('reference text', () => {
  it('is what a report shows', () => {
    expect(refText({ artifact: 'x.zip!/H-System.evtx', bundle: 'b.zip', at: { kind: 'evtx', recordId: 101, offset: 4608 } })).toBe('b.zip!/x.zip!/H-System.evtx#record=101@4608');
    expect(refText({ artifact: 'a.txt', at: { kind: 'line', line: 12, toLine: 14 } })).toBe('a.txt#line=12-14');
    expect(refText({ artifact: 'a.hiv', at: { kind: 'registry', key: 'Control\\Lsa', value: 'LmCompatibilityLevel' } })).toBe('a.hiv#key=Control\\Lsa;value=LmCompatibilityLevel');
    expect(refText({ artifact: 'a.pbk', at: { kind: 'section', section: 'Contoso VPN', line: 1 } })).toBe('a.pbk#section=Contoso VPN;line=1');
    expect(refText({ artifact: 'a.etl', at: { kind: 'etl', event: 17, frame: 3 } })).toBe('a.etl#event=17;frame=3');
    // Channel names are written with %4 for the slash: nothing of that is a mark of ours.
    expect(refText({ artifact: 'Microsoft-Windows-CAPI2%4Operational.evtx', at: { kind: 'whole' } })).toBe('Microsoft-Windows-CAPI2%4Operational.evtx');
  });

  it('is read back as it was, whatever the names hold', () => {
    const next = random(7);
    const number = () => 1 + Math.floor(next() * 1e6);
    const name = () => Array.from({ length: 1 + Math.floor(next() * 5) }, () => PIECES[Math.floor(next() * PIECES.length)]).join('');
    const places: readonly (() => Locator)[] = [
      () => ({ kind: 'evtx', recordId: number(), offset: number() }),
      () => ({ kind: 'line', line: number() }),
      () => ({ kind: 'line', line: 3, toLine: 3 + number() }),
      () => ({ kind: 'registry', key: name() }),
      () => ({ kind: 'registry', key: name(), value: name() }),
      () => ({ kind: 'section', section: name() }),
      () => ({ kind: 'section', section: name(), line: number() }),
      () => ({ kind: 'etl', event: number() }),
      () => ({ kind: 'etl', event: number(), frame: number() }),
      () => ({ kind: 'whole' }),
    ];
    const seen = new Map<string, string>();
    for (let round = 0; round < 20_000; round++) {
      const at = (places[round % places.length] as () => Locator)();
      const bundle = round % 3 === 0 ? undefined : `${round % 7}${name().replaceAll('/', '')}`;
      const ref: SourceRef = { artifact: name(), ...(bundle === undefined ? {} : { bundle }), at };
      const text = refText(ref);
      const path = bundle === undefined ? ref.artifact : `${bundle}!/${ref.artifact}`;
      expect(parseRef(text), text).toEqual({ path, at });
      // Two places never share a text.
      const place = JSON.stringify([path, at]);
      expect(seen.get(text) ?? place).toBe(place);
      seen.set(text, place);
      const others = [{ bundle: 'other', artifact: name() }, { bundle: 'b', artifact: ref.artifact.slice(1) }];
      expect(findArtifact(path, [...others, { bundle: bundle ?? 'b', artifact: ref.artifact }])).toContainEqual({ bundle: bundle ?? 'b', artifact: ref.artifact });
    }
  });

  it('takes what a person types', () => {
    const places = [
      { bundle: 'c.zip', artifact: 'SDP/x.zip!/LAP-System.evtx' },
      { bundle: 's.zip', artifact: 'SRV-System.evtx' },
      { bundle: 's.zip', artifact: 'sub/a.txt' },
      { bundle: 'c.zip', artifact: 'sub2/a.txt' },
    ];
    expect(parseRef('lap-system.evtx#record=7')).toEqual({ path: 'lap-system.evtx', at: { kind: 'record', recordId: 7 } });
    expect(findArtifact('lap-system.evtx', places)).toEqual([places[0]]);
    expect(findArtifact('sdp\\x.zip!\\lap-system.evtx', places)).toEqual([places[0]]);
    expect(findArtifact('s.zip!/SRV-System.evtx', places)).toEqual([places[1]]);
    expect(findArtifact('a.txt', places)).toEqual([places[2], places[3]]);
    expect(findArtifact('b.txt', places)).toEqual([]);
  });

  it('refuses what is no reference', () => {
    for (const text of ['', '#line=1', 'a#', 'a#line=x', 'a#line=', 'a#record=1@', 'a#event=1;frame=', 'a#line=1;section=2', 'a#b#line=3']) expect(parseRef(text), text).toBeNull();
  });
});
