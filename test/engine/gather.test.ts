/** Text exports of event logs stand in for logs that are missing or broken, and for nothing else. */
import { describe, expect, it } from 'vitest';
import type { Bundle, Entry } from '../../src/bundle/types.ts';
import { Collector } from '../../src/engine/collector.ts';
import { gather } from '../../src/engine/gather.ts';
import { startStopwatch } from '../../src/engine/timing.ts';
import { buildEvtx } from '../support/evtx-builder.ts';
import { eventExport } from '../support/text/event-export.ts';
import { outFile } from '../support/text.ts';

const LOG = outFile('20240221 09:30:12.345 [x(1)] INFO: TimeUTC: 2024-02-21_08:30:12 [TZ: (UTC+01:00) x]\n20240221 09:30:12.345 [x(1)] INFO: Computer: LAP042 - User: user1 - Domain: CONTOSO - Session: 1\n20240221 09:30:12.345 [x(1)] INFO: OS Culture: de-DE\n');
const EXPORT = eventExport([{ time: '21.02.2024 09:36:12', provider: 'RasClient', eventId: 20227, message: 'CoId={9F1C2B52-0B5E-4C6E-9A0F-3C7A1D2E4F50}: … 809.' }], ';');
const EVTX = buildEvtx([{ provider: 'RasClient', eventId: 20227, channel: 'Application', computer: 'LAP042', time: '2024-02-21T08:36:12.100Z', layout: 'classic', data: ['{9F1C2B52-0B5E-4C6E-9A0F-3C7A1D2E4F50}', 'user1', 'Contoso VPN', '809'] }]);

const unpacked: string[] = [];

function entry(path: string, bytes: Uint8Array): Entry {
  return {
    path,
    size: bytes.length,
    depth: 0,
    notes: [],
    head: () => Promise.resolve(bytes.subarray(0, 512)),
    bytes: () => {
      unpacked.push(path);
      return Promise.resolve(bytes);
    },
    pieces: async function* () {
      yield bytes;
    },
  };
}

async function run(files: Readonly<Record<string, Uint8Array>>) {
  const bundle: Bundle = { name: 'TSS_LAP042_240221-093005_NET_VPN.zip', kind: 'zip', entries: Object.entries(files).map(([path, bytes]) => entry(path, bytes)), problems: [], notes: [], close: () => Promise.resolve() };
  const collector = new Collector();
  const { coverage } = await gather(bundle, collector, { host: null, stopwatch: startStopwatch(), onProgress: () => {} });
  return {
    records: collector.finish().records.map(({ name, fields, ref }) => [name, fields['error'], ref.artifact]),
    coverage: Object.fromEntries(coverage.map(({ artifact, outcome }) => [artifact, outcome])),
    watches: collector.watches.map((watch) => [watch.channel, watch.ref.artifact]),
  };
}

const base = { 'LAP042_240221-093005__Log-Warn-Err-Info.txt': LOG, 'LAP042-Application.csv': EXPORT };

describe('text exports of event logs', () => {
  it('are left aside where the log is whole, wherever they stand in the bundle', async () => {
    const result = await run({ ...base, 'LAP042-Application.evtx': EVTX });
    expect(result.records).toEqual([['ras-client.failed', 809, 'LAP042-Application.evtx']]);
    expect(result.coverage).toMatchObject({ 'LAP042-Application.csv': 'ignored', 'LAP042-Application.evtx': 'read' });
    expect(unpacked).not.toContain('LAP042-Application.csv');
  });
  it('stand in for a log that is not there or cannot be read', async () => {
    const expected = { records: [['ras-client.failed', 809, 'LAP042-Application.csv']], watches: [['Application', 'LAP042-Application.csv']] };
    expect(await run(base)).toMatchObject(expected);
    const broken = await run({ ...base, 'LAP042-Application.evtx': EVTX.subarray(0, 4096) });
    expect(broken).toMatchObject(expected);
    expect(broken.coverage).toMatchObject({ 'LAP042-Application.csv': 'partial' });
  });
  it('two of one log are not taken twice', async () => {
    expect((await run({ ...base, 'sdp/LAP042_evt_Application_evt_.csv': EXPORT })).records).toHaveLength(1);
  });
});
