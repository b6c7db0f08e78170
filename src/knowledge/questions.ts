/**
 * Questions that no bundle answers and a person can: each tells apart failures that look alike from one machine. What support engineers
 * ask first, put down with what each answer speaks for. (Microsoft Learn: Troubleshoot Always On VPN; RRAS troubleshooting checklist.)
 */
import type { Stage } from '../model/case.ts';

export interface Answer {
  readonly answer: string;
  readonly means: string;
  /** Ids of signatures it speaks for. */
  readonly points: readonly string[];
}

export interface Question {
  readonly id: string;
  readonly ask: string;
  /** Where attempts end that it is about; with no open signature of the answers it is asked for these alone. */
  readonly stages: readonly Stage[];
  readonly codes: readonly number[];
  readonly answers: readonly Answer[];
}

const ON_THE_WAY = ['ras-809-udp500-4500-blocked', 'ras-809-ikev2-fragmentation', 'ras-806-gre-blocked', 'ras-809-stale-firewall-session', 'l2tp-two-clients-one-nat', 'sstp-tls-inspection', 'sstp-proxy-auth', 'sstp-0x80072efx', 'sstp-0x8007274c-d', 'ras-868-dns', 'ras-809-dns-wrong-address', 'ras-678-no-answer'];
const THIS_COMPUTER = ['ras-809-client-stack-damaged', 'ras-809-nat-t-registry', 'ipsec-service-stopped', 'win32-87-miniport-damaged', 'ras-651-692-device-error', 'ras-633-port-not-available', 'ras-720-third-party-filter', 'ras-720-wan-miniport-ip-unbound', 'ras-720-ipv6-or-protocol-disabled', 'sstp-0x80072efd-stack', 'ipsec-13806-no-machine-cert', 'ras-766-781-786-no-machine-cert', 'ipsec-13801-root-missing', 'sstp-0x800b0109', 'ras-850-eap-not-installed', 'aovpn-profilexml-malformed'];
const SERVER = ['ras-809-server-down-or-service-stopped', 'seed-rras-service-not-started', 'seed-remote-access-not-enabled', 'ipsec-13801-expired', 'ipsec-13801-gateway-cannot-sign', 'ipsec-13801-eku', 'ipsec-13801-intermediate-not-sent', 'ipsec-13801-name-mismatch', 'svc-sstp-listener', 'sstp-0x800b0101', 'sstp-0x800b010f', 'sstp-0x80070040', 'seed-radius-unreachable', 'nps-117-9-radius', 'nps-48-49', 'nps-256-304-cert', 'nps-not-registered', 'ras-720-server-dhcp-unavailable', 'ras-720-server-static-pool-exhausted', 'ras-691-ntlmv2-only-dc', 'seed-server-cannot-access-ad', 'seed-pptp-l2tp-ports-not-enabled', 'ras-812-auth-method-or-policy', 'ipsec-13868-policy-mismatch'];
const ACCOUNT = ['ras-691-credentials-wrong', 'ras-646-649-account-state', 'eap-stale-remembered-credential', 'mschapv2-sso-credential-guard', 'nps-65-66', 'nps-16', 'seed-dial-in-permission', 'ras-720-static-ip-in-account', 'radius-username-rewritten', 'ras-798-eap-no-cert', 'nps-mfa-extension'];

export const QUESTIONS: readonly Question[] = [
  {
    id: 'other-network',
    ask: 'Does this computer connect from another network, for example through the hot spot of a phone?',
    stages: ['resolve', 'reach-server', 'tunnel'],
    codes: [678, 800, 806, 809, 868, 13805, 0x80072746, 0x8007274c, 0x80072ee7],
    answers: [
      { answer: 'yes', means: 'something on the way from the first network: its router, firewall, proxy, name server or size of packets', points: ON_THE_WAY },
      { answer: 'no', means: 'this computer or the server', points: [...THIS_COMPUTER, ...SERVER.slice(0, 3)] },
    ],
  },
  {
    id: 'other-device',
    ask: 'Does another device, such as a phone, connect to the same server from the same network?',
    stages: ['reach-server', 'tunnel', 'address'],
    codes: [678, 720, 789, 800, 809, 13805],
    answers: [
      { answer: 'yes', means: 'this computer: its services, filters, certificates or network stack', points: THIS_COMPUTER },
      { answer: 'no', means: 'the network on the way, or the server', points: [...ON_THE_WAY, ...SERVER] },
      { answer: 'yes, but not both at once', means: 'the router lets one tunnel through at a time', points: ['l2tp-two-clients-one-nat'] },
    ],
  },
  {
    id: 'one-or-all-users',
    ask: 'Does it fail for everybody who uses this server, or for this user only?',
    stages: ['reach-server', 'tunnel', 'authenticate', 'address'],
    codes: [619, 645, 646, 647, 648, 649, 691, 718, 720, 812, 13801, 13868],
    answers: [
      { answer: 'everybody', means: 'the server, its certificate, its RADIUS server or the directory behind it', points: SERVER },
      { answer: 'only this user, on any computer', means: 'the account, its groups, its password or its certificate', points: ACCOUNT },
      { answer: 'only this computer, for any user', means: 'this computer or the network it is in', points: [...THIS_COMPUTER, ...ON_THE_WAY] },
    ],
  },
  {
    id: 'one-or-all-sites',
    ask: 'Does it fail from all places, or only from behind one router?',
    stages: ['resolve', 'reach-server', 'tunnel'],
    codes: [678, 789, 792, 800, 806, 809],
    answers: [
      { answer: 'only from one place', means: 'that place: its firewall, NAT or provider', points: ON_THE_WAY },
      { answer: 'from all places', means: 'the server or what stands before it', points: SERVER },
    ],
  },
  {
    id: 'other-tunnel',
    ask: 'Does it connect with another tunnel type (SSTP instead of IKEv2 or L2TP, or the other way round)?',
    stages: ['reach-server', 'tunnel'],
    codes: [789, 792, 800, 806, 809, 812, 13801, 13806, 13868],
    answers: [
      { answer: 'yes', means: 'what only the failing type needs: its ports, its fragments, its certificate, its ports on the server', points: ['ras-809-udp500-4500-blocked', 'ras-809-ikev2-fragmentation', 'ras-806-gre-blocked', 'ras-809-nat-t-registry', 'l2tp-two-clients-one-nat', 'ipsec-service-stopped', 'ipsec-13868-policy-mismatch', 'ipsec-13806-no-machine-cert', 'seed-pptp-l2tp-ports-not-enabled', 'seed-tunnel-type-unsupported', 'ras-766-781-786-no-machine-cert', 'sstp-tls-inspection', 'svc-sstp-listener'] },
      { answer: 'no', means: 'what all types share: the name, the way to the server, the account, the address', points: ['ras-868-dns', 'ras-809-dns-wrong-address', 'ras-809-server-down-or-service-stopped', 'seed-rras-service-not-started', ...ACCOUNT] },
    ],
  },
  {
    id: 'since-which-change',
    ask: 'Since when does it fail, and what was changed just before: update, password, certificate, firewall, provider?',
    stages: ['dial', 'reach-server', 'tunnel', 'authenticate'],
    codes: [87, 691, 789, 798, 809, 812, 13801],
    answers: [
      { answer: 'a Windows update or new driver', means: 'network stack, miniports or a default that became stricter', points: ['win32-87-miniport-damaged', 'ras-809-client-stack-damaged', 'mschapv2-sso-credential-guard', 'ras-812-tls-disabled', 'ras-691-ntlmv2-only-dc', 'ras-788-792-l2tp-negotiation'] },
      { answer: 'a new password', means: 'an old one is still saved somewhere, or the account is locked', points: ['eap-stale-remembered-credential', 'ras-691-credentials-wrong', 'ras-646-649-account-state'] },
      { answer: 'a new certificate', means: 'its names, its uses, its chain or its binding', points: ['ipsec-13801-eku', 'ipsec-13801-name-mismatch', 'ipsec-13801-root-missing', 'ipsec-13801-intermediate-not-sent', 'sstp-0x800b010f', 'sstp-0x800b0109', 'svc-sstp-listener', 'nps-256-304-cert', 'ras-787-several-certs-wildcard'] },
      { answer: 'firewall, router or provider', means: 'ports, fragments or names on the way', points: ON_THE_WAY },
      { answer: 'it never worked', means: 'configuration: profile, policy, certificates, ports', points: ['seed-pptp-l2tp-ports-not-enabled', 'seed-tunnel-type-unsupported', 'ras-812-auth-method-or-policy', 'ipsec-13868-policy-mismatch', 'nps-48-49', 'nps-not-registered', 'ras-809-nat-t-registry', 'seed-dial-in-permission'] },
    ],
  },
  {
    id: 'always-or-sometimes',
    ask: 'Does it fail every time, or only at times (busy hours, after standby, the second dial in a row)?',
    stages: ['reach-server', 'authenticate', 'address'],
    codes: [619, 718, 720, 809, 13809],
    answers: [
      { answer: 'at busy hours', means: 'something is used up or slow: addresses, RADIUS, the queue of IKE', points: ['ras-720-server-static-pool-exhausted', 'nps-117-9-radius', 'ras-718-721-ppp-timeout', 'ipsec-13809-queue', 'seed-radius-unreachable'] },
      { answer: 'after a loss of the line or standby', means: 'an old session is still known somewhere on the way', points: ['ras-809-stale-firewall-session', 'ras-807-connection-interrupted', 'ras-829-link-failure'] },
      { answer: 'every time', means: 'configuration, account or a closed way', points: ['ras-809-udp500-4500-blocked', 'ras-809-server-down-or-service-stopped', 'ras-812-auth-method-or-policy', 'ras-720-wan-miniport-ip-unbound', 'ras-809-nat-t-registry'] },
    ],
  },
  {
    id: 'wired',
    ask: 'Does it hold, or connect, over a cable instead of Wi-Fi or mobile broadband?',
    stages: ['tunnel', 'connected'],
    codes: [628, 629, 807, 829],
    answers: [
      { answer: 'yes', means: 'the radio link: losses, roaming, energy saving, or its size of packets', points: ['ras-829-link-failure', 'ras-807-connection-interrupted', 'ras-809-ikev2-fragmentation', 'ras-628-629-link-terminated'] },
      { answer: 'no', means: 'the way beyond the first link, or the server', points: ['server-session-lifetime', 'ras-828-idle', 'ike-rekey-pfs-mismatch', 'ras-830-834-session-ended'] },
    ],
  },
  {
    id: 'how-long-it-lasts',
    ask: 'After how long does the connection end, and is it always the same time?',
    stages: ['connected'],
    codes: [628, 629, 631, 807, 828, 829],
    answers: [
      { answer: 'always the same time', means: 'a limit that somebody set, or new keys that are refused', points: ['server-session-lifetime', 'ras-828-idle', 'ike-rekey-pfs-mismatch'] },
      { answer: 'it differs', means: 'the line, the computer or the server fails', points: ['ras-829-link-failure', 'ras-807-connection-interrupted', 'ras-628-629-link-terminated', 'ras-831-fast-user-switch'] },
    ],
  },
  {
    id: 'same-password-elsewhere',
    ask: 'Does the same name and password work elsewhere now, typed by hand (sign-in, mail)?',
    stages: ['authenticate'],
    codes: [18, 645, 646, 647, 648, 649, 691, 812, 1326, 1330, 1909],
    answers: [
      { answer: 'yes', means: 'the password is right: what is sent by itself, the method or the policy is wrong', points: ['eap-stale-remembered-credential', 'mschapv2-sso-credential-guard', 'ras-691-ntlmv2-only-dc', 'nps-65-66', 'nps-48-49', 'radius-username-rewritten', 'ras-812-auth-method-or-policy', 'seed-dial-in-permission', 'seed-auth-provider-misconfigured', 'nps-117-9-radius'] },
      { answer: 'no', means: 'the password or the account', points: ['ras-691-credentials-wrong', 'ras-646-649-account-state', 'nps-16'] },
    ],
  },
  {
    id: 'second-factor',
    ask: 'Did the second factor ask for anything, and was it answered in time?',
    stages: ['authenticate'],
    codes: [718, 691, 812],
    answers: [
      { answer: 'it asked and was answered too late', means: 'the answer took longer than RADIUS or the client waits', points: ['nps-117-9-radius', 'ras-718-721-ppp-timeout', 'nps-mfa-extension'] },
      { answer: 'it never asked', means: 'the request failed before, or the extension refused it', points: ['nps-mfa-extension', 'nps-48-49', 'ras-691-credentials-wrong', 'aovpn-conditional-access-oops'] },
    ],
  },
  {
    id: 'what-works-when-connected',
    ask: 'While connected: does anything of the company answer by its address, by its name, and does the Internet still work?',
    stages: ['route', 'connected'],
    codes: [],
    answers: [
      { answer: 'by address but not by name', means: 'names are asked of the wrong server', points: ['post-dns-metric'] },
      { answer: 'nothing of the company, Internet works', means: 'no route into the company, or it refuses the addresses', points: ['post-split-tunnel-no-routes', 'post-no-traffic', 'seed-lan-access-not-allowed', 'seed-dhcp-apipa'] },
      { answer: 'company works, Internet does not', means: 'all traffic goes through the tunnel and ends there', points: ['post-internet-lost-default-gateway'] },
    ],
  },
];
