/**
 * Which part of a collection holds what a signature needs: names as `collection.asked` uses them.
 * (TSS source: what each scenario runs; the NET_RAS scenario takes no RAS dump and no Security log.)
 */

const BY_NEED: readonly (readonly [pattern: RegExp, kind: string])[] = [
  [/^registry\.|^service\.configured$|^program\./, 'registry-hive'],
  [/^certificate\./, 'certutil'],
  [/^vpn\.profile$/, 'rasphone-pbk'],
  [/^vpn\.(?:ipsec-policy|profile-xml)$/, 'vpn-connection'],
  [/^adapter\.|^http\.|^sstp\.|^rras\.ports$|^time\.|^dns\./, 'sdp-text'],
  [/^rras\.config$|^vpn\.server-/, 'ras-dump'],
  [/^wfp\./, 'wfp-xml'],
  [/^(?:ppp|trace)\./, 'ras-trace-log'],
  [/^(?:nps\.|logon\.|ntlm\.|microsoft-windows-security-auditing\.)/, 'security-log'],
];

/** The part that would hold a record or fact of this name, or null when no part is known for it. */
export function collectedKind(name: string): string | null {
  return BY_NEED.find(([pattern]) => pattern.test(name))?.[1] ?? null;
}
