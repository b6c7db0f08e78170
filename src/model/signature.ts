/** A known failure as data; the YAML file is this shape after loading. */
import type { Role } from './case.ts';
import type { Value } from './values.ts';

/** `{ field: value }` is equality; an operator object says otherwise. */
export type Condition = Value | Operator;

export interface Operator {
  readonly in?: readonly (string | number | boolean)[];
  readonly not?: Condition;
  readonly not_in?: readonly (string | number | boolean)[];
  /** The field is a list that holds this value. */
  readonly has?: string | number;
  readonly has_any?: readonly (string | number)[];
  readonly has_none?: readonly (string | number)[];
  /** The field is a name of a certificate, or a list of them, of which one stands for this host; `*.` is one label (RFC 6125 6.4.3). */
  readonly covers?: string;
  readonly lt?: number | string;
  readonly lte?: number | string;
  readonly gt?: number | string;
  readonly gte?: number | string;
  /** Linear-time pattern, found anywhere in the value (anchor with ^ and $), case-insensitive. */
  readonly matches?: string;
  /** True: the field is there and not null. False: the source says there is none. */
  readonly present?: boolean;
}

export interface Where {
  readonly [field: string]: Condition;
}

/** Picks records or facts. Exactly one of `record` and `fact` is set. */
export interface Selector {
  readonly record?: string | readonly string[];
  readonly fact?: string;
  readonly where?: Where;
  /** Only on hosts with this role. In `applies_when` of a signature judged per host: the judged host itself must have it. */
  readonly on?: Role;
  /** Records: `attempt` (joined to it, the default for per-attempt signatures), `window` (near it in time), `case` (anywhere). */
  readonly scope?: 'attempt' | 'window' | 'case';
  /** For `window`: how far before the attempt's start and after its end, for example `10m`. */
  readonly before?: string;
  readonly after?: string;
  /**
   * `absent`: not seen counts as not there, however little was watched or listed, and an item with an unknown field does not fit; the selector is never unknown.
   * For evidence against (`none`) and for extra evidence (inside `any`) whose source is seldom in a bundle; the default is unknown.
   */
  readonly unseen?: 'absent';
}

export type Clause =
  | Selector
  | { readonly none: Selector }
  | { readonly count: Selector; readonly at_least?: number; readonly at_most?: number }
  | { readonly any: readonly Clause[] };

export interface Need {
  readonly fact?: string;
  /** A record name: the need is met when its channel was read on a fitting host. */
  readonly record?: string;
  readonly on?: Role;
  readonly collect: string;
}

export interface Fix {
  readonly do: string;
  readonly on?: string;
  readonly verify?: string;
  /** What must hold for this to be the fix: then it leads, else it stands behind those that ask for nothing. May refer to `$attempt` only. */
  readonly when?: Clause;
}

export interface SignatureSource {
  readonly title: string;
  readonly url?: string;
}

export type SignatureStatus = 'experimental' | 'test' | 'stable' | 'deprecated';

export interface Signature {
  readonly id: string;
  readonly title: string;
  readonly status: SignatureStatus;
  readonly severity: 'critical' | 'high' | 'medium' | 'low' | 'info';
  readonly tunnel: readonly string[];
  readonly cause: string;
  readonly applies_when: Selector | readonly Selector[];
  /**
   * What to collect for clauses that are left unknown. A need decides nothing by itself: when every clause is true without it
   * (another alternative of an `any` was proved, on the other side of the tunnel), the signature has matched.
   */
  readonly needs?: Readonly<Record<string, Need>>;
  readonly match: { readonly per: 'attempt' | 'host' | 'case'; readonly all: Readonly<Record<string, Clause>> };
  readonly explains?: readonly string[];
  readonly excludes?: readonly string[];
  /** What would look the same in the evidence this one rests on: while it is undecided for the same subject, this one is less certain. */
  readonly alike?: readonly string[];
  /** A symptom (a wrapper code) stands as a cause only where nothing beneath it is proved, with low confidence. */
  readonly symptom?: boolean;
  /** One sentence or two, with `{clause.field}` filled in. Of several texts the first that can be filled is said: the evidence may be of more than one kind. */
  readonly say: string | readonly string[];
  readonly fix: readonly Fix[];
  readonly sources: readonly SignatureSource[];
  readonly tests: readonly SignatureTest[];
}

export interface SignatureTest {
  readonly name: string;
  readonly given: readonly Given[];
  readonly expect: 'matched' | 'ruled-out' | 'undecided' | 'not-applicable';
  /** Clauses whose evidence must be cited when matched. */
  readonly cites?: readonly string[];
  /** The clause that rules it out. */
  readonly by?: string;
  /** Needs that must be listed as missing. */
  readonly missing?: readonly string[];
}

/** One line of a test's world: a record, a list of facts, or a host's roles. */
export type Given = Readonly<Record<string, unknown>>;
