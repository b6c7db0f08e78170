/** Known event providers: channel, GUID and how they write, so that recipes stay short. Sources: provider manifests and public logs. */
import type { Layout } from '../evtx-builder.ts';

export interface Provider {
  readonly channel: string;
  readonly guid?: string;
  readonly source?: string;
  readonly layout?: Layout;
  readonly keywords?: string;
}

const classic = (channel: string): Provider => ({ channel, layout: 'classic', keywords: '0x80000000000000' });

export const providers: Readonly<Record<string, Provider>> = {
  'RasClient': classic('Application'),
  'RemoteAccess': classic('System'),
  'RasMan': classic('System'),
  'RasSstp': classic('System'),
  'NPS': classic('System'),
  'EventLog': classic('System'),
  'ESENT': classic('Application'),
  'Service Control Manager': { channel: 'System', guid: '{555908d1-a6d7-4695-8e1e-26931d2012f4}', source: 'Service Control Manager', keywords: '0x8080000000000000' },
  'Schannel': { channel: 'System', guid: '{1F678132-5938-4686-9FDC-C8FF68F15C85}', source: 'Schannel' },
  'Microsoft-Windows-Kernel-General': { channel: 'System', guid: '{A68CA8B7-004F-D7B6-A698-07E2DE0F1F5D}' },
  'Microsoft-Windows-Kernel-Power': { channel: 'System', guid: '{331C3B3A-2005-44C2-AC5E-77220C37D6B4}' },
  'Microsoft-Windows-Kernel-PnP': { channel: 'Microsoft-Windows-Kernel-PnP/Configuration', guid: '{9C205A39-1250-487D-ABD7-E831C6290539}' },
  'Microsoft-Windows-UserPnp': { channel: 'System', guid: '{96F4A050-7E31-453C-88BE-9634F4E02139}' },
  'Microsoft-Windows-Security-Auditing': { channel: 'Security', guid: '{54849625-5478-4994-A5BA-3E3B0328C30D}', keywords: '0x8020000000000000' },
  'Microsoft-Windows-CAPI2': { channel: 'Microsoft-Windows-CAPI2/Operational', guid: '{5BBCA4A8-B209-48DC-A8C7-B23D3E5216FB}', keywords: '0x4000000000000001' },
  'Microsoft-Windows-Ras-AgileVpn': { channel: 'Microsoft-Windows-RasAgileVpn/Operational' },
  'Microsoft-Windows-DNS-Client': { channel: 'Microsoft-Windows-DNS-Client/Operational', guid: '{1C95126E-7EEA-49A9-A3FE-A378B03DDB4D}' },
  'Microsoft-Windows-WFP': { channel: 'Microsoft-Windows-WFP/Operational', guid: '{0C478C5B-0351-41B1-8C58-4A6737DA32E3}' },
  'Microsoft-Windows-Time-Service': { channel: 'System', guid: '{06EDCFEB-0FD0-4E53-ACCA-A6F8BBF81BCB}' },
  'Microsoft-Windows-NCSI': { channel: 'Microsoft-Windows-NCSI/Operational', guid: '{314DE49F-CE63-4779-BA2B-D616F6963A88}' },
  'Microsoft-Windows-VPN-Client': { channel: 'Microsoft-Windows-VPN-Client/Operational', guid: '{3C088E51-65BE-40D1-9B90-62BFEC076737}' },
  'Microsoft-Windows-EapHost': { channel: 'Microsoft-Windows-EapHost/Operational', guid: '{6EB8DB94-FE96-443F-A366-5FE0CEE7FB1C}' },
  'Microsoft-Windows-Security-SPP': { channel: 'Application', guid: '{E23B33B0-C8C9-472C-A5F9-F2BDFEA0F156}', source: 'Software Protection Platform Service' },
  'Windows Networking Vpn Plugin Platform': { channel: 'Windows Networking Vpn Plugin Platform/Operational', guid: '{E5FC4A0F-7198-492F-9B0F-88FDCBFDED48}' },
};
