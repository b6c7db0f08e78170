import { describe, expect, it } from 'vitest';
import { commandBlocks } from '../../../src/formats/text/command-blocks.ts';
import { decodeText } from '../../../src/formats/text/decode.ts';
import { certutil } from '../../../src/sources/certutil/source.ts';
import { storeOf } from '../../../src/sources/certutil/store.ts';
import type { SourceContext } from '../../../src/model/source.ts';
import { artifactAt, block, contextFor, outFile, readCommands, recorder } from '../../support/text.ts';
import { ENGLISH, FRENCH, GERMAN, JAPANESE, verbose } from './dumps.ts';

const COMMAND = 'certutil -v -silent -store my';
const read = (body: string, command = COMMAND, extra: Partial<SourceContext> = {}) => {
  const run = readCommands(certutil, block(command, body), 'LAP042_240221-093005_Cert_machine-store_Stop_.txt', extra);
  return { ...run, first: run.facts[0]?.fields ?? {}, listing: run.listings[0] };
};
const utc = (text: string): number => Date.parse(text) * 1000;
const PASSED = ['  Unique container name: 944d5680c0c53e2295b1cb4f50ba2b71_6e4d3030-8aae-40f0-9282-d69ccdd4ff34', 'Private key is NOT exportable', 'Encryption test passed'];

describe('a verbose dump', () => {
  const body = `my "Personal"\n${verbose(ENGLISH, {
    notBefore: '1/31/2026 1:05 PM',
    notAfter: '2/28/2027 12:59 AM',
    usages: ['Client Authentication (1.3.6.1.5.5.7.3.2)', 'Server Authentication (1.3.6.1.5.5.7.3.1)', 'IP security IKE intermediate (1.3.6.1.5.5.8.2.2)', 'Unknown Key Usage (1.3.6.1.4.1.99999.1)'],
    names: ['DNS Name=lap042.contoso.com', 'DNS Name=*.contoso.com', 'IP Address=192.0.2.7', 'Other Name:', '     Principal Name=lap042$@contoso.com', 'RFC822 Name=admin@contoso.com'],
    tail: PASSED,
  })}${ENGLISH.closing}\n`;
  const run = read(body);
  it('gives every field', () => {
    expect(run.first).toEqual({
      index: 0,
      serial: '5e000000086a2c',
      subject: 'CN=lap042.contoso.com',
      subject_cn: 'lap042.contoso.com',
      issuer: 'CN=Contoso Issuing CA, DC=contoso, DC=com',
      issuer_cn: 'Contoso Issuing CA',
      thumbprint: '3F1D5A7B9C0E2F4A6B8C0D1E3F5A7B9C1D2E4F60',
      not_before: utc('2026-01-31T13:05Z'),
      not_after: utc('2027-02-28T00:59Z'),
      eku: ['client-auth', 'server-auth', 'ike-intermediate', '1.3.6.1.4.1.99999.1'],
      san_dns: ['lap042.contoso.com', '*.contoso.com'],
      san_ip: ['192.0.2.7'],
      san_upn: ['lap042$@contoso.com'],
      private_key: true,
      template: 'ContosoMachine',
      wildcard: true,
      self_signed: false,
      store: 'LocalMachine\\My',
    });
  });
  it('is local time, at a line, in a complete store', () => {
    expect(run.facts[0]).toMatchObject({
      name: 'certificate.machine',
      host: 'LAP042',
      subject: '3F1D5A7B9C0E2F4A6B8C0D1E3F5A7B9C1D2E4F60',
      observedAt: utc('2024-02-21T09:31:07.512Z'),
      clock: { clock: 'local' },
      ref: { at: { kind: 'line', line: 5 } },
    });
    expect(run.listing).toMatchObject({ fact: 'certificate.machine', complete: true, count: 1 });
    expect(run.result).toEqual({ outcome: 'read' });
  });
});

describe('other languages', () => {
  it.each([
    [GERMAN, 'de-DE', '05.04.2026 01:00', '05.04.2027 01:00', ['Der private Schlüssel ist NICHT exportierbar', 'Verschlüsselungstest wurde durchgeführt']],
    [FRENCH, 'fr-FR', '05/04/2026 01:00', '05/04/2027 01:00', ['La clé privée ne peut PAS être exportée', 'Test de chiffrement réussi']],
    [JAPANESE, 'ja-JP', '2026/04/05 1:00', '2027/04/05 1:00', ['秘密キーはエクスポートできません', '暗号化テストに合格しました']],
  ])('%#', (words, culture, notBefore, notAfter, tail) => {
    const dump = verbose(words, {
      notBefore,
      notAfter,
      usages: [`${words.clientAuth} (1.3.6.1.5.5.7.3.2)`],
      names: [`${words.dnsName}=lap042.contoso.com`, `${words.address}=192.0.2.7`, `${words.principal}=user1@contoso.com`],
      tail,
    });
    const run = read(`my "x"\n${dump}${words.closing}`, COMMAND, { culture });
    expect(run.first).toMatchObject({
      serial: '5e000000086a2c',
      subject_cn: 'lap042.contoso.com',
      issuer_cn: 'Contoso Issuing CA',
      thumbprint: '3F1D5A7B9C0E2F4A6B8C0D1E3F5A7B9C1D2E4F60',
      not_before: utc('2026-04-05T01:00Z'),
      not_after: utc('2027-04-05T01:00Z'),
      eku: ['client-auth'],
      san_dns: ['lap042.contoso.com'],
      san_ip: ['192.0.2.7'],
      san_upn: ['user1@contoso.com'],
      private_key: true,
      wildcard: false,
    });
    expect(run.listing).toMatchObject({ complete: true, count: 1 });
  });

  it('a short German dump with lost umlauts, and a short French one with hard blanks', () => {
    const german = read(`My "Eigene Zertifikate"
================ Zertifikat 14 ================
Seriennummer: 1a2b3c4d5e
Aussteller: CN=Contoso Root CA
 Nicht vor: 31.01.2026 01:00
 Nicht nach: 31.01.2027 01:00
Antragsteller: CN=www.contoso.com
Kein Stammzertifikat
Vorlage: WebServer
Zertifikathash(sha1): aabbccddeeff00112233445566778899aabbccdd
  Schl\uFFFDsselcontainer = job-1
  Eindeutiger Containername: a11a37ef57bb64c3f31f8f99421d1550_e64079bf-f1d8-450e-ba59-2f4d921306df
  Anbieter = Microsoft Software Key Storage Provider
Der private Schl\uFFFDssel ist NICHT exportierbar
Verschl\uFFFDsselungstest wurde durchgef\uFFFDhrt
CertUtil: -store-Befehl wurde erfolgreich ausgef\uFFFDhrt.`);
    expect(german.first).toMatchObject({ index: 14, serial: '1a2b3c4d5e', subject_cn: 'www.contoso.com', private_key: true, template: 'WebServer', self_signed: false });
    expect(german.first).not.toHaveProperty('eku');
    expect(german.first).not.toHaveProperty('wildcard');
    const french = read(`Root
================ Certificat 0 ================
Numéro de série : 79ad16a14aa0a5ad4c7358f407132e65
Émetteur: CN=Contoso Root, DC=contoso, DC=com
 NotBefore : 10/05/2001 00:19
 NotAfter : 10/05/2021 00:28
Objet: CN=Contoso Root, DC=contoso, DC=com
Version de l’autorité de certification: V0.0
La signature correspond à la clé publique
Certificat racine : le sujet correspond à l’émetteur
Modèle:
Hach. cert. (sha1) : cd d4 ee ae 60 00 ac 7f 40 c3 80 2c 17 1e 30 14 80 30 c0 72
Aucune information sur le fournisseur de clé
Impossible de trouver le certificat et la clé privée pour le déchiffrement.

CertUtil: -store La commande s’est terminée correctement.`, 'certutil -store root', { culture: 'fr-FR' });
    expect(french.facts[0]).toMatchObject({ name: 'certificate.root', subject: 'CDD4EEAE6000AC7F40C3802C171E30148030C072' });
    expect(french.first).toMatchObject({ private_key: false, self_signed: true, not_after: utc('2021-05-10T00:28Z'), store: 'LocalMachine\\Root' });
    expect(french.first).not.toHaveProperty('template');
  });
});

describe('the private key', () => {
  const dates = { notBefore: '1/31/2026 1:00 AM', notAfter: '1/31/2027 1:00 AM' };
  const keyOf = (hasKey: boolean, tail: readonly string[]) =>
    read(`${verbose(ENGLISH, { ...dates, hasKey, tail })}${ENGLISH.closing}`).first['private_key'];
  it.each([
    ['key and test', true, PASSED, true],
    ['a key whose container is gone', true, ['Missing stored keyset'], false],
    ['the same in German', true, ['Fehlender gespeicherter Schlüsselsatz'], false],
    ['a test passed in French, noun first', true, ['Succès du test de cryptage'], true],
    ['a test failed in French', true, ['Échec du test de cryptage'], undefined],
    ['a code', true, ['CertUtil-Fehler 0x80090016 (-2146893802 NTE_BAD_KEYSET)'], false],
    ['no key', false, ['Cannot find the certificate and private key for decryption.'], false],
    ['no key in a language nobody knows', false, ['Ei löydy.'], false],
    ['a key with one sentence nobody knows', true, ['Tavaton tulos lauseessa'], undefined],
    ['a key with two sentences nobody knows', true, ['Avainta ei voi viedä', 'Koe onnistui hyvin'], true],
    ['a key and no sentence', true, [], true],
  ])('%s', (_, hasKey, tail, expected) => {
    expect(keyOf(hasKey, tail)).toBe(expected);
  });
  it('is unknown where the dump breaks off', () => {
    const run = read(verbose(ENGLISH, { ...dates, hasKey: false }).trimEnd());
    expect(run.first).not.toHaveProperty('private_key');
    expect(run.listing).toMatchObject({ complete: false, reason: 'the listing has no end' });
  });
  it('a short dump without provider lines has none', () => {
    const run = read(`my "Personal"
================ Certificate 1 ================
Serial Number: 9f8e7d6c5b
Issuer: CN=Contoso CA
 NotBefore: 6/30/2025 12:00 AM
 NotAfter: 6/30/2026 12:00 AM
Subject: CN=old.contoso.com
Non-root Certificate
Cert Hash(sha1): 11223344556677889900aabbccddeeff00112233
No key provider information
CertUtil: -store command completed successfully.`);
    expect(run.first).toMatchObject({ private_key: false });
    expect(run.first).not.toHaveProperty('template');
  });
});

describe('extensions', () => {
  const dates = { notBefore: '1/31/2026 1:00 AM', notAfter: '1/31/2027 1:00 AM' };
  it('an absent usage means any, if all extensions are there', () => {
    const dump = verbose(ENGLISH, dates);
    expect(read(`${dump}${ENGLISH.closing}`).first['eku']).toEqual(['any']);
    expect(read(`${dump.replace('Extensions: 2', 'Extensions: 3')}${ENGLISH.closing}`).first).not.toHaveProperty('eku');
  });
  it('an empty subject is no name, and the alternative name counts', () => {
    const run = read(`${verbose(ENGLISH, { ...dates, subject: ['EMPTY (DNS Name=lap042.contoso.com)'], names: ['DNS Name=lap042.contoso.com'] })}${ENGLISH.closing}`);
    expect(run.first).toMatchObject({ subject: '', subject_cn: null, san_dns: ['lap042.contoso.com'] });
    expect(run.first).not.toHaveProperty('self_signed');
  });
  it('a name with a comma and a wildcard', () => {
    const run = read(`${verbose(ENGLISH, { ...dates, subject: ['CN=*.contoso.com', 'O="Contoso, Inc."'] })}${ENGLISH.closing}`);
    expect(run.first).toMatchObject({ subject_cn: '*.contoso.com', wildcard: true });
  });
});

describe('dates', () => {
  const two = (a: string, b: string) => `${verbose(ENGLISH, { notBefore: a, notAfter: b })}${ENGLISH.closing}`;
  it('an order that nothing settles stays unknown', () => {
    const run = read(two('3/4/2026 1:00 AM', '3/4/2027 1:00 AM'));
    expect(run.first).not.toHaveProperty('not_before');
    expect(run.result).toMatchObject({ outcome: 'partial', reason: 'day and month of some dates cannot be told apart' });
    expect(run.listing).toMatchObject({ complete: true });
  });
  it('another certificate of the store settles it', () => {
    const run = read(two('3/4/2026 1:00 AM', '3/31/2027 1:00 AM'));
    expect(run.first).toMatchObject({ not_before: utc('2026-03-04T01:00Z') });
  });
  it('GMT is UTC', () => {
    expect(read(two('3/4/2026 1:00 AM GMT', '3/31/2027 1:00 AM GMT')).facts[0]).not.toHaveProperty('clock');
  });
});

describe('stores', () => {
  it.each([
    ['certutil -v -silent -store my', 'certificate.machine', 'LocalMachine\\My', true],
    ['certutil -silent -user -store my', 'certificate.user', 'CurrentUser\\My', true],
    ['CERTUTIL.EXE -user -v -store "My"', 'certificate.user', 'CurrentUser\\My', true],
    ['certutil -v -silent -store root', 'certificate.root', 'LocalMachine\\Root', true],
    ['certutil -v -silent -store enterprise root', 'certificate.root', 'Enterprise\\Root', false],
    ['certutil -v -silent -enterprise -store NTAuth', 'certificate.ntauth', 'Enterprise\\NTAuth', true],
    ['certutil -v -silent -store enterprise NTAuth', 'certificate.ntauth', 'Enterprise\\NTAuth', true],
    ['certutil -v -silent -store CA', 'certificate.ca', 'LocalMachine\\CA', true],
    ['certutil -store', 'certificate.ca', 'LocalMachine\\CA', true],
    ['certutil -store my aabbcc', 'certificate.machine', 'LocalMachine\\My', false],
    ['certutil -user -store root', null, 'CurrentUser\\Root', true],
    ['certutil -store WebHosting', null, 'LocalMachine\\WebHosting', true],
  ])('%s', (command, fact, name, whole) => {
    const store = storeOf(command, 'x.txt', []);
    expect([store.fact, store.name, store.partial === '']).toEqual([fact, name, whole]);
  });
  it.each([
    ['LAP042_240221-093005_Cert_machine-store_Stop_.txt', 'certificate.machine'],
    ['LAP042_Certificates-machinestore.TXT', 'certificate.machine'],
    ['LAP042_Certificates-userstore.TXT', 'certificate.user'],
    ['LAP042_240221-093005_Cert_Machine-Root-Registry-store.txt', 'certificate.root'],
    ['LAP042_240221-093005_Cert_Machine-Root-AD-store.txt', 'certificate.root'],
    ['LAP042_240221-093005_Cert_Machine-CA-Registry-store.txt', 'certificate.ca'],
    ['LAP042_240221-093005_Cert_NTAuth-store.txt', 'certificate.ntauth'],
  ])('%s without a header', (path, fact) => {
    expect(storeOf('', path, []).fact).toBe(fact);
    expect(certutil.matches('', path)).toBe(true);
  });
});

describe('lists', () => {
  it('an empty store is a complete list of nothing', () => {
    const run = read('my "Eigene Zertifikate"\nCertUtil: -store-Befehl wurde erfolgreich ausgeführt.');
    expect([run.facts, run.listing?.complete, run.listing?.count, run.result?.outcome]).toEqual([[], true, 0, 'read']);
  });
  it('a failed command is not', () => {
    const run = read('CertUtil: -store command FAILED: 0x80070005 (WIN32: 5 ERROR_ACCESS_DENIED)\nCertUtil: Access is denied.');
    expect(run.listing).toMatchObject({ complete: false, count: 0, reason: 'certutil failed with 0x80070005' });
  });
  it('nor is a header with nothing under it, or with foreign text', () => {
    expect(read('').listing).toMatchObject({ complete: false, count: 0 });
    expect(read('some other text: 31.01.2026\n=====').listing).toMatchObject({ complete: false, count: 0 });
  });
  it('revocation and trust lists are no certificates', () => {
    const run = read(
      `CA "Intermediate"\n================ CRL 0 ================\nX509 Certificate Revocation List:\nVersion: 2\nSignature Algorithm:\n    05 00\nIssuer:\n    CN=Contoso CA\n\n ThisUpdate: 1/31/2026 1:00 AM\n NextUpdate: 2/28/2026 1:00 AM\nCRL Entries: 1\n  Serial Number: 0102\nCRL Hash(sha1): 11223344556677889900aabbccddeeff00112233\n${ENGLISH.closing}`,
      'certutil -v -store CA',
    );
    expect([run.facts, run.listing?.complete]).toEqual([[], true]);
  });
  it('several certificates keep their order', () => {
    const dates = { notBefore: '1/31/2026 1:00 AM', notAfter: '1/31/2027 1:00 AM' };
    const run = read(`${verbose(ENGLISH, { ...dates, serial: '01' })}${verbose(ENGLISH, { ...dates, index: 1, serial: '00ff', thumbprint: 'b'.repeat(40) })}${ENGLISH.closing}`);
    expect(run.facts.map(({ fields }) => [fields['index'], fields['serial']])).toEqual([[0, '01'], [1, '00ff']]);
  });
  it('a file of another tool under our name', () => {
    expect(readCommands(certutil, '==== Part 1 ====\nx: y\n', 'CERT01_240221-093005_Other.txt').listings).toEqual([]);
    expect(readCommands(certutil, 'just text\nwithout rows', 'Certificates-userstore.TXT').result?.outcome).toBe('ignored');
  });
});

describe('the SDP file', () => {
  it('UTF-16LE titles over console bytes', () => {
    const titles = '====================\nCertificate Output with CertUtil (User Store)\n====================\nOverview\n------\n   1. certutil -silent -user -store my\n=====\n\n\n-------------------------------\ncertutil -silent -user -store my\n-------------------------------\n';
    // German console page: ü is 0x81.
    const body = 'My "Eigene Zertifikate"\r\n================ Zertifikat 0 ================\r\nSeriennummer: 0a\r\nAussteller: CN=M\x81ller CA\r\n Nicht vor: 31.01.2026 01:00\r\n Nicht nach: 31.01.2027 01:00\r\nAntragsteller: CN=user1\r\nKein Stammzertifikat\r\nZertifikathash(sha1): aabbccddeeff00112233445566778899aabbccdd\r\nCertUtil: -store-Befehl wurde erfolgreich ausgef\x81hrt.\r\n';
    const bytes = new Uint8Array(Buffer.concat([outFile(titles), Buffer.from(body, 'latin1')]));
    const recorded = recorder();
    const path = 'tss.zip!/LAP042_Certificates-userstore.TXT';
    const blocks = commandBlocks(decodeText(bytes, { oemCodePage: 850 })).filter((found) => certutil.matches(found.command, path));
    expect(blocks.map((found) => found.command)).toEqual(['certutil -silent -user -store my']);
    certutil.parse(artifactAt(path), blocks, recorded.emit, contextFor(path));
    expect(recorded.facts[0]).toMatchObject({ name: 'certificate.user', fields: { issuer_cn: 'Müller CA', private_key: false } });
    expect(recorded.listings[0]).toMatchObject({ fact: 'certificate.user', complete: true });
  });
});
