/** Text exports of event logs: `Export-Csv -UseCulture` of the collector, and the support diagnostics' script. */

export interface ExportedEvent {
  /** As the culture prints it. */
  readonly time: string;
  readonly provider: string;
  readonly eventId: number;
  readonly level?: string;
  readonly message?: string;
}

const quoted = (value: string): string => `"${value.replaceAll('"', '""')}"`;

/** Rows with every value quoted, UTF-8 with byte order mark. */
export function eventExport(events: readonly ExportedEvent[], delimiter = ',', head = ''): Buffer {
  const row = (...cells: string[]): string => `${cells.map(quoted).join(delimiter)}\r\n`;
  const rows = events.map((event) => row(event.level ?? 'Information', event.time, event.provider, String(event.eventId), '', event.message ?? ''));
  return Buffer.from(`\uFEFF${head}${row('LevelDisplayName', 'TimeCreated', 'ProviderName', 'Id', 'UserId', 'Message')}${rows.join('')}`, 'utf8');
}

/** The script's form: date and time apart, ANSI, messages quoted. */
export function sdpEventExport(events: readonly (ExportedEvent & { readonly date: string })[]): Buffer {
  const rows = events.map((event) => `${event.date},${event.time},${event.level ?? 'Information'},LAP042.contoso.com,${event.eventId},${event.provider},None,N/A,${quoted(event.message ?? '')}\r\n`);
  return Buffer.from(`Date,Time,Level,Computer,ID,Source,Task,User,Description\r\n${rows.join('')}`, 'latin1');
}
