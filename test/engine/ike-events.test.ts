/** IKE conversations out of the events 1024 and 1025 of the filtering platform. */
import { describe, expect, it } from 'vitest';
import { ikeFromEvents } from '../../src/engine/ike-events.ts';
import type { LogRecord } from '../../src/model/records.ts';
import type { Fields } from '../../src/model/values.ts';

const SPI = '0x0102030405060708';
const NONE = '0x0000000000000000';

function told(name: 'wfp.1024' | 'wfp.1025', second: number, more: Fields = {}): LogRecord {
  const fields = { i_cookie: SPI, r_cookie: NONE, flags: 8, message_id: 0, length: 616, local_address: '192.0.2.10', local_port: 500, remote_address: '203.0.113.5', remote_port: 500, ...more };
  return { name, time: second * 1e6, host: 'LAP042', scope: { provider: 'Microsoft-Windows-WFP' }, code: Number(name.slice(4)), severity: 'info', fields, ref: { artifact: 'wfpdiag.etl', at: { kind: 'etl', event: second + 1 } } };
}
const later = told('wfp.1024', 60, { i_cookie: '0x99', r_cookie: '0x77', message_id: 5 });

describe('IKE without a capture', () => {
  it('says that the first message left four times and nothing came back', () => {
    const found = ikeFromEvents([told('wfp.1024', 0), told('wfp.1024', 1), told('wfp.1024', 3), told('wfp.1024', 7), later]);
    expect(found.find((record) => record.name === 'capture.ike-sa-init')).toMatchObject({
      time: 0,
      scope: { provider: 'Microsoft-Windows-WFP', channel: 'packet-capture' },
      fields: { initiator: '192.0.2.10', responder: '203.0.113.5', from_us: true, sent: 4, received: 0, seconds: 7, port: 500, initiator_spi: '0102030405060708' },
      ref: { at: { event: 1 } },
    });
  });

  it('claims no silence where the trace ended too soon', () => {
    expect(ikeFromEvents([told('wfp.1024', 0), told('wfp.1024', 2)])[0]?.fields).not.toHaveProperty('received');
  });

  it('waits as long as the trace goes on with other events, and claims nothing of one that lost some', () => {
    const trace = { artifact: 'wfpdiag.etl', kind: 'etl', records: 9, span: { from: 0, to: 90e6 } } as const;
    const sent = [told('wfp.1024', 0), told('wfp.1024', 2)];
    expect(ikeFromEvents(sent, [{ ...trace, outcome: 'read' }])[0]?.fields).toMatchObject({ sent: 2, received: 0 });
    expect(ikeFromEvents([...sent, later], [{ ...trace, outcome: 'partial' }])[0]?.fields).not.toHaveProperty('received');
    expect(ikeFromEvents(sent, [{ ...trace, outcome: 'read', artifact: 'other.etl' }])[0]?.fields).not.toHaveProperty('received');
  });

  it('sees the answer on 500 and the silence on 4500', () => {
    const answer = told('wfp.1025', 1, { r_cookie: '0xAABBCCDDEEFF0011', flags: 32 });
    const auth = [2, 3, 5].map((second) => told('wfp.1024', second, { r_cookie: '0xAABBCCDDEEFF0011', message_id: 1, local_port: 4500, remote_port: 4500, length: 2_400 }));
    const found = ikeFromEvents([told('wfp.1024', 0), answer, ...auth, later]).filter((record) => record.fields['initiator_spi'] === '0102030405060708');
    expect(found.map((record) => [record.name, record.fields['sent'], record.fields['received'], record.fields['port']])).toEqual([['capture.ike-sa-init', 1, 1, 500], ['capture.ike-auth', 3, 0, 4500]]);
    // How the long one left is not told.
    expect(found.map((record) => record.fields['ip_fragments'])).toEqual([1, undefined]);
  });

  it('reads version 1 by its flags', () => {
    expect(ikeFromEvents([told('wfp.1024', 0, { flags: 0 }), told('wfp.1024', 1, { flags: 0 }), later])[0]).toMatchObject({ name: 'capture.ike-main-mode', fields: { sent: 2, received: 0 } });
  });

  it('adds nothing to what packets show already', () => {
    const packet: LogRecord = { ...told('wfp.1024', 0), name: 'capture.ike-sa-init', fields: { initiator_spi: '0102030405060708' } };
    expect(ikeFromEvents([packet, told('wfp.1024', 0), told('wfp.1024', 1)])).toEqual([]);
  });

  it('does not count a second copy of the log twice', () => {
    const copy = (record: LogRecord): LogRecord => ({ ...record, ref: { ...record.ref, artifact: 'other.etl' } });
    const one = [told('wfp.1024', 0), told('wfp.1024', 1), later];
    const found = ikeFromEvents([...one, ...one.map(copy)]);
    expect(found.filter((record) => record.name === 'capture.ike-sa-init').map((record) => record.fields['sent'])).toEqual([2]);
  });

  it('passes over events without numbers', () => {
    expect(ikeFromEvents([told('wfp.1024', 0, { i_cookie: 'x' }), told('wfp.1024', 0, { flags: 'none' })])).toEqual([]);
  });
});
