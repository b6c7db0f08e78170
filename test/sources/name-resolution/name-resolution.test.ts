/** Hosts file and name resolution policy. */
import { describe, expect, it } from 'vitest';
import { hostsFile } from '../../../src/sources/name-resolution/hosts-file.ts';
import { nrpt } from '../../../src/sources/name-resolution/nrpt.ts';
import { cmdletList } from '../../support/text/remote-access.ts';
import { artifactAt, block, contextFor, readCommands, recorder } from '../../support/text.ts';

const PATH = 'LAP042_DnsClient_HostsFile.TXT';
const readHosts = (text: string) => {
  const recorded = recorder();
  const result = hostsFile.parse(artifactAt(PATH, 'hosts-file'), new Uint8Array(Buffer.from(text, 'latin1')), recorded.emit, contextFor(PATH));
  return { ...recorded, result, rows: recorded.facts.map(({ fields, ref }) => [fields['name'], fields['address'], ref.at]) };
};

describe('hosts file', () => {
  it('entries, several names, comments, titles above', () => {
    const run = readHosts('Hosts File\r\n----------\r\n# Beispiel:  192.0.2.99  rhino.contoso.com\r\n203.0.113.10   vpn.contoso.com vpn # altes Gateway\r\n\t2001:db8::1 web.contoso.com\r\n');
    expect(run.rows).toEqual([
      ['vpn.contoso.com', '203.0.113.10', { kind: 'line', line: 4 }],
      ['vpn', '203.0.113.10', { kind: 'line', line: 4 }],
      ['web.contoso.com', '2001:db8::1', { kind: 'line', line: 5 }],
    ]);
    expect(run.listings).toMatchObject([{ complete: true, count: 3 }]);
  });
  it('only comments is a complete list of nothing; nothing and foreign text are not', () => {
    expect(readHosts('# localhost name resolution is handled within DNS itself.\r\n').listings).toMatchObject([{ complete: true, count: 0 }]);
    expect(readHosts('')).toMatchObject({ result: { outcome: 'partial' }, listings: [] });
    expect(readHosts('{"json": true}\n')).toMatchObject({ result: { outcome: 'ignored' }, listings: [] });
  });
});

const readRules = (command: string, body: string) => {
  const run = readCommands(nrpt, block(command, body));
  return { fields: run.facts.map((fact) => fact.fields), listing: run.listings[0] };
};

describe('Get-DnsClientNrptRule', () => {
  const rule = cmdletList({ Name: '{11111111-2222-3333-4444-555555555555}', Version: '2', Namespace: '{.corp.contoso.com, .sub.contoso.com}', IPsecCARestriction: '', DirectAccessEnabled: 'False', NameServers: '{192.0.2.10, 192.0.2.11}', NameEncoding: 'Disable' });
  it('of the machine, of a policy, in force', () => {
    expect(readRules('Get-DnsClientNrptRule', rule)).toMatchObject({
      fields: [
        { namespace: '.corp.contoso.com', servers: ['192.0.2.10', '192.0.2.11'], from_policy: false },
        { namespace: '.sub.contoso.com', servers: ['192.0.2.10', '192.0.2.11'], from_policy: false },
      ],
      listing: { complete: false, reason: 'rules of group policy are not listed' },
    });
    expect(readRules('Get-DnsClientNrptRule -GpoName "VPN"', rule).fields[0]).toMatchObject({ from_policy: true });
    expect(readRules('Get-DnsClientNrptPolicy', cmdletList({ Namespace: '.', QueryPolicy: '', NameServers: '' }))).toEqual({ fields: [{ namespace: '.', servers: [] }], listing: expect.objectContaining({ complete: true, count: 1 }) });
  });
  it('no rules, an error', () => {
    expect(readRules('Get-DnsClientNrptPolicy', '').listing).toMatchObject({ complete: true, count: 0 });
    expect(readRules('Get-DnsClientNrptPolicy', 'Get-DnsClientNrptPolicy : Zugriff verweigert\n').listing).toMatchObject({ complete: false, count: 0 });
  });
});
