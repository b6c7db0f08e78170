import { describe, expect, it } from 'vitest';
import { npsLog } from '../../../src/sources/nps-log/source.ts';
import type { SourceContext } from '../../../src/model/source.ts';
import { artifactAt, contextFor, outFile, recorder } from '../../support/text.ts';
import type { NpsEntry } from '../../support/text/nps-logs.ts';
import { npsDatabaseLine, npsEvent, npsPairLine } from '../../support/text/nps-logs.ts';

function read(lines: readonly string[], extra: Partial<SourceContext> = { utcOffsetMinutes: 60 }) {
  const recorded = recorder();
  const bytes = new Uint8Array(Buffer.from(`${lines.join('\r\n')}\r\n`, 'utf8'));
  const result = npsLog.parse(artifactAt('Attachments/IN2403.log', 'nps-log'), bytes, recorded.emit, contextFor('Attachments/IN2403.log', extra));
  return { ...recorded, result };
}

const iso = (micros: number | undefined): string => new Date((micros ?? 0) / 1000).toISOString();

describe('database form', () => {
  // Layout of the documented example, names replaced.
  const REQUEST = '"NPS01","IAS",03/07/2008,13:04:33,1,"client1",,,,,,,,,9,"10.10.10.10","npsclient",,,,,,,1,,0,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,';
  const ACCEPT = '"NPS01","IAS",03/07/2008,13:04:33,2,,"contoso.com/Users/client1",,,,,,,,9,"10.10.10.10","npsclient",,,,,,2,1,"Allow access",0,"311 1 10.10.10.11 03/07/2008 20:04:30 1",,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,';

  it('reads the documented request and accept', () => {
    const { records, result } = read([REQUEST, ACCEPT]);
    expect(records.map((record) => [record.name, iso(record.time), record.host])).toEqual([
      ['nps-log.request', '2008-03-07T13:04:33.000Z', 'NPS01'],
      ['nps-log.accept', '2008-03-07T13:04:33.000Z', 'NPS01'],
    ]);
    expect(records[0]?.clock).toEqual({ clock: 'local', precision: 'second' });
    expect(records[0]?.fields).toEqual({ user: 'client1', reason_code: 0, auth_type: 'PAP', client_ip: '10.10.10.10', client_name: 'npsclient', server: 'NPS01' });
    expect(records[1]?.fields).toEqual({ user: 'client1', user_from: 'sole-request', reason_code: 0, auth_type: 'PAP', network_policy: 'Allow access', client_ip: '10.10.10.10', client_name: 'npsclient', class: '311 1 10.10.10.11 03/07/2008 20:04:30 1', server: 'NPS01' });
    expect(result.outcome).toBe('read');
  });
  it.each([['short', 26], ['documented', 66], ['longer', 80]])('a %s tail of columns', (_, columns) => {
    const { records } = read([npsDatabaseLine({ utc: '2024-03-07T12:04:33', offsetMinutes: 60, packet: 3, user: 'CONTOSO\\user1', reason: 16, client: '192.0.2.1' }, columns)]);
    expect(records[0]?.fields).toMatchObject({ user: 'CONTOSO\\user1', reason_code: 16 });
    expect(iso(records[0]?.time)).toBe('2024-03-07T13:04:33.000Z');
  });
  it('commas and quotes inside strings, and a stray quote that must not swallow the next line', () => {
    const entry: NpsEntry = { utc: '2024-03-07T12:04:33', packet: 3, user: 'CONTOSO\\user1', reason: 48, policy: 'VPN "new", users' };
    const broken = npsDatabaseLine({ ...entry, user: 'x' }).replace('"x"', '"x');
    const { records } = read([npsDatabaseLine(entry), broken, npsDatabaseLine({ ...entry, user: 'user2' })]);
    expect(records[0]?.fields['network_policy']).toBe('VPN "new", users');
    expect(records.at(-1)?.fields).toMatchObject({ user: 'user2', reason_code: 48 });
  });
});

describe('pair form', () => {
  it('reads the documented line of a refusal', () => {
    const { records } = read(['172.31.230.187,user1,02/09/2000,23:18:00,IAS,NPS01,6,2,7,1,5,11,61,5,31,198.51.100.9,4108,172.31.230.187,4116,9,4128,vpn01,4129,CONTOSO\\user1,4136,3,4142,16']);
    expect(records.map((record) => record.name)).toEqual(['nps-log.reject']);
    expect(records[0]?.fields).toEqual({ user: 'user1', reason_code: 16, client_ip: '172.31.230.187', client_name: 'vpn01', nas_ip: '172.31.230.187', calling_station: '198.51.100.9', nas_port_type: 'Virtual', server: 'NPS01' });
  });
  it('leaves attributes alone that it does not know, and lines without a packet type', () => {
    const { records, result } = read([npsPairLine({ utc: '2024-03-07T12:04:33', packet: 1, user: 'user1', client: '192.0.2.1' }), '10.10.10.10,client1,06/04/1999,14:42:19,NPS,NPS01,6,2,7,1,5,9,61,5,64,1,65,1,31,1']);
    expect(records).toHaveLength(1);
    expect(result.reason).toBe('1 line(s) of no known form or cut off');
  });
});

describe('DTS form', () => {
  const base = { utc: '2024-05-19T13:21:44.008', offsetMinutes: 120, client: '192.0.2.10', clientName: 'vpn01', class: '311 1 10.10.10.11 05/19/2024 13:00:00 7' };

  it('reads one event a line, the misspelt name and milliseconds', () => {
    const { records } = read([npsEvent({ ...base, packet: 1, user: 'user1', authType: 5 }), npsEvent({ ...base, packet: 3, fullName: 'CONTOSO\\user1', reason: 16, authType: 11 })]);
    expect(records.map((record) => [record.name, record.fields['user'], record.fields['reason_code'], record.fields['auth_type']])).toEqual([
      ['nps-log.request', 'user1', undefined, 'EAP'],
      ['nps-log.reject', 'CONTOSO\\user1', 16, 'PEAP'],
    ]);
    expect(iso(records[0]?.time)).toBe('2024-05-19T15:21:44.008Z');
    expect(records[0]?.clock?.precision).toBe('millisecond');
  });
  it('an answer without a user takes that of the request with its class, however many lie between', () => {
    const others = Array.from({ length: 3 }, (_, at) => npsEvent({ ...base, packet: 1, user: `other${at}`, class: `c${at}` }));
    const { records } = read([npsEvent({ ...base, packet: 1, user: 'user1' }), ...others, npsEvent({ ...base, packet: 3, reason: 22 })]);
    expect(records.at(-1)?.fields).toMatchObject({ user: 'user1', user_from: 'class', reason_code: 22 });
  });
  it('guesses no user when two requests wait', () => {
    const { class: _, ...plain } = base;
    const { records } = read([npsEvent({ ...plain, packet: 1, user: 'user1' }), npsEvent({ ...plain, packet: 1, user: 'user2' }), npsEvent({ ...plain, packet: 3, reason: 22 })]);
    expect(records.at(-1)?.fields).not.toHaveProperty('user');
  });
  it('reads the right spelling, entities, Japanese names and events broken into lines', () => {
    const pretty = npsEvent({ ...base, packet: 3, fullName: 'CONTOSO\\user1', policy: 'VPN & 利用者', reason: 48 }).replaceAll('><', '>\n  <').replaceAll('Fully-Qualifed', 'Fully-Qualified');
    const { records, result } = read([...pretty.split('\n'), npsEvent({ ...base, packet: 2, user: 'user1' })]);
    expect(records.map((record) => record.name)).toEqual(['nps-log.reject', 'nps-log.accept']);
    expect(records[0]?.fields).toMatchObject({ user: 'CONTOSO\\user1', network_policy: 'VPN & 利用者' });
    expect(result.outcome).toBe('read');
  });
});

describe('the log as a whole', () => {
  it('goes on in another form in the same file', () => {
    const entry: NpsEntry = { utc: '2024-03-07T12:04:33', packet: 1, user: 'user1', client: '192.0.2.1' };
    expect(read([npsDatabaseLine(entry), npsEvent(entry), npsPairLine(entry)]).records.map((record) => record.ref.at)).toEqual([1, 2, 3].map((line) => ({ kind: 'line', line })));
  });
  it('watches from its first to its last entry, on UTC, for the server it names', () => {
    const { watches } = read([npsEvent({ utc: '2024-05-19T13:00:00', offsetMinutes: 60, packet: 1, user: 'a', server: 'nps02.contoso.com' }), npsEvent({ utc: '2024-05-19T14:00:00', offsetMinutes: 60, packet: 2, user: 'a', server: 'nps02.contoso.com' })]);
    expect(watches.map((watch) => [watch.host, watch.channel, iso(watch.span.from), iso(watch.span.to)])).toEqual([['NPS02', 'nps-log', '2024-05-19T13:00:00.000Z', '2024-05-19T14:00:00.000Z']]);
  });
  it.each([
    ['empty', new Uint8Array()],
    ['foreign', outFile('Windows-IP-Konfiguration\nname;wert\n1,2,3,4,5,6\n<Event>no time</Event>\n')],
    ['binary', Uint8Array.from({ length: 4000 }, (_, at) => (at * 197) & 255)],
  ])('%s: ignored', (_, bytes) => {
    const recorded = recorder();
    expect(npsLog.parse(artifactAt('IN2403.log', 'nps-log'), bytes, recorded.emit, contextFor('IN2403.log')).outcome).toBe('ignored');
    expect(recorded.records).toEqual([]);
  });
  it('cut off: what stands before the cut, and says so', () => {
    const text = [npsEvent({ utc: '2024-05-19T13:00:00', packet: 1, user: 'a' }), npsEvent({ utc: '2024-05-19T13:00:01', packet: 3, user: 'a', reason: 16 })].join('\n');
    const { records, result } = read([text.slice(0, -40)]);
    expect(records.map((record) => [record.name, record.fields['reason_code']])).toEqual([['nps-log.request', undefined], ['nps-log.reject', undefined]]);
    expect(result.outcome).toBe('partial');
  });
});
