/** The audit policy an `auditpol /backup` file holds. */
import { describe, expect, it } from 'vitest';
import { auditPolicy } from '../../../src/sources/audit-policy/source.ts';
import { artifactAt, contextFor, outFile, recorder } from '../../support/text.ts';

const read = (text: string) => {
  const recorded = recorder();
  const result = auditPolicy.parse(artifactAt('RRAS01_AuditPol_backup.csv', 'audit-policy'), outFile(text), recorded.emit, contextFor('x'));
  return { ...recorded, result };
};
const HEAD = 'Computername,Richtlinienziel,Unterkategorie,GUID der Unterkategorie,Aufnahmeeinstellung,Ausschlusseinstellung,Wert\n';
const NPS = '{0cce9243-69ae-11d9-bed3-505054503030}';

describe('auditpol /backup', () => {
  it('by GUID and number, whatever the words', () => {
    const run = read(`${HEAD}RRAS01,System,Netzwerkrichtlinienserver,${NPS},Erfolg und Fehler,,3\nRRAS01,System,Anmelden,{0cce9215-69ae-11d9-bed3-505054503030},Erfolg,,1\nRRAS01,System,Abmelden,{0cce9216-69ae-11d9-bed3-505054503030},Keine Überwachung,,0\nRRAS01,S-1-5-21-1-2-3-1001,Anmelden,{0cce9215-69ae-11d9-bed3-505054503030},,,2\nRRAS01,,Option:CrashOnAuditFail,,Deaktiviert,,0\n`);
    expect(run.facts.map(({ fields }) => [fields['guid'], fields['success'], fields['failure']])).toEqual([
      [NPS.toUpperCase(), true, true],
      ['{0CCE9215-69AE-11D9-BED3-505054503030}', true, false],
      ['{0CCE9216-69AE-11D9-BED3-505054503030}', false, false],
    ]);
    expect(run.facts[0]?.ref.at).toEqual({ kind: 'line', line: 2 });
    expect(run.listings).toMatchObject([{ complete: false, count: 3 }]);
  });
  it('all subcategories', () => {
    const rows = Array.from({ length: 59 }, (_, at) => `RRAS01,System,x,{0cce92${(0x10 + at).toString(16)}-69ae-11d9-bed3-505054503030},y,,${at % 4}\n`).join('');
    expect(read(HEAD + rows).listings).toMatchObject([{ complete: true, count: 59 }]);
  });
  it('cut off, empty, foreign', () => {
    expect(read(`${HEAD}RRAS01,System,"Netz`).facts).toEqual([]);
    expect(read('').result.outcome).toBe('partial');
    expect(read('a,b\nc,d\n').result.outcome).toBe('ignored');
  });
});
