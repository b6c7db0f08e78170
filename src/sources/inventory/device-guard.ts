/**
 * Whether Credential Guard runs: it keeps MS-CHAPv2 from using the password of the sign-in.
 *
 *   SecurityServicesRunning                      : {1, 2}      → device-guard.state {credential_guard: true}
 * Numbers of Win32_DeviceGuard: 1 Credential Guard, 2 hypervisor-enforced code integrity (Microsoft Learn, Win32_DeviceGuard).
 */
import { propertyItems, propertyText, readPropertyLists } from '../../formats/text/properties.ts';
import type { CommandSource, ReadResult } from '../../model/source.ts';
import { blockFacts, fileName } from '../block-facts.ts';

export const deviceGuard: CommandSource = {
  id: 'device-guard',
  matches: (command, path) => (command === '' ? /CredentialGuard|DeviceGuard/i.test(fileName(path)) : /\bWin32_DeviceGuard\b/i.test(command)),
  yields: [{ kind: 'fact', name: 'device-guard.state', fields: { credential_guard: 'boolean' } }],
  parse(artifact, blocks, emit, context): ReadResult {
    const facts = blockFacts(artifact.host, emit, context);
    for (const block of blocks) {
      for (const list of readPropertyLists(block.lines)) {
        const running = propertyText(list, 'SecurityServicesRunning');
        if (running === undefined) continue;
        const { items, cut } = propertyItems(running);
        const isOn = items.includes('1');
        if (!items.every((item) => /^\d+$/.test(item)) || (cut && !isOn)) continue;
        facts.fact('device-guard.state', artifact.host, { credential_guard: isOn }, block, list.properties.get('securityservicesrunning')?.line ?? 0);
        return { outcome: 'read' };
      }
    }
    return blocks.every((block) => block.command === '') ? { outcome: 'ignored', reason: 'no state of Device Guard in it' } : { outcome: 'partial', reason: 'the command printed no running security services' };
  },
};
