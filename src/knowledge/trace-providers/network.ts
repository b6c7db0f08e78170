/** Layouts of name resolution, connectivity and address providers. */
import { event, type TraceField, type TraceProvider } from './row.ts';

const DUMP = 'manifest dump of build 18990';

const ADDRESS: readonly TraceField[] = ['AddressLength:u32', 'Address:binary(AddressLength)'];
const PLACE: readonly TraceField[] = ['ErrorCode:u32', 'Location:u32', 'Context:u32'];
const QUERY: readonly TraceField[] = ['QueryName:string', 'QueryType:u32', 'QueryOptions:u64'];
const POLICY: readonly TraceField[] = [
  'QueryName:string', 'KeyName:string', 'DnsSecValidationRequired:u32', 'DnsQueryOverIPSec:u32', 'DnsEncryption:u32', 'DirectAccessServerList:string', 'ProxyType:u32', 'ProxyName:string',
];
const HARDWARE: readonly TraceField[] = ['HWLength:u32', 'HWAddress:binary(HWLength)'];
const INTERFACE: readonly TraceField[] = ['InterfaceGuid:guid', 'IfLuid:u64', 'Family:u32'];
const STATE: readonly TraceField[] = ['InterfaceGuid:guid', 'CurrentOrNextState:u8', 'IfLuid:u64'];
const SIGNATURE: readonly TraceField[] = ['InterfaceGuid:guid', 'SignatureLength:u16', 'Signature:binary(SignatureLength)', 'SignatureSource:u32'];
const REGISTRATIONS = Array.from({ length: 36 }, (_, index) => 8003 + index);

export const NETWORK_PROVIDERS: readonly TraceProvider[] = [
  {
    guid: '{1C95126E-7EEA-49A9-A3FE-A378B03DDB4D}',
    name: 'Microsoft-Windows-DNS-Client',
    basis: 'documented',
    source: `${DUMP}; 1001 seen in a trace`,
    events: [
      event([1000, 1019], ['Location:u32', 'Context:u32']),
      event(1001, ['Interface:string', 'TotalServerCount:u32', 'Index:u32', 'DynamicAddress:u8', ...ADDRESS]),
      event(1002, ['Interface:string', ...ADDRESS]),
      event([1003, 1005], ADDRESS),
      event([1007, 1008, 1011, 1012, 60004], PLACE),
      event([1009, 1010], ['DnsSuffix:string', 'AdSuffix:string']),
      event([1013, 1014, 1015, 1016, 1017, 1024, 1025], ['QueryName:string', ...ADDRESS]),
      event(1018, ['QueryName:string', ...ADDRESS, 'DnsAddressLength:u32', 'DnsAddress:binary(DnsAddressLength)']),
      event(1020, [
        'KeyName:string', 'DnsSecValidationRequired:u32', 'DnsQueryOverIPSec:u32', 'DnsEncryption:u32', 'DirectAccessServerList:string', 'RemoteIPSEC:u32', 'RemoteEncryption:u32', 'ProxyType:u32', 'ProxyName:string',
      ]),
      event(1021, POLICY),
      event([1022, 1027, 3007, 3014, 3015], ['QueryName:string']),
      event([1023, 60008], ['RuleName:string', 'ErrorCode:u32']),
      event(1026, ['QueryName:string', 'ResponseQuestion:string', ...ADDRESS]),
      event(1028, [...POLICY, 'GenericServerList:string', 'IdnConfig:u32']),
      event([3000, 3002, 3004], QUERY),
      event(3001, ['Status:u32']),
      event([3003, 3005], ['QueryName:string', 'QueryType:u32', 'Status:u32']),
      event(3006, [...QUERY, 'ServerList:string', 'IsNetworkQuery:u32', 'NetworkQueryIndex:u32', 'InterfaceIndex:u32', 'IsAsyncQuery:u32']),
      event(3008, [...QUERY, 'QueryStatus:u32', 'QueryResults:string']),
      event(3009, ['QueryName:string', 'IsParallelNetworkQuery:u32', 'NetworkIndex:u32', 'InterfaceCount:u32', 'AdapterName:string', 'LocalAddress:string', 'DNSServerAddress:string']),
      event(3010, ['QueryName:string', 'QueryType:u32', 'DnsServerIpAddress:string']),
      event(3011, ['QueryName:string', 'QueryType:u32', 'DnsServerIpAddress:string', 'ResponseStatus:u32']),
      event(3012, ['QueryName:string', 'NetworkIndex:u32', 'InterfaceCount:u32', 'AdapterName:string', 'LocalAddress:string']),
      event(3013, ['QueryName:string', 'Status:u32', 'QueryResults:string']),
      event(3016, [...QUERY, 'InterfaceIndex:u32']),
      event(3018, [...QUERY, 'Status:u32', 'QueryResults:string']),
      event(3019, ['QueryName:string', 'QueryType:u32', 'InterfaceIndex:u32', 'NetworkIndex:u32']),
      event(3020, ['QueryName:string', 'QueryType:u32', 'NetworkIndex:u32', 'InterfaceIndex:u32', 'Status:u32', 'QueryResults:string']),
      event([8001, 8002], ['ErrorCode:u32']),
      event(REGISTRATIONS, ['AdapterName:string', 'HostName:string', 'AdapterSuffixName:string', 'DnsServerList:string', 'SentUpdateServer:string', 'Ipaddress:string', 'ErrorCode:u32']),
      event(60005, ['WarningCode:u32', 'Location:u32', 'Context:u32']),
      event(60006, ['NextState:u8', 'Context:u32']),
      event(60007, ['Context:u32', 'UpdateReasonCode:u32']),
      event(60101, ['SourceAddress:u32', 'SourcePort:u32', 'DestinationAddress:u32', 'DestinationPort:u32', 'Protocol:u32', 'ReferenceContext:u32']),
      event(60103, ['IfGuid:guid', 'IfIndex:u32', 'IfLuid:u64', 'ReferenceContext:u32']),
    ],
  },
  {
    guid: '{314DE49F-CE63-4779-BA2B-D616F6963A88}',
    name: 'Microsoft-Windows-NCSI',
    basis: 'documented',
    source: 'manifest dump of build 17134',
    events: [
      event([2001, 2003], ['CorpCheckDisabledReason:u8']),
      event([2002, 2004, 4011, 4025, 4028], []),
      event([4001, 4002, 4003, 4004, 4005, 4006, 4007, 4008, 4009], STATE),
      event(4010, [...STATE, 'CorporateLocation:u8', 'CorporateLocationMetadata:u32']),
      event(4012, ['IfLuid:u64', 'InterfaceGuid:guid', 'ProbeHost:string', 'ProbePath:string', 'ErrorCode:u32', 'ErrorString:string', 'RetryInterval:u32']),
      event(4013, ['InterfaceGuid:guid', 'ForceWeb:bool', 'UseProxyCache:bool']),
      event(4014, ['InterfaceGuid:guid', 'Succeeded:bool', 'UsedDnsProbe:bool', 'UsedProxy:bool', 'ContentComparison:bool', 'WebCompleted:bool', 'WebRedirected:bool', 'LocalErrorOccured:bool']),
      event([4015, 4016, 4017, 4018, 4027, 4053, 4054], ['InterfaceGuid:guid', 'Family:u32']),
      event([4019, 4021, 4022, 4023, 4024, 4035, 4036], ['InterfaceGuid:guid']),
      event(4020, ['InterfaceGuid:guid', 'Succeeded:bool', 'LocalErrorOccured:bool']),
      event(4026, ['ErrorCode:u32', 'Source:u8']),
      event(4029, [...INTERFACE, 'SuspectStateReason:u8']),
      event([4030, 4031], INTERFACE),
      event([4032, 4033, 4034], ['InterfaceGuid:guid', 'IfLuid:u64']),
      event([4037, 4038, 4039], ['IfLuid:u64', 'Family:u32']),
      event(4040, ['ConnectedInterfaceGuid:guid', 'IfLuid:u64']),
      event(4041, ['DisconnectedInterfaceGuid:guid', 'IfLuid:u64']),
      event(4042, [...INTERFACE, 'Capability:u32', 'CapabilityChangeReason:u32', 'PreviousCapability:u32']),
      event(4043, [...INTERFACE, 'ProxiedCapability:u32']),
      event(4045, [...INTERFACE, 'NetReady:bool']),
      event(4046, [...INTERFACE, 'HasCorporateConnectivity:bool']),
      event(4048, [...INTERFACE, 'HasNextHopToInternet:bool', 'NextHopAddressLength:u32', 'NextHopAddress:binary(NextHopAddressLength)']),
      event(4051, [...INTERFACE, 'ActiveProbeResultCode:u32']),
    ],
  },
  {
    guid: '{FBCFAC3F-8459-419F-8E48-1F0B49CDB85E}',
    name: 'Microsoft-Windows-NetworkProfile',
    basis: 'documented',
    source: DUMP,
    events: [event([10000, 10001], ['Name:string', 'Description:string', 'Guid:guid', 'Type:u32', 'State:u32', 'Category:u32'])],
  },
  {
    guid: '{63B530F8-29C9-4880-A5B4-B8179096E7B8}',
    name: 'Microsoft-Windows-NlaSvc',
    basis: 'documented',
    source: DUMP,
    events: [
      event(4203, ['InterfaceGuid:guid', 'GatewayIpAddress:string']),
      event(4204, ['InterfaceGuid:guid', 'GatewayIpAddress:string', 'ErrorCode:u32', 'NlnsState:u32', 'MacAddrLen:u16', 'MacAddr:binary(MacAddrLen)']),
      event(4205, ['InterfaceGuid:guid', 'GatewayIpAddress:string', 'ErrorCode:u32']),
      event([4401, 4402], SIGNATURE),
    ],
  },
  {
    guid: '{15A7A4F8-0072-4EAB-ABAD-F98A4D666AED}',
    name: 'Microsoft-Windows-Dhcp-Client',
    basis: 'documented',
    source: DUMP,
    events: [
      event([1000, 1005], ['Address:u32', ...HARDWARE]),
      event([1001, 1003, 1006], [...HARDWARE, 'StatusCode:u32']),
      event(1002, ['Address1:u32', ...HARDWARE, 'Address2:u32']),
      event(1004, ['StatusCode:u32', 'DwordVal:u32']),
      event(1007, [...HARDWARE, 'Address:u32']),
      event(1008, ['StatusCode:u32']),
    ],
  },
];
