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
];
