/** Layouts of the filtering platform and of IPsec: failures, drops, packets and security associations. */
import { event, type TraceField, type TraceProvider } from './row.ts';

const DUMP = 'manifest dump of build 18990';

const ADDRESSES: readonly TraceField[] = ['LocalAddressLength:u32', 'LocalAddress:binary(LocalAddressLength)', 'RemoteAddressLength:u32', 'RemoteAddress:binary(RemoteAddressLength)'];
const NET_EVENT: readonly TraceField[] = ['Timestamp:filetime', ...ADDRESSES, 'ScopeId:u32', 'AppId:string', 'UserSID:sid'];
const SPNS: readonly TraceField[] = [
  'LocalSpn:string', 'PeerSpn:string', 'LocalGroupSidCount:u32', 'LocalGroupSidLength:u32', 'LocalGroupSids:string*LocalGroupSidLength',
  'RemoteGroupSidCount:u32', 'RemoteGroupSidLength:u32', 'RemoteGroupSids:string*RemoteGroupSidLength',
];
const DROP: readonly TraceField[] = [...NET_EVENT, 'ReauthReason:u32', 'OriginalProfile:u32', 'CurrentProfile:u32', 'PacketDirection:u32', 'Loopback:bool', 'FilterId:u64', 'LayerId:u16'];
const SWITCH: readonly TraceField[] = ['vSwitchId:string', 'SourcevSwitchPort:u32', 'DestinationvSwitchPort:u32'];
/** The dumps lose fixed lengths; that of the hash is IKEEXT_CERT_HASH_LEN (iketypes.h). */
const HASH: TraceField = 'EndCertHash:binary(20)';
const MAIN_MODE_FAILURE: readonly TraceField[] = [
  ...NET_EVENT, ...SPNS, 'FailureErrorCode:u32', 'FailurePoint:u32', 'Flags:u32', 'KeyingModuleType:u32', 'MmState:u32', 'SaRole:u32', 'MMAuthMethod:u32', HASH, 'MMId:u64', 'MMFilterId:u64',
];
const QUICK_MODE_FAILURE: readonly TraceField[] = [...NET_EVENT, 'FailureErrorCode:u32', 'FailurePoint:u32', 'KeyingModuleType:u32', 'QMState:u32', 'SaRole:u32', 'SaTrafficType:u32', 'QMFilterId:u64'];
const MAIN_MODE_ADDRESSES: readonly TraceField[] = [
  'MainModeLocalAddressLength:u32', 'MainModeLocalAddress:binary(MainModeLocalAddressLength)', 'MainModePeerAddressLength:u32', 'MainModePeerAddress:binary(MainModePeerAddressLength)',
];
const ALGORITHMS: readonly TraceField[] = [
  'EncryptionAlgorithm:u32', 'AuthenticationAlgorithm:u32', 'DiffieHellmanGroup:u32', 'LifetimeMinutes:u32', 'QMLimit:u32', 'Role:u32', 'Impersonation:u32', 'MMFilterId:u64', 'SaLuid:u64',
];
const KEYED_ALGORITHMS: readonly TraceField[] = ['KeyingModule:u32', 'AuthenticationMethodType:u32', ...ALGORITHMS];
const CERTIFICATES: readonly TraceField[] = [
  'LocalCertDnSubject:string', 'LocalCertShaThumbprintLength:u32', 'LocalCertShaThumbprint:binary(LocalCertShaThumbprintLength)', 'LocalCertDnIssuer:string', 'LocalCertDnRoot:string',
  'PeerCertDnSubject:string', 'PeerCertShaThumbprintLength:u32', 'PeerCertShaThumbprint:binary(PeerCertShaThumbprintLength)', 'PeerCertDnIssuer:string', 'PeerCertDnRoot:string',
];
const USER_CERTIFICATES: readonly TraceField[] = [
  'LocalUmCertDnSubject:string', 'LocalUmCertShaThumbprintLength:u32', 'LocalUmCertShaThumbprint:binary(LocalUmCertShaThumbprintLength)', 'LocalUmCertDnIssuer:string', 'LocalUmCertDnRoot:string',
  'PeerUmCertDnSubject:string', 'PeerUmCertShaThumbprintLength:u32', 'PeerUmCertShaThumbprint:binary(PeerUmCertShaThumbprintLength)', 'PeerUmCertDnIssuer:string', 'PeerUmCertDnRoot:string',
  'UMImpersonation:u32', 'QMFilterId:u64',
];
const USER_SPNS: readonly TraceField[] = ['UMLocalSPN:string', 'UMPeerSPN:string', 'UMAuthenticationMethodType:u32', 'UMImpersonation:u32', 'QMFilterId:u64'];
const ISAKMP: readonly TraceField[] = [
  'ICookie:ansi', 'RCookie:ansi', 'ExchangeType:ansi', 'Length:u32', 'NextPayload:ansi', 'Flags:u8', 'MessageID:u32', 'LocalAddress:string', 'LocalPort:u32', 'LocalProtocol:u32',
  'RemoteAddress:string', 'RemotePort:u32', 'RemoteProtocol:u32', 'InterfaceLuid:u64',
];
const TOKENS: readonly TraceField[] = [1, 2, 3, 4].flatMap((n): TraceField[] => [`Token${n}Type:string`, `Token${n}Principal:string`, `Token${n}Mode:string`, `Token${n}:u64`]);
const TUNNEL: readonly TraceField[] = [
  'LocalAddressLength:u32', 'LocalAddress:binary(LocalAddressLength)', 'LocalAddressMask:string', 'LocalTunnelEndpointLength:u32', 'LocalTunnelEndpoint:binary(LocalTunnelEndpointLength)',
  'RemoteAddressLength:u32', 'RemoteAddress:binary(RemoteAddressLength)', 'RemoteAddressMask:string', 'RemoteTunnelEndpointLength:u32', 'RemoteTunnelEndpoint:binary(RemoteTunnelEndpointLength)',
  'IPProtocol:u32',
];
const ENDED: readonly TraceField[] = [...TUNNEL, 'QMSaLuid:u64', 'VirtualIFTunnelId:u64', 'VirtualIFTrafficSelectorId:u64'];
const ESTABLISHED: readonly TraceField[] = [
  ...TUNNEL, 'KeyingModuleName:u8', 'AHAuthType:u8', 'ESPAuthType:u8', 'ESPCipherType:u8', 'LifetimeSeconds:u32', 'LifetimeKilobytes:u32', 'LifetimePackets:u32', 'Mode:u8', 'Role:u8',
  'TransportFilterId:u64', 'MMSaLuid:u64', 'QMSaLuid:u64', 'InboundSPI:u32', 'OutboundSPI:u32', 'VirtualIFTunnelId:u64', 'VirtualIFTrafficSelectorId:u64',
];
const LINK_DROP: readonly TraceField[] = ['Timestamp:filetime', ...ADDRESSES, 'EtherType:u16', 'MediaType:u32', 'InterfaceType:u32', 'VlanTag:u16', 'FilterId:u64', 'LayerId:u16'];

export const IPSEC_PROVIDERS: readonly TraceProvider[] = [
  {
    guid: '{0C478C5B-0351-41B1-8C58-4A6737DA32E3}',
    name: 'Microsoft-Windows-WFP',
    basis: 'documented',
    source: DUMP,
    events: [
      event(1001, DROP),
      event(1001, [...DROP, ...SWITCH], 1),
      event(1001, [...DROP, ...SWITCH, 'EnterpriseId:string', 'PolicyFlags:u64', 'EffectiveName:string'], 2),
      event(1003, [...NET_EVENT, 'FailureStatus:u32', 'Direction:u32', 'SPI:u32', 'FilterId:u64', 'LayerId:u16']),
      event(1005, MAIN_MODE_FAILURE),
      event(1005, [...MAIN_MODE_FAILURE, 'ProviderContextKey:guid'], 1),
      event(1007, QUICK_MODE_FAILURE),
      event(1007, [...QUICK_MODE_FAILURE, 'MMSaLuid:u64', 'MMProviderContextKey:guid'], 1),
      event(1009, [...NET_EVENT, ...SPNS, 'FailureErrorCode:u32', 'FailurePoint:u32', 'Flags:u32', 'EMState:u32', 'SaRole:u32', 'EMAuthMethod:u32', HASH, 'MMId:u64', 'QMFilterId:u64']),
      event(1011, [...NET_EVENT, 'InternetHostAddress:u32', 'CorpnetHostAddress:u32', 'FailureStatus:u32', 'Direction:u32']),
      event(1013, [...MAIN_MODE_ADDRESSES, 'KeyingModule:u32', 'SaLuid:u64']),
      event(1013, [...MAIN_MODE_ADDRESSES, 'KeyingModule:u32', 'SaLuid:u64', 'ICookie:u64', 'RCookie:u64'], 1),
      event(1014, ['LocalSpn:string', 'PeerSpn:string', ...MAIN_MODE_ADDRESSES, ...KEYED_ALGORITHMS]),
      event(1015, [...CERTIFICATES, ...MAIN_MODE_ADDRESSES, ...KEYED_ALGORITHMS]),
      event(1016, [...CERTIFICATES, ...MAIN_MODE_ADDRESSES, ...ALGORITHMS, ...USER_CERTIFICATES]),
      event(1017, [...CERTIFICATES, ...MAIN_MODE_ADDRESSES, ...ALGORITHMS, ...USER_SPNS]),
      event(1018, ['LocalSPN:string', 'PeerSPN:string', ...MAIN_MODE_ADDRESSES, 'AuthenticationMethodType:u32', ...ALGORITHMS, ...USER_CERTIFICATES]),
      event(1019, ['LocalSpn:string', 'PeerSpn:string', ...MAIN_MODE_ADDRESSES, 'AuthenticationMethodType:u32', ...ALGORITHMS, ...USER_SPNS]),
      event([1020, 1021, 1022, 1042], []),
      event(1023, [
        'KeyingModule:ansi', 'AcquireContext:u64', ...ADDRESSES, 'Mode:string', 'FilterId:u64', 'IPProtocol:u32', 'InterfaceLuid:u64', 'ProfileId:u32', 'LocalUdpEncapPort:u16', 'RemoteUdpEncapPort:u16',
        'MMTargetName:string', 'EMTargetName:string', 'NumTokens:u32', ...TOKENS, 'VirtualIfTunnelId:u64', 'TrafficSelectorId:u64', 'Flags:u32', 'RekeySPI:u32', 'OrigVirtualIfTunnelId:u64',
        'PacketLocalAddressLength:u32', 'PacketLocalAddress:binary(PacketLocalAddressLength)', 'PacketRemoteAddressLength:u32', 'PacketRemoteAddress:binary(PacketRemoteAddressLength)',
        'PacketIPProtocol:u32', 'PacketInterfaceLuid:u64', 'PacketProfileId:u32',
      ]),
      event(1024, ISAKMP),
      event(1025, [...ISAKMP, 'ProfileId:u32']),
      event(1026, ['Function:ansi', 'ErrorCode:u32']),
      event(1027, ENDED),
      event(1027, [...ENDED, 'InboundSPI:u32', 'OutboundSPI:u32'], 1),
      event(1028, ESTABLISHED),
      event(1028, [...ESTABLISHED, 'RekeySPI:u32'], 1),
      event(1029, LINK_DROP),
      event(1029, [...LINK_DROP, ...SWITCH], 1),
      event(1030, ['ProcessId:u32', 'TxnTimeInMSec:u32', 'CommitTimeInMSec:u32', 'WatchdogTimeoutInMSec:u32']),
      event(1043, [...MAIN_MODE_ADDRESSES, ...KEYED_ALGORITHMS, 'ProviderContextKey:guid', 'VirtualIfTunnelId:u64', 'ICookie:u64', 'RCookie:u64']),
      event(1044, [...NET_EVENT, 'SPI:u32']),
    ],
  },
  {
    guid: '{121D3DA8-BAF1-4DCB-929F-2D4C9A47F7AB}',
    name: 'Microsoft-Windows-Base-Filtering-Engine-Connections',
    basis: 'documented',
    source: 'manifest dump of build 17134',
    events: [2000, 2001].map((id) =>
      event(id, [
        'ConnectionId:u64', 'MachineAuthenticationMethod:u32', 'RemoteMachineAccount:string', 'UserAuthenticationMethod:u32', 'RemoteUserAcount:string', 'RemoteIPAddress:string', 'LocalIPAddress:string',
        'TechnologyProviderKey:guid', 'IPsecTrafficMode:u32',
        ...((id === 2000 ? ['DHGroup:u32', 'StartTime:systemtime'] : ['BytesTransferredInbound:u64', 'BytesTransferredOutbound:u64', 'BytesTransferredTotal:u64', 'StartTime:systemtime', 'CloseTime:systemtime']) satisfies TraceField[]),
      ]),
    ),
  },
  { guid: '{C91EF675-842F-4FCF-A5C9-6EA93F2E4F8B}', name: 'Microsoft-Windows-IPSEC-SRV', basis: 'documented', source: 'manifest dump of build 17134', events: [event([101, 110, 120, 130], [])] },
];
