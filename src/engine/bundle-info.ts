/** What is told of a bundle: who collected it, on which machine, and when the user was reproducing. */
import { lastSteps } from '../bundle/names.ts';
import type { BundleInfo, Host } from '../model/case.ts';
import type { EvidencePart } from '../model/case-evidence.ts';
import type { Fact } from '../model/records.ts';
import { reproWindowOf } from './window.ts';

export function bundleInfo(part: EvidencePart, facts: readonly Fact[], hosts: readonly Host[]): BundleInfo {
  const name = lastSteps(part.name).at(-1) ?? '';
  const own = facts.filter((fact) => fact.ref.bundle === part.bundle && (!part.isShared || fact.host === part.host));
  const run = own.find((fact) => fact.name === 'tss.run')?.fields;
  const isTss = run !== undefined || /^TSS(v2)?_/i.test(name);
  const scenario = typeof run?.['scenario'] === 'string' ? run['scenario'] : scenarioOfName(name);
  const [only] = hosts;
  const shown = hosts.filter((host) => host.name === part.host);
  return {
    name: part.name,
    collector: { name: isTss ? 'TSS' : 'unknown', ...(typeof run?.['version'] === 'string' ? { version: run['version'] } : {}), ...(scenario === null ? {} : { scenario }) },
    hosts: shown.length > 0 || only === undefined ? shown : hosts,
    reproWindow: reproWindowOf(own),
  };
}

function scenarioOfName(name: string): string | null {
  return /_(NET_VPN|NET_RAS)/i.exec(name)?.[1]?.toUpperCase() ?? null;
}
