/** Adapters, hidden miniports and bindings every Windows client has, with the recipe's changes. */
import type { AdapterInput, BindingInput, DeviceInput } from '../text-builder.ts';
import type { BundleFrame } from './types.ts';

const ethernet = { name: 'Ethernet', description: 'Contoso Gigabit Network Connection' };
const miniports: readonly DeviceInput[] = [
  ['Local Area Connection* 1', 'WAN Miniport (SSTP)'], ['Local Area Connection* 2', 'WAN Miniport (IKEv2)'], ['Local Area Connection* 3', 'WAN Miniport (L2TP)'], ['Local Area Connection* 4', 'WAN Miniport (PPTP)'],
  ['Local Area Connection* 5', 'WAN Miniport (PPPOE)'], ['Local Area Connection* 6', 'WAN Miniport (IP)'], ['Local Area Connection* 7', 'WAN Miniport (IPv6)'], ['Local Area Connection* 8', 'WAN Miniport (Network Monitor)'],
].map(([name, description]) => ({ name: name!, description: description!, status: 'Up', hidden: true }));

export function bundleDevices(frame: BundleFrame): readonly DeviceInput[] {
  return frame.recipe.devices ?? [{ ...ethernet, status: 'Up' }, ...miniports];
}

export function bundleAdapters(frame: BundleFrame): readonly AdapterInput[] {
  return frame.recipe.adapters ?? [{ ...ethernet, ipv4: ['192.0.2.10'], gateways: ['192.0.2.1'], dns: ['192.0.2.53'], dhcpServer: '192.0.2.1', suffix: frame.domain }];
}

/** The usual bindings; a recipe's binding of the same adapter (by name or description) and component takes its place. */
export function bundleBindings(frame: BundleFrame): readonly BindingInput[] {
  const usual: BindingInput[] = [];
  const add = (device: { name: string; description: string }, componentId: string, displayName: string): void =>
    void usual.push({ adapter: device.name, description: device.description, componentId, displayName, enabled: true });
  for (const device of bundleDevices(frame)) {
    if (device.description === 'WAN Miniport (IP)') add(device, 'ms_wanarp', 'Remote Access IP ARP Driver');
    else if (device.description === 'WAN Miniport (IPv6)') add(device, 'ms_wanarpv6', 'Remote Access IPv6 ARP Driver');
    else if (device.description === 'WAN Miniport (Network Monitor)') add(device, 'ms_ndiscap', 'Microsoft NDIS Capture');
    else if (!device.hidden) {
      add(device, 'ms_msclient', 'Client for Microsoft Networks');
      add(device, 'ms_pacer', 'QoS Packet Scheduler');
      add(device, 'ms_tcpip', 'Internet Protocol Version 4 (TCP/IPv4)');
      add(device, 'ms_tcpip6', 'Internet Protocol Version 6 (TCP/IPv6)');
    }
  }
  const told = (frame.recipe.bindings ?? []).map((one) => {
    const device = bundleDevices(frame).find((candidate) => candidate.name === one.adapter || candidate.description === one.adapter || candidate.description === one.description);
    return device ? { ...one, adapter: device.name, description: device.description } : one;
  });
  const same = (a: BindingInput, b: BindingInput): boolean => a.adapter === b.adapter && a.componentId === b.componentId;
  return [...usual.filter((one) => !told.some((other) => same(one, other))), ...told];
}
