import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { showReference } from '../../src/engine/show.ts';
import type { Shown, ShownEvent } from '../../src/model/shown.ts';
import { renderShown } from '../../src/report/show.ts';
import { openBytes } from '../cases/cases.ts';
import { buildBundle, type BundleRecipe } from '../support/bundle-builder.ts';
import { CORPUS, hasCorpus } from '../support/tools.ts';

const COIDS = ['{6F0E4E4B-4C2A-4B62-9C57-0A4C3E1D2B10}', '{6F0E4E4B-4C2A-4B62-9C57-0A4C3E1D2B11}'];
const event = (coId: string, at: string) => ({ at, provider: 'RasClient', id: 20227, level: 2, channel: 'Application', data: [coId, 'CONTOSO\\user1', 'Contoso VPN', '809'] });
const recipe: BundleRecipe = {
  host: 'CLIENT01', scenario: 'NET_VPN', zone: '+01:00', background: false, sdp: false, collected: ['2024-02-21T08:30:05Z', '2024-02-21T08:50:00Z'],
  events: [event(COIDS[0]!, '2024-02-21T08:31:07.250Z'), event(COIDS[1]!, '2024-02-21T08:31:07.750Z'), event(COIDS[1]!, '2024-02-21T08:40:00Z')],
  files: {
    'CLIENT01-Application.csv': '\uFEFF"LevelDisplayName";"TimeCreated";"ProviderName";"Id";"UserId";"Message"\r\n'
      + `"Fehler";"21.02.2024 09:31:07";"RasClient";"20227";"";"CoId=${COIDS[0]}: Der Benutzer … Fehlercode\r\nlautet: 809."\r\n`
      + `"Fehler";"21.02.2024 09:31:07";"RasClient";"20227";"";"CoId=${COIDS[1]}: zweite Meldung 809."\r\n`
      + '"Fehler";"21.02.2024 09:41:00";"RasClient";"20227";"";"andere Zeit"\r\n',
    'forwarded.xml': '<Events>\r\n<Event xmlns="http://schemas.microsoft.com/win/2004/08/events/event"><System><Provider Name="RasClient"/><EventID Qualifiers="0">20227</EventID><Level>2</Level><TimeCreated SystemTime="2024-02-21T08:31:07.250Z"/><EventRecordID>9</EventRecordID><Channel>Application</Channel><Computer>CLIENT01</Computer></System><EventData><Data>a</Data></EventData><RenderingInfo Culture="de-DE"><Message>Der Fehlercode &amp; mehr: 809.</Message><Level>Fehler</Level></RenderingInfo></Event>\r\n</Events>\r\n',
    'evil.txt': 'one\r\ntwo \u001b[31mred\u202e\r\nthree\r\n',
  },
};

async function show(ref: string, context = 1): Promise<Shown> {
  const built = buildBundle(recipe);
  const bundle = await openBytes(built.fileName, built.zip());
  try {
    return await showReference([bundle], ref, { context });
  } finally {
    await bundle.close();
  }
}

/** Numbers of the records of the Application log, in order, with their CoId. */
async function records(): Promise<ShownEvent[]> {
  const all: ShownEvent[] = [];
  for (let id = 1; id < 4000 && all.length < 3; id++) {
    try {
      all.push(...(await show(`CLIENT01-Application.evtx#record=${id}`)).found.filter((found): found is ShownEvent => found.kind === 'event'));
    } catch {
      // No record of that number.
    }
    if (all.length === 0 && id === 3) id = 1999;
  }
  return all;
}

describe('show', () => {
  it('gives the message of Windows out of the text export: same log, id, provider and second, local time', async () => {
    const [first, second, third] = await records();
    expect(first?.time).toBe('2024-02-21T08:31:07.250Z');
    expect(first?.renderings).toEqual([{ text: `CoId=${COIDS[0]}: Der Benutzer … Fehlercode\nlautet: 809.`, from: 'CLIENT01-Application.csv#line=2' }]);
    expect(second?.renderings.map((rendering) => rendering.text)).toEqual([`CoId=${COIDS[1]}: zweite Meldung 809.`]);
    expect(third?.renderings).toEqual([]);
    expect(first?.data.map((field) => field.value)).toEqual([COIDS[0], 'CONTOSO\\user1', 'Contoso VPN', '809']);
    expect(first?.message).toMatch(/error=809 \(/);
    expect(first?.xml).toContain('<EventID');
  });

  it('gives the message inside an exported event', async () => {
    const shown = await show('forwarded.xml#line=2');
    expect(shown.found[0]).toMatchObject({ kind: 'event', eventId: 20227, renderings: [{ text: 'Der Fehlercode & mehr: 809.', from: 'RenderingInfo' }] });
  });

  it('shows lines in context and never a control character of them', async () => {
    const text = renderShown(await show('evil.txt#line=2'), { color: false, width: 100 });
    expect(text.split('\n').slice(2)).toEqual(['  1  one', '> 2  two \\u{1b}[31mred\\u{202e}', '  3  three', '']);
    expect(renderShown(await show('evil.txt#line=2-9', 0), { color: false, width: 100 })).toContain('> 3  three');
  });

  it('says what is not there', async () => {
    await expect(show('evil.txt#line=9')).rejects.toThrow('holds no such place');
    await expect(show('evil.txt#section=x')).rejects.toThrow('holds no such place');
    await expect(show('CLIENT01-Application.evtx#record=1')).rejects.toThrow('holds no such place');
    await expect(show('nothing.txt#line=1')).rejects.toThrow('no such file');
    await expect(show('evil.txt#page=1')).rejects.toThrow('no reference');
    await expect(show('evil.txt#record=1')).rejects.toThrow('evil.txt');
    await expect(show('evil.txt#event=1')).rejects.toThrow('trace');
  });

  it('shows a registry value, a value that is not set, and the key above one that is missing', async () => {
    const hive = [...buildBundle(recipe).files.keys()].find((path) => path.endsWith('RegHive_System.hiv')) ?? '';
    const shown = await show(`${hive}#key=HKLM\\SYSTEM\\Select;value=Current`);
    expect(shown.found[0]).toMatchObject({ kind: 'registry', key: 'Select', isKeyPresent: true, values: [{ name: 'Current', type: 'REG_DWORD', data: '0x1 (1)' }] });
    expect(renderShown(await show(`${hive}#key=HKLM\\SYSTEM\\Select;value=Nothing`), { color: false, width: 100 })).toContain('Nothing  is not set');
    expect((await show(`${hive}#key=HKLM\\SYSTEM\\Select\\Below;value=x`)).found[0]).toMatchObject({ key: 'Select', isKeyPresent: false, values: [] });
    expect((await show(`${hive}#key=HKLM\\SYSTEM`)).found[0]).toMatchObject({ key: '', subkeys: expect.arrayContaining(['Select', 'ControlSet001']) });
  });

  it.runIf(hasCorpus())('shows an event of a trace with its fields, and its bytes', async () => {
    const path = join(CORPUS, 'etl/tracelogging-lxcore-tiny.etl');
    const bundle = await openBytes('lx.etl', readFileSync(path));
    const shown = await showReference([bundle], 'lx.etl#event=3', { context: 0 });
    expect(shown.found[0]).toMatchObject({ kind: 'trace-event', number: 3, size: 88, decoded: { provider: 'Microsoft.Windows.Subsystem.LxCore', name: 'BreakPoint', fields: expect.arrayContaining([{ name: 'Line', value: '2659' }]) } });
    expect(renderShown(shown, { color: false, width: 100 })).toContain('Function = LxpInstanceStart');
    await expect(showReference([bundle], 'lx.etl#event=9999', { context: 0 })).rejects.toThrow('no such place');
  });

  it('sums up an artifact', async () => {
    const facts = new Map((await show('CLIENT01-Application.evtx')).found.flatMap((found) => (found.kind === 'artifact' ? [...found.facts] : [])));
    expect(facts.get('channel')).toBe('Application');
    expect(facts.get('records')).toMatch(/^3, numbers/);
    expect((await show('evil.txt')).found[0]).toMatchObject({ kind: 'artifact', lines: expect.arrayContaining(['one', 'three']) });
  });
});
