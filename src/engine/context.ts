/** What the first artifacts say about the machine a bundle comes from. */
import type { Fact } from '../model/records.ts';
import type { Locator, SourceRef } from '../model/refs.ts';
import type { SourceContext } from '../model/source.ts';
import { parseBundleName } from '../bundle/names.ts';
import { codePagesOf } from '../formats/text/cultures.ts';
import { zonesOf } from '../timeline/zone.ts';
import { hostName } from './names.ts';
import { reproWindowOf } from './window.ts';

export interface BundleContext {
  readonly bundle: string;
  /** Upper case; '' when nothing states it. */
  readonly host: string;
  /** What every source of this bundle may know. */
  readonly known: Omit<SourceContext, 'ref'>;
}

/** Facts of the collector's log beat those of the hive for the clock; the log's computer name beats the file name. */
export function contextOf(bundle: string, nameHost: string, facts: readonly Fact[]): BundleContext {
  const stated = facts.filter((fact) => fact.name === 'host.identity').map((fact) => fact.fields['computer']);
  const computer = stated.find((value) => typeof value === 'string' && value !== '');
  const host = typeof computer === 'string' ? hostName(computer) : nameHost;
  const codePages = facts.find((fact) => fact.name === 'host.code-pages')?.fields;
  const culture = facts.find((fact) => typeof fact.fields['culture'] === 'string')?.fields['culture'];
  const usual = typeof culture === 'string' ? codePagesOf(culture) : undefined;
  const oem = typeof codePages?.['oem'] === 'number' ? codePages['oem'] : usual?.oem;
  const ansi = typeof codePages?.['ansi'] === 'number' ? codePages['ansi'] : usual?.ansi;
  const zone = zonesOf(facts).get(host) ?? [...zonesOf(facts).values()][0];
  const collectedAt = collectedAtOf(bundle, facts, zone?.offsetMinutes);
  return {
    bundle,
    host,
    known: {
      ...(oem === undefined ? {} : { oemCodePage: oem }),
      ...(ansi === undefined ? {} : { ansiCodePage: ansi }),
      ...(zone === undefined ? {} : { utcOffsetMinutes: zone.offsetMinutes }),
      ...(typeof culture === 'string' ? { culture } : {}),
      ...(collectedAt === undefined ? {} : { collectedAt }),
    },
  };
}

/** Local time of the collection: the end of the repro, else the start that the bundle's name states. */
function collectedAtOf(bundle: string, facts: readonly Fact[], offsetMinutes: number | undefined): number | undefined {
  const window = reproWindowOf(facts);
  if (window !== null && offsetMinutes !== undefined) return window.end + offsetMinutes * 60_000_000;
  return parseBundleName(bundle)?.localStart ?? window?.end;
}

/** The context as one source sees it: it can point into its own artifact and no other. */
export function sourceContext(context: BundleContext, artifact: string): SourceContext {
  return { ...context.known, ref: (at: Locator): SourceRef => ({ artifact, bundle: context.bundle, at }) };
}
