import { describe, expect, it } from 'vitest';
import type { EventField, EventView } from '../../../src/model/source.ts';
import { readEvent, wantsEvent } from '../../../src/sources/events/index.ts';

const event = (eventId: number, data: readonly EventField[], version = 0): EventView => ({
  provider: 'Microsoft-Windows-WFP', channel: 'Microsoft-Windows-IKE/Operational', computer: 'LAP042', eventId, qualifiers: 0, version, level: 4, keywords: '0x0', time: 1, recordId: 1, data, binary: '',
});
const named = (values: Readonly<Record<string, string>>): EventField[] => Object.entries(values).map(([name, value]) => ({ name, value }));
/** SOCKADDR_IN of 198.51.100.24:4500 and SOCKADDR_IN6 of [2001:db8::1]:500, written by hand. */
const V4 = '02001194C63364180000000000000000';
const V6 = `170001F400000000${'20010DB8000000000000000000000001'}00000000`;

describe('events of the filtering platform', () => {
  it('reads a main mode failure by its manifest fields', () => {
    const record = readEvent(event(1005, named({ LocalAddress: '192.0.2.10:500', RemoteAddress: V4, FailureErrorCode: '0x35ed', FailurePoint: '1', Flags: '0', KeyingModuleType: '2', MmState: '4', SaRole: '0', MMAuthMethod: '11', EndCertHash: '00'.repeat(20) })));
    expect(record).toEqual({
      name: 'wfp.ike-mm-failure',
      channel: 'Microsoft-Windows-IKE/Operational',
      fields: {
        error: 13805, failure_point: 'local', mm_state: 'final-sent', mm_state_number: 4, sa_role: 'initiator', keying_module: 'ikev2', auth_method: 'eap', benign: false,
        local_address: '192.0.2.10', local_port: 500, remote_address: '198.51.100.24', remote_port: 4500,
      },
    });
  });

  it('reads quick mode, extended mode and drops', () => {
    expect(readEvent(event(1007, named({ RemoteAddress: V6, FailureErrorCode: '13868', FailurePoint: '2', KeyingModuleType: '0', SaRole: '1' })))).toMatchObject({ name: 'wfp.ike-qm-failure', fields: { error: 13868, failure_point: 'remote', keying_module: 'ike', sa_role: 'responder', remote_address: '2001:db8::1', remote_port: 500 } });
    expect(readEvent(event(1009, named({ FailureErrorCode: '13801', Flags: '2', EmAuthMethod: '1' })))).toMatchObject({ name: 'wfp.ike-em-failure', fields: { benign: true, auth_method: 'certificate' } });
    expect(readEvent(event(1001, named({ RemoteAddress: V4, PacketDirection: '14593', FilterId: '867414', LayerId: '44' })))).toMatchObject({ name: 'wfp.drop', fields: { direction: 'out', remote_address: '198.51.100.24', filter_id: '867414', layer_id: '44' } });
  });

  it('is asked for, and says nothing where nothing stands', () => {
    expect(wantsEvent('Microsoft-Windows-WFP', 1005)).toBe(true);
    expect(readEvent(event(1005, []))).toMatchObject({ name: 'wfp.ike-mm-failure', fields: {} });
    expect(readEvent(event(1001, named({ RemoteAddress: 'xyz', PacketDirection: 'up' })))?.fields).toEqual({});
  });
});
