/** Verbose `certutil -v -store` dumps in several languages, shaped after published English ones. */

export interface Words {
  readonly certificate: string;
  readonly serial: string;
  readonly issuer: string;
  readonly notBefore: string;
  readonly notAfter: string;
  readonly subject: string;
  readonly extensions: string;
  readonly flags: string;
  readonly length: string;
  readonly usages: string;
  readonly clientAuth: string;
  readonly serverAuth: string;
  readonly names: string;
  readonly dnsName: string;
  readonly principal: string;
  readonly address: string;
  readonly hash: string;
  readonly container: string;
  readonly provider: string;
  readonly closing: string;
}

export const ENGLISH: Words = {
  certificate: 'Certificate',
  serial: 'Serial Number:',
  issuer: 'Issuer:',
  notBefore: 'NotBefore:',
  notAfter: 'NotAfter:',
  subject: 'Subject:',
  extensions: 'Certificate Extensions:',
  flags: 'Flags',
  length: 'Length',
  usages: 'Enhanced Key Usage',
  clientAuth: 'Client Authentication',
  serverAuth: 'Server Authentication',
  names: 'Subject Alternative Name',
  dnsName: 'DNS Name',
  principal: 'Principal Name',
  address: 'IP Address',
  hash: 'Cert Hash(sha1):',
  container: 'Key Container =',
  provider: 'Provider =',
  closing: 'CertUtil: -store command completed successfully.',
};

export const GERMAN: Words = {
  certificate: 'Zertifikat',
  serial: 'Seriennummer:',
  issuer: 'Aussteller:',
  notBefore: 'Nicht vor:',
  notAfter: 'Nicht nach:',
  subject: 'Antragsteller:',
  extensions: 'Zertifikaterweiterungen:',
  flags: 'Kennzeichen',
  length: 'Länge',
  usages: 'Erweiterte Schlüsselverwendung',
  clientAuth: 'Clientauthentifizierung',
  serverAuth: 'Serverauthentifizierung',
  names: 'Alternativer Antragstellername',
  dnsName: 'DNS-Name',
  principal: 'Prinzipalname',
  address: 'IP-Adresse',
  hash: 'Zertifikathash(sha1):',
  container: 'Schlüsselcontainer =',
  provider: 'Anbieter =',
  closing: 'CertUtil: -store-Befehl wurde erfolgreich ausgeführt.',
};

export const FRENCH: Words = {
  certificate: 'Certificat',
  serial: 'Numéro de série :',
  issuer: 'Émetteur:',
  notBefore: 'NotBefore :',
  notAfter: 'NotAfter :',
  subject: 'Objet:',
  extensions: 'Extensions du certificat :',
  flags: 'Indicateurs',
  length: 'Longueur',
  usages: 'Utilisation améliorée de la clé',
  clientAuth: 'Authentification du client',
  serverAuth: 'Authentification du serveur',
  names: 'Autre nom de l’objet',
  dnsName: 'Nom DNS',
  principal: 'Nom principal',
  address: 'Adresse IP',
  hash: 'Hach. cert. (sha1)\u00a0:',
  container: 'Conteneur de clé\u00a0=',
  provider: 'Fournisseur =',
  closing: 'CertUtil: -store La commande s’est terminée correctement.',
};

export const JAPANESE: Words = {
  certificate: '証明書',
  serial: 'シリアル番号:',
  issuer: '発行者:',
  notBefore: 'この日以降:',
  notAfter: 'この日以前:',
  subject: 'サブジェクト:',
  extensions: '証明書の拡張機能:',
  flags: 'フラグ',
  length: '長さ',
  usages: '拡張キー使用法',
  clientAuth: 'クライアント認証',
  serverAuth: 'サーバー認証',
  names: 'サブジェクト代替名',
  dnsName: 'DNS 名',
  principal: 'プリンシパル名',
  address: 'IP アドレス',
  hash: '証明書ハッシュ(sha1):',
  container: 'キー コンテナー =',
  provider: 'プロバイダー =',
  closing: 'CertUtil: -store コマンドは正常に完了しました。',
};

export interface Shape {
  readonly index?: number;
  readonly serial?: string;
  readonly subject?: readonly string[];
  readonly issuer?: readonly string[];
  readonly notBefore: string;
  readonly notAfter: string;
  readonly usages?: readonly string[];
  readonly names?: readonly string[];
  readonly thumbprint?: string;
  readonly hasKey?: boolean;
  readonly tail?: readonly string[];
}

/** One certificate of a verbose dump. */
export function verbose(words: Words, shape: Shape): string {
  const thumbprint = shape.thumbprint ?? '3f1d5a7b9c0e2f4a6b8c0d1e3f5a7b9c1d2e4f60';
  const extensions: string[] = ['    2.5.29.15: FLAGS = 1(Critical), LENGTH = 4\n    Key Usage\n        Digital Signature, Key Encipherment (a0)\n'];
  if (shape.usages) extensions.push(`    2.5.29.37: FLAGS = 0, LENGTH = 16\n    ${words.usages}\n${shape.usages.map((usage) => `        ${usage}\n`).join('')}`);
  if (shape.names) extensions.push(`    2.5.29.17: FLAGS = 0, LENGTH = 30\n    ${words.names}\n${shape.names.map((name) => `        ${name}\n`).join('')}`);
  extensions.push('    1.3.6.1.4.1.311.21.7: FLAGS = 0, LENGTH = 30\n    Certificate Template Information\n        Template=ContosoMachine(1.3.6.1.4.1.311.21.8.1.2.3)\n        Major Version Number=100\n');
  const provider =
    shape.hasKey === false
      ? ''
      : `  CERT_KEY_PROV_INFO_PROP_ID(2):
    ${words.container} te-Machine-0001
    ${words.provider} Microsoft Software Key Storage Provider
    ProviderType = 0
    ${words.flags} = 20 (32)
      CRYPT_MACHINE_KEYSET -- 20 (32)
    KeySpec = 0 -- XCN_AT_NONE

`;
  return `================ ${words.certificate} ${shape.index ?? 0} ================
X509 ${words.certificate}:
Version: 3
${words.serial} ${shape.serial ?? '5e000000086a2c'}
Signature Algorithm:
    Algorithm ObjectId: 1.2.840.113549.1.1.11 sha256RSA
    Algorithm Parameters:
    05 00
${words.issuer}
${(shape.issuer ?? ['CN=Contoso Issuing CA', 'DC=contoso', 'DC=com']).map((part) => `    ${part}\n`).join('')}  Name Hash(sha1): a07626cca03482b0f562364300973304401cd3fb
  Name Hash(md5): b92981e59f355cd429e860f908f29b29

 ${words.notBefore} ${shape.notBefore}
 ${words.notAfter} ${shape.notAfter}

${words.subject}
${(shape.subject ?? ['CN=lap042.contoso.com']).map((part) => `    ${part}\n`).join('')}  Name Hash(sha1): 01aad90ff6a6812f368a509eed47be8ea0a3b78d
  Name Hash(md5): 278a394cad15b44f27fbd177c498ca02

Public Key Algorithm:
    Algorithm ObjectId: 1.2.840.113549.1.1.1 RSA
    Algorithm Parameters:
    05 00
Public Key Length: 2048 bits
Public Key: UnusedBits = 0
    0000  30 82 01 0a 02 82 01 01  00 cf e3 83 c7 a4 05 dd
    0010  be 05 76 b6 26 16 ae ba  0f a1 c6 3f 4f 58 11 2a
${words.extensions} ${extensions.length}
${extensions.join('\n').replaceAll('FLAGS', words.flags).replaceAll('LENGTH', words.length)}
Signature Algorithm:
    Algorithm ObjectId: 1.2.840.113549.1.1.11 sha256RSA
    Algorithm Parameters:
    05 00
Signature: UnusedBits=0
    0000  3c 08 5f e0 a7 42 2a bc  58 61 64 43 b6 f4 23 99
Non-root Certificate
Key Id Hash(rfc-sha1): 5b3b53ede30fa94890e093090ff97b323a8d894f
Key Id Hash(sha1): 1e07bb05ced2db9c9fabd146b83220e341dc4c08
Key Id Hash(bcrypt-sha1): d6ffce5bc269db040f4f438833154a80ef32ddb7
Cert Hash(md5): 866c58775c60d815d9d65aaeb99dc125
${words.hash} ${thumbprint}
Cert Hash(sha256): 7c38d1ae3768637a7a165765bd2cda8f1a1cfa6a7ba8013cfb9263a86d4b6380
Signature Hash: d79e5b4acddaef149679fcfb7a6093a8213a192a278347b7e6e669215338505c

  CERT_REQUEST_ORIGINATOR_PROP_ID(71):
    lap042.contoso.com

${provider}  CERT_SHA1_HASH_PROP_ID(3):
    ${thumbprint}

  CERT_ACCESS_STATE_PROP_ID(14):
    AccessState = 6
      CERT_ACCESS_STATE_SYSTEM_STORE_FLAG -- 2

${(shape.tail ?? []).map((line) => `${line}\n`).join('')}
`;
}
