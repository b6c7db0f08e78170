/** Which certificate store a `certutil -store` output lists. */

export interface Store {
  /** Fact name its certificates get; null for stores that matter to no one here. */
  readonly fact: string | null;
  /** `LocalMachine\My`, `CurrentUser\My`, `Enterprise\NTAuth`, … */
  readonly name: string;
  /** Why the output is not the whole of what the fact name stands for; '' when it is. */
  readonly partial: string;
}

const COMMAND = /\bcertutil(?:\.exe)?"?\s.*-(?:view)?store\b/i;

/** Whether a command line lists a certificate store. */
export function isStoreCommand(command: string): boolean {
  return COMMAND.test(command);
}

/** Whether a file name promises such a listing without a header: `…_Cert_machine-store…`, `machine-certs.txt`. */
export function isStoreFile(path: string): boolean {
  return /cert/i.test(fileName(path));
}

/** Store by the command line; else by the id certutil prints first (`my "Personal"`); else by the file name. */
export function storeOf(command: string, path: string, lines: readonly string[]): Store {
  const fromCommand = isStoreCommand(command) ? readCommand(command) : null;
  if (fromCommand !== null) return fromCommand;
  const file = fileName(path);
  const isUser = /(?:^|[-_.])user[-_]?(?:store|cert)|cert\w*[-_]user/i.test(file);
  const isEnterprise = /-AD-|enterprise/i.test(file);
  const printed = printedStore(lines);
  const named = /NTAuth/i.test(file) ? 'NTAuth' : /Root/i.test(file) ? 'Root' : /[-_]CA[-_]/i.test(file) ? 'CA' : 'My';
  return describe(printed ?? named, isUser, isEnterprise, '');
}

function readCommand(command: string): Store {
  const words = command.slice(command.search(/certutil/i)).match(/"[^"]*"|\S+/g) ?? [];
  let isUser = false;
  let isEnterprise = false;
  const names: string[] = [];
  let afterStore = false;
  for (const raw of words) {
    const word = raw.replaceAll('"', '');
    if (/^(?:>>?|\||2>|&)/.test(word)) break;
    if (/^[-/]/.test(word)) {
      if (/^[-/]user$/i.test(word)) isUser = true;
      if (/^[-/](?:enterprise|ent)$/i.test(word)) isEnterprise = true;
      afterStore ||= /^[-/](?:view)?store$/i.test(word);
    } else if (afterStore) {
      // The collector writes the location before the store without a dash.
      if (/^enterprise$/i.test(word) && names.length === 0) isEnterprise = true;
      else names.push(word);
    }
  }
  // Without a name certutil lists the intermediate authorities; a second word picks one certificate.
  return describe(names[0] ?? 'CA', isUser, isEnterprise, names.length > 1 ? 'the command asked for one certificate only' : '');
}

/** `my "Personal"`: the id is not localised, the display name after it is. */
function printedStore(lines: readonly string[]): string | null {
  for (const line of lines.slice(0, 40)) {
    if (/={4}/.test(line)) break;
    const match = /^\s*(my|root|ca|ntauth)\b(?:\s+".*")?\s*$/i.exec(line);
    if (match) return match[1] as string;
  }
  return null;
}

const FACTS: Readonly<Record<string, string>> = { my: 'machine', root: 'root', ca: 'ca', ntauth: 'ntauth' };

function describe(name: string, isUser: boolean, isEnterprise: boolean, partial: string): Store {
  const key = name.toLowerCase();
  const place = isUser ? 'CurrentUser' : isEnterprise ? 'Enterprise' : 'LocalMachine';
  const printable = { my: 'My', root: 'Root', ca: 'CA', ntauth: 'NTAuth' }[key] ?? name;
  const kind = isUser && key === 'my' ? 'user' : FACTS[key];
  // A user's own roots do not count for the machine, and the enterprise container is one part of the machine's store.
  const isForeign = isUser && key !== 'my';
  const isPart = isEnterprise && key !== 'ntauth';
  return {
    fact: kind === undefined || isForeign ? null : `certificate.${kind}`,
    name: `${place}\\${printable}`,
    partial: partial || (isPart ? 'only the enterprise part of the store is listed' : ''),
  };
}

function fileName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
