/** ProfileXML of the VPNv2 configuration service provider and EAP configurations, after the public schema and samples (Microsoft, VPNv2 CSP; EAP configuration). */

export interface EapInput {
  /** EAP method number of the outer method: 13, 25, 26. */
  readonly method: number;
  /** Inner method of PEAP. */
  readonly inner?: number;
  readonly serverNames?: string;
  /** Thumbprints as hexadecimal digits. */
  readonly roots?: readonly string[];
  readonly verifyServer?: boolean;
  /** Issuer thumbprints and object ids the user's certificate is filtered by. */
  readonly issuers?: readonly string[];
  readonly ekus?: readonly { readonly name: string; readonly oid: string }[];
}

const base = 'http://www.microsoft.com/provisioning';
const pairs = (hex: string): string => `${(hex.toLowerCase().match(/../g) ?? []).join(' ')} `;

function validation(input: EapInput): string {
  return `<ServerValidation><DisableUserPromptForServerValidation>true</DisableUserPromptForServerValidation><ServerNames>${input.serverNames ?? ''}</ServerNames>${(input.roots ?? []).map((root) => `<TrustedRootCA>${pairs(root)}</TrustedRootCA>`).join('')}</ServerValidation>`;
}

function certificateFilter({ issuers = [], ekus = [] }: EapInput): string {
  if (issuers.length + ekus.length === 0) return '';
  const byIssuer = issuers.length === 0 ? '' : `<CAHashList Enabled="true">${issuers.map((issuer) => `<IssuerHash>${pairs(issuer)}</IssuerHash>`).join('')}</CAHashList>`;
  const mapping = ekus.length === 0 ? '' : `<EKUMapping>${ekus.map(({ name, oid }) => `<EKUMap><EKUName>${name}</EKUName><EKUOID>${oid}</EKUOID></EKUMap>`).join('')}</EKUMapping>`;
  const byEku = ekus.length === 0 ? '' : `<ClientAuthEKUList Enabled="true"><EKUMapInList>${ekus.map(({ name }) => `<EKUName>${name}</EKUName>`).join('')}</EKUMapInList></ClientAuthEKUList>`;
  return `<TLSExtensions xmlns="${base}/EapTlsConnectionPropertiesV2"><FilteringInfo xmlns="${base}/EapTlsConnectionPropertiesV3">${byIssuer}${mapping}${byEku}</FilteringInfo></TLSExtensions>`;
}

function method(number: number, input: EapInput): string {
  const verify = input.verifyServer === undefined ? '' : String(input.verifyServer);
  if (number === 26) return `<Type>26</Type><EapType xmlns="${base}/MsChapV2ConnectionPropertiesV1"><UseWinLogonCredentials>true</UseWinLogonCredentials></EapType>`;
  if (number === 13) {
    const check = verify === '' ? '' : `<PerformServerValidation xmlns="${base}/EapTlsConnectionPropertiesV2">${verify}</PerformServerValidation>`;
    return `<Type>13</Type><EapType xmlns="${base}/EapTlsConnectionPropertiesV1"><CredentialsSource><CertificateStore><SimpleCertSelection>true</SimpleCertSelection></CertificateStore></CredentialsSource>${validation(input)}<DifferentUsername>false</DifferentUsername>${check}${certificateFilter(input)}</EapType>`;
  }
  const check = verify === '' ? '' : `<PeapExtensions><PerformServerValidation xmlns="${base}/MsPeapConnectionPropertiesV2">${verify}</PerformServerValidation></PeapExtensions>`;
  return `<Type>25</Type><EapType xmlns="${base}/MsPeapConnectionPropertiesV1">${validation(input)}<FastReconnect>true</FastReconnect><InnerEapOptional>false</InnerEapOptional><Eap xmlns="${base}/BaseEapConnectionPropertiesV1">${method(input.inner ?? 13, { ...input, serverNames: 'inner.contoso.com', verifyServer: input.verifyServer === undefined ? true : !input.verifyServer })}</Eap><EnableQuarantineChecks>false</EnableQuarantineChecks>${check}</EapType>`;
}

export function eapHostConfig(input: EapInput): string {
  return `<EapHostConfig xmlns="${base}/EapHostConfig"><EapMethod><Type xmlns="${base}/EapCommon">${input.method}</Type><VendorId xmlns="${base}/EapCommon">0</VendorId></EapMethod><Config xmlns="${base}/EapHostConfig"><Eap xmlns="${base}/BaseEapConnectionPropertiesV1">${method(input.method, input)}</Eap></Config></EapHostConfig>`;
}

export interface ProfileXmlInput {
  readonly name?: string;
  readonly servers: string;
  readonly alwaysOn?: boolean;
  readonly deviceTunnel?: boolean;
  readonly trustedNetworks?: string;
  readonly protocol?: string;
  readonly splitTunnel?: boolean;
  readonly routes?: readonly { readonly address: string; readonly prefix: number; readonly exclusion?: boolean }[];
  /** EAP configuration as elements; machine certificates without one. */
  readonly eap?: string;
  /** `EncryptionMethod` and the like. */
  readonly suite?: Readonly<Record<string, string>>;
  /** Put at the end of the profile as it stands. */
  readonly extra?: string;
}

export function profileXml(input: ProfileXmlInput): string {
  const element = (name: string, value: string | boolean | undefined): string => (value === undefined ? '' : `  <${name}>${value}</${name}>\n`);
  const authentication = input.eap === undefined ? '<MachineMethod>Certificate</MachineMethod>' : `<UserMethod>Eap</UserMethod><Eap><Configuration>${input.eap}</Configuration></Eap>`;
  const suite = input.suite === undefined ? '' : `<CryptographySuite>${Object.entries(input.suite).map(([name, value]) => `<${name}>${value}</${name}>`).join('')}</CryptographySuite>`;
  const routes = (input.routes ?? []).map(({ address, prefix, exclusion }) => `  <Route><Address>${address}</Address><PrefixSize>${prefix}</PrefixSize>${exclusion === undefined ? '' : `<ExclusionRoute>${exclusion}</ExclusionRoute>`}</Route>\n`).join('');
  return `<VPNProfile>\n${element('ProfileName', input.name)}${element('AlwaysOn', input.alwaysOn)}${element('DeviceTunnel', input.deviceTunnel)}${element('TrustedNetworkDetection', input.trustedNetworks)}  <NativeProfile>\n    <Servers>${input.servers}</Servers><NativeProtocolType>${input.protocol ?? 'IKEv2'}</NativeProtocolType><Authentication>${authentication}</Authentication><RoutingPolicyType>${input.splitTunnel === false ? 'ForceTunnel' : 'SplitTunnel'}</RoutingPolicyType>${suite}\n  </NativeProfile>\n${routes}${input.extra ?? ''}</VPNProfile>\n`;
}
