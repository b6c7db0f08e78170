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
  const contents: (Content | undefined)[] = Array.from({ length: FIELD_COUNT }, () => undefined);
  for (const [field, name, attributeName] of PLACES) {
    const element = system && child(system, name);
    if (element) contents[field] ??= attributeName === null ? element.content : attribute(element, attributeName)?.content;
  }
  const slots = new Int32Array(FIELD_COUNT).fill(ABSENT);
  const numbers = new Float64Array(FIELD_COUNT);
  const literals = contents.map((content) => content?.literal ?? '');
  contents.forEach((content, field) => {
    if (content) slots[field] = content.literal !== null ? LITERAL : content.slot >= 0 ? content.slot : MIXED;
    numbers[field] = Number((literals[field] as string).trim() || Number.NaN);
  });
  return { hasSystem: system !== undefined, slots, literals, numbers, contents };
}

function child(element: Element, local: string): Element | undefined {
  for (const part of element.content.parts) if (part.kind === ELEMENT && part.element.local === local) return part.element;
  return undefined;
}
