/**
 * Security events are written only while their audit subcategory is on: a Security log without them proves nothing, one that
 * holds others of the same subcategory does. (Microsoft Learn, Appendix: audit policy subcategories and their events.)
 */

const PROVIDER = 'Microsoft-Windows-Security-Auditing';

const SUBCATEGORIES: readonly (readonly [name: string, ids: readonly number[]])[] = [
  ['Network Policy Server', [6272, 6273, 6274, 6275, 6276, 6277, 6278, 6279, 6280]],
  ['Credential Validation', [4774, 4775, 4776, 4777]],
  ['Logon', [4624, 4625, 4648, 4675]],
  ['Kerberos Authentication Service', [4768, 4771, 4772]],
  ['Filtering Platform Packet Drop', [5152, 5153]],
  ['Filtering Platform Connection', [5031, 5150, 5151, 5154, 5155, 5156, 5157, 5158, 5159]],
  ['IPsec Main Mode', [4646, 4650, 4651, 4652, 4653, 4655, 4976, 5049, 5453]],
  ['IPsec Quick Mode', [4654, 4977, 5451, 5452]],
  ['IPsec Extended Mode', [4978, 4979, 4980, 4981, 4982, 4983, 4984]],
];

const BY_ID: ReadonlyMap<number, string> = new Map(SUBCATEGORIES.flatMap(([name, ids]) => ids.map((id) => [id, `Security/${name}`] as const)));

/** One channel per audit subcategory. */
export const AUDIT_CHANNELS: readonly string[] = SUBCATEGORIES.map(([name]) => `Security/${name}`);

/**
 * The channel whose being watched makes the absence of an event meaningful: `Security/<subcategory>` for audited events,
 * else the channel itself.
 */
export function watchedChannel(provider: string, eventId: number, channel: string): string {
  return provider === PROVIDER ? (BY_ID.get(eventId) ?? channel) : channel;
}
