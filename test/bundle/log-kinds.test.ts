/** Logs that come under any name are known by their first lines. */
import { describe, expect, it } from 'vitest';
import { identify } from '../../src/bundle/recognise.ts';
import { npsExport } from '../support/text/nps-config.ts';
import { npsDatabaseLine, npsEvent, npsPairLine } from '../support/text/nps-logs.ts';
import { ikeLine, packetLines, traceLine } from '../support/text/traces.ts';

const utc = '2024-07-21T07:33:12';
const head = (text: string, encoding: 'utf8' | 'utf16le' = 'utf8'): Uint8Array => new Uint8Array(Buffer.from(encoding === 'utf16le' ? `\uFEFF${text}` : text, encoding).subarray(0, 512));

describe('content tells the kind', () => {
  it.each([
    ['nps-log', 'Attachments/IN2407.log', npsDatabaseLine({ utc, packet: 1, user: 'user1' })],
    ['nps-log', 'Attachments/radius.txt', npsEvent({ utc, packet: 1, user: 'user1' })],
    ['nps-log', 'iaslog.log', npsPairLine({ utc, packet: 1, user: 'user1', client: '192.0.2.1' })],
    ['nps-config', 'Attachments/nps.xml', npsExport({ policies: [] })],
    ['nps-config', 'NPS01_NPS_netsh_nps-export.xml', npsExport({ policies: [] })],
    ['ras-trace-log', 'Attachments/ppp.log', packetLines({ utc, direction: 'sent', hex: 'C0 21 01 00 00 04' }).join('\r\n')],
    ['ras-trace-log', 'old.log', packetLines({ utc, direction: 'sent', hex: 'C0 21 01 00 00 04', bare: true }).join('\r\n')],
    ['ras-trace-log', 'rasman.txt', traceLine(utc, 'x')],
    ['ras-trace-log', 'ike.txt', ikeLine(utc, 'x')],
    ['xray', 'a.txt', 'xray by tdimli, v1.0.240214.0\r\n'],
    ['sdp-results', 'tss_240721-083000_LAP042_psSDP_NET.zip!/results.xml', '<?xml version="1.0"?><Root/>'],
    ['sdp-results', 'report.xml', '<?xml version="1.0"?>\n<dcmRR:ResultReport xmlns:dcmRR="x">'],
  ])('%s: %s', (kind, path, text) => {
    expect(identify(path, head(text)).kind).toBe(kind);
    expect(identify(path, head(text, 'utf16le')).kind).toBe(kind);
  });
  it.each([
    ['Attachments/IN1.log', 'Windows-IP-Konfiguration'],
    ['a.csv', '"Date","Time","Level"\n"7/21/2024","07:33:12","Error"'],
    ['b.log', '192.0.2.1,user,2024-07-21,07:33:12,x,y,1,2'],
  ])('%s is neither', (path, text) => {
    expect(identify(path, head(text)).kind).toBe('text');
  });
});
