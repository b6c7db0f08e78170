/** Real traces: counts and values that a second reader, written from the format alone, gave for the same files. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type DecodedEvent, type DecodeResult, TraceDecoder } from '../../../../src/formats/etl/decode/index.ts';
import { keepEvent, readEtlBytes, type EtlEvent } from '../../../../src/formats/etl/index.ts';
import { CORPUS, hasCorpus } from '../../../support/tools.ts';

function decodeFile(name: string, emit: (event: EtlEvent, decoded: DecodedEvent) => void = () => undefined): DecodeResult {
  const decoder = new TraceDecoder({ wants: () => true, emit });
  readEtlBytes(new Uint8Array(readFileSync(join(CORPUS, 'etl', name))), (event) => decoder.push(event), { artifact: name });
  return decoder.finish();
}

describe.runIf(hasCorpus())('traces that carry their layouts', () => {
  it('pktmon: every event to its last byte', () => {
    const said = new Map<number, DecodedEvent>();
    const ids = new Map<number, number>();
    const result = decodeFile('pktmon-icmp-ping.etl', (event, decoded) => {
      if (decoded.by !== 'embedded') return;
      ids.set(event.id, (ids.get(event.id) ?? 0) + 1);
      if (!said.has(event.id)) said.set(event.id, decoded);
      const logged = decoded.fields.find((field) => field.name === 'LoggedPayloadSize');
      if (logged !== undefined) expect(event.data.length).toBe(0x22 + Number(logged.value));
    });
    expect(result).toMatchObject({ layouts: 12, maps: 9, late: 0, notes: [] });
    expect(result.shares[0]).toMatchObject({ name: 'Microsoft-Windows-PktMon', total: 403, embedded: 403, undecoded: 0, fits: { exact: 403 } });
    expect(Object.fromEntries(ids)).toEqual({ 20: 44, 30: 111, 40: 3, 60: 3, 65: 5, 66: 5, 70: 5, 75: 18, 80: 44, 90: 50, 100: 1, 160: 114 });
    expect(said.get(20)?.fields).toEqual([{ name: 'Id', value: '75' }, { name: 'Type', value: '10', shown: 'HTTP Protocol' }, { name: 'Name', value: 'http.sys' }, { name: 'Description', value: 'HTTP' }]);
    expect(said.get(75)?.fields).toEqual([{ name: 'ComponentId', value: '70' }, { name: 'Type', value: '7', shown: 'EtherType' }, { name: 'EtherType', value: '34525', shown: 'IPv6' }]);
    expect(said.get(160)?.fields.slice(0, 12)).toEqual([
      { name: 'PktGroupId', value: '1071654' }, { name: 'PktNumber', value: '1' }, { name: 'AppearanceCount', value: '1' }, { name: 'DirTag', value: '3', shown: 'Rx' }, { name: 'PacketType', value: '1', shown: 'Ethernet' },
      { name: 'ComponentId', value: '59' }, { name: 'EdgeId', value: '1' }, { name: 'FilterId', value: '1' }, { name: 'DropReason', value: '0', shown: 'Unspecified' }, { name: 'DropLocation', value: '0x0' },
      { name: 'OriginalPayloadSize', value: '98' }, { name: 'LoggedPayloadSize', value: '98' },
    ]);
  });

  it('pktmon: the machine that was traced', () => {
    const builds: string[] = [];
    decodeFile('pktmon-icmp-ping.etl', (_, decoded) => {
      if (decoded.by === 'built-in') builds.push(...decoded.fields.map((field) => field.value));
    });
    expect(builds.slice(1)).toEqual(['20348.2461.amd64fre.fe_release.210507-1500', 'Windows Server 2022 Datacenter Azure Edition']);
  });

  it('merged performance trace: 66,394 of 68,143 events, whose providers the merger described', () => {
    let channel = '';
    const result = decodeFile('merged-compressed-mixed-x64.etl', (_, decoded) => {
      if (decoded.providerName === 'Microsoft-Windows-DNS-Client') channel = decoded.channel;
    });
    expect(result).toMatchObject({ layouts: 61, maps: 24 });
    const rows = Object.fromEntries(result.shares.filter((share) => share.embedded > 0).map(({ name, embedded, undecoded, fits }) => [name, { embedded, undecoded, ...fits }]));
    expect(rows).toEqual({
      'Microsoft-Windows-DotNETRuntimeRundown': { embedded: 33_011, undecoded: 0, exact: 33_011 },
      'Microsoft-Windows-DotNETRuntime': { embedded: 32_730, undecoded: 0, exact: 17_747, 'left-over': 14_983 },
      'Microsoft-Windows-Kernel-File': { embedded: 562, undecoded: 0, exact: 562 },
      'Microsoft-Windows-Kernel-EventTracing': { embedded: 77, undecoded: 0, exact: 77 },
      'Microsoft-Windows-Immersive-Shell': { embedded: 8, undecoded: 0, exact: 8 },
      'Microsoft-Windows-DNS-Client': { embedded: 4, undecoded: 0, exact: 4 },
      'Microsoft-Windows-Kernel-Process': { embedded: 2, undecoded: 0, exact: 2 },
    });
    expect(result.shares.reduce((sum, share) => sum + share.embedded, 0)).toBe(66_394);
    const bare = result.shares.filter((share) => share.total > 0 && share.embedded === 0).map((share) => share.total);
    expect(bare).toEqual(expect.arrayContaining([1627, 108, 8, 6]));
    expect(channel).toBe('Microsoft-Windows-DNS-Client/Operational');
  });

  it('gives the same when the layouts come too late for the room there is, and the trace is read twice', () => {
    const events: EtlEvent[] = [];
    readEtlBytes(new Uint8Array(readFileSync(join(CORPUS, 'etl', 'pktmon-icmp-ping.etl'))), (event) => events.push(keepEvent(event)), { artifact: '' });
    const layoutsLast = [...events.filter((event) => event.kind !== 'classic'), ...events.filter((event) => event.kind === 'classic')].map((event, index) => ({ ...event, number: index + 1 }));
    const seen = new Set<number>();
    const decoder = new TraceDecoder({
      wants: (event) => event.kind === 'event',
      budget: 20_000,
      emit: (event, decoded) => {
        expect([decoded.fit, seen.has(event.number)]).toEqual(['exact', false]);
        seen.add(event.number);
      },
    });
    for (const event of layoutsLast) decoder.push(event);
    const { late, again } = decoder.finish();
    expect(late).toBeGreaterThan(100);
    expect(late).toBe(403 - seen.size);
    for (const event of layoutsLast) again?.(event);
    expect(seen.size).toBe(403);
  });
});

describe.runIf(hasCorpus())('traces whose events describe themselves', () => {
  const counts: Readonly<Record<string, readonly [provider: string, events: number]>> = {
    'tracelogging-amsi-eventslost.etl': ['AmsiTrace', 19],
    'tracelogging-lxcore-tiny.etl': ['Microsoft.Windows.Subsystem.LxCore', 2],
    'tracelogging-single-compressed.etl': ['MySource', 1],
    'tracelogging-primitive-types.etl': ['solar_system', 5],
    'tracelogging-sih.etl': ['SIHTraceLogging', 10],
    'tracelogging-waasmedic-circular.etl': ['Microsoft.Windows.WaaSMedic.Local', 17],
  };
  for (const [name, [provider, events]] of Object.entries(counts)) {
    it(`${name}: all ${events}, each byte of them`, () => {
      const share = decodeFile(name).shares.find((row) => row.name === provider);
      expect(share).toMatchObject({ total: events, traceLogging: events, undecoded: 0, fits: { exact: events } });
    });
  }

  it('reads every primitive type', () => {
    const said: string[][] = [];
    decodeFile('tracelogging-primitive-types.etl', (_, decoded) => said.push(decoded.fields.map((field) => field.value)));
    // The two times are one moment, written in two forms.
    expect(said[0]).toEqual(['Mercury', 'false', '77', '-51', '-102', '51', '102', '18446744073709551412', '204', '{0AD614C4-0EF4-4225-8013-F44F37CB0397}', '2021-09-09T14:59:35.7990000Z', '2021-09-09T14:59:35.799Z']);
    expect(said[4]?.slice(0, 5)).toEqual(['Jupiter', 'true', '74', '-69', '-138']);
  });

  it('reads a structure', () => {
    const said: unknown[] = [];
    decodeFile('tracelogging-single-compressed.etl', (event, decoded) => {
      if (decoded.by === 'tracelogging') said.push(event.id, decoded.name, decoded.fields);
    });
    expect(said).toEqual([3, 'TestEvent', [{ name: 'a.b', value: 'Hello' }, { name: 'a.c', value: 'World!' }]]);
  });
});

describe.runIf(hasCorpus())('traces without any description', () => {
  const counts: Readonly<Record<string, number>> = {
    'manifest-clr-gc.etl': 69,
    'manifest-clr-rundown.etl': 110,
    'manifest-httpserver-win7.etl': 2041,
    'manifest-kernelnetwork-win7.etl': 8923,
    'manifest-kernelprocess-win7.etl': 10_343,
    'classic-netlogon.etl': 200,
  };
  for (const [name, events] of Object.entries(counts)) {
    it(`${name}: all ${events} are counted, none is guessed`, () => {
      let emitted = 0;
      const result = decodeFile(name, () => emitted++);
      expect(result.shares.find((share) => share.provider !== '')).toMatchObject({ total: events, undecoded: events });
      expect([emitted, result.undecoded]).toEqual([0, events]);
    });
  }
});
