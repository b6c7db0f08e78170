/** A case with the names of one company planted in every field any source yields, in every form a text may hold them. */
import { fieldKind, subjectKind } from '../../src/knowledge/personal-fields.ts';
import type { Vocabulary } from '../../src/matching/index.ts';
import type { CaseEvidence } from '../../src/model/case-evidence.ts';
import type { Fact, LogRecord } from '../../src/model/records.ts';
import type { Locator } from '../../src/model/refs.ts';
import type { Fields, FieldType, Value } from '../../src/model/values.ts';

const CONNECTION = 'Contoso Lyon Büro';
const POLICY = 'Contoso Remote Staff';
const THUMBPRINT = '8D68B7C1E2F3041526374859A0B1C2D3E4F50617';
const SPACED = '8d 68 b7 c1 e2 f3 04 15 26 37 48 59 a0 b1 c2 d3 e4 f5 06 17';
const SERIAL = '6b7d00000013a9f2cc51e0';
const GUID = 'D2719C44-70AB-4E3D-9C1F-0A1B2C3D4E5F';
const SID = 'S-1-5-21-3623811015-3361044348-30300820-1013';
const MACS = ['3C-52-82-AB-CD-EF', '3c:52:82:ab:cd:ef'];
const ADDRESSES = ['192.0.2.177', '198.51.100.223', '203.0.113.199', '10.77.13.5', '192.168.77.9', '172.20.77.8', '100.70.7.7', '169.254.77.7', '2001:db8:77:1:213:72ff:fe6a:b9d1', 'fd77:1234:5678::a9', 'fe80::213:72ff:fe6a:b9d1'];

/** What no output may hold, however it is written. */
export const NEEDLES: readonly string[] = ['jroe7', 'Jane Roe', 'contoso', 'LAP-X7Q1', 'RRAS-Q9', 'nps-q9', 'Lyon', POLICY, THUMBPRINT, SPACED, SERIAL, GUID, '3623811015', '1013', ...MACS, ...ADDRESSES, '213:72ff:fe6a:b9d1', '11aabbccddeeff99'];

const UTF16 = (text: string): Buffer => Buffer.from(text, 'utf16le');

const SENTENCES: readonly string[] = [
  'The user CONTOSO\\jroe7 dialed a connection named Contoso Lyon Büro to rras-q9.corp.contoso.com (203.0.113.199)',
  'jroe7@corp.contoso.com, host/LAP-X7Q1.corp.contoso.com and LAP-X7Q1$ of CONTOSO; Jane Roe signed in, JROE7 did not',
  `C:\\Users\\jroe7\\AppData\\Roaming and file:///C:/Users/jroe7/x.txt and HKU\\${SID}\\Software`,
  `cert ${THUMBPRINT.toLowerCase()} or ${SPACED} serial ${SERIAL} id {${GUID}} or ${GUID.toLowerCase()}`,
  `peer ${ADDRESSES.join(', ')} via ${MACS.join(' and ')}, [2001:db8:77:1:213:72ff:fe6a:b9d1]:443, 198.51.100.223:4500, 10.77.13.5/24`,
  `https://rras-q9.corp.contoso.com:443/sra?user=jroe7 ldap://contoso.com/CN=Jane%20Roe policy "${POLICY}" by nps-q9`,
  [...'jroe7@contoso.com'].join('\0'),
  Buffer.from('CONTOSO\\jroe7 on LAP-X7Q1').toString('base64'),
  UTF16('jroe7@contoso.com').toString('base64'),
  Buffer.from('CONTOSO\\jroe7').toString('hex'),
  UTF16('LAP-X7Q1.contoso.com').toString('hex').toUpperCase(),
];

/** Values that stand in fields of a kind. */
const OF_KIND: Readonly<Record<string, readonly string[]>> = {
  user: ['CONTOSO\\jroe7', 'jroe7@corp.contoso.com', 'jroe7', 'Jane Roe', 'corp.contoso.com/Users/Lyon/Jane Roe', 'LAP-X7Q1$', SID],
  host: ['rras-q9.corp.contoso.com', 'RRAS-Q9', '203.0.113.199', MACS[0]!, 'https://rras-q9.corp.contoso.com/sra', '198.51.100.223:443', 'nps-q9'],
  domain: ['CONTOSO', 'corp.contoso.com'],
  address: [...ADDRESSES, ...MACS, '10.77.13.0/24', '10.77.13.5-10.77.13.90', '02000000CB0071C70000000000000000'],
  connection: [CONNECTION],
  policy: [POLICY],
  adapter: [CONNECTION, 'Ethernet'],
  name: [`LegacyGeneric:target=${CONNECTION}`, 'jroe7'],
  'distinguished-name': ['CN=Jane Roe, OU=Lyon, DC=corp, DC=contoso, DC=com', 'CN=Contoso Issuing CA', 'CN="Roe, Jane", O=Contoso'],
  'common-name': ['Jane Roe', 'LAP-X7Q1.corp.contoso.com', 'Contoso Issuing CA'],
  template: ['Contoso Lyon Machine'],
  token: [THUMBPRINT, SPACED, SERIAL, `{${GUID}}`, '11aabbccddeeff99', 'class of jroe7'],
  binary: [Buffer.from('CONTOSO\\jroe7').toString('hex'), UTF16('jroe7').toString('hex')],
};

function planted(owner: string, field: string, type: FieldType): readonly Value[] {
  const kind = fieldKind(owner, field);
  if (kind === 'keep') return [];
  const values = kind === 'text' ? SENTENCES : (OF_KIND[kind] ?? []);
  if (type === 'string') return values;
  return type === 'strings' ? [values] : [];
}

const HOST = 'LAP-X7Q1';
const BUNDLE = 'TSS_LAP-X7Q1_240221-093005_NET_VPN_xray_INFO-Lyon jroe7.zip';
const TIME = Date.UTC(2024, 1, 21, 8, 30) * 1000;

/** One record or fact for each value of the field that has most of them. */
function worlds(owner: string, types: ReadonlyMap<string, FieldType>): Fields[] {
  const columns = [...types].map(([field, type]) => [field, planted(owner, field, type)] as const).filter(([, values]) => values.length > 0);
  const rows = Math.max(0, ...columns.map(([, values]) => values.length));
  return Array.from({ length: rows }, (_, row) => Object.fromEntries(columns.map(([field, values]) => [field, values[row % values.length] as Value])));
}

export function plantedCase(vocabulary: Vocabulary): CaseEvidence {
  const places: Locator[] = [
    { kind: 'line', line: 7 },
    { kind: 'registry', key: `HKU\\${SID}\\Software\\jroe7\\${CONNECTION}`, value: 'jroe7' },
    { kind: 'section', section: CONNECTION, line: 3 },
    { kind: 'registry', key: 'HKLM\\SOFTWARE\\Microsoft\\SystemCertificates\\MY\\Certificates\\8D68B7C1E2F3041526374859A0B1C2D3E4F50617' },
  ];
  let count = 0;
  const ref = () => ({ artifact: PATHS[count % PATHS.length]!, bundle: BUNDLE, at: places[count++ % places.length]! });
  const records = [...vocabulary.records].flatMap(([name, { fields }]) =>
    worlds(name, fields).map((row, index): LogRecord => ({ name, time: TIME + index * 1_000_000, clock: { clock: 'utc', precision: 'second' }, host: index % 2 === 0 ? HOST : 'RRAS-Q9', scope: { provider: 'RasClient', channel: 'Application' }, code: 20227, severity: 'error', fields: row, ref: ref() })),
  );
  const facts = [...vocabulary.facts].flatMap(([name, { fields }]) =>
    worlds(name, fields).map((row, index): Fact => ({ name, host: HOST, subject: subjectOf(name, row, index), fields: row, ref: ref() })),
  );
  return {
    parts: [{ name: `${BUNDLE}!/Lyon`, bundle: BUNDLE, host: HOST, isShared: false }],
    isSingle: false,
    coverage: PATHS.map((artifact) => ({ artifact, bundle: BUNDLE, kind: 'text', outcome: 'partial', records: 0, reason: `LAP-X7Q1 and ${CONNECTION}: damaged at jroe7` })),
    notes: [`${BUNDLE}: the archive is cut off`, 'RRAS-Q9: 12 older records were counted, not kept.', 'jroe7_notes.txt names no computer and is taken as from LAP-X7Q1'],
    records,
    facts,
    listings: [{ fact: 'certificate.machine', host: HOST, complete: false, count: 1, reason: 'LAP-X7Q1 lists jroe7 only', ref: ref() }],
    watches: [{ host: HOST, channel: 'Application', span: { from: TIME - 1, to: TIME + 1 }, ref: ref() }],
    gaps: [{ host: 'RRAS-Q9', channel: 'tracing/jroe7.LOG', span: {}, reason: 'of RRAS-Q9', ref: ref() }],
  };
}

function subjectOf(name: string, row: Fields, index: number): string {
  const values = Object.values(row).filter((value) => typeof value === 'string');
  const kind = subjectKind(name);
  return index % 2 === 0 && values[0] !== undefined ? values[0] : kind === 'text' ? SENTENCES[index % SENTENCES.length]! : OF_KIND[kind]![0]!;
}

const PATHS: readonly string[] = [
  'LAP-X7Q1-Application.evtx',
  'Contoso Lyon/jroe7/LAP-X7Q1_240221-093005_RegHive_System.hiv',
  'tss_240221-093005_LAP-X7Q1_psSDP_NET.zip!/LAP-X7Q1_NetworkAdapters_info_pscmdlets.TXT',
  'Users/jroe7/AppData/Roaming/Microsoft/Network/Connections/Pbk/rasphone.pbk',
  'notes of Jane Roe.txt',
  'capture_203.0.113.199_RRAS-Q9.etl',
];
