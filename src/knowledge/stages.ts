/**
 * The ladder a connection climbs, and which rung a code points to. A hint, never a gate: the usual codes per stage come from the
 * RasClient documentation (Microsoft TechNet, RAS Connection Establishment), and real machines show others
 * (809 after 20224, 691 before it).
 */
import type { Attempt, Stage } from '../model/case.ts';

export const STAGES: readonly Stage[] = ['dial', 'resolve', 'reach-server', 'tunnel', 'authenticate', 'address', 'route', 'connected'];

interface StageKnowledge {
  /** Name for people. */
  readonly name: string;
  /** What is being done on this rung. */
  readonly doing: string;
  /** What to collect when an attempt ends here and no cause is proved. */
  readonly collect: readonly string[];
}

const KNOWLEDGE: Readonly<Record<Stage, StageKnowledge>> = {
  dial: {
    name: 'starting the dial',
    doing: 'the client opens the port of the WAN Miniport and reads the phone book entry',
    collect: [
      'rasphone.pbk of the user and of all users',
      'device list with hidden devices (Get-PnpDevice -Class Net) and setupapi.dev.log',
      'state of RasMan, IKEEXT and BFE (Get-Service), System log of the client',
    ],
  },
  resolve: {
    name: 'resolving the server name',
    doing: 'the client asks DNS for the address of the VPN server',
    collect: ['Resolve-DnsName <server> from the client', 'hosts file and Get-DnsClientNrptRule', 'Microsoft-Windows-DNS-Client/Operational log'],
  },
  'reach-server': {
    name: 'reaching the server',
    doing: 'first packets of the tunnel (UDP 500/4500, TCP 443 or TCP 1723 with GRE) go to the server',
    collect: [
      'packet capture at the client and at the server edge at the same time',
      'Test-NetConnection <server> -Port 443, firewall logs on the way',
      'netsh wfp capture on the client during one dial',
      'System log and service list of the server (RemoteAccess, RasMan, IKEEXT, SstpSvc)',
    ],
  },
  tunnel: {
    name: 'building the tunnel',
    doing: 'IKE, TLS or PPTP sets up the protected tunnel and the computers prove who they are',
    collect: [
      'certutil -v -store My, Root and CA of the computer, on client and server',
      'Microsoft-Windows-CAPI2/Operational log during one dial',
      'netsh wfp capture or the IKEEXT trace of both sides',
      'export of the Rasman\\Parameters and PolicyAgent registry keys',
    ],
  },
  authenticate: {
    name: 'authenticating the user',
    doing: 'PPP or EAP checks the user, usually through NPS and a domain controller',
    collect: [
      'NPS: Security log with the "Network Policy Server" audit subcategory on, and the accounting log (IN*.log)',
      'domain controller: Security log (4776, 4625, 4771) of the same minutes',
      'EapHost and RasChap/RasTls operational logs of the client',
      'NPS network policies (netsh nps export) and the rasphone.pbk entry',
    ],
  },
  address: {
    name: 'obtaining an address',
    doing: 'PPP or IKEv2 gives the client its inner address',
    collect: [
      'Get-NetAdapterBinding -IncludeHidden of the client',
      'PPP.LOG of both sides (netsh ras set tracing * enabled)',
      'address pool or DHCP relay settings of the server, System log of the server',
    ],
  },
  route: {
    name: 'setting routes and names',
    doing: 'routes, DNS servers and interface metrics are set for the new interface',
    collect: ['route print and Get-NetIPInterface while connected', 'Get-VpnConnection with its routes', 'ipconfig /all and Get-DnsClientNrptRule while connected'],
  },
  connected: {
    name: 'connected',
    doing: 'the connection is up',
    collect: ['RasClient 20226 and System power and adapter events around the loss', 'session statistics of the server'],
  },
};

/** Codes by the rung they usually belong to. */
const HINTS: readonly (readonly [Stage, readonly (number | readonly [number, number])[]])[] = [
  ['dial', [600, 602, 608, 609, 615, 618, [621, 625], 633, 651, 665, 666, 692, 711, 740, 756, 757, 780, 797, 813, 814, 825, 838, 871, 872, 873, 876, 87, 1058, 1060, 1068]],
  ['resolve', [868, 749, 11001, 11002, 11003, 11004, 12007, 9002, 9003, 9005, 9501]],
  ['reach-server', [619, 638, 650, [676, 680], 769, 770, 771, 800, 806, 807, 808, 809, 815, 827, 121, 258, 1225, 1231, 1232, 1460, 10051, 10060, 10061, 10065, 12002, 12029, 12030, 13805, 13813]],
  [
    'tunnel',
    [
      766, 768, 778, 781, [786, 793], 801, 810, 811, 835, [841, 844], 848, 870, [13801, 13804], [13806, 13812], [13814, 13898], [13900, 13932],
      12015, [12037, 12038], [12044, 12045], 12057, [12152, 12153], 12157, [12169, 12170], 12175, 12179, [12185, 12186], 0x80090325, 0x80090326, 0x80090331,
      [0x80092004, 0x80092013], [0x800b0100, 0x800b0114],
    ],
  ],
  [
    'authenticate',
    [
      645, [646, 649], 691, 703, 705, 708, 709, 739, [741, 743], 764, 779, 784, 785, 798, [802, 805], 812, [823, 824], 826, [845, 847], [849, 867], 869, [874, 875], 877,
      [917, 924], 930, [937, 943], 1326, 1327, 1328, 1330, 1331, 1355, 1396, 1398, 1789, 1793, 1907, 1909, 1931, 18, [0x80420000, 0x804204ff],
      0x8009030c, 0x8009030d, 0x8009030e, 0x80090324, [0xc0000064, 0xc0000072], 0xc0000133, 0xc0000193, 0xc0000224, 0xc0000234,
    ],
  ],
  ['address', [716, 717, 718, 719, 720, 721, 722, 728, [730, 738], 840, 13899, 902]],
  ['connected', [617, 628, 629, 631, 668, [828, 834], 926, 932]],
];

let hints: Map<number, Stage> | undefined;
const ranges: (readonly [number, number, Stage])[] = [];

function load(): Map<number, Stage> {
  if (hints) return hints;
  hints = new Map();
  for (const [stage, codes] of HINTS) {
    for (const code of codes) {
      if (typeof code === 'number') hints.set(code, stage);
      else ranges.push([code[0], code[1], stage]);
    }
  }
  return hints;
}

/** The rung a code usually belongs to, or null when it says nothing. A wrapped Win32 code (0x8007xxxx) counts as the code inside. */
export function stageHint(code: number): Stage | null {
  const plain = code >>> 16 === 0x8007 ? code & 0xffff : code;
  const single = load().get(plain);
  if (single) return single;
  return ranges.find(([from, to]) => plain >= from && plain <= to)?.[2] ?? null;
}

/** Name of a rung for people. */
export function stageName(stage: Stage): string {
  return KNOWLEDGE[stage].name;
}

/** What happens on a rung, as half a sentence. */
export function stageDoing(stage: Stage): string {
  return KNOWLEDGE[stage].doing;
}

/** What to collect when an attempt ends on this rung and nothing proves the cause. */
export function collectFor(stage: Stage): readonly string[] {
  return KNOWLEDGE[stage].collect;
}

/**
 * The rung an attempt ended on: the furthest it entered, or the one its code points to when that lies further up
 * (720 after "link up" is about the address, though no event says so). A disconnect code never counts as having been connected.
 */
export function stageAfter(attempt: Pick<Attempt, 'stages' | 'errorCode'>): Stage {
  const reached = attempt.stages.reduce((furthest, stage) => Math.max(furthest, STAGES.indexOf(stage)), 0);
  const hint = attempt.errorCode === null ? null : stageHint(attempt.errorCode);
  const hinted = hint === null || hint === 'connected' ? -1 : STAGES.indexOf(hint);
  return STAGES[Math.max(reached, hinted)] ?? 'dial';
}
