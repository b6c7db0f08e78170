/** Text of commands with and without headers, as the engine hands it to the sources. */
import { describe, expect, it } from 'vitest';
import { Collector } from '../../src/engine/collector.ts';
import { contextOf, sourceContext } from '../../src/engine/context.ts';
import { readCommandBlocks } from '../../src/engine/text-artifact.ts';

function read(path: string, lines: readonly string[]) {
  const bytes = new Uint8Array(Buffer.from(lines.join('\r\n'), 'latin1'));
  const collector = new Collector();
  const artifact = { path, bundle: 'case', kind: 'command-blocks', host: 'LAP042', size: bytes.length };
  const result = readCommandBlocks(artifact, bytes, collector, sourceContext(contextOf('case', 'LAP042', []), path));
  return { result, facts: collector.facts, listings: collector.listings };
}

describe('output saved without its command', () => {
  it('reads an empty certificate store, whatever the file is called', () => {
    const { result, listings } = read('answer from customer.txt', ['my "Personal"', 'CertUtil: -store command completed successfully.', '']);
    expect(result?.outcome).toBe('read');
    expect(listings).toMatchObject([{ fact: 'certificate.machine', host: 'LAP042', complete: true, count: 0 }]);
  });

  it('reads bindings', () => {
    const { facts } = read('answer.txt', ['', 'Name                 : LAN-Verbindung* 9', 'InterfaceDescription : WAN Miniport (IP)', 'DisplayName          : RAS-IP-ARP-Treiber', 'ComponentID          : ms_wanarp', 'Enabled              : False', '']);
    expect(facts.filter((fact) => fact.name === 'adapter.binding').map((fact) => fact.fields)).toMatchObject([{ component_id: 'ms_wanarp', enabled: false, wan_miniport: 'ip' }]);
  });

  it('reads services', () => {
    const service = (name: string, state: string) => [`SERVICE_NAME: ${name}`, 'DISPLAY_NAME: x', '        TYPE               : 20  WIN32_SHARE_PROCESS', `        STATE              : ${state}`, '        WIN32_EXIT_CODE    : 0  (0x0)', '        SERVICE_EXIT_CODE  : 0  (0x0)', '        CHECKPOINT         : 0x0', '        WAIT_HINT          : 0x0', '        PID                : 0', '        FLAGS              :', ''];
    const { facts } = read('answer.txt', ['', ...service('IKEEXT', '1  STOPPED'), ...service('RemoteAccess', '4  RUNNING')]);
    expect(facts.map((fact) => [fact.fields['service'], fact.fields['state']])).toEqual([['IKEEXT', 'stopped'], ['RemoteAccess', 'running']]);
  });

  it('takes nothing from a letter', () => {
    expect(read('letter.txt', ['The VPN fails since Monday.', 'Name: user1'])).toMatchObject({ facts: [], listings: [] });
  });
});
