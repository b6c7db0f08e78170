/** Listening sockets and their owners. */
import { describe, expect, it } from 'vitest';
import { listeners } from '../../../src/sources/listeners/source.ts';
import { block, readCommands } from '../../support/text.ts';
import { netstat } from '../../support/text/routes.ts';

const read = (text: string) => {
  const run = readCommands(listeners, text, 'RRAS01_240221-093005_NetStat_Info_Stop_.txt');
  return { ...run, rows: run.facts.map(({ subject, fields }) => [subject, fields['address'], fields['pid'], fields['process']]) };
};

const SOCKETS = [
  { protocol: 'TCP', local: '0.0.0.0:443', pid: 4 },
  { protocol: 'TCP', local: '[::]:1723', remote: '[::]:0', pid: 4 },
  { protocol: 'TCP', local: '192.0.2.10:50123', remote: '198.51.100.7:443', pid: 1200, state: 'ESTABLISHED', owner: ['[other.exe]'] },
  { protocol: 'UDP', local: '0.0.0.0:500', pid: 1180, owner: ['IKEEXT', '[svchost.exe]'] },
  { protocol: 'UDP', local: '[fe80::1%12]:4500', pid: 1180 },
] as const;

describe('netstat', () => {
  it.each(['en', 'de', 'fr', 'ja'] as const)('in %s', (language) => {
    const run = read(block('netstat -anob', netstat(SOCKETS, language)));
    expect(run.rows).toEqual([
      ['tcp:443', '0.0.0.0', 4, undefined],
      ['tcp:1723', '::', 4, undefined],
      ['udp:500', '0.0.0.0', 1180, 'svchost.exe'],
      ['udp:4500', 'fe80::1%12', 1180, undefined],
    ]);
    expect(run.listings).toMatchObject([{ fact: 'network.listener', complete: true, count: 4 }]);
  });
  it('bound sockets that do not listen are left to the output that cannot show them', () => {
    const bound = block('netstat -anoq', netstat([...SOCKETS, { protocol: 'TCP', local: '0.0.0.0:50999', pid: 77, state: 'BOUND' }]));
    expect(read(block('netstat -anob', netstat(SOCKETS)) + bound).rows.map(([subject]) => subject)).not.toContain('tcp:50999');
    expect(read(bound).rows.map(([subject]) => subject)).toContain('tcp:443');
  });
  it('with a column of offload states behind the process id', () => {
    expect(read(block('netstat -nato', '  TCP    0.0.0.0:135            0.0.0.0:0              LISTENING       904      InHost\n')).rows).toEqual([['tcp:135', '0.0.0.0', 904, undefined]]);
  });
  it('statistics and routes are other outputs', () => {
    expect(['netstat -es', 'netstat -r', 'netstat -e -s'].map((command) => listeners.matches(command, ''))).toEqual([false, false, false]);
    expect(read(block('netstat -ano', 'Der angeforderte Vorgang erfordert erhöhte Rechte.\n')).result).toEqual({ outcome: 'partial', reason: 'the command printed no sockets' });
  });
});

it('Get-NetUDPEndpoint and Get-NetTCPConnection', () => {
  const udp = `
LocalAddress                             LocalPort
------------                             ---------
::                                       500
0.0.0.0                                  4500

`;
  const tcp = 'LocalAddress  : 0.0.0.0\nLocalPort     : 443\nState         : Listen\nOwningProcess : 4\n\nLocalAddress  : 192.0.2.10\nLocalPort     : 50111\nState         : Established\nOwningProcess : 9\n';
  expect(read(block('Get-NetUDPEndpoint', udp) + block('Get-NetTCPConnection', tcp)).rows).toEqual([
    ['udp:500', '::', undefined, undefined],
    ['udp:4500', '0.0.0.0', undefined, undefined],
    ['tcp:443', '0.0.0.0', 4, undefined],
  ]);
});
