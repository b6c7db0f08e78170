/** A small vocabulary for the tests of matching. */
import { buildVocabulary } from '../../src/matching/index.ts';
import type { Yield } from '../../src/model/records.ts';

const YIELDS: readonly Yield[] = [
  { kind: 'record', name: 'ras-client.failed', channel: 'Application', fields: { co_id: 'string', user: 'string', connection: 'string', error: 'code' } },
  { kind: 'record', name: 'ras-client.connecting', channel: 'Application', fields: { co_id: 'string', user: 'string', server: 'string' } },
  { kind: 'record', name: 'service.state-changed', channel: 'System', fields: { service: 'string', state: 'string' } },
  { kind: 'record', name: 'service.crashed', channel: 'System', fields: { service: 'string' } },
  { kind: 'record', name: 'rras.policy-refused', channel: 'System', fields: { user: 'string', error: 'code' } },
  { kind: 'record', name: 'nps.denied', channel: 'Security', fields: { user: 'string', reason_code: 'number' } },
  { kind: 'record', name: 'nowhere.event', fields: { data_0: 'string' } },
  {
    kind: 'fact',
    name: 'certificate.machine',
    fields: { subject_cn: 'string', thumbprint: 'string', not_before: 'time', not_after: 'time', eku: 'strings', private_key: 'boolean', wildcard: 'boolean' },
  },
  { kind: 'fact', name: 'registry.prohibit-ipsec', fields: { value: 'number', present: 'boolean', key_present: 'boolean' } },
  { kind: 'fact', name: 'service.state', fields: { service: 'string', state: 'string', exit_code: 'code', pid: 'number' } },
  { kind: 'fact', name: 'vpn.profile', fields: { name: 'string', server: 'string', strategy: 'string', tunnel: 'strings' } },
];

export const vocabulary = buildVocabulary(YIELDS);
