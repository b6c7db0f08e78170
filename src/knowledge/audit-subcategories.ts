/**
 * Security events are written only while their audit subcategory is on, for success and for failure apart: a Security log
 * without them proves nothing by itself. It does where the audit policy says that the subcategory is on, or where the log holds
 * others of the same subcategory and outcome. (Microsoft Learn, Advanced security audit policy settings: events by subcategory;
 * GUIDs: [MS-GPAC] 2.2.1.2.)
 */

const PROVIDER = 'Microsoft-Windows-Security-Auditing';

export type AuditOutcome = 'success' | 'failure';

interface Subcategory {
  readonly name: string;
  readonly guid: string;
  /** Events that are written of a success, or of a failure, only. */
  readonly success: readonly number[];
  readonly failure: readonly number[];
  /** Events written of either, or of which no document says which. */
  readonly either: readonly number[];
}

const SUBCATEGORIES: readonly Subcategory[] = [
  { name: 'Network Policy Server', guid: guidOf('43'), success: [6272, 6276, 6277, 6278, 6280], failure: [6273, 6274, 6275], either: [6279] },
  { name: 'Credential Validation', guid: guidOf('3F'), success: [], failure: [4775, 4777], either: [4774, 4776] },
  { name: 'Logon', guid: guidOf('15'), success: [4624, 4648, 4675], failure: [4625], either: [] },
  { name: 'Kerberos Authentication Service', guid: guidOf('42'), success: [], failure: [4771, 4772], either: [4768] },
  { name: 'Filtering Platform Packet Drop', guid: guidOf('25'), success: [], failure: [5152], either: [5153] },
  { name: 'Filtering Platform Connection', guid: guidOf('26'), success: [5154, 5156, 5158], failure: [5031, 5155, 5157, 5159], either: [5150, 5151] },
  { name: 'IPsec Main Mode', guid: guidOf('18'), success: [4646, 4650, 4651, 4655], failure: [4652, 4653], either: [4976, 5049, 5453] },
  { name: 'IPsec Quick Mode', guid: guidOf('19'), success: [5451, 5452], failure: [4654], either: [4977] },
  { name: 'IPsec Extended Mode', guid: guidOf('1A'), success: [4979, 4980, 4981, 4982], failure: [4983, 4984], either: [4978] },
];

function guidOf(byte: string): string {
  return `{0CCE92${byte}-69AE-11D9-BED3-505054503030}`;
}

function channelOf(name: string, outcome: AuditOutcome): string {
  return `Security/${name} ${outcome}`;
}

const BY_ID: ReadonlyMap<number, readonly string[]> = new Map(
  SUBCATEGORIES.flatMap(({ name, success, failure, either }) => {
    const [ofSuccess, ofFailure] = [channelOf(name, 'success'), channelOf(name, 'failure')];
    const rows = (ids: readonly number[], channels: readonly string[]): (readonly [number, readonly string[]])[] => ids.map((id) => [id, channels]);
    return [...rows(success, [ofSuccess]), ...rows(failure, [ofFailure]), ...rows(either, [ofSuccess, ofFailure])];
  }),
);

/** One channel per audit subcategory and outcome. */
export const AUDIT_CHANNELS: readonly string[] = SUBCATEGORIES.flatMap(({ name }) => [channelOf(name, 'success'), channelOf(name, 'failure')]);

/**
 * The channels that must all have been watched for the absence of an event to mean anything: `Security/<subcategory> <outcome>`
 * for audited events, both outcomes for events written of either, else the channel itself.
 */
export function watchedChannels(provider: string, eventId: number, channel: string): readonly string[] {
  return (provider === PROVIDER ? BY_ID.get(eventId) : undefined) ?? [channel];
}

/** Bit 52 of the keywords marks an audited failure, bit 53 a success (winmeta.xml). */
const FAILURE_BIT = 0x10;
const SUCCESS_BIT = 0x20;

/** The audit that an event proves to be on; undefined for events of other kinds. `keywords` (`0x` and 16 digits) is asked for only where needed. */
export function provedAudit(event: { readonly provider: string; readonly eventId: number; readonly keywords: string }): string | undefined {
  const channels = event.provider === PROVIDER ? (BY_ID.get(event.eventId) ?? []) : [];
  if (channels.length <= 1) return channels[0];
  const bits = Number.parseInt(event.keywords.slice(-14, -12), 16);
  if ((bits & FAILURE_BIT) !== 0) return channels.find((channel) => channel.endsWith(' failure'));
  return (bits & SUCCESS_BIT) === 0 ? undefined : channels.find((channel) => channel.endsWith(' success'));
}

/** Channel of a subcategory by its GUID, any case; undefined for the many that carry no event we read. */
export function auditChannel(guid: string, outcome: AuditOutcome): string | undefined {
  const subcategory = SUBCATEGORIES.find((each) => each.guid === guid.toUpperCase());
  return subcategory === undefined ? undefined : channelOf(subcategory.name, outcome);
}
