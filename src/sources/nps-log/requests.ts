/** Who an answer of NPS is about: answers may carry the class of their request only, or nothing at all. */
import type { Micros } from '../../model/time.ts';
import type { Entry } from './forms.ts';

/** Requests remembered; the newest are those whose answers are still to come. */
const MOST_KEPT = 20_000;
/** RADIUS clients give up well before. */
const MOST_WAIT = 60 * 1_000_000;

interface Waiting {
  readonly user: string;
  readonly client: string;
  readonly local: Micros;
}

export interface User {
  readonly name: string;
  /** `class`: taken from the request with the same class. `sole-request`: from the one request of that client that had no answer yet. */
  readonly from?: 'class' | 'sole-request';
}

export class Requests {
  readonly #byClass = new Map<string, string>();
  #waiting: Waiting[] = [];

  /** The user of the entry, which is remembered when it is a request. */
  userOf({ attributes, local }: Entry, packet: string): User | null {
    const own = ownUser(attributes);
    const key = attributes.get('class');
    const client = `${attributes.get('client-ip-address') ?? ''}|${attributes.get('client-friendly-name') ?? ''}`;
    if (packet === 'request') {
      if (own !== null && key !== undefined) remember(this.#byClass, key, own);
      if (own !== null) this.#waiting = [...this.#waiting.filter((one) => local - one.local <= MOST_WAIT), { user: own, client, local }].slice(-200);
      return own === null ? null : { name: own };
    }
    const waiting = this.#waiting.filter((one) => one.client === client && Math.abs(local - one.local) <= MOST_WAIT);
    if (packet !== 'accounting') this.#answer(client, own ?? (key === undefined ? undefined : this.#byClass.get(key)));
    if (own !== null) return { name: own };
    const known = key === undefined ? undefined : this.#byClass.get(key);
    if (known !== undefined) return { name: known, from: 'class' };
    const users = new Set(waiting.map((one) => one.user.toLowerCase()));
    const [only] = waiting;
    return packet !== 'accounting' && users.size === 1 && only !== undefined ? { name: only.user, from: 'sole-request' } : null;
  }

  /** The oldest request of the client (and of the user, where he is known) has its answer. */
  #answer(client: string, user: string | undefined): void {
    const at = this.#waiting.findIndex((one) => one.client === client && (user === undefined || one.user.toLowerCase() === user.toLowerCase()));
    if (at >= 0) this.#waiting = this.#waiting.filter((_, index) => index !== at);
  }
}

function remember(map: Map<string, string>, key: string, value: string): void {
  map.delete(key);
  map.set(key, value);
  const [oldest] = map.keys();
  if (map.size > MOST_KEPT && oldest !== undefined) map.delete(oldest);
}

/** A canonical name (`contoso.com/Users/User One`) shows the display name, which is no account. */
function ownUser(attributes: ReadonlyMap<string, string>): string | null {
  const full = attributes.get('fully-qualified-user-name');
  return attributes.get('user-name') ?? attributes.get('sam-account-name') ?? (full !== undefined && !full.includes('/') ? full : null);
}
