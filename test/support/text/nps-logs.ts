/**
 * NPS accounting logs in their three forms, after "Interpret NPS Database Format Log Files" and "Interpret IAS Format Log Files"
 * (Microsoft Learn) and public excerpts of the DTS form, misspelt tag included.
 */
import { localParts } from './encodings.ts';

export interface NpsEntry {
  readonly utc: string;
  readonly offsetMinutes?: number;
  readonly server?: string;
  /** 1 request, 2 accept, 3 reject, 4 accounting, 11 challenge. */
  readonly packet: number;
  readonly user?: string;
  readonly fullName?: string;
  readonly client?: string;
  readonly clientName?: string;
  readonly calling?: string;
  readonly portType?: number;
  readonly authType?: number;
  readonly eapType?: string;
  readonly policy?: string;
  readonly proxyPolicy?: string;
  readonly reason?: number;
  readonly class?: string;
  readonly session?: string;
  readonly framedIp?: string;
  /** Accounting: 1 start, 2 stop, 3 interim; why it stopped (RFC 2866, 5.1 and 5.10). */
  readonly status?: number;
  readonly terminateCause?: number;
}

function stamp({ utc, offsetMinutes }: NpsEntry): { date: string; time: string; milli: string } {
  const p = localParts(utc, offsetMinutes ?? 0);
  return { date: `${p.month}/${p.day}/${p.year}`, time: `${p.hour}:${p.minute}:${p.second}`, milli: p.milli };
}

/** Database form; `columns` in all, the tail empty. */
export function npsDatabaseLine(entry: NpsEntry, columns = 66): string {
  const { date, time } = stamp(entry);
  const quote = (text: string | undefined): string => (text === undefined ? '' : `"${text.replaceAll('"', '""')}"`);
  const number = (value: number | undefined): string => (value === undefined ? '' : String(value));
  const row = Array.from({ length: columns }, () => '');
  const put = (column: number, value: string): void => {
    if (value !== '') row[column] = value;
  };
  put(0, quote(entry.server ?? 'NPS01'));
  put(1, quote('IAS'));
  put(2, date);
  put(3, time);
  put(4, number(entry.packet));
  put(5, quote(entry.user));
  put(6, quote(entry.fullName));
  put(8, quote(entry.calling));
  put(14, '9');
  put(15, quote(entry.client));
  put(16, quote(entry.clientName));
  put(19, number(entry.portType));
  put(23, number(entry.authType));
  put(24, quote(entry.policy));
  put(25, number(entry.reason));
  put(26, quote(entry.class));
  put(30, quote(entry.eapType));
  put(35, quote(entry.session));
  put(60, quote(entry.proxyPolicy));
  return row.join(',');
}

/** IAS form: six fields, then attribute number and value in turn. */
export function npsPairLine(entry: NpsEntry): string {
  const { date, time } = stamp(entry);
  const pairs: [number, string | number | undefined][] = [
    [31, entry.calling], [61, entry.portType], [25, entry.class], [4108, entry.client], [4128, entry.clientName], [4127, entry.authType], [4132, entry.eapType],
    [4130, entry.fullName], [4149, entry.policy], [4154, entry.proxyPolicy], [44, entry.session], [4136, entry.packet], [4142, entry.reason],
  ];
  const tail = pairs.filter(([, value]) => value !== undefined).flatMap(([id, value]) => [String(id), String(value)]);
  return [entry.client ?? '', entry.user ?? '', date, time, 'IAS', entry.server ?? 'NPS01', ...tail].join(',');
}

/** DTS form: one event. */
export function npsEvent(entry: NpsEntry): string {
  const { date, time, milli } = stamp(entry);
  const element = (name: string, type: number, value: string | number | undefined): string =>
    value === undefined ? '' : `<${name} data_type="${type}">${String(value).replaceAll('&', '&amp;').replaceAll('<', '&lt;')}</${name}>`;
  return [
    '<Event>', element('Timestamp', 4, `${date} ${time}.${milli}`), element('Computer-Name', 1, entry.server ?? 'NPS01'), element('Event-Source', 1, 'IAS'), element('User-Name', 1, entry.user),
    element('Calling-Station-Id', 1, entry.calling), element('NAS-Port-Type', 0, entry.portType), element('Client-IP-Address', 3, entry.client), element('Client-Friendly-Name', 1, entry.clientName),
    element('Proxy-Policy-Name', 1, entry.proxyPolicy), element('Fully-Qualifed-User-Name', 1, entry.fullName), element('Class', 1, entry.class), element('Authentication-Type', 0, entry.authType),
    element('NP-Policy-Name', 1, entry.policy), element('EAP-Friendly-Name', 1, entry.eapType), element('Acct-Session-Id', 1, entry.session), element('Framed-IP-Address', 3, entry.framedIp), element('Acct-Status-Type', 0, entry.status), element('Acct-Terminate-Cause', 0, entry.terminateCause), element('Packet-Type', 0, entry.packet), element('Reason-Code', 0, entry.reason), '</Event>',
  ].join('');
}
