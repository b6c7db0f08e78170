/** `Get-VpnConnection` list output. Property names are not localised. */

export interface VpnConnectionInput {
  readonly name: string;
  readonly server: string;
  readonly allUser?: boolean;
  readonly tunnelType?: 'Automatic' | 'Pptp' | 'L2tp' | 'Sstp' | 'Ikev2';
  readonly authentication?: readonly string[];
  readonly encryption?: string;
  readonly splitTunneling?: boolean;
  readonly status?: 'Connected' | 'Disconnected';
}

const capital = (value: boolean): string => (value ? 'True' : 'False');

/** One list block per connection. */
export function vpnConnections(connections: readonly VpnConnectionInput[]): string {
  const blocks = connections.map((one) => [
    ['Name', one.name], ['ServerAddress', one.server], ['AllUserConnection', capital(one.allUser ?? false)], ['Guid', '{01234567-89AB-CDEF-0123-456789ABCDEF}'], ['TunnelType', one.tunnelType ?? 'Automatic'],
    ['AuthenticationMethod', `{${(one.authentication ?? ['Eap']).join(', ')}}`], ['EncryptionLevel', one.encryption ?? 'Optional'], ['L2tpIPsecAuth', ''], ['UseWinlogonCredential', 'False'], ['EapConfigXmlStream', ''],
    ['ConnectionStatus', one.status ?? 'Disconnected'], ['RememberCredential', 'True'], ['SplitTunneling', capital(one.splitTunneling ?? false)], ['DnsSuffix', ''], ['IdleDisconnectSeconds', '0'],
  ].map(([key, value]) => `${key!.padEnd(21)} : ${value}`).join('\n'));
  return `\n\n${blocks.join('\n\n')}\n\n\n`;
}
