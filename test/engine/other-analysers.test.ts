/** Other analysers' findings, shown beside ours. */
import { describe, expect, it } from 'vitest';
import { otherFindings } from '../../src/engine/other-analysers.ts';
import type { Fact } from '../../src/model/records.ts';

const fact = (name: string, subject: string, fields: Fact['fields'], line: number): Fact => ({ name, host: 'LAP042', subject, fields, ref: { artifact: 'xray.xml', bundle: 'b.zip', at: { kind: 'line', line } } });

describe('otherFindings', () => {
  it('makes one finding of what the report and the text say of one check', () => {
    const facts = [
      fact('xray.finding', 'net_vpn_KB4553295', { id: 'net_vpn_KB4553295', severity: 'error' }, 7),
      fact('xray.finding', 'net_vpn_KB4553295', { id: 'net_vpn_KB4553295', title: 'The tunnel triggers inside the network' }, 3),
      fact('sdp.finding', 'TS_PMTUCheck', { id: 'TS_PMTUCheck', severity: 'warning' }, 9),
      fact('service.state', 'RasMan', { service: 'RasMan' }, 1),
    ];
    expect(otherFindings(facts, true)).toEqual([
      { tool: 'xray', host: 'LAP042', id: 'net_vpn_KB4553295', severity: 'error', title: 'The tunnel triggers inside the network', ref: 'xray.xml#line=7' },
      { tool: 'sdp', host: 'LAP042', id: 'TS_PMTUCheck', severity: 'warning', title: null, ref: 'xray.xml#line=9' },
    ]);
  });
});
