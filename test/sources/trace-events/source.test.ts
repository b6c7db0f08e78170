import { readFileSync } from 'node:fs';
import { join as joinPath } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type DecodedEvent, TraceDecoder } from '../../../src/formats/etl/decode/index.ts';
import { readEtlBytes, type EtlEvent } from '../../../src/formats/etl/index.ts';
import type { Fact, LogRecord } from '../../../src/model/records.ts';
import type { SourceRef } from '../../../src/model/refs.ts';
import type { EventView } from '../../../src/model/source.ts';
import { readEvent } from '../../../src/sources/events/index.ts';
import { builtInLayouts } from '../../../src/sources/trace-events/built-in.ts';
import { openTraceEvents, wantsTraceEvent } from '../../../src/sources/trace-events/source.ts';
import { etlEvent, guid, join, narrow, selfDescribed, u16, u32, u64, u8, utf8, wide } from '../../formats/etl/decode/build.ts';
import { CORPUS, hasCorpus } from '../../support/tools.ts';

const WFP = '{0C478C5B-0351-41B1-8C58-4A6737DA32E3}';
const RRAS = '{24989972-0967-4E21-A926-93854033638E}';
const VPN_CLIENT = '{3C088E51-65BE-40D1-9B90-62BFEC076737}';
const PKTMON = '{4D4F80D9-C8BD-4D73-BB5B-19C90402C5AC}';
const IKEEXT = '{106B464D-8043-46B1-8CB8-E92A0CD7A560}';

function read(events: readonly EtlEvent[]) {
  const views: EventView[] = [];
  const refs: SourceRef[] = [];
  const records: LogRecord[] = [];
  const facts: Fact[] = [];
  const none = () => undefined;
  const reader = openTraceEvents({
    artifact: { path: 'trace.etl', bundle: '', kind: 'etl', host: 'CLIENT1', size: 0 },
    context: { ref: (at) => ({ artifact: 'trace.etl', at }) },
    emit: { record: (record) => records.push(record), fact: (fact) => facts.push(fact), listing: none, watch: none, gap: none },
    onEvent: (view, ref) => {
      views.push(view);
      refs.push(ref);
    },
  });
  events.forEach((event, index) => reader.push({ ...event, number: index + 1 }));
  const result = reader.finish();
  return { views, refs, records, facts, result };
}

/** SOCKADDR_IN of a port and an address, 16 bytes. */
const socket = (port: number, ...address: number[]) => join(u16(2), u8(port >> 8, port & 255, ...address), new Uint8Array(8));

describe('events of traces without layouts', () => {
  it('become the records of the event logs: a main mode failure of the filtering platform', () => {
    const data = join(
      u64(133_478_604_000_000_000n), u32(16), socket(500, 192, 0, 2, 10), u32(16), socket(500, 198, 51, 100, 7), u32(0), wide('\\device\\svchost.exe'), join(u8(1, 1, 0, 0, 0, 0, 0, 5), u32(18)),
      wide(''), wide(''), u32(0, 0), u32(0, 0), u32(13_801, 1, 0, 2, 1, 0, 6), new Uint8Array(20).fill(0xab), u64(1n, 2n), guid(WFP),
    );
    const { views, refs, facts } = read([etlEvent({ provider: WFP, id: 1005, version: 1, data })]);
    expect(views).toHaveLength(1);
    expect(refs).toEqual([{ artifact: 'trace.etl', at: { kind: 'etl', event: 1 } }]);
    expect(readEvent(views[0] as EventView)).toMatchObject({ name: 'wfp.ike-mm-failure', fields: { error: 13_801, local_address: '192.0.2.10', remote_address: '198.51.100.7', remote_port: 500 } });
    expect(facts).toEqual([
      {
        name: 'trace.provider', host: 'CLIENT1', subject: 'Microsoft-Windows-WFP', ref: { artifact: 'trace.etl', at: { kind: 'whole' } },
        fields: { provider: 'Microsoft-Windows-WFP', guid: WFP, events: 1, embedded: 0, trace_logging: 0, built_in: 1, undecoded: 0, messages: 0 },
      },
    ]);
  });

  it('… an IKE packet, a line of RRAS, a profile that could not be made', () => {
    const isakmp = join(narrow('0102030405060708'), narrow('0000000000000000'), narrow('IKE_SA_INIT'), u32(528), narrow('SA'), u8(8), u32(0), wide('192.0.2.10'), u32(500, 0), wide('198.51.100.7'), u32(500, 0), u64(6n));
    const { views } = read([
      etlEvent({ provider: WFP, id: 1024, data: isakmp }),
      etlEvent({ provider: RRAS, id: 5002, level: 2, data: join(wide('IkeOpenTunnel failed'), guid('{00000000-0000-0000-0000-000000000000}'), wide('CONTOSO\\anna'), wide('VPN3-1')) }),
      etlEvent({ provider: VPN_CLIENT, id: 10_002, data: join(wide('Contoso VPN'), u32(0x80070005), wide('ServerAddress: vpn.contoso.com')) }),
    ]);
    expect(views.map((view) => readEvent(view))).toMatchObject([
      { name: 'wfp.1024', fields: { i_cookie: '0102030405060708', exchange_type: 'IKE_SA_INIT', length: 528, message_id: 0, remote_address: '198.51.100.7' } },
      { name: 'rras.5002', fields: { debug_string: 'IkeOpenTunnel failed', rras_user_name: 'CONTOSO\\anna', port_no: 'VPN3-1' } },
      { name: 'vpn-client.10002', fields: { vpn_connection_name: 'Contoso VPN', error_code: 0x80070005 } },
    ]);
  });

  it('of a newer version are read by the nearest older one, whose fields they begin with', () => {
    const layout = builtInLayouts.layout(WFP, 1001, 9);
    expect([layout?.version, layout?.fields.length]).toEqual([2, 21]);
    expect(builtInLayouts.layout(WFP, 1001, 0)?.fields).toHaveLength(15);
    expect([builtInLayouts.layout(WFP, 1, 0), builtInLayouts.layout(IKEEXT, 37, 0)]).toEqual([null, null]);
  });
});

describe('what is read of a trace', () => {
  it('are TraceLogging events of the networking stack, as they describe themselves', () => {
    const field = (name: string, type: number) => join(utf8(name), u8(type));
    const provider = 'Microsoft.Windows.Networking.RAS.Manager';
    const { records } = read([selfDescribed('ConnectFailed', [field('ErrorCode', 8), field('Server', 1)], join(u32(809), wide('vpn.contoso.com')), provider), selfDescribed('Other', [], u8(), 'Contoso.Test')]);
    expect(records).toMatchObject([
      { name: 'trace.event', host: 'CLIENT1', time: 1_700_000_000_000_000, scope: { provider }, severity: 'info', fields: { provider, event: 'ConnectFailed', values: ['ErrorCode=809', 'Server=vpn.contoso.com'] } },
    ]);
  });

  it('are not packets, nor events of providers that say nothing about a connection, nor messages without texts', () => {
    expect(wantsTraceEvent(etlEvent({ provider: PKTMON, id: 160 }))).toBe(false);
    expect(wantsTraceEvent(etlEvent({}))).toBe(false);
    const eapHost = '{6EB8DB94-FE96-443F-A366-5FE0CEE7FB1C}';
    expect([2005, 2026].map((id) => wantsTraceEvent(etlEvent({ provider: eapHost, id })))).toEqual([true, false]);
    const { views, records, facts } = read([etlEvent({ kind: 'message', provider: IKEEXT, id: 37, data: wide('vpn.contoso.com') })]);
    expect([views, records]).toEqual([[], []]);
    expect(facts[0]).toMatchObject({ subject: 'IKEEXT', fields: { events: 1, undecoded: 1, messages: 1 } });
  });
});

describe.runIf(hasCorpus())('published layouts against those real traces carry', () => {
  /** What a decoder makes of the events of one provider: with the layouts of the trace, or without. */
  function decode(name: string, provider: string, keepsMetadata: boolean): Map<number, DecodedEvent> {
    const said = new Map<number, DecodedEvent>();
    const decoder = new TraceDecoder({ wants: (event) => event.kind === 'event' && event.provider === provider, builtIn: builtInLayouts, emit: (event, decoded) => said.set(event.number, decoded) });
    readEtlBytes(new Uint8Array(readFileSync(joinPath(CORPUS, 'etl', name))), (event) => keepsMetadata || event.kind !== 'classic' ? decoder.push(event) : undefined, { artifact: name });
    decoder.finish();
    return said;
  }

  for (const [name, provider, events] of [['pktmon-icmp-ping.etl', PKTMON, 403], ['merged-compressed-mixed-x64.etl', '{1C95126E-7EEA-49A9-A3FE-A378B03DDB4D}', 4]] as const) {
    it(`${name}: the same names and values for all ${events} events`, () => {
      const embedded = decode(name, provider, true);
      const builtIn = decode(name, provider, false);
      expect([embedded.size, builtIn.size]).toEqual([events, events]);
      const differing = [...embedded].filter(([number, event]) => {
        const other = builtIn.get(number);
        const plain = (decoded: DecodedEvent | undefined) => JSON.stringify(decoded?.fields.map((field) => [field.name, field.value.startsWith('0x') ? String(BigInt(field.value)) : field.value]));
        return event.by !== 'embedded' || other?.by !== 'built-in' || other.fit !== 'exact' || plain(event) !== plain(other);
      });
      expect(differing).toEqual([]);
    });
  }
});
