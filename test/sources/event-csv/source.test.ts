/** Text exports of event logs in several cultures, and when they are used. */
import { describe, expect, it } from 'vitest';
import { channelOfFile } from '../../../src/sources/event-csv/channels.ts';
import { eventCsv } from '../../../src/sources/event-csv/source.ts';
import type { SourceContext } from '../../../src/model/source.ts';
import { artifactAt, contextFor, recorder } from '../../support/text.ts';
import { eventExport, sdpEventExport } from '../../support/text/event-export.ts';

const PATH = 'LAP042-Application.csv';
const CO_ID = '{9F1C2B52-0B5E-4C6E-9A0F-3C7A1D2E4F50}';
const read = (bytes: Uint8Array, extra: Partial<SourceContext> = {}, path = PATH) => {
  const recorded = recorder();
  const result = eventCsv.parse(artifactAt(path, 'csv-events'), new Uint8Array(bytes), recorded.emit, contextFor(path, { utcOffsetMinutes: 60, ...extra }));
  return { ...recorded, result };
};
const LOCAL = Date.UTC(2024, 1, 21, 9, 36, 12) * 1000;
const UTC = LOCAL - 3_600_000_000;

const FAILED = [
  ['en-US', ',', '2/21/2024 9:36:12 AM', `CoId=${CO_ID}: The user CONTOSO\\user1 dialed a connection named Contoso VPN which has failed. The error code returned on failure is 809.`],
  ['de-DE', ';', '21.02.2024 09:36:12', `CoId=${CO_ID}: Der Benutzer "CONTOSO\\user1" hat eine Verbindung mit dem Namen "Contoso VPN" gewählt,\r\ndie Verbindung konnte jedoch nicht hergestellt werden. Ursachencode: 809.`],
  ['fr-FR', ';', '21/02/2024 09:36:12', `CoId=${CO_ID} : L’utilisateur a composé une connexion nommée Contoso VPN qui a échoué. Le code d’erreur retourné est 809.`],
  ['ja-JP', ',', '2024/02/21 9:36:12', `CoId=${CO_ID}: ユーザー CONTOSO\\user1 は Contoso VPN という名前の接続にダイヤルしましたが、失敗しました。返されたエラー コードは 809 です。`],
] as const;

describe('an export without its log', () => {
  it.each(FAILED)('in %s', (culture, delimiter, time, message) => {
    const run = read(eventExport([{ time, provider: 'RasClient', eventId: 20227, message }], delimiter), { culture });
    expect(run.records).toMatchObject([
      { name: 'ras-client.failed', time: LOCAL, clock: { clock: 'local', precision: 'second' }, host: 'LAP042', scope: { provider: 'RasClient', channel: 'Application' }, code: 20227, severity: 'error', fields: { co_id: CO_ID, error: 809 }, ref: { at: { kind: 'line', line: 2 } } },
    ]);
    expect(run.watches).toMatchObject([{ host: 'LAP042', channel: 'Application', span: { from: UTC, to: UTC } }]);
    expect(run.result).toMatchObject({ outcome: 'partial', reason: expect.stringContaining('stands in for the event log itself, which is not in the bundle') });
  });
  it('a message that does not end in a code leaves it unknown', () => {
    expect(read(eventExport([{ time: '2/21/2024 9:36:12 AM', provider: 'RasClient', eventId: 20227, message: `CoId=${CO_ID}: 809 was the code of the connection.` }]), { culture: 'en-US' }).records[0]?.fields).not.toHaveProperty('error');
  });
  it('lines of rows after messages over several lines; other ids and providers', () => {
    const run = read(
      eventExport(
        [
          { time: '21.02.2024 09:36:12', provider: 'RasClient', eventId: 20226, message: 'CoId={NA}: a\r\nb\r\nc -2146762495.' },
          { time: '21.02.2024 09:36:13', provider: 'Service Control Manager', eventId: 7031, message: 'Der Dienst "RasMan" wurde unerwartet beendet. 3.' },
          { time: '21.02.2024 09:36:14', provider: 'SomeProgram', eventId: 1, message: 'x' },
          { time: '21.02.2024 09:36:15', provider: 'RasClient', eventId: 29999, message: 'x' },
        ],
        ';',
        '#TYPE Selected.System.Diagnostics.Eventing.Reader.EventLogRecord\r\n',
      ),
    );
    expect(run.records.map(({ name, fields, ref }) => [name, fields['reason'] ?? fields['error'], fields['co_id'], ref.at])).toEqual([
      ['ras-client.disconnected', 0x800b0101, null, { kind: 'line', line: 3 }],
      ['service.crashed', undefined, undefined, { kind: 'line', line: 6 }],
      ['rasclient.29999', undefined, undefined, { kind: 'line', line: 8 }],
    ]);
  });
  it('dates whose order nothing tells', () => {
    const run = read(eventExport([{ time: '02/03/2024 09:36:12', provider: 'RasClient', eventId: 20227 }]));
    expect([run.records, run.result.outcome]).toEqual([[], 'failed']);
    expect(read(eventExport([{ time: '02/03/2024 09:36:12', provider: 'RasClient', eventId: 20227 }, { time: '02/28/2024 09:36:12', provider: 'RasClient', eventId: 20221 }])).records.map((record) => record.time)).toEqual([Date.UTC(2024, 1, 3, 9, 36, 12) * 1000, Date.UTC(2024, 1, 28, 9, 36, 12) * 1000]);
  });
  it('without a zone proves no absence', () => {
    const recorded = recorder();
    eventCsv.parse(artifactAt(PATH, 'csv-events'), new Uint8Array(eventExport([{ time: '21.02.2024 09:36:12', provider: 'RasClient', eventId: 20227 }], ';')), recorded.emit, contextFor(PATH));
    expect([recorded.records.length, recorded.watches]).toEqual([1, []]);
  });
  it('cut off in a message, empty, foreign', () => {
    const bytes = eventExport([{ time: '21.02.2024 09:36:12', provider: 'RasClient', eventId: 20227 }, { time: '21.02.2024 09:36:13', provider: 'RasClient', eventId: 20227, message: 'CoId=' }], ';');
    const run = read(bytes.subarray(0, bytes.length - 5));
    expect(run.records).toHaveLength(1);
    expect(run.result.reason).toContain('cut off');
    expect(read(new Uint8Array()).result.outcome).toBe('ignored');
    expect(read(Buffer.from('a,b\n1,2\n')).result.outcome).toBe('ignored');
  });
});

describe('the support diagnostics form', () => {
  it('with date and time apart', () => {
    const run = read(sdpEventExport([{ date: '2/21/2024', time: '9:36:12 AM', provider: 'Microsoft-Windows-CAPI2', eventId: 11, message: 'Überprüfung, Kette' }]), { culture: 'en-US', ansiCodePage: 1252 }, 'LAP042_evt_CAPI2-Operational_evt_.csv');
    expect(run.records).toMatchObject([{ time: LOCAL, code: 11, scope: { channel: 'Microsoft-Windows-CAPI2/Operational' }, fields: { message: 'Überprüfung, Kette' } }]);
  });
});

describe('beside its log', () => {
  const bytes = eventExport([{ time: '21.02.2024 09:36:12', provider: 'RasClient', eventId: 20227 }, { time: '21.02.2024 10:36:12', provider: 'RasClient', eventId: 20221 }], ';');
  it('is not read when the log is whole', () => {
    const run = read(bytes, { eventLogs: [{ channel: 'Application', span: {}, whole: true }] });
    expect([run.records, run.result.outcome]).toEqual([[], 'ignored']);
    expect(read(bytes, { eventLogs: [{ channel: 'System', span: {}, whole: true }] }).records).toHaveLength(2);
  });
  it('adds what a damaged log or an older copy lacks', () => {
    const run = read(bytes, { eventLogs: [{ channel: 'Application', span: { to: UTC + 500_000 }, whole: false }] });
    expect(run.records.map((record) => record.code)).toEqual([20221]);
    expect(run.result.reason).toContain('what the event log itself no longer holds');
  });
});

it('channels by file name', () => {
  expect([
    'LAP-042-System.csv',
    'b/LAP042-Microsoft-Windows-CAPI2-Operational.csv',
    'RRAS01_evt_RemoteAccessRemoteAccessServer-Admin_evt_.csv',
    'LAP042-Something-Else.csv',
  ].map((path) => channelOfFile(path))).toEqual([
    { key: 'system', channel: 'System' },
    { key: 'capi2operational', channel: 'Microsoft-Windows-CAPI2/Operational' },
    expect.objectContaining({ key: 'remoteaccessremoteaccessserveradmin' }),
    { key: 'somethingelse' },
  ]);
});
