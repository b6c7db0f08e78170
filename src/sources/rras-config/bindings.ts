/** Certificate bindings of HTTP.sys and of SSTP: hashes, application ids and addresses are told by their shape. */

export interface SslBinding {
  /** `0.0.0.0:443`, `[::]:443` or `name:443`. */
  readonly address: string;
  readonly hash?: string | undefined;
  readonly appId?: string;
  readonly store?: string;
  /** 0-based. */
  readonly line: number;
}

const HASH = /(?<![0-9a-f])(?:[0-9a-f]{64}|[0-9a-f]{40}|[0-9a-f]{2}(?:[ :][0-9a-f]{2}){19}(?:(?:[ :][0-9a-f]{2}){12})?)(?![0-9a-f])/i;
/** The label of an address holds a colon itself (`IP:port`): the value begins behind a colon with blanks. */
const ADDRESS = /\s[:：]\s*((?:\d{1,3}(?:\.\d{1,3}){3}|\[[0-9a-f:.%]+\]|[\w*][\w.*-]{0,253}):\d{1,5})\s*$/i;
const APP_ID = /\{[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\}/i;
const MAX_LINE = 600;

interface OpenBinding {
  readonly address: string;
  readonly line: number;
  hash?: string | undefined;
  appId?: string;
  store?: string;
}

/** Bindings of `netsh http show sslcert`: an address begins one. */
export function readSslBindings(lines: readonly string[]): SslBinding[] {
  const bindings: OpenBinding[] = [];
  let isAfterAppId = false;
  for (const [at, raw] of lines.entries()) {
    const line = raw.slice(0, MAX_LINE);
    const address = ADDRESS.exec(line)?.[1];
    if (address !== undefined) {
      bindings.push({ address, line: at });
      isAfterAppId = false;
      continue;
    }
    const binding = bindings.at(-1);
    if (binding === undefined) continue;
    const appId = APP_ID.exec(line)?.[0];
    if (binding.hash === undefined) binding.hash = hashIn(line);
    if (isAfterAppId) {
      const store = /[:：](.*)$/.exec(line)?.[1]?.trim() ?? '';
      if (store !== '' && !store.startsWith('(')) binding.store = store;
    }
    isAfterAppId = appId !== undefined && binding.appId === undefined;
    if (isAfterAppId) binding.appId = (appId as string).toUpperCase();
  }
  return bindings.filter((binding) => binding.hash !== undefined || binding.appId !== undefined);
}

/** A certificate hash (SHA-1 or SHA-256) in a line, upper case without blanks. */
export function hashIn(line: string): string | undefined {
  return HASH.exec(line.slice(0, MAX_LINE))?.[0].replaceAll(/[ :]/g, '').toUpperCase();
}
