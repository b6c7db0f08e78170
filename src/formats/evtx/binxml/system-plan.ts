/**
 * Where an event keeps its System fields: worked out once per template, so that reading one is a look at one value.
 * Each field may be a literal in one template and a value in the next.
 */
import { attribute, ELEMENT, type Content, type Element } from './structure.ts';

export const PROVIDER = 0;
export const EVENT_ID = 1;
export const QUALIFIERS = 2;
export const VERSION = 3;
export const LEVEL = 4;
export const KEYWORDS = 5;
export const TIME = 6;
export const CHANNEL = 7;
export const COMPUTER = 8;
export const PROCESS_ID = 9;
export const ACTIVITY_ID = 10;
const FIELD_COUNT = 11;

/** In `slots`: the field is absent, literal text, or put together from several parts. */
export const ABSENT = -1;
export const LITERAL = -2;
export const MIXED = -3;

export interface SystemPlan {
  /** False when the element holds no System element. */
  readonly hasSystem: boolean;
  /** Per field the slot that holds it, or ABSENT, LITERAL, MIXED. */
  readonly slots: Int32Array;
  readonly literals: readonly string[];
  /** Literals as numbers; NaN where they are none. */
  readonly numbers: Float64Array;
  readonly contents: readonly (Content | undefined)[];
}

/** Element of System and attribute of it (or its text) that hold each field. */
const PLACES: readonly (readonly [field: number, element: string, attribute: string | null])[] = [
  [PROVIDER, 'Provider', 'Name'],
  [PROVIDER, 'Provider', 'EventSourceName'],
  [EVENT_ID, 'EventID', null],
  [QUALIFIERS, 'EventID', 'Qualifiers'],
  [VERSION, 'Version', null],
  [LEVEL, 'Level', null],
  [KEYWORDS, 'Keywords', null],
  [TIME, 'TimeCreated', 'SystemTime'],
  [CHANNEL, 'Channel', null],
  [COMPUTER, 'Computer', null],
  [PROCESS_ID, 'Execution', 'ProcessID'],
  [ACTIVITY_ID, 'Correlation', 'ActivityID'],
];

/** The plan for an Event element, or for a System element itself. */
export function planSystem(root: Element): SystemPlan {
  const system = root.local === 'System' ? root : child(root, 'System');
  if (!system) return NO_SYSTEM;
  const plan = emptyPlan(true);
  for (const [field, name, attributeName] of PLACES) {
    if (plan.contents[field]) continue;
    const element = child(system, name);
    const content = attributeName === null ? element?.content : element && attribute(element, attributeName)?.content;
    if (content) setField(plan, field, content);
  }
  return plan;
}

type GrowingPlan = SystemPlan & { readonly literals: string[]; readonly contents: (Content | undefined)[] };

function emptyPlan(hasSystem: boolean): GrowingPlan {
  return {
    hasSystem,
    slots: new Int32Array(FIELD_COUNT).fill(ABSENT),
    literals: Array.from({ length: FIELD_COUNT }, () => ''),
    numbers: new Float64Array(FIELD_COUNT),
    contents: Array.from({ length: FIELD_COUNT }, () => undefined),
  };
}

function setField(plan: GrowingPlan, field: number, content: Content): void {
  plan.contents[field] = content;
  plan.slots[field] = content.literal !== null ? LITERAL : content.slot >= 0 ? content.slot : MIXED;
  plan.literals[field] = content.literal ?? '';
  plan.numbers[field] = Number((content.literal ?? '').trim() || Number.NaN);
}

function child(element: Element, local: string): Element | undefined {
  for (const part of element.content.parts) if (part.kind === ELEMENT && part.element.local === local) return part.element;
  return undefined;
}

/** The plan of every element that is no event: most nested fragments. */
export const NO_SYSTEM: SystemPlan = emptyPlan(false);
