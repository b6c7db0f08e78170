/** Updates, processes, Device Guard, saved credentials, in several languages. */
import { describe, expect, it } from 'vitest';
import { credentials } from '../../../src/sources/inventory/credentials.ts';
import { deviceGuard } from '../../../src/sources/inventory/device-guard.ts';
import { hotfixes } from '../../../src/sources/inventory/hotfixes.ts';
import { taskList, taskListFile } from '../../../src/sources/inventory/processes.ts';
import { artifactAt, block, contextFor, outFile, readCommands, recorder } from '../../support/text.ts';

const PREFIX = 'LAP042_240221-093005_';

describe('hotfixes', () => {
  const kbs = (text: string, path: string) => {
    const run = readCommands(hotfixes, text, path);
    return { kbs: run.facts.map((fact) => fact.fields['kb']), listing: run.listings[0], result: run.result };
  };
  it('a table of all', () => {
    const table = '\nSource        Description      HotFixID      InstalledBy          InstalledOn              \n------        -----------      --------      -----------          -----------              \nLAP042        Update           KB5034122     NT-AUTORIT?T\\SYSTEM  10.01.2024 00:00:00      \nLAP042        Security Update  KB5009543                                                   \n\n';
    expect(kbs(table, `${PREFIX}Hotfixes.txt`)).toMatchObject({ kbs: ['KB5034122', 'KB5009543'], listing: { complete: true, count: 2 } });
    const empty = table.split('\n').slice(0, 3).join('\n');
    expect(kbs(block('Get-HotFix', `${empty}\n`), 'x.txt').listing).toMatchObject({ complete: false, count: 0 });
  });
  it('systeminfo in Japanese may leave some out', () => {
    expect(kbs('\nホスト名:               LAP042\nホットフィックス:       2 ホットフィックスがインストールされています。\n                        [01]: KB5034122\n                        [02]: KB5033055\n', `${PREFIX}SystemInfo_Start_.txt`)).toMatchObject({ kbs: ['KB5034122', 'KB5033055'], listing: { complete: false } });
  });
  it('a link is no update; roll-ups are another list', () => {
    expect(kbs(block('wmic qfe list', 'Caption                                     HotFixID\nhttp://support.microsoft.com/?kbid=5034122  KB5034122\n'), 'x.txt').kbs).toEqual(['KB5034122']);
    expect(hotfixes.matches('', 'LAP042_HotfixRollups.TXT')).toBe(false);
    expect(kbs('nothing', `${PREFIX}Hotfixes.txt`).result?.outcome).toBe('ignored');
  });
});

describe('tasklist', () => {
  const readFile = (bytes: Uint8Array) => {
    const recorded = recorder();
    const result = taskListFile.parse(artifactAt(`${PREFIX}Tasklist_Stop_.csv`, 'task-list'), bytes, recorded.emit, contextFor('x'));
    return { ...recorded, result, rows: recorded.facts.map(({ fields }) => [fields['name'], fields['pid'], fields['services']]) };
  };
  const CSV = '"Abbildname","PID","Dienste"\n"System Idle Process","0","Nicht zutreffend"\n"svchost.exe","1180","IKEEXT,SstpSvc"\n"explorer.exe","4242","Nicht zutreffend"\n';
  it('comma-separated', () => {
    const run = readFile(outFile(CSV));
    expect(run.rows).toEqual([['System Idle Process', 0, []], ['svchost.exe', 1180, ['IKEEXT', 'SstpSvc']], ['explorer.exe', 4242, []]]);
    expect(run.facts[1]).toMatchObject({ subject: '1180', ref: { at: { line: 3 } } });
    expect(run.listings).toMatchObject([{ complete: true, count: 3 }]);
  });
  it('cut off, empty, foreign', () => {
    expect(readFile(outFile(CSV.slice(0, CSV.indexOf('SstpSvc')))).result).toEqual({ outcome: 'partial', reason: 'the list is cut off' });
    expect(readFile(new Uint8Array()).result.outcome).toBe('partial');
    expect(readFile(outFile('a;b\nc;d\ne;f\n')).result.outcome).toBe('ignored');
  });
  it('as a table whose services go on in the next line', () => {
    const table = `
イメージ名                     PID サービス
========================= ======== ============================================
System Idle Process              0 N/A
svchost.exe                   1180 IKEEXT, RasMan,
                                   SstpSvc
foo 2 bar.exe                   77 N/A
`;
    const run = readCommands(taskList, block('tasklist /svc', table));
    expect(run.facts.map(({ fields }) => [fields['name'], fields['pid'], fields['services']])).toEqual([['System Idle Process', 0, []], ['svchost.exe', 1180, ['IKEEXT', 'RasMan', 'SstpSvc']], ['foo 2 bar.exe', 77, []]]);
    expect(taskList.matches('tasklist /M', '')).toBe(false);
  });
});

describe('Device Guard', () => {
  const state = (value: string) => readCommands(deviceGuard, block('Get-CimInstance -ClassName Win32_DeviceGuard', `\nAvailableSecurityProperties                  : {1, 2, 3...}\nSecurityServicesConfigured                   : {1}\nSecurityServicesRunning                      : ${value}\nVirtualizationBasedSecurityStatus            : 2\n`)).facts.map((fact) => fact.fields);
  it('by number', () => {
    expect(['{1, 2}', '{2}', '{0}', '{}', '{2...}', '{1...}'].map(state)).toEqual([[{ credential_guard: true }], [{ credential_guard: false }], [{ credential_guard: false }], [{ credential_guard: false }], [], [{ credential_guard: true }]]);
  });
  it('an error is no state', () => {
    expect(readCommands(deviceGuard, block('Get-CimInstance -ClassName Win32_DeviceGuard', 'Get-CimInstance : Ungültige Klasse\n')).result?.outcome).toBe('partial');
  });
});

describe('cmdkey /list', () => {
  const read = (body: string) => {
    const run = readCommands(credentials, block('cmdkey.exe /list', body));
    return { fields: run.facts.map((fact) => fact.fields), listing: run.listings[0], result: run.result };
  };
  it.each([
    ['Target', 'User'],
    ['Ziel', 'Benutzer'],
    ['Cible ', 'Utilisateur '],
    ['ターゲット', 'ユーザー'],
  ])('%s', (target, user) => {
    const run = read(`\nX:\n\n    ${target}: Domain:target=vpn.contoso.com\n    T: Domain Password\n    ${user}: CONTOSO\\user1\n\n    ${target}: LegacyGeneric:target=Microsoft_OneDrive=x\n`);
    expect(run.fields).toEqual([{ target: 'vpn.contoso.com', kind: 'Domain' }, { target: 'Microsoft_OneDrive=x', kind: 'LegacyGeneric' }]);
    expect(run.listing).toMatchObject({ complete: true, count: 2 });
  });
  it('none, and an error', () => {
    expect(read('\nDerzeit gespeicherte Anmeldeinformationen:\n\n* KEINE *\n').listing).toMatchObject({ complete: true, count: 0 });
    expect(read('Der Befehl wurde nicht gefunden.\n')).toMatchObject({ listing: undefined, result: { outcome: 'partial' } });
  });
});
