/**
 * certutil dumps of a certificate store, verbose and short, in several languages.
 * Layout after public outputs of `certutil -v -store` and `certutil -store`. Of the German and French labels the ones down to the
 * key are from public outputs; those of extensions and key tests are our wording, so nothing may depend on their text.
 */
import { createHash } from 'node:crypto';
import type { Culture } from './encodings.ts';
import { cultureTime } from './encodings.ts';

export type Language = 'en' | 'de' | 'fr' | 'ja';

/** Languages in which output of certutil about certificates is public. */
type Shown = Exclude<Language, 'ja'>;

export interface CertificateInput {
  /** `CN=…, O=…`; empty for a certificate with no subject. */
  readonly subject: string;
  /** Default: the subject (self-signed). */
  readonly issuer?: string;
  readonly serial?: string;
  /** Default: a digest of the description. */
  readonly thumbprint?: string;
  /** ISO UTC. */
  readonly notBefore: string;
  readonly notAfter: string;
  /** Names of `ekuNames` or object ids; absent: no such extension. */
  readonly eku?: readonly string[];
  readonly dns?: readonly string[];
  readonly ip?: readonly string[];
  readonly upn?: readonly string[];
  /** `missing`: the store says there is a key but the key set is gone. Default true. */
  readonly privateKey?: boolean | 'missing';
  readonly template?: string;
  readonly exportable?: boolean;
}

export interface CertutilOptions {
  /** Of Japanese output only the frame around the list is public: that of an empty store. */
  readonly language?: Shown | 'ja';
  readonly culture?: Culture;
  readonly offsetMinutes?: number;
  /** `my`, `root`, `ca`, `-enterprise NTAuth`… as the first line names it. */
  readonly store?: string;
  readonly verbose?: boolean;
  /** Old builds write hashes in pairs with blanks. */
  readonly spacedHashes?: boolean;
}

type ShownOptions = CertutilOptions & { readonly language?: Shown };

/** Key uses by the names recipes use: object id, then the text of each language. */
export const ekuNames: Readonly<Record<string, { readonly oid: string; readonly text: Readonly<Record<Shown, string>> }>> = {
  'server-auth': { oid: '1.3.6.1.5.5.7.3.1', text: { en: 'Server Authentication', de: 'Serverauthentifizierung', fr: 'Authentification du serveur' } },
  'client-auth': { oid: '1.3.6.1.5.5.7.3.2', text: { en: 'Client Authentication', de: 'Clientauthentifizierung', fr: 'Authentification du client' } },
  'ike-intermediate': { oid: '1.3.6.1.5.5.8.2.2', text: { en: 'IP security IKE intermediate', de: 'IP-Sicherheits-IKE, dazwischenliegend', fr: 'IKE intermédiaire de la sécurité IP' } },
  'smart-card-logon': { oid: '1.3.6.1.4.1.311.20.2.2', text: { en: 'Smart Card Logon', de: 'Smartcard-Anmeldung', fr: 'Ouverture de session par carte à puce' } },
  'kdc-auth': { oid: '1.3.6.1.5.2.3.5', text: { en: 'KDC Authentication', de: 'KDC-Authentifizierung', fr: 'Authentification KDC' } },
  any: { oid: '2.5.29.37.0', text: { en: 'Any Purpose', de: 'Alle Zwecke', fr: 'Toutes les utilisations' } },
};

type Labels = Readonly<Record<
  'certificate' | 'x509' | 'serial' | 'signatureAlgorithm' | 'oid' | 'parameters' | 'issuer' | 'nameHash' | 'notBefore' | 'notAfter' | 'subject' | 'publicAlgorithm'
  | 'keyLength' | 'bits' | 'publicKey' | 'extensions' | 'flags' | 'critical' | 'length' | 'keyUsage' | 'keyUsageText' | 'eku' | 'san' | 'dns' | 'ip' | 'other' | 'upn' | 'template' | 'templateField'
  | 'signature' | 'matches' | 'root' | 'notRoot' | 'certHash' | 'container' | 'unique' | 'provider' | 'providerType' | 'flagsLine' | 'testPassed' | 'noKey' | 'noProvider' | 'missingKey' | 'notExportable' | 'done',
  string>>;

const english: Labels = {
  certificate: 'Certificate', x509: 'X509 Certificate:', serial: 'Serial Number:', signatureAlgorithm: 'Signature Algorithm:', oid: 'Algorithm ObjectId:', parameters: 'Algorithm Parameters:',
  issuer: 'Issuer:', nameHash: 'Name Hash', notBefore: 'NotBefore:', notAfter: 'NotAfter:', subject: 'Subject:', publicAlgorithm: 'Public Key Algorithm:', keyLength: 'Public Key Length:', bits: 'bits',
  publicKey: 'Public Key: UnusedBits = 0', extensions: 'Certificate Extensions:', flags: 'Flags', critical: '(Critical)', length: 'Length', keyUsage: 'Key Usage', keyUsageText: 'Digital Signature, Key Encipherment',
  eku: 'Enhanced Key Usage', san: 'Subject Alternative Name', dns: 'DNS Name=', ip: 'IP Address=', other: 'Other Name:', upn: 'Principal Name=', template: 'Certificate Template Information', templateField: 'Template=',
  signature: 'Signature: UnusedBits=0', matches: 'Signature matches Public Key', root: 'Root Certificate: Subject matches Issuer', notRoot: 'Non-root Certificate', certHash: 'Cert Hash',
  container: 'Key Container =', unique: 'Unique container name:', provider: 'Provider =', providerType: 'ProviderType =', flagsLine: 'Flags =', testPassed: 'Encryption test passed',
  noKey: 'Cannot find the certificate and private key for decryption.', noProvider: 'No key provider information', missingKey: 'Missing stored keyset', notExportable: 'Private key is NOT exportable',
  done: 'CertUtil: -store command completed successfully.',
};

const german: Labels = {
  certificate: 'Zertifikat', x509: 'X.509-Zertifikat:', serial: 'Seriennummer:', signatureAlgorithm: 'Signaturalgorithmus:', oid: 'Algorithmus Objekt-ID:', parameters: 'Algorithmusparameter:',
  issuer: 'Aussteller:', nameHash: 'Namenshash ', notBefore: 'Nicht vor:', notAfter: 'Nicht nach:', subject: 'Antragsteller:', publicAlgorithm: 'Öffentlicher Schlüssel-Algorithmus:',
  keyLength: 'Länge des öffentlichen Schlüssels:', bits: 'Bits', publicKey: 'Öffentlicher Schlüssel: Nicht verwendete Bits = 0', extensions: 'Zertifikaterweiterungen:', flags: 'Kennzeichen', critical: '(Kritisch)', length: 'Länge',
  keyUsage: 'Schlüsselverwendung', keyUsageText: 'Digitale Signatur, Schlüsselverschlüsselung', eku: 'Erweiterte Schlüsselverwendung', san: 'Alternativer Antragstellername', dns: 'DNS-Name=', ip: 'IP-Adresse=',
  other: 'Anderer Name:', upn: 'Prinzipalname=', template: 'Zertifikatvorlageninformationen', templateField: 'Vorlage=', signature: 'Signatur: Nicht verwendete Bits=0',
  matches: 'Die Signatur stimmt mit dem öffentlichen Schlüssel überein.', root: 'Stammzertifikat: Antragsteller stimmt mit Aussteller überein', notRoot: 'Kein Stammzertifikat', certHash: 'Zertifikathash',
  container: 'Schlüsselcontainer =', unique: 'Eindeutiger Containername:', provider: 'Anbieter =', providerType: 'Anbietertyp =', flagsLine: 'Kennzeichen =', testPassed: 'Verschlüsselungstest wurde durchgeführt',
  noKey: 'Das Zertifikat und der private Schlüssel für die Entschlüsselung können nicht gefunden werden.', noProvider: 'Keine Schlüsselanbieterinformationen', missingKey: 'Fehlender gespeicherter Schlüsselsatz',
  notExportable: 'Privater Schlüssel kann NICHT exportiert werden', done: 'CertUtil: -store-Befehl wurde erfolgreich ausgeführt.',
};

const french: Labels = {
  ...english, certificate: 'Certificat', x509: 'Certificat X509 :', serial: 'Numéro de série :', issuer: 'Émetteur:', notBefore: 'NotBefore :', notAfter: 'NotAfter :', subject: 'Objet:',
  extensions: 'Extensions de certificat :', flags: 'Indicateurs', critical: '(Critique)', length: 'Longueur', eku: 'Utilisation avancée de la clé', san: 'Autre nom de l’objet', dns: 'Nom DNS=', ip: 'Adresse IP=',
  other: 'Autre nom :', upn: 'Nom principal=', matches: 'La signature correspond à la clé publique', root: 'Certificat racine : le sujet correspond à l’émetteur', notRoot: 'Certificat non racine',
  certHash: 'Hach. cert. ', container: 'Conteneur de clé =', unique: 'Nom de conteneur unique :', provider: 'Fournisseur =', providerType: 'Type de fournisseur =', flagsLine: 'Indicateurs =',
  testPassed: 'Succès du test de chiffrement', noProvider: 'Aucune information sur le fournisseur de clé', noKey: 'Impossible de trouver le certificat et la clé privée pour le déchiffrement.',
  done: 'CertUtil: -store La commande s’est terminée correctement.',
};

const labelSets: Readonly<Record<Shown, Labels>> = { en: english, de: german, fr: french };

const storeTitles: Readonly<Record<Shown, Readonly<Record<string, string>>>> = {
  en: { my: 'Personal', root: 'Trusted Root Certification Authorities', ca: 'Intermediate Certification Authorities', ntauth: 'NTAuth' },
  de: { my: 'Eigene Zertifikate', root: 'Vertrauenswürdige Stammzertifizierungsstellen', ca: 'Zwischenzertifizierungsstellen', ntauth: 'NTAuth' },
  fr: { my: 'Personnel', root: 'Autorités de certification racines de confiance', ca: 'Autorités intermédiaires', ntauth: 'NTAuth' },
};

const digest = (algorithm: 'md5' | 'sha1' | 'sha256', text: string): string => createHash(algorithm).update(text).digest('hex');

/** SHA-1 thumbprint shown for a certificate description (lower-case hex). */
export function thumbprintOf(certificate: CertificateInput): string {
  const { subject, issuer, serial, notBefore, notAfter } = certificate;
  return (certificate.thumbprint ?? digest('sha1', JSON.stringify([subject, issuer, serial, notBefore, notAfter]))).replaceAll(/[\s:]/g, '').toLowerCase();
}

/** Serial number shown for a certificate description (lower-case hex). */
export function serialOf(certificate: CertificateInput): string {
  return (certificate.serial ?? `6b${digest('sha1', `serial ${thumbprintOf(certificate)}`).slice(0, 30)}`).toLowerCase();
}

const relativeNames = (name: string): string[] => name.split(/,\s*(?=[A-Za-z.\d]+=)/).filter((part) => part !== '');

function hexDump(seed: string, length: number): string[] {
  const bytes = Array.from({ length: Math.ceil(length / 32) }, (_, i) => digest('sha256', `${seed} ${i}`)).join('').slice(0, 2 * length);
  return Array.from({ length: Math.ceil(length / 16) }, (_, i) => {
    const pairs = bytes.slice(32 * i, 32 * i + 32).match(/../g) ?? [];
    return `    ${(16 * i).toString(16).padStart(4, '0')}  ${pairs.slice(0, 8).join(' ')}  ${pairs.slice(8).join(' ')}`.trimEnd();
  });
}

function nameLines(label: string, name: string, l: Labels): string[] {
  const parts = relativeNames(name);
  return [label, ...(parts.length > 0 ? parts : ['EMPTY']).map((part) => `    ${part}`), `  ${l.nameHash}(sha1): ${digest('sha1', name)}`, `  ${l.nameHash}(md5): ${digest('md5', name)}`, ''];
}

interface Extension { readonly oid: string; readonly critical?: boolean; readonly lines: readonly string[] }

function extensionsOf(certificate: CertificateInput, l: Labels, language: Shown): Extension[] {
  const { eku, dns = [], ip = [], upn = [], template } = certificate;
  const list: Extension[] = [{ oid: '2.5.29.15', critical: true, lines: [l.keyUsage, `    ${l.keyUsageText} (a0)`] }];
  if (eku) {
    const shown = eku.map((use) => (ekuNames[use] ? `    ${ekuNames[use].text[language]} (${ekuNames[use].oid})` : `    ${use}`));
    list.push({ oid: '2.5.29.37', lines: [l.eku, ...shown] });
  }
  if (dns.length + ip.length + upn.length > 0) {
    const other = upn.length > 0 ? [`    ${l.other}`, ...upn.map((name) => `         ${l.upn}${name}`)] : [];
    list.push({ oid: '2.5.29.17', lines: [l.san, ...dns.map((name) => `    ${l.dns}${name}`), ...ip.map((address) => `    ${l.ip}${address}`), ...other] });
  }
  if (template) list.push({ oid: '1.3.6.1.4.1.311.21.7', lines: [l.template, `    ${l.templateField}${template}`] });
  list.push({ oid: '2.5.29.14', lines: ['Subject Key Identifier', `    ${digest('sha1', `key ${thumbprintOf(certificate)}`)}`] });
  return list;
}

function extensionLines(certificate: CertificateInput, l: Labels, language: Shown): string[] {
  const extensions = extensionsOf(certificate, l, language);
  return [
    `${l.extensions} ${extensions.length}`,
    ...extensions.flatMap(({ oid, critical, lines }) => {
      const length = lines.join('').length.toString(16);
      return [`    ${oid}: ${l.flags} = ${critical ? `1${l.critical}` : '0'}, ${l.length} = ${length}`, ...lines.map((line) => `    ${line}`), ''];
    }),
  ];
}

function keyLines(certificate: CertificateInput, l: Labels, verbose: boolean): string[] {
  const key = certificate.privateKey ?? true;
  if (key === false) return verbose ? [l.noKey] : [`  ${l.noProvider}`, l.noKey];
  const container = `te-${thumbprintOf(certificate).slice(0, 8)}-0000-4000-8000-${thumbprintOf(certificate).slice(8, 20)}`;
  const unique = `${digest('md5', container)}_${digest('md5', 'machine').slice(0, 8)}-fc4c-4d42-a1f8-12bc38b17eb7`;
  const software = 'Microsoft Software Key Storage Provider';
  const lines = verbose
    ? ['  CERT_KEY_PROV_INFO_PROP_ID(2):', `    ${l.container} ${container}`, ...(key === 'missing' ? [] : [`  ${l.unique} ${unique}`]), `    ${l.provider} ${software}`, `    ${l.providerType} 0`, `    ${l.flagsLine} 20 (32)`, '      CRYPT_MACHINE_KEYSET -- 20 (32)', '    KeySpec = 0 -- XCN_AT_NONE', '']
    : [`  ${l.container} ${container}`, ...(key === 'missing' ? [] : [`  ${l.unique} ${unique}`]), `  ${l.provider} ${software}`];
  if (key === 'missing') return [...lines, l.missingKey];
  return [...lines, ...(certificate.exportable ? [] : [l.notExportable]), l.testPassed];
}

function hash(text: string, spaced: boolean | undefined): string {
  return spaced ? (text.match(/../g) ?? []).join(' ') : text;
}

function verboseLines(certificate: CertificateInput, l: Labels, options: ShownOptions): string[] {
  const { language = 'en', culture = 'en-US', offsetMinutes = 0, spacedHashes } = options;
  const issuer = certificate.issuer ?? certificate.subject;
  const thumbprint = thumbprintOf(certificate);
  const algorithm = (oid: string, name: string): string[] => [`    ${l.oid} ${oid} ${name}`, `    ${l.parameters}`, '    05 00'];
  const rsa = algorithm('1.2.840.113549.1.1.11', 'sha256RSA');
  return [
    l.x509, 'Version: 3', `${l.serial} ${serialOf(certificate)}`, l.signatureAlgorithm, ...rsa, ...nameLines(l.issuer, issuer, l),
    ` ${l.notBefore} ${cultureTime(certificate.notBefore, offsetMinutes, culture)}`, ` ${l.notAfter} ${cultureTime(certificate.notAfter, offsetMinutes, culture)}`, '',
    ...nameLines(l.subject, certificate.subject, l), l.publicAlgorithm, ...algorithm('1.2.840.113549.1.1.1', 'RSA'), `${l.keyLength} 2048 ${l.bits}`, l.publicKey, ...hexDump(`key ${thumbprint}`, 270),
    ...extensionLines(certificate, l, language), l.signatureAlgorithm, ...rsa, l.signature, ...hexDump(`signature ${thumbprint}`, 256),
    ...(issuer === certificate.subject ? [l.matches, l.root] : [l.notRoot]),
    `Key Id Hash(rfc-sha1): ${hash(digest('sha1', `key ${thumbprint}`), spacedHashes)}`, `Key Id Hash(sha1): ${hash(digest('sha1', `id ${thumbprint}`), spacedHashes)}`,
    `${l.certHash}(md5): ${hash(digest('md5', thumbprint), spacedHashes)}`, `${l.certHash}(sha1): ${hash(thumbprint, spacedHashes)}`, `${l.certHash}(sha256): ${hash(digest('sha256', thumbprint), spacedHashes)}`, '',
    '  CERT_SHA1_HASH_PROP_ID(3):', `    ${hash(thumbprint, spacedHashes)}`, '', ...keyLines(certificate, l, true),
  ];
}

function shortLines(certificate: CertificateInput, l: Labels, options: ShownOptions): string[] {
  const { culture = 'en-US', offsetMinutes = 0, spacedHashes } = options;
  const issuer = certificate.issuer ?? certificate.subject;
  return [
    `${l.serial} ${serialOf(certificate)}`, `${l.issuer} ${issuer}`, ` ${l.notBefore} ${cultureTime(certificate.notBefore, offsetMinutes, culture)}`,
    ` ${l.notAfter} ${cultureTime(certificate.notAfter, offsetMinutes, culture)}`, `${l.subject} ${certificate.subject === '' ? 'EMPTY' : certificate.subject}`,
    ...(issuer === certificate.subject ? [l.matches, l.root] : [l.notRoot]), `${l.certHash}(sha1): ${hash(thumbprintOf(certificate), spacedHashes)}`, ...keyLines(certificate, l, false),
  ];
}

function emptyJapaneseStore(certificates: readonly CertificateInput[], store: string): string {
  if (certificates.length > 0) throw new Error('no public output shows how certutil lists certificates in Japanese: leave the store empty or out');
  const titles: Readonly<Record<string, string>> = { my: '個人', root: '信頼されたルート証明機関', ca: '中間証明機関' };
  return `${store} "${titles[store.toLowerCase()] ?? store}"\nCertUtil: -store コマンドは正常に完了しました。\n`;
}

/** Output of `certutil [-v] -store <store>`; an empty list is an empty store, stated as such. */
export function certutilStore(certificates: readonly CertificateInput[], options: CertutilOptions = {}): string {
  const { language = 'en', store = 'my', verbose = true } = options;
  if (language === 'ja') return emptyJapaneseStore(certificates, store);
  const l = labelSets[language];
  const title = storeTitles[language][store.toLowerCase().replace(/^-\S+\s+/, '')] ?? store;
  const blocks = certificates.flatMap((certificate, i) =>
    [`================ ${l.certificate} ${i} ================`, ...(verbose ? verboseLines : shortLines)(certificate, l, { ...options, language }), '']);
  return [`${store} "${title}"`, ...blocks, l.done, ''].join('\n');
}
