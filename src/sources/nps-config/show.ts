/**
 * `netsh nps show client | np | crp | config`: lists of settings in the system's language, with attribute numbers that are the same on
 * every machine.
 *
 *   Name             = VPN users            four lines in fixed order: name, state, order, source
 *   State            = Enabled
 *   Processing order = 1
 *   Policy source    = 0
 *   Condition0                   0x1fb5      "S-1-5-21-…-1103"       → conditions
 *   NP-Authentication-Type       0x1009      "0x5" "0xb"             → auth_types
 *   NP-Allow-Dial-in             0x100f      "TRUE"                  → grants
 * Attribute numbers after the ATTRIBUTEID enumeration of sdoias.h. A client is name, address and state; the lines behind, its secret
 * among them, are never read. The output has no end mark: a list is never called complete.
 */
import type { CommandBlock, CommandSource, Emit, ReadResult, SourceContext } from '../../model/source.ts';
import type { Value } from '../../model/values.ts';
import { authenticationNames, clip, CLIENT_FIELDS, eapNames, known, POLICY_FIELDS } from './policies.ts';

const SHOW = /\bnps\s+(?:show|sh)\s+(clients?|np|crp|config(?:uration)?)\b/i;
const SETTING = /^\s{0,8}(\S[^=]{0,60}?)\s{0,60}=\s{0,8}(.{0,500})$/;
const ATTRIBUTE = /^\s{0,8}(\S{1,60})\s{1,60}0x([0-9A-Fa-f]{1,8})\s{1,60}(.{0,2000})$/;
const ADDRESS = /^(?:\d{1,3}(?:\.\d{1,3}){3}(?:\/\d{1,2})?|[0-9A-Fa-f]{0,4}(?::[0-9A-Fa-f]{0,4}){2,7}(?:\/\d{1,3})?)$/;

const ALLOW_DIAL_IN = 0x100f;
const AUTHENTICATION_TYPE = 0x1009;
const ALLOWED_EAP_TYPE = 0x100a;
const IGNORE_DIAL_IN = 0x1005;
const AUTH_PROVIDER_TYPE = 0x1025;

const STATES: Readonly<Record<string, boolean>> = {
  enabled: true, enable: true, aktiviert: true, activé: true, activée: true, habilitado: true, habilitada: true, abilitato: true, 有効: true,
  disabled: false, disable: false, deaktiviert: false, désactivé: false, désactivée: false, deshabilitado: false, deshabilitada: false, disabilitato: false, 無効: false,
};

interface Setting {
  readonly at: number;
  readonly value: string;
}

interface Group {
  readonly settings: readonly Setting[];
  readonly attributes: readonly { readonly name: string; readonly id: number; readonly value: string }[];
}

export const npsShow: CommandSource = {
  id: 'nps-show',
  matches: (command) => SHOW.test(command),
  yields: [
    { kind: 'fact', name: 'nps.policy', fields: POLICY_FIELDS },
    { kind: 'fact', name: 'nps.radius-client', fields: CLIENT_FIELDS },
  ],
  parse(artifact, blocks, emit, context): ReadResult {
    let found = 0;
    for (const block of blocks) {
      const what = (SHOW.exec(block.command)?.[1] ?? '').toLowerCase();
      for (const group of groupsOf(block.lines)) if (emitGroup(group, what, block, artifact.host, emit, context)) found += 1;
    }
    return found > 0 ? { outcome: 'read' } : { outcome: 'ignored', reason: 'no policy or client in it' };
  },
};

/** Runs of settings without an empty line between, each with the attribute rows that follow it. */
function groupsOf(lines: readonly string[]): Group[] {
  const groups: { settings: Setting[]; attributes: { name: string; id: number; value: string }[] }[] = [];
  let isRun = false;
  for (const [at, line] of lines.entries()) {
    const attribute = ATTRIBUTE.exec(line);
    const setting = attribute === null ? SETTING.exec(line) : null;
    if (setting !== null) {
      if (!isRun) groups.push({ settings: [], attributes: [] });
      groups.at(-1)?.settings.push({ at, value: (setting[2] as string).trim() });
    } else if (attribute !== null) {
      groups.at(-1)?.attributes.push({ name: attribute[1] as string, id: Number.parseInt(attribute[2] as string, 16), value: (attribute[3] as string).trim() });
    }
    isRun = setting !== null;
  }
  return groups;
}

function emitGroup(group: Group, what: string, block: CommandBlock, host: string, emit: Emit, context: SourceContext): boolean {
  const [name, second, third, fourth] = group.settings;
  if (name === undefined || second === undefined || third === undefined || name.value === '') return false;
  const isPolicy = /^\d{1,7}$/.test(third.value) && fourth !== undefined && /^\d{1,3}$/.test(fourth.value);
  const isClient = !isPolicy && (what.startsWith('client') || ADDRESS.test(second.value));
  if (!isPolicy && !isClient) return false;
  const fields = isPolicy
    ? policyFields(group, what, name.value, second.value, Number(third.value))
    : known({ name: name.value, address: second.value === '' ? undefined : second.value, enabled: STATES[third.value.toLowerCase()] });
  emit.fact({
    name: isPolicy ? 'nps.policy' : 'nps.radius-client',
    host,
    subject: name.value,
    fields,
    ...(block.localTime === undefined ? {} : { observedAt: block.localTime, clock: { clock: 'local', precision: 'millisecond' } }),
    ref: context.ref({ kind: 'line', line: block.firstLine + name.at }),
  });
  return true;
}

function policyFields(group: Group, what: string, name: string, state: string, order: number): Record<string, Value> {
  const valuesOf = (id: number): string[] => group.attributes.filter((row) => row.id === id).map((row) => row.value);
  const kind = what === 'np' ? 'network' : what === 'crp' ? 'connection-request' : valuesOf(ALLOW_DIAL_IN).length + valuesOf(AUTHENTICATION_TYPE).length > 0 ? 'network' : valuesOf(AUTH_PROVIDER_TYPE).length > 0 ? 'connection-request' : undefined;
  const authentication = valuesOf(AUTHENTICATION_TYPE).flatMap(numbersIn);
  const eap = valuesOf(ALLOWED_EAP_TYPE).flatMap((value) => [...value.matchAll(/\b(?:0x)?([0-9A-Fa-f]{8,32})\b/g)].map((match) => match[1] as string));
  const conditions = group.attributes.filter((row) => /\d$/.test(row.name) && !row.name.includes('-')).map((row) => `0x${row.id.toString(16)} ${row.value}`);
  const provider = valuesOf(AUTH_PROVIDER_TYPE).flatMap(numbersIn)[0];
  return known({
    name,
    kind,
    order,
    enabled: STATES[state.toLowerCase()],
    grants: flagIn(valuesOf(ALLOW_DIAL_IN)[0]),
    auth_types: authentication.length > 0 ? authenticationNames(authentication) : undefined,
    eap_types: eap.length > 0 ? eapNames(eap) : undefined,
    conditions: conditions.length > 0 ? clip(conditions) : undefined,
    ignore_dialin: flagIn(valuesOf(IGNORE_DIAL_IN)[0]),
    auth_provider: provider === 1 ? 'windows' : provider === 2 ? 'radius' : undefined,
  });
}

function numbersIn(value: string): number[] {
  return [...value.matchAll(/\b(0x[0-9A-Fa-f]{1,8}|\d{1,8})\b/g)].map((match) => Number(match[1]));
}

/** TRUE and FALSE are not translated; some versions write numbers. */
function flagIn(value: string | undefined): boolean | undefined {
  if (value === undefined) return undefined;
  return /\btrue\b|\b0?x?1\b/i.test(value) ? true : /\bfalse\b|\b0?x?0\b/i.test(value) ? false : undefined;
}
