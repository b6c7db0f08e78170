import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { eventXml, readEvtxBytes, type EvtxSummary } from '../../../src/formats/evtx/index.ts';
import type { EventView } from '../../../src/model/source.ts';
import { corpusFiles } from './corpus.ts';
import { childOf, parseXml, type XmlNode } from './xml-tree.ts';

const files = corpusFiles('counts of real logs');

/** Reads a log, decodes everything. */
function decodeAll(path: string): { summary: EvtxSummary; decoded: number } {
  let decoded = 0;
  const summary = readEvtxBytes(readFileSync(path), (record) => {
    record.decode();
    if (!record.recovered) decoded++;
  });
  return { summary, decoded };
}

/** What a view of the event must hold, taken from its XML (which another test compares with libevtx). */
function expectedOf(event: XmlNode): Record<string, unknown> {
  const system = childOf(event, 'System');
  const text = (name: string): string => childOf(system, name)?.text ?? '';
  const sections = event.children.filter((child) => child.name !== 'System' && child.name !== 'RenderingInfo');
  const data = sections.flatMap((section) => (section.name === 'EventData' ? section.children.filter((child) => child.name !== 'Binary').map(namedField) : leaves(section)));
  return {
    provider: childOf(system, 'Provider')?.attributes['Name'] ?? '',
    eventId: Number(text('EventID')),
    qualifiers: Number(childOf(system, 'EventID')?.attributes['Qualifiers'] ?? 0),
    version: Number(text('Version')),
    level: Number(text('Level')),
    keywords: text('Keywords'),
    ms: Date.parse(childOf(system, 'TimeCreated')?.attributes['SystemTime'] ?? ''),
    channel: text('Channel'),
    computer: text('Computer'),
    activityId: childOf(system, 'Correlation')?.attributes['ActivityID'],
    data: data.filter((field) => field.value !== ''),
    binary: sections.map((section) => childOf(section, 'Binary')?.text ?? '').join(''),
  };
}

function namedField(element: XmlNode): { name?: string; value: string } {
  const name = element.attributes['Name'];
  return name === undefined ? { value: element.text } : { name, value: element.text };
}

function leaves(section: XmlNode): { name: string; value: string }[] {
  return section.children.flatMap((child) => {
    const local = child.name.replace(/^.*:/, '');
    const attributes = Object.entries(child.attributes).filter(([name]) => !name.startsWith('xmlns'));
    const own = child.children.length > 0 ? [] : [{ name: local, value: child.text }];
    return [...own, ...attributes.map(([name, value]) => ({ name: `${local}@${name}`, value })), ...leaves(child)];
  });
}

/** The view in the same shape; empty fields are left out, for XML drops those that are optional. */
function foundIn(view: EventView): Record<string, unknown> {
  const { time, data, recordId: _recordId, activityId, ...rest } = view;
  return { ...rest, activityId, ms: Math.floor(time / 1000), data: data.filter((field) => field.value !== '') };
}

/** Measured independently of this reader; `decoded` where it differs from `records`. */
const CORNER_CASES: readonly (readonly [file: string, records: number, recovered: number, decoded?: number])[] = [
  ['2-vss_0-Microsoft-Windows-RemoteDesktopServices-RdpCoreTS%4Operational.evtx', 1912, 40, 1910],
  ['2-vss_0-Microsoft-Windows-TerminalServices-RemoteConnectionManager%4Operational.evtx', 1775, 21, 1774],
  ['2-vss_7-System.evtx', 1160, 0],
  ['sample_with_a_bad_chunk_magic.evtx', 270, 31],
  ['sysmon.evtx', 358, 0],
  ['system.evtx', 1881, 0],
  ['E_Windows_system32_winevt_logs_Microsoft-Windows-Shell-Core%4Operational.evtx', 1146, 0],
  ['2-system-Microsoft-Windows-LiveId%4Operational.evtx', 399, 0],
  ['Microsoft-Windows-HelloForBusiness%4Operational.evtx', 6, 0],
  ['Microsoft-Windows-LanguagePackSetup%4Operational.evtx', 17, 0, 16],
  ['E_ShadowCopy6_windows_system32_winevt_logs_Microsoft-Windows-CAPI2%4Operational.evtx', 459, 0],
  ['E_Windows_system32_winevt_logs_Microsoft-Windows-CAPI2%4Operational.evtx', 340, 0],
  ['Application_no_crc32.evtx', 17, 0],
  ['post-Security.evtx', 126, 0],
  ['sample-with-irregular-bool-values.evtx', 3028, 0],
  ['Security_with_size_t.evtx', 636, 0],
  ['sample-with-zero-data-size-event.evtx', 335, 114],
  ['security_bad_string_cache.evtx', 2261, 0],
  ['security.evtx', 2261, 0],
  ['MSExchange_Management_wec.evtx', 1, 0],
  ['issue_201.evtx', 1, 0],
];

describe.skipIf(files === null)('real logs', () => {
  it('counts the records of every file as an independent walk does', () => {
    const counts = files?.map((file) => [file.name, readEvtxBytes(readFileSync(file.path), () => {}).records]);
    expect(counts).toHaveLength(300);
    expect(counts).toEqual(files?.map((file) => [file.name, file.records]));
  });

  it('shows in the view of an event what its XML shows', () => {
    let compared = 0;
    for (const file of files ?? []) {
      readEvtxBytes(readFileSync(file.path), (record) => {
        // One damaged record (HelloForBusiness) has no values left in System: there the view gives defaults.
        if (record.provider === '' && record.time === null) return;
        expect(foundIn(record.decode()), `${file.name} ${record.recordId}`).toEqual(expectedOf(parseXml(eventXml(record))));
        compared++;
      });
    }
    expect(compared).toBeGreaterThan(26_000);
  });

  it.each(CORNER_CASES.map(([name, records, recovered, decoded = records]) => ({ name, records, recovered, decoded })))('$name', ({ name, records, recovered, decoded }) => {
    const file = files?.find((candidate) => candidate.name.endsWith(`/${name}`));
    const result = decodeAll(file?.path ?? name);
    expect({ records: result.summary.records, recovered: result.summary.recovered, decoded: result.decoded }).toEqual({ records, recovered, decoded });
    expect(result.summary.undecodable).toBe(records - decoded);
  });
});
