import { describe, expect, it } from 'vitest';
import { wfp } from '../../../src/sources/wfp/source.ts';
import { captureXml, wfpDrop, wfpIkeFailure, netEventsXml, stateXml } from '../../support/text/filtering-platform.ts';
import { artifactAt, contextFor, outFile, recorder } from '../../support/text.ts';

const PATH = 'LAP042_240506-070900_wfpNetevents__Stop_.xml';
const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
const read = (bytes: Uint8Array | string) => {
  const recorded = recorder();
  const result = wfp.parse(artifactAt(PATH, 'wfp-xml'), typeof bytes === 'string' ? utf8(bytes) : bytes, recorded.emit, contextFor(PATH));
  return { ...recorded, result, first: recorded.records[0] };
};
const TIME = '2024-05-06T07:08:09.125Z';
const ENDS = { time: TIME, local: '192.0.2.10', remote: '198.51.100.24', localPort: 500, remotePort: 500 };

describe('IKE failures', () => {
  it('reads a hand-written main mode failure in the likely form of the documentation', () => {
    const { first, watches, result } = read(`<netEvents><item>
 <header><timeStamp>2024-05-06T07:08:09.000Z</timeStamp><ipVersion>FWP_IP_VERSION_V4</ipVersion>
  <localAddrV4>192.0.2.10</localAddrV4><remoteAddrV4>198.51.100.24</remoteAddrV4><localPort>500</localPort><remotePort>4500</remotePort></header>
 <type>FWPM_NET_EVENT_TYPE_IKEEXT_MM_FAILURE</type>
 <ikeMmFailure><failureErrorCode>13801</failureErrorCode><failurePoint>IPSEC_FAILURE_PEER</failurePoint><flags/>
  <keyingModuleType>IKEEXT_KEY_MODULE_IKEV2</keyingModuleType><mmState>IKEEXT_MM_SA_STATE_FINAL_SENT</mmState>
  <saRole>IKEEXT_SA_ROLE_RESPONDER</saRole><mmAuthMethod>IKEEXT_EAP</mmAuthMethod><endCertHash>00112233445566778899aabbccddeeff00112233</endCertHash></ikeMmFailure>
</item></netEvents>`);
    expect(first).toMatchObject({ name: 'wfp.ike-mm-failure', time: Date.UTC(2024, 4, 6, 7, 8, 9) * 1000, host: 'LAP042', severity: 'error', ref: { at: { kind: 'line', line: 1 } } });
    expect(first?.fields).toEqual({
      error: 13801, failure_point: 'remote', mm_state: 'final-sent', mm_state_number: 4, sa_role: 'responder', keying_module: 'ikev2', auth_method: 'eap', benign: false,
      local_address: '192.0.2.10', remote_address: '198.51.100.24', local_port: 500, remote_port: 4500, cert_hash: '00112233445566778899AABBCCDDEEFF00112233',
    });
    expect(watches).toMatchObject([{ channel: 'wfp-net-events', host: 'LAP042', span: { from: first?.time, to: first?.time } }]);
    expect(result.outcome).toBe('read');
  });

  it.each([
    ['0x35ed', '1', '1', '0', '2', '1'],
    ['0x000035ED', '0x1', '0x1', '0x0', '0x2', '0x1'],
    ['ERROR_IPSEC_IKE_TIMED_OUT', 'IPSEC_FAILURE_ME', 'SA_SENT', 'INITIATOR', 'IKEV2', 'CERTIFICATE'],
    ['13805', 'Me', 'SaSent', 'Initiator', 'IkeV2', 'IKEEXT_CERTIFICATE'],
  ])('accepts every spelling of the enumerations: %s', (error, point, state, role, module, method) => {
    const body = `<failureErrorCode>${error}</failureErrorCode><failurePoint>${point}</failurePoint><mmState>${state}</mmState><saRole>${role}</saRole><keyingModuleType>${module}</keyingModuleType><mmAuthMethod>${method}</mmAuthMethod>`;
    const { first } = read(`<netEvents><item><header><timeStamp>${TIME}</timeStamp></header><type>0</type><ikeMmFailure>${body}</ikeMmFailure></item></netEvents>`);
    expect(first?.fields).toEqual({ error: 13805, failure_point: 'local', mm_state: 'sa-sent', mm_state_number: 1, sa_role: 'initiator', keying_module: 'ikev2', auth_method: 'certificate' });
  });

  it('leaves out what it cannot read and takes the type from the structure where it is missing', () => {
    const { first } = read(`<netEvents><item><header><timeStamp>${TIME}</timeStamp><later><x>1</x></later></header><type>FWPM_NET_EVENT_TYPE_SOMETHING</type><ikeQmFailure><failureErrorCode>later</failureErrorCode><failurePoint>IPSEC_FAILURE_NEW</failurePoint><saRole>7</saRole></ikeQmFailure></item></netEvents>`);
    expect(first).toMatchObject({ name: 'wfp.ike-qm-failure', fields: {} });
    expect(Object.keys(first?.fields ?? {})).toEqual([]);
  });

  it('flags benign failures by flag (its bit differs by mode) and by codes that are no failures', () => {
    const of = (mode: 'mm' | 'em', flags: string, error = 13801) =>
      read(`<netEvents><item><header><timeStamp>${TIME}</timeStamp></header><ike${mode === 'mm' ? 'Mm' : 'Em'}Failure><failureErrorCode>${error}</failureErrorCode>${flags}</ike${mode === 'mm' ? 'Mm' : 'Em'}Failure></item></netEvents>`).first;
    expect(of('mm', '<flags>1</flags>')).toMatchObject({ severity: 'info', fields: { benign: true } });
    expect(of('mm', '<flags>0x2</flags>')).toMatchObject({ severity: 'error', fields: { benign: false } });
    expect(of('em', '<flags>1</flags>')?.fields).toMatchObject({ benign: false });
    expect(of('em', '<flags>3</flags>')?.fields).toMatchObject({ benign: true });
    expect(of('mm', '<flags numItems="1"><item>FWPM_NET_EVENT_IKEEXT_MM_FAILURE_FLAG_BENIGN</item></flags>')?.fields).toMatchObject({ benign: true });
    expect(of('mm', '', 13803)?.fields).toMatchObject({ benign: true });
    expect(of('mm', '')?.fields).not.toHaveProperty('benign');
  });

  it('reads built events of all modes, IPv6 as netsh prints it, and keeps unset ports out', () => {
    const v6 = { time: TIME, local: '2001:db8::a', remote: '2001:db8:0:0:1::b' };
    const { records } = read(captureXml([wfpIkeFailure({ ...ENDS, mode: 'mm', error: 13805 }), wfpIkeFailure({ ...v6, mode: 'qm', error: 13868, point: 'PEER' }), wfpIkeFailure({ ...ENDS, mode: 'em', error: '0x80090308', benign: true })]));
    expect(records.map((record) => record.name)).toEqual(['wfp.ike-mm-failure', 'wfp.ike-qm-failure', 'wfp.ike-em-failure']);
    expect(records[1]?.fields).toEqual({ error: 13868, failure_point: 'remote', sa_role: 'initiator', keying_module: 'ikev2', local_address: '2001:db8::a', remote_address: '2001:db8::1:0:0:b' });
    expect(records[2]?.fields).toMatchObject({ error: 0x80090308, benign: true });
  });

  it.each([
    ['3221225994', '192.0.2.10'],
    ['0xC000020A', '192.0.2.10'],
    ['192.0.2.10', '192.0.2.10'],
  ])('address %s', (text, expected) => {
    expect(read(`<netEvents><item><header><timeStamp>${TIME}</timeStamp><remoteAddrV4>${text}</remoteAddrV4></header><type>0</type></item></netEvents>`).first?.fields['remote_address']).toBe(expected);
  });

  it('takes zeros for unset where no flags say otherwise', () => {
    const { first } = read(`<netEvents><item><header><timeStamp>${TIME}</timeStamp><flags/><localAddrV4>0.0.0.0</localAddrV4><remoteAddrV4>192.0.2.1</remoteAddrV4><localPort>0</localPort><remotePort>500</remotePort></header><type>0</type></item></netEvents>`);
    expect(first?.fields).toEqual({ remote_address: '192.0.2.1', remote_port: 500 });
  });

  it('reads sixteen bytes in hexadecimal below an element of their own', () => {
    const { first } = read(`<netEvents><item><header><timeStamp>${TIME}</timeStamp><remoteAddrV6><byteArray16>20010db8000000000000000000000001</byteArray16></remoteAddrV6></header><type>0</type></item></netEvents>`);
    expect(first?.fields['remote_address']).toBe('2001:db8::1');
  });
});

describe('drops', () => {
  it('reads the public sample of a dropped packet', () => {
    const { first, records } = read(`<wfpdiag><netEvents><netEvent>
<header><timeStamp>2020-03-30T23:53:09.720Z</timeStamp><flags numItems="2"><item>FWPM_NET_EVENT_FLAG_IP_PROTOCOL_SET</item><item>FWPM_NET_EVENT_FLAG_REMOTE_ADDR_SET</item><item>FWPM_NET_EVENT_FLAG_REMOTE_PORT_SET</item></flags>
<ipVersion>FWP_IP_VERSION_V6</ipVersion><ipProtocol>6</ipProtocol><localAddrV6.byteArray16>2001:db8:1a:1045:8469:3351:e6e2:543</localAddrV6.byteArray16>
<remoteAddrV6.byteArray16>2001:db8:c11::200</remoteAddrV6.byteArray16><localPort>63187</localPort><remotePort>443</remotePort><appId><data>5c00</data></appId></header>
<type>FWPM_NET_EVENT_TYPE_CLASSIFY_DROP</type><classifyDrop><filterId>68893</filterId><layerId>50</layerId><msFwpDirection>MS_FWP_DIRECTION_OUT</msFwpDirection></classifyDrop>
<internalFields><terminatingFiltersInfo numItems="1"><item><filterId>68879</filterId></item></terminatingFiltersInfo></internalFields></netEvent></netEvents></wfpdiag>`);
    expect(records).toHaveLength(1);
    expect(first).toMatchObject({ name: 'wfp.drop', code: 3, severity: 'warning' });
    expect(first?.fields).toEqual({ direction: 'out', protocol: 6, remote_address: '2001:db8:c11::200', remote_port: 443, filter_id: '68893', layer_id: '50' });
  });

  it('leaves allowed packets out but lets them stretch the watch', () => {
    const { records, watches } = read(netEventsXml([wfpDrop({ ...ENDS, protocol: 17, filterId: 5, allowed: true }), wfpDrop({ ...ENDS, time: '2024-05-06T07:09:09.125Z', protocol: 17, filterId: 6, direction: 'IN' })]));
    expect(records.map(({ fields }) => [fields['filter_id'], fields['direction']])).toEqual([['6', 'in']]);
    expect(watches[0]?.span).toEqual({ from: Date.parse(TIME) * 1000, to: (Date.parse(TIME) + 60_000) * 1000 });
  });

  it.each([['14592', 'in'], ['0x3901', 'out'], ['MS_FWP_DIRECTION_IN', 'in'], ['FWP_DIRECTION_OUTBOUND', 'out'], ['1', undefined]])('direction %s', (text, expected) => {
    const { first } = read(`<netEvents><item><header><timeStamp>${TIME}</timeStamp></header><type>3</type><classifyDrop><msFwpDirection>${text}</msFwpDirection></classifyDrop></item></netEvents>`);
    expect(first?.fields['direction']).toBe(expected);
  });

  it('knows the newer name of the type', () => {
    expect(read(netEventsXml([wfpDrop({ ...ENDS, protocol: 6, filterId: 1 }).replace('_TYPE_CLASSIFY', '_TYPE_PUBLIC_CLASSIFY').replace('classifyDrop', 'x')])).first?.name).toBe('wfp.drop');
  });
});

describe('providers and filters', () => {
  const PROVIDERS = [
    { key: 'FWPM_PROVIDER_MPSSVC_WF', name: 'Proveedor', service: 'MPSSVC' },
    { key: '{893a4f22-9bba-49b7-8c66-3d40929c8fd5}', name: 'Teredo' },
    { key: '{6b2fa1c4-0000-4000-8000-000000000001}', name: 'Fabrikam Firewall', service: 'FabrikamSvc' },
    { key: '{6b2fa1c4-0000-4000-8000-000000000002}', name: 'Microsoft Corporation' },
  ];
  const FILTERS = [
    { id: 1, name: 'Block IKE', protocol: 17, remotePort: 500, provider: PROVIDERS[2]?.key as string },
    { id: 2, name: 'Block low ports', protocol: 17, remotePort: [1, 2000] as const, appId: true },
    { id: 3, name: 'Block web', remotePort: 443, layer: 'ALE_AUTH_CONNECT_V6' },
    { id: 4, name: 'Block GRE', protocol: 47 },
    { id: 5, name: 'Block all' },
    { id: 6, name: 'Allow IKE', protocol: 17, remotePort: 500, action: 'PERMIT' as const },
    { id: 7, name: 'Off', protocol: 17, remotePort: 500, disabled: true },
    { id: 8, name: 'Block DNS', protocol: 17, remotePort: 53 },
    { id: 9, name: 'Block PPTP', protocol: 6, localPort: 1723, layer: 'ALE_AUTH_RECV_ACCEPT_V4' },
  ];

  it('tells whose firewall it is, by key, service and brand', () => {
    const { facts, listings } = read(stateXml(TIME, PROVIDERS, []));
    expect(facts.map(({ subject, fields }) => [subject, fields['third_party']])).toEqual([
      ['FWPM_PROVIDER_MPSSVC_WF', false],
      ['{893A4F22-9BBA-49B7-8C66-3D40929C8FD5}', false],
      ['{6B2FA1C4-0000-4000-8000-000000000001}', true],
      ['{6B2FA1C4-0000-4000-8000-000000000002}', false],
    ]);
    expect(listings).toContainEqual(expect.objectContaining({ fact: 'wfp.provider', complete: true, count: 4 }));
  });

  it('finds the filters that block what a tunnel needs', () => {
    const { facts, listings, result } = read(stateXml(TIME, [], FILTERS));
    expect(facts.map(({ subject, fields }) => [subject, fields])).toEqual([
      ['1', { name: 'Block IKE', layer: 'FWPM_LAYER_ALE_AUTH_CONNECT_V4', ports: ['500'], protocol: 17, provider: '{6B2FA1C4-0000-4000-8000-000000000001}', conditions: [] }],
      ['2', { name: 'Block low ports', layer: 'FWPM_LAYER_ALE_AUTH_CONNECT_V4', ports: ['500', '1701'], protocol: 17, conditions: ['ale-app-id'] }],
      ['3', { name: 'Block web', layer: 'FWPM_LAYER_ALE_AUTH_CONNECT_V6', ports: ['443'], conditions: [] }],
      ['4', { name: 'Block GRE', layer: 'FWPM_LAYER_ALE_AUTH_CONNECT_V4', ports: [], protocol: 47, conditions: [] }],
      ['9', { name: 'Block PPTP', layer: 'FWPM_LAYER_ALE_AUTH_RECV_ACCEPT_V4', ports: ['1723'], protocol: 6, conditions: [] }],
    ]);
    expect(listings).toContainEqual(expect.objectContaining({ fact: 'wfp.block-filter', complete: true, count: 9 }));
    expect(result.outcome).toBe('read');
  });

  it('does not take the filters of a capture for all of them', () => {
    const { listings } = read(captureXml([], [], FILTERS));
    expect(listings).toContainEqual(expect.objectContaining({ fact: 'wfp.block-filter', complete: false }));
  });

  it('keeps the keys of associations', () => {
    const { facts } = read('<wfpstate><ikeSAs numItems="1"><item><saId>1</saId><cookiePair><initiator>0x0123456789abcdef</initiator><responder>18364758544493064720</responder></cookiePair></item></ikeSAs></wfpstate>');
    expect(facts).toMatchObject([{ name: 'wfp.ike-sa', subject: '0123456789ABCDEF', fields: { responder_spi: 'FEDCBA9876543210' } }]);
  });
});

describe('other files', () => {
  const xml = netEventsXml([wfpIkeFailure({ ...ENDS, mode: 'mm', error: 13805 }), wfpIkeFailure({ ...ENDS, mode: 'mm', error: 13801, time: '2024-05-06T08:00:00.000Z' })]);

  it('reads UTF-16 with and without its mark', () => {
    expect(read(outFile(xml)).records).toHaveLength(2);
    expect(read(outFile(xml).subarray(2)).records).toHaveLength(2);
    expect(read(utf8(`\uFEFF${xml}`)).records).toHaveLength(2);
  });

  it('keeps what stands before a cut', () => {
    const { records, result, listings } = read(xml.slice(0, -300));
    expect(records).toHaveLength(1);
    expect(result).toMatchObject({ outcome: 'partial' });
    expect(listings).toEqual([]);
    expect(read(stateXml(TIME, [{ key: '{6b2fa1c4-0000-4000-8000-000000000001}', name: 'x' }], []).slice(0, -150)).listings).toContainEqual(expect.objectContaining({ complete: false }));
  });

  it('refuses the empty and the foreign', () => {
    expect(read(new Uint8Array(0)).result.outcome).toBe('failed');
    expect(read('<html><body>no</body></html>').result.outcome).toBe('ignored');
    expect(read('not xml at all').result.outcome).not.toBe('read');
    expect(read(Uint8Array.from({ length: 400 }, (_, at) => (at * 37) % 256)).result.outcome).not.toBe('read');
  });

  it('gives text of any language and undeclared entities no power', () => {
    const hostile = `<!DOCTYPE a [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]>${stateXml(TIME, [{ key: '{6b2fa1c4-0000-4000-8000-000000000001}', name: '防火牆 &b; Брандмауэр' }], [])}`;
    const { facts } = read(hostile);
    expect(facts[0]?.fields['name']).toBe('防火牆 &b; Брандмауэр');
  });

  it('stops at depth', () => {
    const { result } = read(`<netEvents>${'<a>'.repeat(100_000)}`);
    expect(result).toMatchObject({ outcome: 'partial', reason: expect.stringContaining('deeper') });
  });

  it('skips events without a usable time and says so', () => {
    const { records, result } = read(xml.replace('2024-05-06T07:08:09.125Z', '1601-01-01T00:00:00.000Z'));
    expect(records).toHaveLength(1);
    expect(result).toMatchObject({ outcome: 'partial', reason: '1 events without a time' });
  });
});
