/** Which computers the case speaks of and what they are: found in the evidence, not asked. */
import type { Host, Role } from '../model/case.ts';
import type { Fact, LogRecord } from '../model/records.ts';
import type { Zone } from '../timeline/zone.ts';

export interface HostEvidence {
  readonly records: readonly LogRecord[];
  readonly facts: readonly Fact[];
  readonly zones: ReadonlyMap<string, Zone>;
}

/** Hosts by name with their roles, operating system and zone. */
export function hostsOf(evidence: HostEvidence): Host[] {
  const roles = new Map<string, Set<Role>>();
  const give = (host: string, role: Role | null) => {
    if (host === '') return;
    const known = roles.get(host) ?? new Set<Role>();
    roles.set(host, known);
    if (role) known.add(role);
  };
  for (const record of evidence.records) give(record.host, roleOfRecord(record.name));
  for (const fact of evidence.facts) give(fact.host, roleOfFact(fact));
  for (const host of collectedAsServer(evidence.facts)) if (isVpnServer(host, roles.get(host), evidence.facts)) give(host, 'vpn-server');
  const isBare = (host: string) => roles.get(host)?.size === 0;
  for (const record of evidence.records) if (runsRemoteAccess(record) && isBare(record.host)) give(record.host, 'vpn-server');
  for (const record of evidence.records) if (isBare(record.host)) give(record.host, roleOfCapture(record));
  for (const record of evidence.records) if (record.name === 'ntlm.validated' && isBare(record.host)) give(record.host, 'dc');
  return [...roles].map(([name, set]) => ({ name, roles: ordered(set), ...osOf(name, evidence.facts), ...zoneOf(name, evidence.zones) }));
}

/** Where a capture is all there is of a machine, the collector's name for it says which scenario it was taken with. */
function roleOfCapture({ name, ref }: LogRecord): Role | null {
  if (!name.startsWith('capture.')) return null;
  const scenario = /packetcapture-(?:Vpn|Internet)(Client|Server)/i.exec(ref.artifact)?.[1]?.toLowerCase();
  return scenario === 'server' ? 'vpn-server' : scenario === 'client' ? 'client' : null;
}

/** Hosts whose bundle was taken with the server scenario. */
function collectedAsServer(facts: readonly Fact[]): string[] {
  return facts.filter((fact) => fact.name === 'tss.run' && /NET_RAS/i.test(String(fact.fields['scenario'] ?? ''))).map((fact) => fact.host);
}

/**
 * People take the server scenario on NPS servers and domain controllers too: there RemoteAccess must at least be set to start.
 * Elsewhere the scenario itself says what the machine is for, even while the service is stopped.
 */
function isVpnServer(host: string, roles: ReadonlySet<Role> | undefined, facts: readonly Fact[]): boolean {
  if (roles?.has('dc') !== true && roles?.has('nps') !== true) return true;
  return facts.some(
    (fact) => fact.host === host && String(fact.fields['service']).toLowerCase() === 'remoteaccess' && ['auto', 'auto-delayed'].includes(String(fact.fields['start_type'])),
  );
}

/** The service is off on every Windows that was not made a VPN server: there its control manager has nothing to say of it. */
function runsRemoteAccess({ name, fields }: LogRecord): boolean {
  return /^service\.(?:state-changed|start-|dependency-|hung$|ended-|crashed$)/.test(name) && name !== 'service.start-type-changed' && String(fields['service']).toLowerCase() === 'remoteaccess';
}

const ORDER: readonly Role[] = ['client', 'vpn-server', 'nps', 'dc'];

function ordered(roles: ReadonlySet<Role>): Role[] {
  return ORDER.filter((role) => roles.has(role));
}

/** Records only that role writes. */
function roleOfRecord(name: string): Role | null {
  if (name.startsWith('ras-client.')) return 'client';
  if (name.startsWith('rras.')) return 'vpn-server';
  if (name.startsWith('nps.') || name.startsWith('nps-log.')) return 'nps';
  if (name === 'security-auditing.4768' || name === 'security-auditing.4771') return 'dc';
  return null;
}

function roleOfFact(fact: Fact): Role | null {
  const { fields } = fact;
  switch (fact.name) {
    case 'tss.run':
      return typeof fields['scenario'] === 'string' && /NET_VPN/i.test(fields['scenario']) ? 'client' : null;
    case 'host.identity':
      return fields['product_type'] === 'dc' ? 'dc' : fields['product_type'] === 'workstation' ? 'client' : null;
    case 'vpn.profile':
      return 'client';
    case 'service.state':
      return fields['state'] === 'running' ? roleOfService(fields['service']) : null;
    default:
      return null;
  }
}

function roleOfService(service: unknown): Role | null {
  switch (String(service).toLowerCase()) {
    case 'remoteaccess':
      return 'vpn-server';
    case 'ias':
      return 'nps';
    case 'ntds':
      return 'dc';
    default:
      return null;
  }
}

function osOf(host: string, facts: readonly Fact[]): { os?: string } {
  const identities = facts.filter((fact) => fact.name === 'host.identity' && fact.host === host);
  for (const fact of identities) {
    const { os, build } = fact.fields;
    if (typeof os === 'string' && os !== '') return { os: typeof build === 'string' && !os.includes(build) ? `${os} (${build})` : os };
  }
  const build = identities.map((fact) => fact.fields['build']).find((value) => typeof value === 'string');
  return typeof build === 'string' ? { os: build } : {};
}

function zoneOf(host: string, zones: ReadonlyMap<string, Zone>): { utcOffsetMinutes?: number } {
  const zone = zones.get(host);
  return zone ? { utcOffsetMinutes: zone.offsetMinutes } : {};
}
