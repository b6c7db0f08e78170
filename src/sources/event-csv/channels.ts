/** The channel a text export of an event log holds, from its file name: the name lost slashes, blanks and brackets on the way. */
import { EVENT_GROUPS } from '../../knowledge/events.ts';
import type { ReadEventLog } from '../../model/source.ts';
import { fileName } from '../block-facts.ts';

const CLASSIC = ['Application', 'System', 'Security'];
const CHANNELS: ReadonlyMap<string, string> = new Map(
  [...CLASSIC, ...EVENT_GROUPS.flatMap((group) => [group.channel, ...group.rows.map((row) => row.channel)])].filter((channel) => channel !== undefined).map((channel) => [channelKey(channel), channel]),
);

/** Form under which a channel and its file names are the same. */
export function channelKey(channel: string): string {
  return channel.toLowerCase().replace(/^microsoft-windows-/, '').replaceAll(/[^\p{L}\p{N}]+/gu, '');
}

/**
 * Key of the channel named by `HOST-<Channel>.csv` or `HOST_evt_<Short>_evt_.csv`, with the channel where the tables know it.
 * A host name may hold dashes: the longest known ending wins.
 */
export function channelOfFile(path: string): { readonly key: string; readonly channel?: string } {
  const name = fileName(path).replace(/\.csv$/i, '');
  const short = /_evt_(.+?)_evt_$/i.exec(name)?.[1];
  const endings = short !== undefined ? [short] : name.split('-').map((_, at, parts) => parts.slice(at).join('-')).slice(1);
  for (const ending of endings) {
    const channel = CHANNELS.get(channelKey(ending));
    if (channel !== undefined) return { key: channelKey(ending), channel };
  }
  return { key: channelKey(endings[0] ?? name) };
}

/** Why an export is left aside. */
export const HELD_BY_LOG = 'text export of an event log that is in the bundle itself';

/** Logs an export repeats. */
export function logsOfFile(path: string, logs: readonly ReadEventLog[]): readonly ReadEventLog[] {
  const { key } = channelOfFile(path);
  return logs.filter((log) => channelKey(log.channel) === key);
}

/** Whether the log itself was read whole: its export need not even be unpacked. */
export function isHeldByLog(path: string, logs: readonly ReadEventLog[]): boolean {
  return logsOfFile(path, logs).some((log) => log.whole);
}
