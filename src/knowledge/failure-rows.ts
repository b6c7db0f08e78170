/** Known failures that have no signature of their own: they alias another, or leave no evidence in a bundle. Still explained by name. */

export interface FailureRow {
  readonly id: string;
  /** Why no signature can decide it, or why it is the other one. */
  readonly reason: string;
  /** Signature id that covers it. */
  readonly alias?: string;
}

export const UNDETECTABLE: readonly FailureRow[] = [
  { id: 'ipsec-13803-pending', reason: '13803, 13878, 13890 and 13901 say that a negotiation goes on or ends by plan: normal operation, never a finding' },
  { id: 'post-route-prefix-not-on-boundary', reason: 'no source lists the routes a connection is configured with, so a route that Windows dropped cannot be told from one that never was; see the routes of the profile (Get-VpnConnection, ProfileXML) against route print' },
  { id: 'seed-no-common-encryption', reason: 'the same failure as 741 and 742, by the name of the server checklist', alias: 'ras-741-742-encryption-mismatch' },
  { id: 'seed-bad-credentials', reason: 'the same failure as 691, by the name of the server checklist', alias: 'ras-691-credentials-wrong' },
  { id: 'seed-static-pool-too-small', reason: 'the same failure as 720 with a used-up pool, by the name of the server checklist', alias: 'ras-720-server-static-pool-exhausted' },
  { id: 'seed-ntlm-mschapv2-seed2', reason: 'the same failure as 691 with domain controllers that take NTLMv2 only', alias: 'ras-691-ntlmv2-only-dc' },
  { id: 'aovpn-nps-policy', reason: 'the same failure as 812, by the name of the Always On VPN guide', alias: 'ras-812-auth-method-or-policy' },
  { id: 'aovpn-invalid-server-cert', reason: 'the certificate failures of 13801 and SSTP (also ipsec-13801-expired, -root-missing, -name-mismatch, sstp-0x80070040, sstp-0x800b0109), by the name of the Always On VPN guide', alias: 'ipsec-13801-eku' },
  { id: 'aovpn-cant-establish', reason: 'a heading for every failed Always On VPN connection; the code of the client (800, 809, 812, 13801, 13806, 0x80070040, 0x800B0109) leads to the failure itself' },
  { id: 'aovpn-cannot-delete-cert', reason: 'a state of the tenant, seen in its portal only: the certificate marked Primary cannot be deleted until another one is' },
  { id: 'seed-data-collection', reason: 'no failure: a list of what to collect, which every signature names for itself under its needs' },
  { id: 'seed-ping-from-internet', reason: 'no failure: the filters of the Internet interface let only tunnel traffic in, and a missing answer to ping leaves nothing in a bundle' },
  { id: 'seed-ipx-node-number', reason: 'IPX is not part of any Windows that the collector runs on; 725, 726 and 735 are explained by the code' },
  { id: 'seed-ipx-network-number', reason: 'IPX is not part of any Windows that the collector runs on; 744 is explained by the code' },
  { id: 'seed-nt4-server-validation', reason: 'Windows NT 4 servers leave no bundle; what they could not read in Active Directory is nps-not-registered on later ones' },
  { id: 'seed-edition-limit', reason: 'the limits of 1 and 1000 connections are those of Windows Server 2003, on which the collector does not run' },
  { id: 'seed-all-ports-in-use', reason: 'the number of ports is collected, the number in use is not: look at Ports in the RRAS console while it fails (0x800704C9 names it for SSTP, sstp-0x800704c9)' },
  { id: 'seed-policy-packet-filters', reason: 'packet filters of a network policy are not among what is read of the NPS configuration: look at Settings, IP Filters of the matched policy' },
  { id: 'seed-policy-profile-conflict', reason: 'multilink, BAP and the like are not among what is read of policy and server; 931 and 943 are explained by the code, methods by seed-no-common-auth' },
  { id: 'seed-static-pool-no-return-route', reason: 'the missing route is on the routers of the company, of which no bundle holds the table: compare the pool with the networks there' },
  { id: 'seed-pool-overlaps-lan', reason: 'neither the scope of the DHCP server nor the addresses in use on the network are in a bundle: compare them with the pool (rras.config)' },
  { id: 'seed-duplicate-computer-name', reason: 'only the code 642 says so, and it is explained by the code' },
  { id: 'seed-demand-dial-not-added', reason: '20111 is explained by its code; the routes, filters and names of both routers that decide are not collected: netsh routing dump and netsh ras dump on both sides' },
  { id: 'post-third-party-hidden', reason: 'the list of network profiles (Get-NetConnectionProfile) that lacks the connection is not read from a bundle' },
  { id: 'post-trusted-network-mismatch', reason: 'when the profile dialled, which network was trusted and by which suffix is not collected together: compare TrustedNetworkDetection of ProfileXML with the name of the domain network' },
];
