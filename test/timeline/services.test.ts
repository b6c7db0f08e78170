/** State of a service from one file, its start type from another. */
import { describe, expect, it } from 'vitest';
import type { Fact } from '../../src/model/records.ts';
import { withStartTypes } from '../../src/timeline/services.ts';

const fact = (name: string, host: string, fields: Fact['fields']): Fact => ({ name, host, subject: String(fields['service']), fields, ref: { artifact: name, at: { kind: 'line', line: 1 } } });
const state = (host: string, fields: Fact['fields']) => fact('service.state', host, fields);
const configured = (host: string, fields: Fact['fields']) => fact('service.configured', host, fields);

describe('withStartTypes', () => {
  it('adds what the registry of the same computer says to a list that shows no start types', () => {
    const facts = withStartTypes([state('LAP042', { service: 'IKEEXT', state: 'stopped' }), configured('LAP042', { service: 'ikeext', start_type: 'disabled' }), configured('RRAS01', { service: 'IKEEXT', start_type: 'auto' })]);
    expect(facts[0]).toMatchObject({ name: 'service.state', host: 'LAP042', fields: { service: 'IKEEXT', state: 'stopped', start_type: 'disabled' }, ref: { artifact: 'service.state' } });
    expect(facts).toHaveLength(3);
  });

  it('leaves alone what the list itself says, and what nothing says', () => {
    const listed = state('LAP042', { service: 'BFE', state: 'running', start_type: 'auto' });
    const unknown = state('LAP042', { service: 'RasMan', state: 'running' });
    const facts = withStartTypes([listed, unknown, configured('LAP042', { service: 'BFE', start_type: 'disabled' }), configured('', { service: 'RasMan', start_type: 'auto' })]);
    expect(facts[0]).toBe(listed);
    expect(facts[1]).toBe(unknown);
  });

  it('adds nothing where two registries of one computer disagree', () => {
    const unknown = state('LAP042', { service: 'IKEEXT', state: 'stopped' });
    expect(withStartTypes([unknown, configured('LAP042', { service: 'IKEEXT', start_type: 'disabled' }), configured('LAP042', { service: 'IKEEXT', start_type: 'manual' })])[0]).toBe(unknown);
  });
});
