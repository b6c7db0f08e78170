/** The services a VPN client or RRAS server has, with display names in the languages the recipes use; Japanese Windows leaves these in English. */
import type { Language, ServiceInput } from '../text-builder.ts';
import type { BundleFrame } from './types.ts';

interface Known {
  readonly names: Readonly<Record<Language, string>>;
  readonly start: 'auto' | 'manual' | 'disabled';
  readonly running: boolean;
}

const names = (en: string, de: string, fr: string): Readonly<Record<Language, string>> => ({ en, de, fr, ja: en });

const known: Readonly<Record<string, Known>> = {
  BFE: { names: names('Base Filtering Engine', 'Basisfiltermodul', 'Moteur de filtrage de base'), start: 'auto', running: true },
  Dnscache: { names: names('DNS Client', 'DNS-Client', 'Client DNS'), start: 'auto', running: true },
  EapHost: { names: names('Extensible Authentication Protocol', 'Extensible Authentication-Protokoll', 'Protocole EAP (Extensible Authentication Protocol)'), start: 'manual', running: true },
  IKEEXT: { names: names('IKE and AuthIP IPsec Keying Modules', 'IKE- und AuthIP IPsec-Schlüsselerstellungsmodule', 'Modules de génération de clés IKE et AuthIP'), start: 'auto', running: true },
  MpsSvc: { names: names('Windows Defender Firewall', 'Windows Defender Firewall', 'Pare-feu Windows Defender'), start: 'auto', running: true },
  PolicyAgent: { names: names('IPsec Policy Agent', 'IPsec-Richtlinien-Agent', 'Agent de stratégie IPsec'), start: 'manual', running: true },
  RasMan: { names: names('Remote Access Connection Manager', 'RAS-Verbindungsverwaltung', 'Gestionnaire des connexions d’accès à distance'), start: 'auto', running: true },
  RemoteAccess: { names: names('Routing and Remote Access', 'Routing und RAS', 'Routage et accès distant'), start: 'disabled', running: false },
  SstpSvc: { names: names('Secure Socket Tunneling Protocol Service', 'SSTP-Dienst', 'Service SSTP (Secure Socket Tunneling Protocol)'), start: 'manual', running: true },
  W32Time: { names: names('Windows Time', 'Windows-Zeitgeber', 'Temps Windows'), start: 'auto', running: true },
};

const startModes = { auto: 'Auto', manual: 'Manual', disabled: 'Disabled' } as const;
const states = { running: 4, stopped: 1, paused: 7 } as const;

export interface BuiltService extends ServiceInput {
  readonly start: 'auto' | 'manual' | 'disabled';
}

/** All services of the bundle: the usual ones, changed and extended by the recipe. On a server, Routing and Remote Access runs. */
export function bundleServices(frame: BundleFrame): BuiltService[] {
  const told = frame.recipe.services ?? {};
  return [...new Set([...Object.keys(known), ...Object.keys(told)])].toSorted().map((name, i) => {
    const usual = known[name];
    const server = name === 'RemoteAccess' && frame.recipe.scenario === 'NET_RAS';
    const change = told[name];
    const detail = typeof change === 'string' ? { state: change } : (change ?? {});
    const start = ('start' in detail ? detail.start : undefined) ?? (server ? 'auto' : (usual?.start ?? 'manual'));
    const state = detail.state ?? (usual?.running || server ? 'running' : 'stopped');
    const exit = 'exit' in detail ? detail.exit : undefined;
    return {
      name, displayName: usual?.names[frame.language] ?? name, state: states[state], pid: 1200 + 44 * i, start, startMode: startModes[start], ...(exit === undefined ? {} : { exitCode: exit }),
    };
  });
}
