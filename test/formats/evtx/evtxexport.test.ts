/**
 * Compares every record that libevtx's `evtxexport` renders with ours: element names, attributes, text. The two write
 * some values differently; each such difference is listed in `isSameText` with its reason, and nothing else is let through.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { eventXml, readEvtxBytes } from '../../../src/formats/evtx/index.ts';
import { corpusFiles } from './corpus.ts';
import { childOf, parseXml, type XmlNode } from './xml-tree.ts';

const TEST = 'comparison with evtxexport';
const files = corpusFiles(TEST);
const hasTool = spawnSync('evtxexport', ['-V']).status === 0;
if (!hasTool) console.log(`SKIPPED ${TEST}: evtxexport (Debian: libevtx-utils) is not installed`);

/** What evtxexport renders; it gives up on a whole file at its first unreadable record in some cases. */
function theirEvents(path: string): readonly XmlNode[] {
  const run = spawnSync('evtxexport', ['-f', 'xml', path], { encoding: 'utf8', maxBuffer: 1 << 28 });
  return run.stdout.split(/(?=^<Event[ >])/m).slice(1).map(parseXml);
}

function ourEvents(path: string): readonly XmlNode[] {
  const events: XmlNode[] = [];
  readEvtxBytes(readFileSync(path), (record) => {
    if (!record.recovered) events.push(parseXml(eventXml(record)));
  });
  return events;
}

function isSameText(theirs: string, ours: string): boolean {
  if (theirs === ours) return true;
  // FILETIME: theirs has nine digits, ours seven (the ticks there are), SYSTEMTIME three.
  if (/^\d{4,5}-\d\d-\d\dT/.test(ours)) return theirs.replace(/0*Z$/, '') === ours.replace(/0*Z$/, '');
  // HexInt32 and HexInt64: theirs is padded with zeros, Windows' own XML is not.
  if (theirs.startsWith('0x0')) return `0x${theirs.slice(2).replace(/^0+(?=.)/, '')}` === ours;
  // Pointer-sized integers: theirs in decimal, Windows' own XML in hex.
  if (/^0x[0-9a-f]+$/.test(ours) && /^\d+$/.test(theirs)) return BigInt(ours) === BigInt(theirs);
  // A value of nothing but a line break: theirs writes an empty element.
  return theirs.trim() === '' && ours === '\n';
}

/** Paths at which the two differ. */
function differences(theirs: XmlNode, ours: XmlNode, path = ''): string[] {
  const at = `${path}/${theirs.name}`;
  if (theirs.name !== ours.name) return [`${at}: ours is <${ours.name}>`];
  // Theirs does not escape markup in text, so that text which is XML comes out as elements.
  if (theirs.children.length > 0 && ours.children.length === 0 && ours.text.trimStart().startsWith('<')) {
    return differences(theirs, { ...parseXml(`<${ours.name}>${ours.text}</${ours.name}>`), attributes: ours.attributes }, path);
  }
  const found: string[] = [];
  for (const name of new Set([...Object.keys(theirs.attributes), ...Object.keys(ours.attributes)])) {
    const [a, b] = [theirs.attributes[name], ours.attributes[name]];
    if (a === undefined || b === undefined || !isSameText(a, b)) found.push(`${at}@${name}: ${a} | ${b}`);
  }
  if (theirs.children.length !== ours.children.length) return [...found, `${at}: ${theirs.children.length} children | ${ours.children.length}`];
  if (theirs.children.length === 0 && !isSameText(theirs.text, ours.text)) found.push(`${at}: ${theirs.text} | ${ours.text}`);
  return theirs.children.reduce((all, child, index) => [...all, ...differences(child, ours.children[index] as XmlNode, at)], found);
}

const recordId = (event: XmlNode): string | undefined => childOf(childOf(event, 'System'), 'EventRecordID')?.text;

describe.skipIf(files === null || !hasTool)(TEST, () => {
  it('agrees on every record evtxexport renders', { timeout: 240_000 }, () => {
    let compared = 0;
    const failures: string[] = [];
    for (const file of files ?? []) {
      const ours = ourEvents(file.path);
      let next = 0;
      for (const theirs of theirEvents(file.path)) {
        // Both go in file order; ours may have records in between that theirs cannot render.
        while (next < ours.length && recordId(ours[next] as XmlNode) !== recordId(theirs)) next++;
        const mine = ours[next++];
        if (!mine) failures.push(`${file.name}: record ${recordId(theirs)} is missing`);
        else failures.push(...differences(theirs, mine).map((difference) => `${file.name} ${recordId(theirs)} ${difference}`));
        compared++;
      }
    }
    console.log(`compared ${compared} records with ${execFileSync('evtxexport', ['-V'], { encoding: 'utf8' }).split('\n')[0]}`);
    expect(failures.slice(0, 20)).toEqual([]);
    expect(compared).toBeGreaterThan(25_000);
  });
});
