/** Service names by language: values as listings of real machines print them. */
import { describe, expect, it } from 'vitest';
import { serviceName, SERVICES, serviceTitle, startTypeOf, stateOfWord } from '../../src/knowledge/services.ts';

describe('serviceName', () => {
  it.each([
    ['Remote Access Connection Manager', 'RasMan'],
    ['RAS-Verbindungsverwaltung', 'RasMan'],
    ["Gestionnaire des connexions d'accès à distance", 'RasMan'],
    ['Gestionnaire des connexions d’accès à distance', 'RasMan'],
    ['rasman', 'RasMan'],
    ['Routing und RAS', 'RemoteAccess'],
    ['IKE- und AuthIP IPsec-Schlüsselerstellungsmodule', 'IKEEXT'],
    ['Modules de génération de clés IKE et AuthIP', 'IKEEXT'],
    ['Agente de directiva IPsec', 'PolicyAgent'],
    ['SSTP-Dienst', 'SstpSvc'],
    ['Basisfiltermodul', 'BFE'],
    ['Диспетчер подключений удаленного доступа', 'RasMan'],
    ['Network Policy Server', 'IAS'],
  ])('%s is %s', (name, service) => expect(serviceName(name)).toBe(service));
  it.each(['', 'Windows Update', 'constructor', '__proto__', 'x'.repeat(100_000)])('does not know %s', (name) => expect(serviceName(name)).toBeNull());
  it('gives no display name to two services', () => {
    const owners = new Map<string, string>();
    for (const { service, names } of SERVICES) {
      for (const { name } of names) {
        expect(owners.get(name) ?? service, name).toBe(service);
        owners.set(name, service);
      }
    }
  });
});

it('says a short name in English', () => {
  expect(serviceTitle('ikeext')).toBe('IKE and AuthIP IPsec Keying Modules');
  expect(serviceTitle('Contoso')).toBe('Contoso');
});

it('reads state and start words as a last resort', () => {
  expect(stateOfWord('running')).toBe('running');
  expect(stateOfWord(': en cours d’exécution.')).toBe('running');
  expect(stateOfWord('Beendet')).toBe('stopped');
  expect(stateOfWord('constructor')).toBeNull();
  expect(startTypeOf('demand start')).toBe('manual');
  expect(startTypeOf('Automatisch starten')).toBe('auto');
  expect(startTypeOf('4')).toBe('disabled');
  expect(startTypeOf('toString')).toBeNull();
});
