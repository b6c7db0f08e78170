/**
 * XML of `netsh wfp show …` and of a capture. Header, drops and filters after the public samples of Microsoft's article on UWP
 * connectivity and the firewall; the members of IKE failures after the structures of fwpmtypes.h (no public sample is known).
 */

export interface WfpEnds {
  /** ISO UTC with Z. */
  readonly time: string;
  readonly local?: string;
  readonly remote?: string;
  readonly localPort?: number;
  readonly remotePort?: number;
}

export interface IkeFailureInput extends WfpEnds {
  readonly mode: 'mm' | 'qm' | 'em';
  /** Number, or any text to put there. */
  readonly error: number | string;
  /** `ME`, `PEER`, or any text (a number). */
  readonly point?: string;
  /** `SA_SENT`, `FINAL_SENT`, …, or a number. */
  readonly state?: string;
  readonly role?: string;
  readonly module?: string;
  readonly method?: string;
  readonly certHash?: string;
  readonly benign?: boolean;
}

export interface WfpDropInput extends WfpEnds {
  readonly protocol: number;
  readonly direction?: 'IN' | 'OUT';
  readonly filterId: number;
  readonly layerId?: number;
  readonly allowed?: boolean;
}

const isNumber = (text: string): boolean => /^(?:0x[0-9a-f]+|\d+)$/i.test(text);
const symbol = (prefix: string, text: string): string => (isNumber(text) ? text : `${prefix}${text}`);
const element = (name: string, text: string | number | undefined): string => (text === undefined || text === '' ? `<${name}/>` : `<${name}>${text}</${name}>`);
const list = (name: string, items: readonly string[]): string => (items.length === 0 ? `<${name}/>` : `<${name} numItems="${items.length}">${items.join('')}</${name}>`);
const flag = (name: string): string => `<item>FWPM_NET_EVENT_FLAG_${name}_SET</item>`;

function header(ends: WfpEnds, protocol?: number): string {
  const isV6 = (ends.remote ?? ends.local ?? '').includes(':');
  const address = (side: string, text: string | undefined): string => element(isV6 ? `${side}AddrV6.byteArray16` : `${side}AddrV4`, text ?? (isV6 ? '::' : '0.0.0.0'));
  const flags = [
    ...(protocol === undefined ? [] : [flag('IP_PROTOCOL')]),
    ...(ends.local === undefined ? [] : [flag('LOCAL_ADDR')]),
    ...(ends.remote === undefined ? [] : [flag('REMOTE_ADDR')]),
    ...(ends.localPort === undefined ? [] : [flag('LOCAL_PORT')]),
    ...(ends.remotePort === undefined ? [] : [flag('REMOTE_PORT')]),
    flag('IP_VERSION'),
  ];
  return `<header>${element('timeStamp', ends.time)}${list('flags', flags)}${element('ipVersion', isV6 ? 'FWP_IP_VERSION_V6' : 'FWP_IP_VERSION_V4')}${element('ipProtocol', protocol ?? 0)}${address('local', ends.local)}${address('remote', ends.remote)}${element('localPort', ends.localPort ?? 0)}${element('remotePort', ends.remotePort ?? 0)}<scopeId>0</scopeId><appId/><userId/><addressFamily>${isV6 ? 'FWP_AF_INET6' : 'FWP_AF_INET'}</addressFamily><packageSid/></header>`;
}

/** Inside of one event: header, type, the type's own structure. */
export function wfpIkeFailure(input: IkeFailureInput): string {
  const upper = input.mode.toUpperCase();
  const flags = input.benign === true ? [`<item>FWPM_NET_EVENT_IKEEXT_${upper}_FAILURE_FLAG_BENIGN</item>`] : [];
  const body = [
    element('failureErrorCode', input.error),
    element('failurePoint', symbol('IPSEC_FAILURE_', input.point ?? 'ME')),
    ...(input.mode === 'qm' ? [] : [list('flags', flags)]),
    ...(input.mode === 'em' ? [] : [element('keyingModuleType', symbol('IKEEXT_KEY_MODULE_', input.module ?? 'IKEV2'))]),
    element(`${input.mode}State`, symbol(`IKEEXT_${upper}_SA_STATE_`, input.state ?? (input.mode === 'mm' ? 'SA_SENT' : 'FINAL'))),
    element('saRole', symbol('IKEEXT_SA_ROLE_', input.role ?? 'INITIATOR')),
    ...(input.mode === 'qm' ? [element('saTrafficType', 'IPSEC_TRAFFIC_TYPE_TUNNEL'), element('qmFilterId', 0)] : [element(`${input.mode}AuthMethod`, symbol('IKEEXT_', input.method ?? 'CERTIFICATE')), element('endCertHash', input.certHash ?? '0'.repeat(40)), element('mmId', 1), element(`${input.mode === 'em' ? 'q' : 'm'}mFilterId`, 0)]),
  ].join('');
  const name = `ike${upper[0]}${input.mode.slice(1)}Failure`;
  return `${header(input)}<type>FWPM_NET_EVENT_TYPE_IKEEXT_${upper}_FAILURE</type><${name}>${body}</${name}><internalFields><internalFlags/><terminatingFiltersInfo/></internalFields>`;
}

export function wfpDrop(input: WfpDropInput): string {
  const kind = input.allowed === true ? 'ALLOW' : 'DROP';
  const name = input.allowed === true ? 'classifyAllow' : 'classifyDrop';
  const body = [element('filterId', input.filterId), element('layerId', input.layerId ?? 48), '<reauthReason>0</reauthReason><originalProfile>1</originalProfile><currentProfile>1</currentProfile>', element('msFwpDirection', `MS_FWP_DIRECTION_${input.direction ?? 'OUT'}`), '<isLoopback>false</isLoopback><vSwitchId/>'].join('');
  return `${header(input, input.protocol)}<type>FWPM_NET_EVENT_TYPE_CLASSIFY_${kind}</type><${name}>${body}</${name}><internalFields><internalFlags/><capabilities/><terminatingFiltersInfo numItems="1"><item><filterId>999</filterId><subLayer>FWPP_SUBLAYER_INTERNAL_FIREWALL_WF</subLayer><actionType>FWP_ACTION_BLOCK</actionType></item></terminatingFiltersInfo></internalFields>`;
}

export interface WfpProviderInput {
  /** GUID in braces or symbol. */
  readonly key: string;
  readonly name: string;
  readonly service?: string;
}

export interface WfpFilterInput {
  readonly id: number;
  readonly name: string;
  readonly layer?: string;
  readonly provider?: string;
  readonly action?: 'BLOCK' | 'PERMIT';
  readonly protocol?: number;
  readonly remotePort?: number | readonly [number, number];
  readonly localPort?: number;
  readonly appId?: boolean;
  readonly disabled?: boolean;
}

function provider(input: WfpProviderInput): string {
  return `<item><providerKey>${input.key}</providerKey><displayData>${element('name', input.name)}<description/></displayData><flags numItems="1"><item>FWPM_PROVIDER_FLAG_PERSISTENT</item></flags><providerData/>${element('serviceName', input.service)}</item>`;
}

function condition(field: string, value: string, match = 'EQUAL'): string {
  return `<item><fieldKey>FWPM_CONDITION_${field}</fieldKey><matchType>FWP_MATCH_${match}</matchType><conditionValue>${value}</conditionValue></item>`;
}

const uint16 = (value: number): string => `<type>FWP_UINT16</type><uint16>${value}</uint16>`;

export function wfpFilter(input: WfpFilterInput): string {
  const conditions = [
    ...(input.appId === true ? [condition('ALE_APP_ID', '<type>FWP_BYTE_BLOB_TYPE</type><byteBlob><data>5c00</data><asString>\\.</asString></byteBlob>')] : []),
    ...(input.protocol === undefined ? [] : [condition('IP_PROTOCOL', `<type>FWP_UINT8</type><uint8>${input.protocol}</uint8>`)]),
    ...(input.localPort === undefined ? [] : [condition('IP_LOCAL_PORT', uint16(input.localPort))]),
    ...(typeof input.remotePort === 'number' ? [condition('IP_REMOTE_PORT', uint16(input.remotePort))] : []),
    ...(Array.isArray(input.remotePort) ? [condition('IP_REMOTE_PORT', `<type>FWP_RANGE_TYPE</type><rangeValue><valueLow>${uint16(input.remotePort[0] as number)}</valueLow><valueHigh>${uint16(input.remotePort[1] as number)}</valueHigh></rangeValue>`, 'RANGE')] : []),
  ];
  return `<item><filterKey>{0A1B2C3D-0000-4000-8000-${String(input.id).padStart(12, '0')}}</filterKey><displayData>${element('name', input.name)}<description/></displayData>${list('flags', input.disabled === true ? ['<item>FWPM_FILTER_FLAG_DISABLED</item>'] : [])}${element('providerKey', input.provider)}<providerData><data>ad2b000000000000</data><asString>.+......</asString></providerData><layerKey>FWPM_LAYER_${input.layer ?? 'ALE_AUTH_CONNECT_V4'}</layerKey><subLayerKey>FWPM_SUBLAYER_MPSSVC_WF</subLayerKey><weight><type>FWP_EMPTY</type></weight>${list('filterCondition', conditions)}<action><type>FWP_ACTION_${input.action ?? 'BLOCK'}</type><filterType/></action><rawContext>0</rawContext><reserved/><filterId>${input.id}</filterId><effectiveWeight><type>FWP_UINT64</type><uint64>68719476736</uint64></effectiveWeight></item>`;
}

const declaration = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';

/** `netsh wfp show netevents`. */
export function netEventsXml(events: readonly string[]): string {
  return `${declaration}<netEvents numItems="${events.length}">\n${events.map((event) => `<item>${event}</item>\n`).join('')}</netEvents>\n`;
}

/** `wfpdiag.xml` of a capture: events as `netEvent`, then what was configured. */
export function captureXml(events: readonly string[], providers: readonly WfpProviderInput[] = [], filters: readonly WfpFilterInput[] = []): string {
  return `${declaration}<wfpdiag><events>\n${events.map((event) => `<netEvent>${event}</netEvent>\n`).join('')}</events>\n${list('providers', providers.map(provider))}\n${list('filters', filters.map(wfpFilter))}\n</wfpdiag>\n`;
}

/** `netsh wfp show state`: filters below their layers, and a second root behind the first. */
export function stateXml(time: string, providers: readonly WfpProviderInput[], filters: readonly WfpFilterInput[]): string {
  return `${declaration}<wfpstate>\n<timeStamp>${time}</timeStamp>\n<sessions/>\n${list('providers', providers.map(provider))}\n<layers numItems="1"><item><layer><layerKey>FWPM_LAYER_ALE_AUTH_CONNECT_V4</layerKey><layerId>48</layerId></layer>${list('filters', filters.map(wfpFilter))}</item></layers>\n</wfpstate>\n<firewallState><dynamicKeywordAddresses/></firewallState>\n`;
}
