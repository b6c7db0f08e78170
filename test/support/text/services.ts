/** `sc queryex type= all state= all` and the service overview table. */
import type { Language } from './certificates.ts';
import { autoSizeTable } from './network.ts';

export interface ServiceInput {
  readonly name: string;
  readonly displayName: string;
  /** 1 stopped, 2 start pending, 3 stop pending, 4 running, 7 paused. */
  readonly state: 1 | 2 | 3 | 4 | 7;
  readonly pid?: number;
  readonly exitCode?: number;
  readonly serviceExitCode?: number;
  readonly startMode?: 'Auto' | 'Manual' | 'Disabled' | 'Boot' | 'System';
}

const states = { 1: 'STOPPED', 2: 'START_PENDING', 3: 'STOP_PENDING', 4: 'RUNNING', 7: 'PAUSED' } as const;

/** The translated labels are our wording (they differ between builds): order, numbers and the first two labels are what holds. */
const labels: Readonly<Record<Language, readonly [string, string, string, string, string, string, string, string]>> = {
  en: ['TYPE', 'STATE', 'WIN32_EXIT_CODE', 'SERVICE_EXIT_CODE', 'CHECKPOINT', 'WAIT_HINT', 'PID', 'FLAGS'],
  de: ['TYP', 'STATUS', 'WIN32_BEENDIGUNGSCODE', 'DIENST_BEENDIGUNGSCODE', 'PRÜFPUNKT', 'WARTEHINWEIS', 'PID', 'KENNZEICHEN'],
  fr: ['TYPE', 'ÉTAT', 'CODE_SORTIE_WIN32', 'CODE_SORTIE_SERVICE', 'POINT_VÉRIFICATION', 'DÉLAI_ATTENTE', 'ID_PROCESSUS', 'INDICATEURS'],
  ja: ['TYPE', 'STATE', 'WIN32_EXIT_CODE', 'SERVICE_EXIT_CODE', 'CHECKPOINT', 'WAIT_HINT', 'PID', 'FLAGS'],
};

/** Output of `sc queryex type= all state= all`. */
export function scQueryex(services: readonly ServiceInput[], language: Language = 'en'): string {
  const [type, state, exit, serviceExit, checkpoint, wait, pid, flags] = labels[language];
  const row = (label: string, value: string): string => `        ${label.padEnd(18)} : ${value}`;
  const code = (value: number): string => `${value}  (0x${value.toString(16)})`;
  return services.map((service) => [
    '', `SERVICE_NAME: ${service.name}`, `DISPLAY_NAME: ${service.displayName}`, row(type, '20  WIN32_SHARE_PROCESS  '), row(state, `${service.state}  ${states[service.state]} `),
    `                                ${service.state === 4 ? '(STOPPABLE, NOT_PAUSABLE, ACCEPTS_SHUTDOWN)' : '(NOT_STOPPABLE, NOT_PAUSABLE, IGNORES_SHUTDOWN)'}`,
    row(exit, code(service.exitCode ?? (service.state === 1 ? 1077 : 0))), row(serviceExit, code(service.serviceExitCode ?? 0)), row(checkpoint, '0x0'), row(wait, '0x0'),
    row(pid, String(service.state === 1 ? 0 : (service.pid ?? 1000))), row(flags, ''),
  ].join('\n')).join('\n') + '\n';
}

/** The collector's `Win32_Service` table. */
export function servicesOverview(services: readonly ServiceInput[]): string {
  return autoSizeTable(['Name', 'DisplayName', 'State', 'StartMode', 'ProcessId'],
    services.map((one) => [one.name, one.displayName, one.state === 4 ? 'Running' : 'Stopped', one.startMode ?? 'Manual', String(one.state === 4 ? (one.pid ?? 1000) : 0)]));
}
