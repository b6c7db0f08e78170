/** One line of text for a record: our own message, then its fields. Never the log's localised message. */
import { codeText } from '../knowledge/error-codes.ts';
import { eventText } from '../knowledge/events.ts';
import type { LogRecord } from '../model/records.ts';
import type { Value } from '../model/values.ts';

/** Fields that hold codes: their symbol is worth more than their number. */
const CODE_FIELDS = new Set(['error', 'reason', 'status', 'sub_status', 'install_status']);
/** Bulky or repeated fields that stay out of a one-line text. */
const QUIET_FIELDS = new Set(['co_id', 'settings', 'user_name', 'binary']);

/** `connection attempt failed with code: connection=Contoso VPN, error=809 (ERROR_VPN_TIMEOUT: …)`. */
export function recordText(record: LogRecord): string {
  const fields = Object.entries(record.fields)
    .filter(([name, value]) => !QUIET_FIELDS.has(name) && value !== null && value !== '' && value !== '-')
    .map(([name, value]) => `${name}=${valueText(name, value)}`);
  const message = eventText(record.name) ?? `${record.scope.provider} ${record.code}`;
  return fields.length === 0 ? message : `${message}: ${fields.join(', ')}`;
}

function valueText(name: string, value: Value): string {
  if (typeof value === 'number' && CODE_FIELDS.has(name)) return value === 0 ? '0' : `${value > 65_535 ? `0x${value.toString(16).toUpperCase().padStart(8, '0')}` : value} (${codeText(value)})`;
  if (Array.isArray(value)) return value.slice(0, 8).join(' ');
  const text = String(value);
  return text.length > 200 ? `${text.slice(0, 200)}…` : text;
}
