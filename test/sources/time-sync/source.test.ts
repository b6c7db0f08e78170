/** Clock state from w32tm in four languages. */
import { describe, expect, it } from 'vitest';
import { timeSync } from '../../../src/sources/time-sync/source.ts';
import { block, readCommands } from '../../support/text.ts';

const STATUS = 'w32tm /query /status';
const fields = (command: string, body: string) => readCommands(timeSync, block(command, body)).facts.map((fact) => fact.fields);

const LABELS = {
  en: ['Leap Indicator', 'Stratum', 'Precision', 'Root Delay', 'Root Dispersion', 'ReferenceId', 'Last Successful Sync Time', 'Source', 'Poll Interval'],
  de: ['Sprungindikator', 'Stratum', 'Präzision', 'Stammverzögerung', 'Stammabweichung', 'Referenz-ID', 'Letzte erfolgr. Synchronisierungszeit', 'Quelle', 'Abrufintervall'],
  fr: ['Indicateur de saut ', 'Couche ', 'Précision ', 'Délai de racine ', 'Dispersion de racine ', 'ID de référence ', 'Heure de la dernière synchronisation réussie ', 'Source ', "Intervalle d'interrogation "],
  ja: ['閏インジケーター', '階層', '精度', 'ルート遅延', 'ルート分散', '参照 ID', '最終正常同期時刻', 'ソース', 'ポーリング間隔'],
} as const;

function status(language: keyof typeof LABELS, values: readonly string[]): string {
  return `${LABELS[language].map((label, at) => `${label}: ${values[at]}`).join('\n')}\n`;
}

const GOOD = ['0(keine Warnung)', '4 (Sekundärreferenz - synchr. über (S)NTP)', '-23 (119.209ns pro Tick)', '0.0312500s', '7.7766624s', '0xC000020A (Quell-IP:  192.0.2.10)', '21.02.2024 08:12:31', 'dc1.contoso.com ', '10 (1024s)'];

describe('w32tm /query /status', () => {
  it.each(['en', 'de', 'fr', 'ja'] as const)('in %s', (language) => {
    expect(fields(STATUS, status(language, GOOD))).toEqual([{ stratum: 4, source: 'dc1.contoso.com', synced: true }]);
  });
  it('not synchronised, and on its own clock', () => {
    const none = ['3(not synchronized)', '0 (unspecified)', '-23 (119.209ns per tick)', '0.0000000s', '0.0000000s', '0x00000000 (unspecified)', 'unspecified', 'Local CMOS Clock', '6 (64s)'];
    expect(fields(STATUS, status('en', none))).toEqual([{ stratum: 0, source: 'Local CMOS Clock', synced: false }]);
    const own = ['0(no warning)', '1 (primary reference - syncd by radio clock)', '-23 (119.209ns per tick)', '0.0000000s', '10.0000000s', '0x4C4F434C (source name:  "LOCL")', '2/21/2024 8:00:00 AM', 'Free-running System Clock', '6 (64s)'];
    expect(fields(STATUS, status('en', own))).toMatchObject([{ synced: false, stratum: 1 }]);
  });
  it('with the phase offset of /verbose', () => {
    const text = `${status('de', GOOD)}\nPhasenabweichung: -312.0004567s\nTaktrate: 0.0156250s\nComputer: 2 (Synchronisierung)\n`;
    expect(fields(`${STATUS} /verbose`, text)).toEqual([{ stratum: 4, source: 'dc1.contoso.com', synced: true, offset_seconds: -312.0004567 }]);
  });
  it('an error, a file without headers, an empty one', () => {
    expect(readCommands(timeSync, block(STATUS, 'Folgender Fehler ist aufgetreten: Der Dienst wurde nicht gestartet. (0x80070426)\n')).result?.outcome).toBe('partial');
    expect(readCommands(timeSync, status('fr', GOOD), 'LAP042_W32TM_Query_Status.TXT').facts).toHaveLength(1);
    expect(readCommands(timeSync, '', 'LAP042_W32TM_Query_Status.TXT').result).toBeNull();
  });
});

describe('w32tm /stripchart', () => {
  it('the median of its samples, with and without a chart', () => {
    const plain = 'Die Synchronisierung mit dc1.contoso.com [192.0.2.10:123] wird überwacht.\n3 Stichproben werden gesammelt.\nEs ist 21.02.2024 09:31:07.\n09:31:07, +05.0012345s\n09:31:09, +612.5000000s\n09:31:11, +05.0022345s\n';
    expect(fields('w32tm /stripchart /computer:dc1.contoso.com /samples:3 /dataonly', plain)).toEqual([{ source: 'dc1.contoso.com', offset_seconds: 5.0022345 }]);
    const chart = 'Tracking dc1.contoso.com [[2001:db8::10]:123].\nThe current time is 2/21/2024 9:31:07 AM.\n09:31:07, d:+00.0012000s o:-00.0002345s  [                  *                  ]\n';
    expect(fields('w32tm /stripchart /computer:dc1.contoso.com', chart)).toEqual([{ source: 'dc1.contoso.com', offset_seconds: -0.0002345 }]);
  });
  it('a server that does not answer', () => {
    expect(fields('w32tm /stripchart /computer:dc1', 'Tracking dc1 [192.0.2.10:123].\n09:31:07, error: 0x800705B4\n')).toEqual([]);
  });
});
