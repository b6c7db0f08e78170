/** What the audit policy and its changes say about the silence of a Security log. */
import { auditChannel, type AuditOutcome } from '../knowledge/audit-subcategories.ts';
import type { Fact, LogRecord, Watch } from '../model/records.ts';
import type { Micros, Span } from '../model/time.ts';

const SECURITY = 'Security';
const OUTCOMES: readonly AuditOutcome[] = ['success', 'failure'];

/** Message numbers in event 4719, `AuditPolicyChanges` (Microsoft Learn, event 4719). */
const ADDED: Readonly<Record<AuditOutcome, string>> = { success: '%%8449', failure: '%%8451' };
const REMOVED: Readonly<Record<AuditOutcome, string>> = { success: '%%8448', failure: '%%8450' };

interface Audit {
  readonly host: string;
  readonly channel: string;
  /** By the policy that was collected; false where only changes are known. */
  isOn: boolean;
  readonly changes: { readonly time: Micros; readonly isOn: boolean }[];
}

/**
 * The watches, with one for each audit that is known to be on while the Security log was written, and without those of audits that
 * are off. The policy is a snapshot of the collection; what changed before it is in the log, since event 4719 is always written.
 * Where nothing is known of an audit, the watch that its events gave stays. `watches` reach to the end of their logs' export.
 */
export function withAudits(watches: readonly Watch[], facts: readonly Fact[], records: readonly LogRecord[]): Watch[] {
  const audits = auditsOf(facts, records);
  const known = watches.filter(({ host, channel }) => !audits.has(keyOf(host, channel)));
  const security = watches.filter(({ channel }) => channel === SECURITY);
  const added = [...audits.values()].flatMap((audit) => security.filter(({ host }) => host === audit.host).flatMap((watch) => watchesOf(audit, watch)));
  return [...known, ...added];
}

function watchesOf(audit: Audit, security: Watch): Watch[] {
  return spansOf(audit).flatMap((span) => {
    const from = Math.max(span.from ?? -Infinity, security.span.from ?? -Infinity);
    const to = Math.min(span.to ?? Infinity, security.span.to ?? Infinity);
    return from > to ? [] : [{ ...security, channel: audit.channel, span: { ...(Number.isFinite(from) ? { from } : {}), ...(Number.isFinite(to) ? { to } : {}) } }];
  });
}

/** When the audit was on: what is added was off before, what is removed was on. */
function spansOf({ isOn, changes }: Audit): Span[] {
  const [first] = changes;
  if (first === undefined) return isOn ? [{}] : [];
  const later = changes.map((change, at): Span | undefined => (change.isOn ? { from: change.time, ...endOf(changes[at + 1]) } : undefined));
  return [...(first.isOn ? [] : [{ to: first.time }]), ...later.filter((span) => span !== undefined)];
}

function endOf(next: { readonly time: Micros } | undefined): Span {
  return next === undefined ? {} : { to: next.time };
}

function keyOf(host: string, channel: string): string {
  return `${host}\u0000${channel}`;
}

/** `records` in the order of their time. */
function auditsOf(facts: readonly Fact[], records: readonly LogRecord[]): Map<string, Audit> {
  const audits = new Map<string, Audit>();
  const auditFor = (host: string, guid: unknown, outcome: AuditOutcome): Audit | undefined => {
    const channel = typeof guid === 'string' ? auditChannel(guid, outcome) : undefined;
    if (channel === undefined) return undefined;
    const audit = audits.get(keyOf(host, channel)) ?? { host, channel, isOn: false, changes: [] };
    audits.set(keyOf(host, channel), audit);
    return audit;
  };
  for (const { name, host, fields } of facts) {
    if (name !== 'audit.subcategory') continue;
    for (const outcome of OUTCOMES) {
      const audit = auditFor(host, fields['guid'], outcome);
      if (audit !== undefined) audit.isOn = fields[outcome] === true;
    }
  }
  for (const { name, host, time, fields } of records) {
    const text = fields['audit_policy_changes'];
    if (name !== 'security-auditing.4719' || typeof text !== 'string') continue;
    for (const outcome of OUTCOMES) {
      const isOn = text.includes(ADDED[outcome]);
      if (isOn || text.includes(REMOVED[outcome])) auditFor(host, fields['subcategory_guid'], outcome)?.changes.push({ time, isOn });
    }
  }
  return audits;
}
