/** Layouts of EAP and certificate providers. */
import { event, type TraceField, type TraceProvider } from './row.ts';

const DUMP = 'manifest dump of build 18990';
const METHOD: readonly TraceField[] = ['TypeId:u8', 'AuthorId:u32', 'VendorId:u32', 'VendorType:u32'];
/** Begin and end of steps, as authenticator and as peer. */
const STEPS = [...Array.from({ length: 38 }, (_, index) => 1055 + index), ...Array.from({ length: 60 }, (_, index) => 2026 + index)];
const CAPI2_IDS = [10, 11, 20, 30, 40, 41, 42, 50, 53, 60, 70, 71, 80, 81, 82, 90];

export const AUTHENTICATION_PROVIDERS: readonly TraceProvider[] = [
  {
    guid: '{6EB8DB94-FE96-443F-A366-5FE0CEE7FB1C}',
    name: 'Microsoft-Windows-EapHost',
    basis: 'documented',
    source: 'manifest dumps of builds 17134 and 18990',
    events: [
      event([1001, 1002, 1004, 1005, 1006, 1007, 1041, 1042, 1045, 1047, 1050, 1051, 1053, 2003, 2004, 2007, 2010, 2011, 2012, 2013, 2015, 2025, 2087, 2088, 2089, 3041, 3042, 3046, 3047], []),
      event(1003, ['MethodString:string']),
      event([1021, 3021], ['RegistryKey:string', 'ErrorCode:i8']),
      event([1022, 1023], ['RegKeyValue:string', ...METHOD]),
      event([1043, 3027], ['ErrorString:string']),
      event(1044, ['Length:i32']),
      event(1046, ['NAK:u8', 'Accept:u8']),
      event(1048, ['SessionId:u32', 'state:i8', 'PacketID:u8', 'PacketLength:u16']),
      event(1049, ['PacketId:u8', 'PacketLength:u16']),
      event([1052, 3002, 3026, 3029, 3048], METHOD),
      event(1054, ['TypeId:u8', 'VendorId:u32', 'VendorType:u32']),
      { ...event(STEPS, ['PerfId:u64']), isQuiet: true },
      event([2001, 2002], ['KeyName:ansi', ...METHOD]),
      event(2005, ['Connection:string', 'ErrorCode:u32']),
      event([2006, 2022, 2023], ['Error:string']),
      event(2008, ['ConnectionName:string', 'SessionID:i32']),
      event([2009, 2019], ['FunctionName:ansi']),
      event([2014, 2016], ['ConnectionName:string']),
      event(2017, ['SessionID:i32']),
      event(2018, ['SessionID:i32', 'ServerOfferedMethod:i32', 'ClientRequestedMethod:ansi']),
      event([2020, 2024], ['FunctionName:ansi', 'ErrorDescription:string']),
      event(2086, ['ReasonCode:u32', 'EAPMethodFriendlyName:string', 'EAPErrorRootCause:string', 'EAPErrorRepair:string']),
      event(3001, ['ModuleName:string', 'Error:u32']),
      event(3022, ['TypeId:string', 'AuthorId:string']),
      event(3023, ['AuthorId:string']),
      event(3024, ['AuthorId:u32', 'VendorId:string', 'VendorType:string']),
      event(3025, ['AuthorId:u32', 'VendorId:string']),
      event([3028, 4001, 4002], ['debugString:ansi']),
      event([3043, 3044], ['AuthorId:u32', 'TypeId:u8', 'VendorId:u32', 'VendorType:u32', 'ErrorString:string']),
      event(3045, ['ErrorCode:u8']),
    ],
  },
  {
    guid: '{58980F4B-BD39-4A3E-B344-492ED2254A4E}',
    name: 'Microsoft-Windows-EapMethods-RasChap',
    basis: 'documented',
    source: DUMP,
    events: [event([100, 102, 103, 104, 105, 106, 107], ['Domain:ansi', 'Username:ansi']), event(101, ['Domain:ansi', 'Username:ansi', 'int1:u32'])],
  },
  {
    guid: '{9CC0413E-5717-4AF5-82EB-6103D8707B45}',
    name: 'Microsoft-Windows-EapMethods-RasTls',
    basis: 'documented',
    source: DUMP,
    events: [event([100, 105], ['uint1:u32']), event([101, 102, 103, 104], ['uint1:u32', 'uint2:u32']), event(106, []), event(107, ['CAThumbprint:string', 'ServerName:string'])],
  },
  { guid: '{5BBCA4A8-B209-48DC-A8C7-B23D3E5216FB}', name: 'Microsoft-Windows-CAPI2', basis: 'documented', source: DUMP, events: [event(CAPI2_IDS, ['EventWriteData:string'])] },
];
