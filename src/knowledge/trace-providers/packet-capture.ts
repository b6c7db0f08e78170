/** Layouts of the providers that capture packets. */
import { event, type TraceField, type TraceProvider } from './row.ts';

const FRAGMENT: readonly TraceField[] = ['FragmentSize:u32', 'Fragment:binary(FragmentSize)'];
const LAYER: readonly TraceField[] = ['MiniportIfIndex:u32', 'LowerIfIndex:u32'];
const FILTER_MODULE: readonly TraceField[] = ['FriendlyName:string', 'UniqueName:string', 'ServiceName:string', 'Version:string'];
const PACKET: readonly TraceField[] = [
  'PktGroupId:u64', 'PktNumber:u16', 'AppearanceCount:u16', 'DirTag:u16', 'PacketType:u16', 'ComponentId:u16', 'EdgeId:u16', 'FilterId:u16', 'DropReason:u32', 'DropLocation:u32',
  'OriginalPayloadSize:u16', 'LoggedPayloadSize:u16', 'Payload:binary(LoggedPayloadSize)',
];
const COUNTERS: readonly TraceField[] = ['DirTagIn:u16', 'PacketsIn:u64', 'BytesIn:u64', 'DirTagOut:u16', 'PacketsOut:u64', 'BytesOut:u64'];
const PROPERTY: readonly TraceField[] = ['ComponentId:u16', 'Type:u16'];

export const PACKET_CAPTURE_PROVIDERS: readonly TraceProvider[] = [
  {
    guid: '{2ED6006E-4729-4609-B423-3EE7BCD678EF}',
    name: 'Microsoft-Windows-NDIS-PacketCapture',
    basis: 'documented',
    source: 'parsers generated from the manifest; 1001 seen in a trace',
    events: [
      event(1001, [...LAYER, ...FRAGMENT]),
      event(1002, [...LAYER, 'MetadataSize:u32', 'Metadata:binary(MetadataSize)']),
      event(1003, [
        ...LAYER, 'SourcePortId:u32', 'SourcePortName:string', 'SourceNicName:string', 'SourceNicType:string', 'DestinationCount:u32', 'Destination:u64*DestinationCount', ...FRAGMENT,
        'OOBDataSize:u32', 'OOBData:binary(OOBDataSize)',
      ]),
      event(1011, ['RulesCount:u32']),
      event([1012, 1013], FILTER_MODULE),
      event([1014, 1015], [...LAYER, 'MediaType:u32', 'ReferenceContext:u32']),
      event([2001, 2002], ['ErrorCode:u32', 'Location:u32', 'Context:u32']),
    ],
  },
  {
    guid: '{D84521F7-2235-4237-A7C0-14E3A9676286}',
    name: 'Microsoft-Windows-Ras-NdisWanPacketCapture',
    basis: 'documented',
    source: 'manifest dump of build 17134',
    events: [event([5001, 5002], ['RoutingDomainID:string', 'RRASUserName:string', ...FRAGMENT]), event(5003, ['param1:string'])],
  },
  {
    guid: '{4D4F80D9-C8BD-4D73-BB5B-19C90402C5AC}',
    name: 'Microsoft-Windows-PktMon',
    basis: 'verified',
    source: 'layouts embedded in traces of builds 19042 to 26200',
    events: [
      event(20, ['Id:u16', 'Type:u16', 'Name:string', 'Description:string']),
      event(30, [...PROPERTY, 'Value:u32']),
      event(40, [...PROPERTY, 'Value:guid']),
      event(60, [...PROPERTY, 'Value:u16']),
      event(65, [...PROPERTY, 'IpAddress:u32']),
      event(66, [...PROPERTY, 'IpAddress:binary(16)']),
      event(70, [...PROPERTY, 'Size:u32', 'Value:binary(Size)']),
      event(75, [...PROPERTY, 'EtherType:u16']),
      event(80, ['ComponentId:u16', ...COUNTERS]),
      event(90, ['ComponentId:u16', 'EdgeName:string', 'EdgeId:u16', ...COUNTERS]),
      event(100, [
        'FilterId:u16', 'FilterName:string', 'MacAddress1:binary(6)', 'MacAddress2:binary(6)', 'EtherType:u16', 'VlanId:u16', 'IpAddress1:u32', 'IpAddress2:u32', 'Protocol:u8', 'Port1:u16', 'Port2:u16', 'TCPFlags:u8',
      ]),
      event([160, 170], PACKET),
    ],
  },
];
