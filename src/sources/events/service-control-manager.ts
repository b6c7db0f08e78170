/**
 * Service Control Manager events of the System log.
 *
 *   7036 param1=Windows Error Reporting Service param2=running Binary="WerSvc/4" (UTF-16)  → service.state-changed, service WerSvc, state running
 *   7023 param1=Interactive Services Detection param2=%%1 Binary="UI0Detect"               → service.ended-with-error, error 1
 *   7040 param1=… param2=demand start param3=auto start param4=BITS                        → service.start-type-changed, service BITS, to auto
 *
 * Display names and state words are localised. The short name and the state number in Binary decide; then param4; then the table of
 * display names; and when none of them knows, the field is left out.
 */
import { serviceName, startTypeOf, STATE_NUMBERS, stateOfWord } from '../../knowledge/services.ts';
import type { EventSource, EventView } from '../../model/source.ts';
import type { Value } from '../../model/values.ts';
import { byName, codeOf, known, numberOf, texts, utf16OfBinary } from './values.ts';
import { yieldsFor } from './yields.ts';

const EVENTS = { 'Service Control Manager': [7000, 7001, 7003, 7009, 7022, 7023, 7024, 7031, 7034, 7036, 7040, 7045] };

export const serviceControlManager: EventSource = {
  id: 'service-control-manager',
  events: EVENTS,
  yields: yieldsFor(EVENTS),
  read(event) {
    const result = read(event, parameters(event));
    return result === null ? null : { name: result[0], fields: known(result[1]) };
  },
};

type Result = readonly [string, Record<string, Value | undefined>];

function read(event: EventView, p: readonly (string | undefined)[]): Result | null {
  const about = () => ({ service: shortName(event, p[0]), display_name: p[0] });
  switch (event.eventId) {
    case 7000:
      return ['service.start-failed', { ...about(), error: codeOf(p[1]) }];
    case 7001:
      return ['service.dependency-failed', { service: serviceName(p[0] ?? '') ?? shortName(event, p[0]), display_name: p[0], depends_on: dependency(p[1]), error: codeOf(p[2]) }];
    case 7003:
      return ['service.dependency-missing', { service: serviceName(p[0] ?? '') ?? shortName(event, p[0]), display_name: p[0], depends_on: dependency(p[1]) }];
    case 7009:
      return ['service.start-timeout', timeout(event, p)];
    case 7022:
      return ['service.hung', about()];
    case 7023:
      return ['service.ended-with-error', { ...about(), error: codeOf(p[1]) }];
    case 7024:
      return ['service.ended-with-specific-error', { ...about(), error: codeOf(p[1]) }];
    case 7031:
    case 7034:
      return ['service.crashed', { ...about(), times: numberOf(p[1]) }];
    case 7036:
      return ['service.state-changed', { ...about(), state: stateOf(event, p[1]) }];
    case 7040:
      return ['service.start-type-changed', { service: canonical(p[3]) ?? shortName(event, p[0]), display_name: p[0], from: startTypeOf(p[1] ?? '') ?? undefined, to: startTypeOf(p[2] ?? '') ?? undefined }];
    case 7045:
      return ['service.installed', installed(event)];
    default:
      return null;
  }
}

/** param1, param2 … by name, or the fields in order. */
function parameters(event: EventView): (string | undefined)[] {
  const named = byName(event);
  const ordered = texts(event);
  const hasNames = event.data.some((field) => /^param\d$/i.test(field.name ?? ''));
  return [1, 2, 3, 4, 5].map((number) => (hasNames ? named(`param${number}`) : ordered[number - 1]));
}

/** Short name and state out of `RasMan/4` or `RasMan`. */
function ofBinary(event: EventView): { readonly service?: string; readonly state?: string } {
  const match = /^([\p{L}\p{N} ._@{}$-]{1,256})(?:\/(\d{1,2}))?$/u.exec(utf16OfBinary(event.binary));
  if (!match) return {};
  const state = match[2] === undefined ? undefined : STATE_NUMBERS.get(Number(match[2]));
  const service = canonical(match[1]);
  return { ...(service === undefined ? {} : { service }), ...(state === undefined ? {} : { state }) };
}

function shortName(event: EventView, displayName: string | undefined): string | undefined {
  return ofBinary(event).service ?? serviceName(displayName ?? '') ?? undefined;
}

/** A short name in the spelling of the table; services the table does not know keep their own. */
function canonical(name: string | undefined): string | undefined {
  return name === undefined || name === '' ? undefined : (serviceName(name) ?? name);
}

function stateOf(event: EventView, word: string | undefined): string | undefined {
  return ofBinary(event).state ?? stateOfWord(word ?? '') ?? undefined;
}

function dependency(name: string | undefined): string | undefined {
  return name === undefined ? undefined : (serviceName(name) ?? name);
}

/** The time-out in milliseconds stands before the service; older systems exchange them. */
function timeout(event: EventView, p: readonly (string | undefined)[]): Record<string, Value | undefined> {
  const [milliseconds, name] = numberOf(p[0]) === undefined ? [p[1], p[0]] : [p[0], p[1]];
  return { service: shortName(event, name), display_name: name, timeout_ms: numberOf(milliseconds) };
}

/** ServiceName is the display name when the service has one, so it is a short name only when the table says so. */
function installed(event: EventView): Record<string, Value | undefined> {
  const named = byName(event);
  const name = named('ServiceName');
  return { service: serviceName(name ?? '') ?? undefined, display_name: name, image: named('ImagePath'), start_type: startTypeOf(named('StartType') ?? '') ?? undefined };
}
