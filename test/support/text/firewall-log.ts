/** `pfirewall.log` as Windows Vista and later write it (header and columns after public logs); `pid` is the newest column. */

export interface FirewallEntry {
  /** Local time: `2024-05-06 09:08:09`. */
  readonly time: string;
  readonly action: 'DROP' | 'ALLOW' | 'INFO-EVENTS-LOST';
  /** Name or number. */
  readonly protocol?: string;
  readonly source?: string;
  readonly destination?: string;
  readonly sourcePort?: number;
  readonly destinationPort?: number;
  readonly path?: 'SEND' | 'RECEIVE' | 'FORWARD';
}

export function firewallLogText(entries: readonly FirewallEntry[], hasPid = false): string {
  const fields = `date time action protocol src-ip dst-ip src-port dst-port size tcpflags tcpsyn tcpack tcpwin icmptype icmpcode info path${hasPid ? ' pid' : ''}`;
  const rows = entries.map((entry) => `${entry.time} ${entry.action} ${entry.protocol ?? '-'} ${entry.source ?? '-'} ${entry.destination ?? '-'} ${entry.sourcePort ?? '-'} ${entry.destinationPort ?? '-'} 0 - - - - - - - ${entry.path ?? '-'}${hasPid ? ' 1360' : ''}`);
  return ['#Version: 1.5', '#Software: Microsoft Windows Firewall', '#Time Format: Local', `#Fields: ${fields}`, '', ...rows, ''].join('\r\n');
}
