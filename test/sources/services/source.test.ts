import { describe, expect, it } from 'vitest';
import { services } from '../../../src/sources/services/source.ts';
import { block, readCommands } from '../../support/text.ts';

const PATH = 'LAP042_240221-093005_Services_Stop_.txt';
const read = (text: string, path = PATH) => {
  const run = readCommands(services, text, path);
  return { ...run, rows: run.facts.map(({ fields }) => [fields['service'], fields['state'], fields['pid'], fields['exit_code']]), listing: run.listings[0] };
};

const ENGLISH = `
SERVICE_NAME: RasMan
DISPLAY_NAME: Remote Access Connection Manager
        TYPE               : 30  WIN32
        STATE              : 4  RUNNING
                                (STOPPABLE, NOT_PAUSABLE, ACCEPTS_SHUTDOWN)
        WIN32_EXIT_CODE    : 0  (0x0)
        SERVICE_EXIT_CODE  : 0  (0x0)
        CHECKPOINT         : 0x0
        WAIT_HINT          : 0x0
        PID                : 1234
        FLAGS              :

SERVICE_NAME: RemoteAccess
DISPLAY_NAME: Routing and Remote Access
        TYPE               : 20  WIN32_SHARE_PROCESS
        STATE              : 1  STOPPED
        WIN32_EXIT_CODE    : 4294967295  (0xffffffff)
        SERVICE_EXIT_CODE  : 0  (0x0)
        CHECKPOINT         : 0x0
        WAIT_HINT          : 0x0
        PID                : 0
        FLAGS              :
`;
const SPANISH = `
NOMBRE_SERVICIO: IKEEXT
NOMBRE_MOSTRAR : Módulos de creación de claves de IPsec para IKE y AuthIP
        TIPO               : 20  WIN32_SHARE_PROCESS
        ESTADO             : 3  STOP_PENDING
                                (NOT_STOPPABLE)
        CÓD_SALIDA_WIN32   : 1067  (0x42b)
        CÓD_SALIDA_SERVICIO: 0  (0x0)
        PUNTO_COMPROB.     : 0x0
        INDICACIÓN_INICIO  : 0x0
        PID                : 77
        MARCAS             :
`;
const JAPANESE = `
サービス名: PolicyAgent
表示名: IPsec ポリシー エージェント
        種類               : 20  WIN32_SHARE_PROCESS
        状態               : 1  STOPPED
        WIN32_終了コード    : 1077  (0x435)
        サービス終了コード  : 0  (0x0)
        チェックポイント    : 0x0
        待機ヒント          : 0x0
        PID                : 0
        フラグ              :
`;

describe('sc queryex', () => {
  it('without a header, by position and number', () => {
    const run = read(ENGLISH + SPANISH + JAPANESE);
    expect(run.rows).toEqual([
      ['RasMan', 'running', 1234, 0],
      ['RemoteAccess', 'stopped', 0, 0xffffffff],
      ['IKEEXT', 'stop-pending', 77, 1067],
      ['PolicyAgent', 'stopped', 0, 1077],
    ]);
    expect(run.facts[0]).toMatchObject({ subject: 'RasMan', fields: { display_name: 'Remote Access Connection Manager' }, ref: { at: { line: 2 } } });
    expect(run.listing).toMatchObject({ fact: 'service.state', complete: true, count: 4 });
  });
  it('with a header that tells what was asked', () => {
    const all = read(block('sc.exe queryex type= all state= all', ENGLISH), 'x.txt');
    expect([all.listing?.complete, all.facts[0]?.clock]).toEqual([true, { clock: 'local', precision: 'millisecond' }]);
    expect(read(block('sc query', ENGLISH), 'x.txt').listing).toMatchObject({ complete: false, reason: 'stopped services are not listed' });
    expect(read(block('sc queryex RasMan', ENGLISH), 'x.txt').listing).toMatchObject({ complete: false });
  });
  it('cut off in its last service', () => {
    expect(read(ENGLISH.slice(0, ENGLISH.indexOf('4294967295'))).listing).toMatchObject({ complete: false, reason: 'the list is cut off' });
  });
});

describe('the Win32_Service table', () => {
  it('adds start types', () => {
    const run = read(
      `
ProcessId Name         State   StartMode DisplayName
--------- ----         -----   --------- -----------
     1234 RasMan       Running Auto      RAS-Verbindungsverwaltung
        0 RemoteAccess Stopped Disabled  Routing und RAS

`,
      'LAP042_240221-093005_Services_overview_Stop_.txt',
    );
    expect(run.facts.map(({ fields }) => fields)).toEqual([
      { service: 'RasMan', display_name: 'RAS-Verbindungsverwaltung', state: 'running', pid: 1234, start_type: 'auto' },
      { service: 'RemoteAccess', display_name: 'Routing und RAS', state: 'stopped', pid: 0, start_type: 'disabled' },
    ]);
    expect(run.listing).toMatchObject({ complete: true, count: 2 });
  });
  it('as a list', () => {
    const run = read(block('Get-CimInstance Win32_Service | fl *', 'Name : SstpSvc\nState : Start Pending\nStartMode : Auto\nDelayedAutoStart : True\nExitCode : 1068\nProcessId : 5\n'), 'x.txt');
    expect(run.facts[0]?.fields).toMatchObject({ service: 'SstpSvc', state: 'start-pending', start_type: 'auto-delayed', exit_code: 1068 });
  });
});

describe('other text', () => {
  it('net start is not read', () => {
    expect(services.matches('', 'LAP042_240221-093005_ServicesActive_Stop_.txt')).toBe(false);
  });
  it('foreign, empty', () => {
    expect(read('These services are started:\n\n   DNS Client\n').result?.outcome).toBe('ignored');
    expect(readCommands(services, '', PATH).result).toBeNull();
    expect(read(block('sc queryex type= all state= all', '[SC] EnumQueryServicesStatus:OpenService FEHLER 5:\n'), 'x.txt').listing).toMatchObject({ complete: false, count: 0 });
  });
});
