/** Turns recipe events into the `.evtx` files of a bundle. */
import type { EventInput } from '../evtx-builder.ts';
import { buildEvtx } from '../evtx-builder.ts';
import { channelFile, collectedChannels, sdpChannel } from './channels.ts';
import { dialEvents } from './dials.ts';
import { historyEvents } from './history.ts';
import { providers } from './providers.ts';
import type { BundleFrame, EventRecipe, Files } from './types.ts';

const unnamed = (event: EventRecipe): boolean => Array.isArray(event.data) && event.data.every((item: unknown) => item === null || typeof item !== 'object');

/** `placed`: the event's time is already that of the host's clock. */
function toInputs(event: EventRecipe, frame: BundleFrame, placed = false): EventInput[] {
  const known = providers[event.provider];
  const channel = event.channel ?? known?.channel;
  if (channel === undefined) throw new Error(`event ${event.provider}/${event.id}: unknown provider needs a channel`);
  const { recipe } = frame;
  const layout = event.layout ?? recipe.layout ?? (known?.layout && (event.data === undefined || unnamed(event)) ? known.layout : undefined);
  const keywords = event.keywords ?? known?.keywords;
  const start = Date.parse(placed ? event.at : frame.when(event.at));
  const optional = { binary: event.binary, userData: event.userData, version: event.version, qualifiers: event.qualifiers ?? (event.provider === 'Service Control Manager' ? (event.level === 2 ? 49_152 : 16_384) : undefined),
    userSid: event.userSid, activityId: event.activityId, layout, keywords, providerGuid: known?.guid, eventSourceName: known?.source, pid: event.pid, tid: event.tid };
  const present = Object.fromEntries(Object.entries(optional).filter(([, value]) => value !== undefined)) as Partial<EventInput>;
  return Array.from({ length: event.repeat ?? 1 }, (_, i) => ({
    provider: event.provider, eventId: event.id, level: event.level ?? 4, time: new Date(start + i * (event.every ?? 1) * 1000).toISOString(), channel,
    computer: recipe.host.includes('.') ? recipe.host : `${recipe.host}.${frame.domain}`, data: event.data === undefined ? [] : event.data, ...present,
  }));
}

/** Boot and export events: they give each log a span that covers the collection. */
function backgroundEvents(frame: BundleFrame): EventRecipe[] {
  const last = new Date(Date.parse(frame.stop) - 5000).toISOString();
  const security = (at: string): EventRecipe => ({
    at, provider: 'Microsoft-Windows-Security-Auditing', id: 4624, level: 0, version: 2,
    data: { SubjectUserSid: 'S-1-5-18', SubjectUserName: `${frame.recipe.host}$`, TargetUserSid: 'S-1-5-18', TargetUserName: 'SYSTEM', TargetDomainName: 'NT AUTHORITY', LogonType: 5, LogonProcessName: 'Advapi  ', AuthenticationPackageName: 'Negotiate', WorkstationName: '-', IpAddress: '-' },
  });
  return [
    { at: frame.boot, provider: 'Microsoft-Windows-Kernel-General', id: 12, data: [{ name: 'MajorVersion', value: 10 }, { name: 'StartTime', value: frame.boot, type: 'filetime' }] },
    { at: frame.boot, provider: 'EventLog', id: 6005, data: [] },
    { at: last, provider: 'EventLog', id: 6013, data: ['', '', '', '', '21600', '60', '0 UTC'] },
    { at: frame.boot, provider: 'Microsoft-Windows-Security-SPP', id: 16_384, data: ['2124-01-01T00:00:00Z', 'RulesEngine'] },
    { at: last, provider: 'Microsoft-Windows-Security-SPP', id: 903, data: [] },
    security(frame.boot), security(last),
  ];
}

/** Adds `HOST-<Channel>.evtx` for every collected channel, empty logs included. */
export function addEventLogs(files: Files, frame: BundleFrame): void {
  const { recipe } = frame;
  const channels = collectedChannels(recipe, frame.generation);
  const ordinary = [...(recipe.background === false ? [] : backgroundEvents(frame)), ...historyEvents(frame, recipe.history ?? 0)];
  const background = ordinary.flatMap((event) => toInputs(event, frame, true)).filter((event) => channels.includes(event.channel));
  const dials = (recipe.dials ?? []).flatMap((dial) => dialEvents(dial, frame)).flatMap((event) => toInputs(event, frame, true));
  const told = [...dials, ...(recipe.events ?? []).flatMap((event) => toInputs(event, frame))];
  const stray = told.find((event) => !channels.includes(event.channel) && !recipe.withoutChannels?.includes(event.channel));
  if (stray) throw new Error(`${recipe.host}: ${stray.provider}/${stray.eventId} is on ${stray.channel}, which ${recipe.scenario} does not collect; name it under extraChannels`);
  for (const [i, channel] of channels.entries()) {
    const events = ordered([...background, ...told].filter((event) => event.channel === channel), 1000 * (i + 1));
    files.set(channelFile(recipe.host, channel), buildEvtx(events, recipe.dirtyLogs ? { dirty: true, staleHeader: true } : {}));
    // The server scenario exports the Schannel events of System once more, as a filtered query: headers count from 1.
    const schannel = events.filter((event) => event.provider === 'Schannel');
    if (channel === 'System' && recipe.scenario === 'NET_RAS') files.set(`${frame.stopPrefix}evt_schannel.evtx`, buildEvtx(schannel, { recordHeaders: 'renumbered' }));
  }
  for (const [channel, events] of byChannel(recipe.savedEvents ?? [], frame)) files.set(`SavedEventLog/${channel.replaceAll(/[/ ]/g, '-')}.evtx`, buildEvtx(ordered(events, 100)));
}

/** Event logs of the support diagnostics zip, by file name. */
export function sdpEventLogs(frame: BundleFrame): Files {
  return new Map([...byChannel(frame.recipe.sdpEvents ?? [], frame)].map(([channel, events]) => [`${frame.recipe.host}_evt_${sdpChannel(channel)}_evt_.evtx`, buildEvtx(ordered(events, 100))]));
}

/** In time order, with record ids from `first` on. */
function ordered(events: readonly EventInput[], first: number): EventInput[] {
  return events.toSorted((a, b) => Date.parse(String(a.time)) - Date.parse(String(b.time))).map((event, i) => ({ ...event, recordId: first + i }));
}

function byChannel(events: readonly EventRecipe[], frame: BundleFrame): Map<string, EventInput[]> {
  const groups = new Map<string, EventInput[]>();
  for (const event of events.flatMap((one) => toInputs(one, frame))) groups.set(event.channel, [...(groups.get(event.channel) ?? []), event]);
  return groups;
}
