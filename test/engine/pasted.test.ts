/** Less than a bundle: events as XML and as pasted text. */
import { describe, expect, it } from 'vitest';
import { Collector } from '../../src/engine/collector.ts';
import { contextOf } from '../../src/engine/context.ts';
import { pastedBundle, readPasted } from '../../src/engine/pasted.ts';
import { recognise } from '../../src/bundle/recognise.ts';

const COID = '{9F1C2B52-0B5E-4C6E-9A0F-3C7A1D2E4F60}';
const NOW = Date.UTC(2024, 4, 6) * 1_000;

const rasClient = (id: number, data: readonly string[]) =>
  `<Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'><System><Provider Name='RasClient'/><EventID Qualifiers='0'>${id}</EventID><Level>2</Level>` +
  `<Keywords>0x80000000000000</Keywords><TimeCreated SystemTime='2024-05-06T07:08:09.1234567Z'/><EventRecordID>101</EventRecordID><Channel>Application</Channel><Computer>client01.contoso.com</Computer></System>` +
  `<EventData>${data.map((value) => `<Data>${value}</Data>`).join('')}</EventData></Event>`;

async function read(text: string) {
  const bytes = new TextEncoder().encode(text);
  const [entry] = pastedBundle(bytes, NOW).entries;
  if (!entry) throw new Error('no entry');
  const kind = await recognise(entry.path, () => entry.head());
  const collector = new Collector();
  const result = kind === 'event-xml' || kind === 'event-message' ? readPasted(kind, bytes, entry, contextOf('standard input', '', []), collector) : null;
  return { kind, result, records: collector.finish().records };
}

describe('events as XML', () => {
  it('reads the public shape of a RasClient failure, with its signed code and microseconds', async () => {
    const { kind, result, records } = await read(rasClient(20227, [COID, 'SYSTEM', 'Contoso &amp; Sons', '-2146762495']));
    expect([kind, result?.outcome]).toEqual(['event-xml', 'read']);
    expect(records).toHaveLength(1);
    expect(records[0]).toMatchObject({
      name: 'ras-client.failed',
      host: 'CLIENT01',
      code: 20227,
      severity: 'error',
      fields: { co_id: COID, user: 'SYSTEM', connection: 'Contoso & Sons', error: 0x800b0101 },
      ref: { at: { kind: 'line', line: 1 } },
    });
    expect(records[0]?.time).toBe(Date.UTC(2024, 4, 6, 7, 8, 9) * 1_000 + 123_456);
  });

  it('reads many, names the line of each, and a broken one costs only itself', async () => {
    const { result, records } = await read(`<Events>\n${rasClient(20221, [COID, 'u', 'c', ''])}\n<Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'><System></Event>\n${rasClient(20227, [COID, 'u', 'c', '809'])}\n</Events>`);
    expect(result).toMatchObject({ outcome: 'partial', reason: '1 event(s) could not be read' });
    expect(records.map((record) => [record.name, record.ref.at])).toEqual([
      ['ras-client.dial-started', { kind: 'line', line: 2 }],
      ['ras-client.failed', { kind: 'line', line: 4 }],
    ]);
  });

  it('gives named data and UserData the names the event log reader gives', async () => {
    const system = (provider: string, id: number) => `<System><Provider Name='${provider}'/><EventID>${id}</EventID><TimeCreated SystemTime='2024-05-06T07:08:09Z'/><Channel>c</Channel><Computer>A</Computer></System>`;
    const open = "<Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'>";
    const { records } = await read(`${open}${system('Microsoft-Windows-Security-Auditing', 4625)}<EventData><Data Name='TargetUserName'>user1</Data><Data Name='Status'>0xc000006d</Data></EventData></Event>`);
    expect(records[0]?.fields).toMatchObject({ user: 'user1', status: 0xc000006d });
  });

  it('expands no entities of its own and survives nesting', async () => {
    const bomb = `<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>${rasClient(20227, [COID, '&b;', 'c', '809'])}`;
    const { records } = await read(rasClient(20227, [COID, '&b;', 'c', '809']));
    expect(records[0]?.fields['user']).toBe('&b;');
    expect((await read(bomb)).records.every((record) => String(record.fields['user']).length < 20)).toBe(true);
    expect((await read(`${rasClient(20227, [`${'<x>'.repeat(5_000)}`])}`)).result?.outcome).toBe('failed');
  });
});

describe('pasted event text', () => {
  it('takes the CoId and the number at the end in any language, names only where the text is known', async () => {
    const english = await read(`CoId=${COID}: The user CONTOSO\\user1 dialed a connection named Contoso VPN which has failed. The error code returned on failure is 809.`);
    expect(english.records[0]).toMatchObject({ time: NOW, host: 'UNKNOWN', fields: { co_id: COID, error: 809, user: 'CONTOSO\\user1', connection: 'Contoso VPN' } });
    const german = await read(`CoID=${COID}: Der Benutzer "CONTOSO\\user1" hat eine Verbindung "Contoso VPN" gewählt, die fehlgeschlagen ist. Fehlercode: 13801.`);
    expect(german.records[0]?.fields).toEqual({ co_id: COID, error: 13801 });
    expect((await read(`CoId=${COID}: … returned on failure is -2146885613.`)).records[0]?.fields['error']).toBe(0x80092013);
  });

  it('says so when there is no code, and takes other text for none', async () => {
    expect((await read(`CoId=${COID}: something began`)).result).toMatchObject({ outcome: 'failed' });
    expect((await read('the VPN does not work, error 809')).kind).toBe('text');
  });
});
