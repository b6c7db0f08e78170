/** Tunnel type out of device names and profile strategies. */

/**
 * Tunnel of a RAS device: `WAN Miniport (IKEv2)` → `IKEv2`. The protocol name in parentheses is the same on every language.
 * Returns null when the value names no tunnel protocol.
 */
export function tunnelOfDevice(device: unknown): string | null {
  if (typeof device !== 'string') return null;
  const [, protocol] = /\b(IKEv2|L2TP|SSTP|PPTP)\b/i.exec(device) ?? [];
  if (protocol === undefined) return null;
  return protocol.toLowerCase() === 'ikev2' ? 'IKEv2' : protocol.toUpperCase();
}

/** The one tunnel a profile with this strategy can use, or null when it may choose. */
export function tunnelOfStrategy(strategy: unknown): string | null {
  switch (strategy) {
    case 'pptp-only':
      return 'PPTP';
    case 'l2tp-only':
      return 'L2TP';
    case 'sstp-only':
      return 'SSTP';
    case 'ikev2-only':
      return 'IKEv2';
    default:
      return null;
  }
}
