/** Who the computer is: name, domain, kind of system (SYSTEM hive), Windows version (SOFTWARE hive), code pages. */
import type { Yield } from '../../model/records.ts';
import type { Locator } from '../../model/refs.ts';
import type { Value } from '../../model/values.ts';
import { placeOf, textAt } from './view.ts';
import type { FactSink, RegistryView } from './view.ts';

export const IDENTITY_YIELDS: readonly Yield[] = [
  { kind: 'fact', name: 'host.identity', fields: { computer: 'string', domain: 'string', os: 'string', build: 'string', product_type: 'string' } },
  { kind: 'fact', name: 'host.code-pages', fields: { oem: 'number', ansi: 'number' } },
];

const COMPUTER = 'Control\\ComputerName\\ComputerName';
const PRODUCT = 'Control\\ProductOptions';
const TCPIP = 'Services\\Tcpip\\Parameters';
const CODE_PAGE = 'Control\\Nls\\CodePage';
const VERSION = 'Microsoft\\Windows NT\\CurrentVersion';

/** `ProductType` says LanmanNT on a domain controller, ServerNT on any other server. */
const PRODUCT_TYPES: Readonly<Record<string, string>> = { winnt: 'workstation', servernt: 'server', lanmannt: 'dc' };

/** From Windows 11 on, `ProductName` still says Windows 10; the build tells. */
const FIRST_WINDOWS_11_BUILD = 22_000;

/** Computer name the SYSTEM hive states, upper case; '' when it states none. */
export function computerName(view: RegistryView): string {
  if (view.area !== 'SYSTEM') return '';
  return (textAt(view, COMPUTER, 'ComputerName') ?? textAt(view, TCPIP, 'Hostname')?.split('.')[0] ?? '').toUpperCase();
}

/** Emits `host.identity` and `host.code-pages` with what this view knows of them. */
export function emitIdentity(view: RegistryView, sink: FactSink): void {
  if (view.area === 'SYSTEM') {
    emitSystemIdentity(view, sink);
    emitCodePages(view, sink);
  } else if (view.area === 'SOFTWARE') {
    emitVersion(view, sink);
  }
}

function emitSystemIdentity(view: RegistryView, sink: FactSink): void {
  const fields: Record<string, Value> = {};
  const computer = computerName(view);
  if (computer !== '') fields['computer'] = computer;
  const domain = textAt(view, TCPIP, 'Domain') ?? textAt(view, TCPIP, 'NV Domain');
  if (domain !== undefined) fields['domain'] = domain === '' ? null : domain;
  const product = PRODUCT_TYPES[(textAt(view, PRODUCT, 'ProductType') ?? '').toLowerCase()];
  if (product !== undefined) fields['product_type'] = product;
  emitFact('host.identity', fields, placeOf(view, COMPUTER, 'ComputerName'), sink);
}

function emitVersion(view: RegistryView, sink: FactSink): void {
  const fields: Record<string, Value> = {};
  const build = textAt(view, VERSION, 'CurrentBuildNumber') ?? textAt(view, VERSION, 'CurrentBuild');
  const name = textAt(view, VERSION, 'ProductName');
  if (name !== undefined) {
    fields['os'] = Number(build) >= FIRST_WINDOWS_11_BUILD ? name.replace(/^Windows 10\b/, 'Windows 11') : name;
  }
  if (build !== undefined) fields['build'] = build;
  emitFact('host.identity', fields, placeOf(view, VERSION, 'ProductName'), sink);
}

function emitCodePages(view: RegistryView, sink: FactSink): void {
  const fields: Record<string, Value> = {};
  for (const [field, name] of [['oem', 'OEMCP'], ['ansi', 'ACP']] as const) {
    const page = Number(textAt(view, CODE_PAGE, name) ?? 'none');
    if (Number.isInteger(page) && page > 0) fields[field] = page;
  }
  emitFact('host.code-pages', fields, placeOf(view, CODE_PAGE, 'OEMCP'), sink);
}

function emitFact(name: string, fields: Record<string, Value>, at: Locator, { host, emit, ref }: FactSink): void {
  if (Object.keys(fields).length === 0) return;
  const place = ref(at);
  emit.fact({ name, host, subject: host, fields, ref: place });
  emit.listing({ fact: name, host, complete: true, count: 1, ref: place });
}
