/** All event sources, and the way from an event to its record. */
import { lookUpEvent } from '../../knowledge/events.ts';
import { isRelevantProvider, providerKey } from '../../knowledge/providers.ts';
import type { Yield } from '../../model/records.ts';
import type { EventSource, EventView } from '../../model/source.ts';
import type { Fields } from '../../model/values.ts';
import { capi2 } from './capi2.ts';
import { catalogueSource } from './catalogue.ts';
import { filteringPlatform } from './filtering-platform.ts';
import { logon } from './logon.ts';
import { nps } from './nps.ts';
import { pnp } from './pnp.ts';
import { rasClient } from './ras-client.ts';
import { rasSstp } from './rassstp.ts';
import { remoteAccess } from './remote-access.ts';
import { serviceControlManager } from './service-control-manager.ts';
import { systemState } from './system-state.ts';

const special: readonly EventSource[] = [rasClient, remoteAccess, serviceControlManager, nps, logon, pnp, systemState, capi2, rasSstp, filteringPlatform];
const catalogue = catalogueSource((provider, id) => special.some((source) => source.events[provider]?.includes(id)));

export const eventSources: readonly EventSource[] = [...special, catalogue];

/** What becomes of the events of one provider. */
interface Route {
  readonly byId: ReadonlyMap<number, EventSource>;
  /** Unknown ids are kept as well. */
  readonly isRelevant: boolean;
}

const byProvider = new Map<string, Map<number, EventSource>>();
for (const source of eventSources) {
  for (const [provider, ids] of Object.entries(source.events)) {
    const key = providerKey(provider);
    const known = byProvider.get(key) ?? new Map<number, EventSource>();
    for (const id of ids) if (!known.has(id)) known.set(id, source);
    byProvider.set(key, known);
  }
}

const NONE: Route = { byId: new Map(), isRelevant: false };
/** Routes by the provider name as the log writes it; a log with more names than this is damaged or hostile. */
const MOST_ROUTES = 4096;
const routes = new Map<string, Route>();

function routeOf(provider: string): Route {
  const cached = routes.get(provider);
  if (cached) return cached;
  const byId = byProvider.get(providerKey(provider));
  const isRelevant = isRelevantProvider(provider);
  const route = byId || isRelevant ? { byId: byId ?? NONE.byId, isRelevant } : NONE;
  if (routes.size < MOST_ROUTES) routes.set(provider, route);
  return route;
}

/** Whether an event is worth decoding. Any spelling of the provider; two map look-ups. */
export function wantsEvent(provider: string, id: number): boolean {
  const route = routeOf(provider);
  return route.isRelevant || route.byId.has(id);
}

/** The record of an event, or null when nobody reads it or it says nothing. `channel` falls back to the one the tables give. */
export function readEvent(event: EventView): { readonly name: string; readonly fields: Fields; readonly channel?: string } | null {
  const route = routeOf(event.provider);
  const source = route.byId.get(event.eventId) ?? (route.isRelevant ? catalogue : undefined);
  const record = source?.read(event) ?? null;
  if (record === null) return null;
  const channel = event.channel !== '' ? event.channel : lookUpEvent(event.provider, event.eventId)?.channel;
  return channel === undefined ? record : { ...record, channel };
}

/** Every record name with its fields, and the channel whose coverage makes its absence meaningful. */
export function recordYields(): Yield[] {
  return eventSources.flatMap((source) => source.yields);
}
