/** Extensions of a certificate in a verbose `certutil` dump: usages and alternative names, found by OID. */

export interface Extension {
  readonly oid: string;
  readonly body: readonly string[];
}

export interface Extensions {
  readonly list: readonly Extension[];
  /** Whether as many were read as the dump announces: only then is an absent one known to be absent. */
  readonly complete: boolean;
}

const HEADER = /^\s+(\d+(?:\.\d+){2,}):\s+\S.*=\s*\d/;
const COUNT = /^\S[^:：]*[:：]\s*(\d{1,3})\s*$/;
const OID = /(?<![\d.])[0-2](?:\.\d+){3,}(?![\d.])/g;

/** Key usages by OID (RFC 5280 §4.2.1.12, RFC 4945 §5.1.3.12, Microsoft object identifiers). */
const USAGES: Readonly<Record<string, string>> = {
  '1.3.6.1.5.5.7.3.1': 'server-auth',
  '1.3.6.1.5.5.7.3.2': 'client-auth',
  '1.3.6.1.5.5.8.2.2': 'ike-intermediate',
  '1.3.6.1.4.1.311.20.2.2': 'smart-card-logon',
  '1.3.6.1.5.2.3.5': 'kdc-auth',
  '2.5.29.37.0': 'any',
};

/** Extensions of the lines after a certificate's subject. */
export function readExtensions(lines: readonly string[]): Extensions {
  const list: Extension[] = [];
  let announced = -1;
  for (let at = 0; at < lines.length; at += 1) {
    const line = lines[at] as string;
    const header = HEADER.exec(line);
    if (header === null) {
      if (list.length === 0) announced = Number(COUNT.exec(line)?.[1] ?? announced);
      continue;
    }
    const end = endOfExtension(lines, at + 1);
    list.push({ oid: header[1] as string, body: lines.slice(at + 1, end) });
    at = end - 1;
  }
  return { list, complete: announced !== -1 && list.length === announced };
}

/** An extension ends where the next one begins, or where text returns to the left edge. */
function endOfExtension(lines: readonly string[], from: number): number {
  let at = from;
  while (at < lines.length && !HEADER.test(lines[at] as string) && !/^\S/.test(lines[at] as string)) at += 1;
  return at;
}

/**
 * Names of the extended key usages. A certificate without the extension may be used for anything: `any` then, but
 * undefined when the dump does not show all extensions.
 */
export function readUsages(extensions: Extensions): string[] | undefined {
  const usage = extensions.list.find((extension) => extension.oid === '2.5.29.37');
  if (usage === undefined) return extensions.complete ? ['any'] : undefined;
  const oids = usage.body.flatMap((line) => line.match(OID) ?? []);
  return [...new Set(oids.map((oid) => USAGES[oid] ?? oid))];
}

export interface AlternativeNames {
  readonly dns: readonly string[];
  readonly ip: readonly string[];
  readonly upn: readonly string[];
}

/** Alternative names, empty when the certificate has none; undefined when the dump does not show all extensions. */
export function readAlternativeNames(extensions: Extensions): AlternativeNames | undefined {
  const san = extensions.list.find((extension) => extension.oid === '2.5.29.17');
  if (san === undefined) return extensions.complete ? { dns: [], ip: [], upn: [] } : undefined;
  const dns: string[] = [];
  const ip: string[] = [];
  const upn: string[] = [];
  for (const line of san.body) {
    const equals = line.indexOf('=');
    const [label, value] = [line.slice(0, equals).trim(), line.slice(equals + 1).trim()];
    if (equals === -1 || value === '') continue;
    // DNS, IP and RFC822 stand in the label whatever its language.
    if (/DNS/i.test(label)) dns.push(value);
    else if (isAddress(value)) ip.push(value);
    else if (/^[^@\s]{1,256}@[^@\s]{1,256}$/.test(value) && !/822|^E$/i.test(label)) upn.push(value);
  }
  return { dns, ip, upn };
}

function isAddress(value: string): boolean {
  return /^\d{1,3}(?:\.\d{1,3}){3}$/.test(value) || (/^[0-9a-f:.]+$/i.test(value) && (value.match(/:/g)?.length ?? 0) >= 2);
}

/** Template name: of the version 2 extension (`Template=Name(oid)`), else of the version 1 one, which is the name. */
export function readTemplate(extensions: Extensions): string | undefined {
  const modern = extensions.list.find((extension) => extension.oid === '1.3.6.1.4.1.311.21.7');
  for (const line of modern?.body ?? []) {
    const name = line.split('=')[1]?.split('(')[0]?.trim();
    if (name) return name;
  }
  const old = extensions.list.find((extension) => extension.oid === '1.3.6.1.4.1.311.20.2');
  return old?.body.filter((line) => line.trim() !== '').at(1)?.trim();
}
