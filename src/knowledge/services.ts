/**
 * Services by their display names. Service Control Manager events name a service as the system's language does; the short name is
 * what signatures use. The short name in the event's Binary or param4 comes first: this table is for events that have neither.
 * Display names were seen in service listings of real machines ('listing') or in Microsoft's translated service guidance
 * ('documentation': https://learn.microsoft.com/windows-server/security/windows-services/security-guidelines-for-disabling-system-services-in-windows-server).
 * Japanese Windows shows the English display names of most of these services.
 */

export type NameBasis = 'listing' | 'documentation';

interface DisplayName {
  readonly language: string;
  readonly name: string;
  readonly basis: NameBasis;
}

interface ServiceNames {
  /** Short name: the key under Services. */
  readonly service: string;
  readonly names: readonly DisplayName[];
}

function names(basis: NameBasis, byLanguage: Readonly<Record<string, string | readonly string[]>>): DisplayName[] {
  return Object.entries(byLanguage).flatMap(([language, text]) => [text].flat().map((name) => ({ language, name, basis })));
}

export const SERVICES: readonly ServiceNames[] = [
  {
    service: 'RasMan',
    names: [
      ...names('listing', { en: 'Remote Access Connection Manager', de: 'RAS-Verbindungsverwaltung', fr: 'Gestionnaire des connexions d’accès à distance', ru: 'Диспетчер подключений удаленного доступа', it: 'Connection Manager di Accesso remoto' }),
      ...names('documentation', { es: 'Administrador de conexiones de acceso remoto', pt: 'Gerenciador de Conexões de Acesso Remoto', 'zh-Hans': '远程访问连接管理器', 'zh-Hant': '遠端存取連線管理員' }),
    ],
  },
  {
    service: 'RemoteAccess',
    names: [
      ...names('listing', { en: 'Routing and Remote Access', de: ['Routing und RAS', 'Routing and RAS'] }),
      ...names('documentation', { fr: 'Routage et accès distant', es: 'Enrutamiento y acceso remoto', it: 'Routing e Accesso remoto', pt: 'Roteamento e Acesso Remoto', 'zh-Hans': '路由和远程访问' }),
    ],
  },
  {
    service: 'IKEEXT',
    names: [
      ...names('listing', { en: 'IKE and AuthIP IPsec Keying Modules', de: 'IKE- und AuthIP IPsec-Schlüsselerstellungsmodule', fr: 'Modules de génération de clés IKE et AuthIP' }),
      ...names('documentation', { es: 'Módulos de creación de claves de IPsec para IKE y AuthIP', it: 'Moduli di impostazione chiavi IPSec IKE e Auth-IP', pt: 'Módulos de Chave IKE e AuthIP IPsec', 'zh-Hans': 'IKE 和 AuthIP IPsec 密钥模块', 'zh-Hant': 'IKE 和 AuthIP IPsec 金鑰處理模組' }),
    ],
  },
  {
    service: 'PolicyAgent',
    names: [
      ...names('listing', { en: ['IPsec Policy Agent', 'IPSEC Services'], de: 'IPSec-Dienste', es: 'Agente de directiva IPsec' }),
      ...names('documentation', { de: 'IPsec-Richtlinien-Agent', fr: 'Agent de stratégie IPsec', it: 'Agente criteri IPsec', pt: 'Agente de política IPsec', 'zh-Hans': 'IPsec 策略代理', 'zh-Hant': 'IPSec 原則代理程式' }),
    ],
  },
  {
    service: 'SstpSvc',
    names: [
      ...names('listing', { en: 'Secure Socket Tunneling Protocol Service', de: 'SSTP-Dienst' }),
      ...names('documentation', { fr: 'Service SSTP (Secure Socket Tunneling Protocol)' }),
    ],
  },
  {
    service: 'BFE',
    names: [
      ...names('listing', { en: 'Base Filtering Engine', de: 'Basisfiltermodul', fr: 'Moteur de filtrage de base', es: 'Motor de filtrado de base' }),
      ...names('documentation', { pt: 'Mecanismo de Filtragem Base', 'zh-Hant': '基礎篩選引擎' }),
    ],
  },
  {
    service: 'MpsSvc',
    names: [
      ...names('listing', { en: ['Windows Defender Firewall', 'Windows Firewall'], de: ['Windows-Firewall', 'Windows Defender Firewall'], fr: 'Pare-feu Windows Defender', es: 'Firewall de Windows Defender' }),
      ...names('documentation', { fr: 'Pare-feu Windows', es: 'Firewall de Windows', ja: 'Windows ファイアウォール', ru: 'Брандмауэр Windows', pt: 'Firewall do Windows', 'zh-Hant': 'Windows 防火牆', 'zh-Hans': 'Windows 防火墙' }),
    ],
  },
  { service: 'IAS', names: names('documentation', { en: ['Network Policy Server', 'Internet Authentication Service'] }) },
  { service: 'TapiSrv', names: names('documentation', { en: 'Telephony', es: 'Telefonía', it: 'Telefonia' }) },
  {
    service: 'EapHost',
    names: names('documentation', { en: 'Extensible Authentication Protocol', de: 'Extensible Authentication-Protokoll', fr: 'Protocole EAP', es: 'Protocolo de autenticación extensible', pt: 'Protocolo EAP (Extensible Authentication Protocol)', 'zh-Hans': '可扩展身份验证协议' }),
  },
  { service: 'Dnscache', names: names('listing', { en: 'DNS Client', de: 'DNS-Client', fr: 'Client DNS', es: 'Cliente DNS' }) },
  {
    service: 'W32Time',
    names: [...names('listing', { en: 'Windows Time', de: 'Windows-Zeitgeber', fr: ['Temps Windows', 'Horloge Windows'], es: 'Hora de Windows' }), ...names('documentation', { 'zh-Hans': 'Windows 时间' })],
  },
  {
    service: 'Netlogon',
    names: [...names('listing', { en: ['Netlogon', 'Net Logon'], de: 'Anmeldedienst' }), ...names('documentation', { fr: 'Accès réseau', it: 'Accesso rete', pt: 'Logon de rede' })],
  },
  { service: 'NTDS', names: names('documentation', { en: 'Active Directory Domain Services' }) },
  {
    service: 'CertPropSvc',
    names: [
      ...names('listing', { en: 'Certificate Propagation', de: 'Zertifikatverteilung', es: 'Propagación de certificados' }),
      ...names('documentation', { fr: 'Propagation du certificat', it: 'Propagazione certificati', pt: 'Propagação de Certificado', 'zh-Hans': '证书传播' }),
    ],
  },
  {
    service: 'RasAuto',
    names: [
      ...names('listing', { en: 'Remote Access Auto Connection Manager', de: 'Verwaltung für automatische RAS-Verbindung', it: 'Auto Connection Manager di Accesso remoto' }),
      ...names('documentation', { es: 'Administrador de conexiones automáticas de acceso remoto', pt: 'Gerenciador de Conexões de Acesso Remoto Automático', 'zh-Hans': '远程访问自动连接管理器' }),
    ],
  },
  { service: 'RaMgmtSvc', names: names('documentation', { en: 'Remote Access Management service' }) },
];

/** State of a service, as numbers in the Binary of event 7036 (SERVICE_STATUS.dwCurrentState, winsvc.h). */
export const STATE_NUMBERS: ReadonlyMap<number, string> = new Map([
  [1, 'stopped'],
  [2, 'start-pending'],
  [3, 'stop-pending'],
  [4, 'running'],
  [5, 'continue-pending'],
  [6, 'pause-pending'],
  [7, 'paused'],
]);

/** State words of event 7036 as the system's language prints them: last resort when the Binary is missing. */
const STATE_WORDS: ReadonlyMap<string, string> = new Map([
  ['running', 'running'],
  ['stopped', 'stopped'],
  ['paused', 'paused'],
  ['wird ausgeführt', 'running'],
  ['ausgeführt', 'running'],
  ['beendet', 'stopped'],
  ['angehalten', 'stopped'],
  ["en cours d'exécution", 'running'],
  ['arrêté', 'stopped'],
  ['en ejecución', 'running'],
  ['detenido', 'stopped'],
  ['in esecuzione', 'running'],
  ['arrestato', 'stopped'],
  ['em execução', 'running'],
  ['parado', 'stopped'],
  ['実行中', 'running'],
  ['停止', 'stopped'],
  ['работает', 'running'],
  ['остановлена', 'stopped'],
  ['正在运行', 'running'],
  ['已停止', 'stopped'],
]);

/** Start types of events 7040 and 7045 as the Service Control Manager prints them; the English and German forms are certain. */
const START_TYPES: ReadonlyMap<string, string> = new Map([
  ['auto start', 'auto'],
  ['demand start', 'manual'],
  ['disabled', 'disabled'],
  ['boot start', 'boot'],
  ['system start', 'system'],
  ['automatisch starten', 'auto'],
  ['manuell starten', 'manual'],
  ['deaktiviert', 'disabled'],
  ['démarrage automatique', 'auto'],
  ['démarrage à la demande', 'manual'],
  ['désactivé', 'disabled'],
  ['inicio automático', 'auto'],
  ['inicio de petición', 'manual'],
  ['deshabilitado', 'disabled'],
]);

/** Start types as numbers (SERVICE_CONFIG, winsvc.h): registry values and some exports print these. */
const START_NUMBERS: ReadonlyMap<string, string> = new Map([['0', 'boot'], ['1', 'system'], ['2', 'auto'], ['3', 'manual'], ['4', 'disabled']]);

const byName = new Map<string, string>();
for (const { service, names: all } of SERVICES) {
  byName.set(fold(service), service);
  for (const { name } of all) byName.set(fold(name), service);
}

/** Case, space, apostrophe and final punctuation differ between sources; the words do not. */
function fold(text: string): string {
  return text.slice(0, 256).normalize('NFKC').toLowerCase().replace(/[’`´]/g, "'").replace(/\s+/g, ' ').trim().replace(/[.:]+$/, '');
}

/** Short name of a service given by short name or display name in any language of the table; null when it cannot be told. */
export function serviceName(name: string): string | null {
  return byName.get(fold(name)) ?? null;
}

/** English display name for people, or the short name itself. */
export function serviceTitle(service: string): string {
  const known = SERVICES.find((entry) => entry.service.toLowerCase() === service.toLowerCase());
  return known?.names.find((entry) => entry.language === 'en')?.name ?? service;
}

/** State out of a localised word; null when the word is not in the table. */
export function stateOfWord(word: string): string | null {
  return STATE_WORDS.get(fold(word).replace(/^:\s*/, '')) ?? null;
}

/** Start type out of its number or a localised phrase; null when neither is known. */
export function startTypeOf(text: string): string | null {
  const plain = fold(text);
  return START_NUMBERS.get(plain) ?? START_TYPES.get(plain) ?? null;
}
