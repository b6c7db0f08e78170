/** One line of text for a record: our own message, then its fields. Never the log's localised message. */
import { codeText, type CodeFamily } from '../knowledge/error-codes.ts';
import { eventText } from '../knowledge/events.ts';
import type { LogRecord } from '../model/records.ts';
import type { Value } from '../model/values.ts';

/** Fields that hold codes: their meaning is worth more than their number. */
const CODE_FIELDS = new Set(['error', 'reason', 'status', 'sub_status', 'install_status']);
const NPS_FIELDS = new Set(['nps_reason', 'reason_code']);
/** Kerberos events carry Kerberos codes in `status` (4768, 4771). */
const KERBEROS_RECORDS = new Set(['security-auditing.4768', 'security-auditing.4771']);

/** Family to look a field's number up in; undefined leaves it to the tables, null means it is no code. */
function familyOf(record: string, name: string): CodeFamily | undefined | null {
  if (NPS_FIELDS.has(name)) return 'NPS-REASON';
  if (!CODE_FIELDS.has(name)) return null;
  return KERBEROS_RECORDS.has(record) ? 'KERBEROS' : undefined;
}
/** Bulky or repeated fields that stay out of a one-line text. */
const QUIET_FIELDS = new Set(['co_id', 'settings', 'user_name', 'binary']);

/** `connection attempt failed with code: connection=Contoso VPN, error=809 (ERROR_VPN_TIMEOUT: …)`. */
export function recordText(record: LogRecord): string {
  const fields = Object.entries(record.fields)
    .filter(([name, value]) => !QUIET_FIELDS.has(name) && value !== null && value !== '' && value !== '-')
    .map(([name, value]) => `${name}=${valueText(record.name, name, value)}`);
  const message = eventText(record.name) ?? `${record.scope.provider} ${record.code}`;
  return fields.length === 0 ? message : `${message}: ${fields.join(', ')}`;
}

function valueText(record: string, name: string, value: Value): string {
  if (typeof value === 'number' && value !== 0) {
    const family = familyOf(record, name);
    if (family !== null) return `${value > 65_535 ? `0x${value.toString(16).toUpperCase().padStart(8, '0')}` : value} (${codeText(value, family)})`;
  }
  if (Array.isArray(value)) return value.slice(0, 8).join(' ');
  const text = String(value);
  return text.length > 200 ? `${text.slice(0, 200)}…` : text;
}
