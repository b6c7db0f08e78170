/** DNS queries as records. Type and response code numbers: IANA "Domain Name System (DNS) Parameters". */
import type { Yield } from '../../model/records.ts';
import type { Micros } from '../../model/time.ts';
import type { Fields } from '../../model/values.ts';
import { DNS_TYPE, type DnsMessage } from '../../protocols/dns.ts';
import { CHANNEL } from './ike-records.ts';
import { isSilence, type CaptureEnd, type Sighting } from './packet.ts';

export interface DnsQuery {
  readonly name: string;
  readonly type: number;
  readonly id: number;
  readonly client: string;
  readonly first: Sighting;
  readonly isOurs: boolean | null;
  readonly servers: string[];
  sent: number;
  lastSent: Micros | null;
  answer: { readonly message: DnsMessage; readonly server: string; readonly time: Micros } | null;
  readonly frames: number[];
}

export const DNS_YIELDS: readonly Yield[] = [
  {
    kind: 'record',
    name: 'capture.dns',
    fields: {
      query_name: 'string',
      query_type: 'string',
      query_id: 'number',
      client_address: 'string',
      // The one that answered, else the first that was asked.
      server_address: 'string',
      dns_servers: 'strings',
      from_us: 'boolean',
      inside_tunnel: 'boolean',
      // 0 where the capture began with the answer.
      sent: 'number',
      // False only where silence proves it; left out where it proves nothing.
      answered: 'boolean',
      answer_seconds: 'number',
      rcode: 'number',
      rcode_name: 'string',
      // A and AAAA of the answer; left out where the capture cut it. Empty: there is such a name, but nothing of this type.
      addresses: 'strings',
      cnames: 'strings',
      frames: 'numbers',
    },
    channel: CHANNEL,
  },
];

const TYPES: Readonly<Record<number, string>> = { 1: 'A', 2: 'NS', 5: 'CNAME', 6: 'SOA', 12: 'PTR', 15: 'MX', 16: 'TXT', 28: 'AAAA', 33: 'SRV', 35: 'NAPTR', 64: 'SVCB', 65: 'HTTPS', 255: 'ANY' };
const CODES: Readonly<Record<number, string>> = { 0: 'NOERROR', 1: 'FORMERR', 2: 'SERVFAIL', 3: 'NXDOMAIN', 4: 'NOTIMP', 5: 'REFUSED', 6: 'YXDOMAIN', 7: 'YXRRSET', 8: 'NXRRSET', 9: 'NOTAUTH', 10: 'NOTZONE' };
const MOST_VALUES = 64;

export function recordQuery(query: DnsQuery, capture: CaptureEnd): void {
  const { answer, lastSent, first } = query;
  const isSilent = answer === null && lastSent !== null && isSilence(lastSent, capture);
  const fields: Fields = {
    query_name: query.name,
    query_type: TYPES[query.type] ?? String(query.type),
    query_id: query.id,
    client_address: query.client,
    server_address: answer?.server ?? query.servers[0] ?? '',
    dns_servers: query.servers,
    ...(query.isOurs === null ? {} : { from_us: query.isOurs }),
    inside_tunnel: first.isInner,
    sent: query.sent,
    ...(answer !== null || isSilent ? { answered: answer !== null } : {}),
    ...(answer === null ? {} : answered(query, answer.message, answer.time)),
    frames: query.frames,
  };
  const code = answer?.message.responseCode ?? 0;
  capture.record({ name: 'capture.dns', time: first.time, code, severity: isSilent || code !== 0 ? 'warning' : 'info', fields, event: first.event, frame: first.frame });
}

function answered({ first, sent }: DnsQuery, { responseCode, answers, truncated, isShortened }: DnsMessage, time: Micros): Fields {
  const values = (...types: readonly number[]) => answers.flatMap((answer) => (types.includes(answer.type) && answer.value !== null ? [answer.value] : [])).slice(0, MOST_VALUES);
  return {
    ...(sent > 0 ? { answer_seconds: Math.round((time - first.time) / 1_000) / 1_000 } : {}),
    rcode: responseCode,
    rcode_name: CODES[responseCode] ?? String(responseCode),
    ...(truncated || isShortened ? {} : { addresses: values(DNS_TYPE.a, DNS_TYPE.aaaa), cnames: values(DNS_TYPE.cname) }),
  };
}
