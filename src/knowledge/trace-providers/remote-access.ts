/** Layouts of the providers of remote access: service, drivers, profiles. */
import { event, type TraceField, type TraceProvider } from './row.ts';

const DUMP = 'manifest dump of build 18990';
const DUMP_17134 = 'manifest dump of build 17134';

/** Components of RRAS number their events from each thousand: text only below 2, with user and port up to 3. */
const RRAS_BANDS = Array.from({ length: 20 }, (_, index) => 1000 * (index + 1));
const RRAS_USER: readonly TraceField[] = ['DebugString:string', 'RoutingDomainID:guid', 'RRASUserName:string', 'PortNo:string'];
const AGILE_USER: readonly TraceField[] = ['DebugString:ansi', 'RoutingDomainID:guid', 'RRASUserName:ansi', 'PortNo:ansi'];
const FLOW: readonly TraceField[] = ['NumberOfPackets:u32', 'SrcAddress:ansi', 'DestAddress:ansi', 'SrcPort:u32', 'DestPort:u32', 'NextProtocol:u32'];

export const REMOTE_ACCESS_PROVIDERS: readonly TraceProvider[] = [
  {
    guid: '{24989972-0967-4E21-A926-93854033638E}',
    name: 'Microsoft-Windows-RRAS',
    basis: 'documented',
    source: DUMP,
    events: [
      event(RRAS_BANDS.flatMap((band) => [band, band + 1]), ['DebugString:string']),
      event(RRAS_BANDS.flatMap((band) => [band + 2, band + 3]), RRAS_USER),
      event([6004, 16004, 18004, 20004], ['DebugString:string', 'BufferSize:u32', 'Buffer:binary(BufferSize)']),
    ],
  },
  {
    guid: '{B5325CD6-438E-4EC1-AA46-14F46F2570E4}',
    name: 'Microsoft-Windows-Ras-AgileVpn',
    basis: 'documented',
    source: DUMP,
    events: [
      event([2100, 2101, 3100, 3101], ['DebugString:ansi']),
      event([2102, 2103, 3102, 3103], AGILE_USER),
      event([3104, 3105], ['DebugString:ansi', 'DebugParam:u64']),
      event(3106, ['FunctionName:ansi', 'IpAddress:string']),
      event(3201, FLOW),
      event(3202, ['DropReason:ansi', ...FLOW]),
      event(3203, ['AddressFamily:u32', 'StartPort:u32', 'EndPort:u32', 'ProtocolID:u32', 'StartAddress:ansi', 'EndAddress:ansi']),
      event(3204, ['TSID:u64', 'fDelete:u32']),
      event(3205, ['TunnelID:u64', 'Status:u32']),
    ],
  },
  {
    guid: '{6C260F2C-049A-43D8-BF4D-D350A4E6611A}',
    name: 'RasSstp',
    basis: 'documented',
    source: DUMP_17134,
    events: [
      event([1, 2, 5, 16, 23, 33], ['CoId:string', 'ErrorMessage:string']),
      event(3, ['CoId:string', '__binLength:u32', 'binary:binary(__binLength)']),
      event(4, ['CoId:string', 'HTTPResponseCode:string']),
      event(6, ['CoId:string', 'SHA1CertificateHash:string', 'SHA256CertificateHash:string']),
      event([7, 8, 14, 15, 17, 18, 19, 20, 21, 22], ['ErrorMessage:string']),
      event([9, 10], ['Url:string', 'ErrorMessage:string']),
      event([12, 13], ['ErrorMessage:string', 'CertificateName:string']),
      event([11, 24, 25, 32], []),
    ],
  },
  { guid: '{29D13147-1C2E-48EC-9994-E29DFE496EB3}', name: 'Microsoft-Windows-RasServer', basis: 'documented', source: DUMP_17134, events: [event([50001, 50002, 50003, 50022, 50099], [])] },
  {
    guid: '{3C088E51-65BE-40D1-9B90-62BFEC076737}',
    name: 'Microsoft-Windows-VPN-Client',
    basis: 'documented',
    source: DUMP,
    events: [
      event([10001, 10005], ['VpnConnectionName:string', 'PropertiesString:string']),
      event([10002, 10006], ['VpnConnectionName:string', 'ErrorCode:u32', 'PropertiesString:string']),
      event(10003, ['VpnConnectionName:string']),
      event(10004, ['VpnConnectionName:string', 'ErrorCode:u32']),
      event([10007, 10008], ['VpnConnectionName:string', 'PropertiesString:string', 'PropertiesNotUpdatedString:string']),
    ],
  },
  {
    guid: '{E5FC4A0F-7198-492F-9B0F-88FDCBFDED48}',
    name: 'Windows Networking Vpn Plugin Platform',
    basis: 'documented',
    source: DUMP,
    events: [
      event(2001, ['Plugin:sid', 'Profile:string', 'Error:u32']),
      event(2002, ['Plugin:sid', 'InitialProfile:string', 'InitialEventType:u32']),
      event(2003, ['Plugin:sid', 'InitialProfile:string', 'InitialEventType:u32', 'NumPacketsSent:u32', 'NumPacketsReceived:u32', 'LastError:u32']),
      event(2004, ['Profile:string', 'Message:string']),
      event(2005, ['profileName:string', 'NetworkName:string']),
      event([2006, 2007, 2008, 2009, 2010, 2011, 2012, 2013, 2014, 2015, 2016, 2017, 2018], ['string:string']),
      event([2019, 2020], ['plugin:sid', 'profile:string']),
      event([2031, 2032], ['Error:u32']),
    ],
  },
];
