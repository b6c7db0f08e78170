/** Layouts of EAP and certificate providers. */
import { event, type TraceProvider } from './row.ts';

const DUMP = 'manifest dump of build 18990';
const CAPI2_IDS = [10, 11, 20, 30, 40, 41, 42, 50, 53, 60, 70, 71, 80, 81, 82, 90];

export const AUTHENTICATION_PROVIDERS: readonly TraceProvider[] = [
  {
    guid: '{6EB8DB94-FE96-443F-A366-5FE0CEE7FB1C}',
    name: 'Microsoft-Windows-EapHost',
    basis: 'documented',
    source: DUMP,
    events: [
      event([1001, 1002, 1004, 1005, 1006, 1007, 1041, 1042, 1045, 1047, 1050, 1051, 1053, 2003, 2004, 2007, 2010, 2011, 2012, 2013, 2015, 2025], []),
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
      event(3027, ['ErrorString:string']),
      event([3028, 4001, 4002], ['debugString:ansi']),
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
