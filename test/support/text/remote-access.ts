/** Outputs about a remote access server: the `netsh ras dump` script, `netsh ras … show`, `netsh http show sslcert`, RemoteAccess cmdlets. */

export interface DumpInput {
  readonly authTypes?: readonly string[];
  readonly ipv4Routing?: 'lanonly' | 'lananddd' | 'none';
  readonly remoteAccess?: 'ipv4' | 'ipv6' | 'both' | 'none';
  /** Tunnel → number of ports. */
  readonly ports?: Readonly<Record<string, number>>;
  readonly access?: 'all' | 'serveronly';
  readonly assignment?: 'pool' | 'auto';
  readonly ranges?: readonly (readonly [string, string])[];
  readonly ipv6?: 'allow' | 'deny';
  readonly provider?: 'windows' | 'radius';
  readonly radius?: readonly { readonly name: string; readonly port: number; readonly score: number }[];
}

const rule = `# ${'-'.repeat(36)}`;
const section = (title: string, context: string, commands: readonly string[]): string => [rule, `# ${title}`, rule, `pushd ${context}`, '', ...commands, '', 'popd', `# End of ${title}.`, '', ''].join('\n');

/** The script of `netsh ras dump`: everything is deleted first, then added. */
export function rasDump(input: DumpInput = {}): string {
  const { authTypes = ['MSCHAPv2', 'EAP'], remoteAccess = 'ipv4', ports = { SSTP: 128, IKEv2: 128, PPTP: 128, L2TP: 128 }, access = 'all', assignment = 'auto', ranges = [], ipv6 = 'deny', provider = 'windows', radius = [] } = input;
  return [
    section('RAS configuration', 'ras', [
      'set authmode mode = standard',
      ...['PAP', 'MD5CHAP', 'MSCHAPv2', 'EAP', 'CERT'].map((type) => `delete authtype type = ${type}`),
      ...authTypes.map((type) => `add authtype type = ${type}`),
      'set conf confstate = enabled',
      `set type ipv4rtrtype = ${input.ipv4Routing ?? 'lananddd'} ipv6rtrtype = none rastype = ${remoteAccess}`,
      ...Object.entries(ports).map(([tunnel, count]) => `set wanports device = "WAN Miniport (${tunnel})" rasinonly = enabled ddinout = disabled ddoutonly = disabled maxports = ${count} `),
      'set wanports device = "WAN Miniport (PPPOE)" ddoutonly = enabled ',
      'set ikev2connection idletimeout = 5 nwoutagetime = 30',
      'set ikev2saexpiry saexpirytime = 480 sadatasizelimit = 100',
    ]),
    section('RAS IP configuration', 'ras ip', [
      'delete pool',
      'set negotiation mode = allow',
      `set access mode = ${access}`,
      'set addrreq mode = deny',
      'set broadcastnameresolution mode = enabled',
      `set addrassign method = ${assignment}`,
      ...ranges.map(([from, to]) => `add range from = ${from} to = ${to}`),
    ]),
    section('RAS IPv6 configuration', 'ras ipv6', [`set negotiation mode = ${ipv6}`, 'set access mode = all', 'set routeradvertise mode = enabled', 'set prefix prefix = ::']),
    section('RAS AAAA configuration', 'ras aaaa', [
      `set authentication provider = ${provider}`,
      `set accounting provider = ${provider}`,
      'delete authserver name = *',
      ...radius.map(({ name, port, score }) => `add authserver name = ${name} init-score = ${score} port = ${port} timeout = 5 signature = disabled `),
      'delete acctserver name = *',
    ]),
  ].join('');
}

export interface SslBindingInput {
  readonly address: string;
  readonly hash: string;
  readonly appId?: string;
  readonly store?: string;
}

const bindingLabels = {
  en: ['SSL Certificate bindings:', 'IP:port', 'Certificate Hash', 'Application ID', 'Certificate Store Name', 'Enabled', 'Verify Client Certificate Revocation'],
  de: ['SSL-Zertifikatbindungen:', 'IP:Port', 'Zertifikathash', 'Anwendungs-ID', 'Zertifikatspeichername', 'Aktiviert', 'Clientzertifikatsperre überprüfen'],
  fr: ['Liaisons de certificat SSL :', 'IP:port', 'Hachage du certificat', "ID d'application", 'Nom du magasin de certificats', 'Activé', 'Vérifier la révocation des certificats clients'],
  ja: ['SSL 証明書のバインド:', 'IP:ポート', '証明書ハッシュ', 'アプリケーション ID', '証明書ストア名', '有効', 'クライアント証明書の失効の検証'],
} as const;

/** Output of `netsh http show sslcert`. */
export function sslBindings(bindings: readonly SslBindingInput[], language: keyof typeof bindingLabels = 'en'): string {
  const [title, address, hash, app, store, on, revocation] = bindingLabels[language];
  const row = (label: string, value: string): string => `    ${label.padEnd(28)} : ${value}`;
  const one = (binding: SslBindingInput): string[] => [
    row(address, binding.address),
    row(hash, binding.hash.toLowerCase()),
    row(app, (binding.appId ?? '{ba195980-cd49-458b-9e23-c84ee0adcd75}').toLowerCase()),
    row(store, binding.store ?? '(null)'),
    row(revocation, on),
    row('Ctl Identifier', '(null)'),
    '',
  ];
  return ['', title, '-'.repeat(26), '', ...bindings.flatMap(one), ''].join('\n');
}

/** Output of a cmdlet that prints one object as a list. */
export function cmdletList(properties: Readonly<Record<string, string>>): string {
  const width = Math.max(...Object.keys(properties).map((name) => name.length));
  return ['', ...Object.entries(properties).map(([name, value]) => `${name.padEnd(width)} : ${value}`), '', ''].join('\n');
}
