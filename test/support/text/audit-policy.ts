/** `auditpol /backup`: GUIDs and numbers after [MS-GPAC] 2.2.1.2 and 2.2.1.3.1, names after Microsoft Learn's list of subcategories. */
import type { Language } from './certificates.ts';

const FIRST = 0x10;
const LAST = 0x4a;
const names: Readonly<Record<string, number>> = {
  'Security State Change': 0x10, Logon: 0x15, Logoff: 0x16, 'IPsec Main Mode': 0x18, 'IPsec Quick Mode': 0x19, 'IPsec Extended Mode': 0x1a, 'Filtering Platform Packet Drop': 0x25, 'Filtering Platform Connection': 0x26,
  'Audit Policy Change': 0x2f, 'Credential Validation': 0x3f, 'Kerberos Authentication Service': 0x42, 'Network Policy Server': 0x43,
};
const heads = {
  en: 'Machine Name,Policy Target,Subcategory,Subcategory GUID,Inclusion Setting,Exclusion Setting,Setting Value',
  de: 'Computername,Richtlinienziel,Unterkategorie,GUID der Unterkategorie,Aufnahmeeinstellung,Ausschlusseinstellung,Wert',
} as const;
const words = { en: ['No Auditing', 'Success', 'Failure', 'Success and Failure'], de: ['Keine Überwachung', 'Erfolg', 'Fehler', 'Erfolg und Fehler'] } as const;

/** Setting of the subcategories named; the others are off. 1 is success, 2 failure, 3 both. */
export function auditBackup(host: string, settings: Readonly<Record<string, number>>, language: Language): string {
  for (const name of Object.keys(settings)) if (names[name] === undefined) throw new Error(`no GUID known of audit subcategory ${name}`);
  const spoken = language === 'de' ? 'de' : 'en';
  const rows = Array.from({ length: LAST - FIRST + 1 }, (_, at) => {
    const name = Object.keys(names).find((each) => names[each] === FIRST + at) ?? `Subcategory ${at}`;
    const value = settings[name] ?? 0;
    return `${host},System,${name},{0cce92${(FIRST + at).toString(16)}-69ae-11d9-bed3-505054503030},${words[spoken][value]},,${value}`;
  });
  return `${[heads[spoken], ...rows, `${host},,Option:CrashOnAuditFail,,Disabled,,0`].join('\n')}\n`;
}
