/** Pseudonyms of names with an inner form: accounts, computers, domains, distinguished names, URLs, certificate templates. */
import { GENERIC_ENDINGS, PUBLIC_AUTHORITIES, PUBLIC_DOMAINS, USUAL_ADAPTER, USUAL_TEMPLATES } from '../knowledge/public-names.ts';
import { parseIpv4, parseIpv6, redactIpv4, redactIpv6 } from './addresses.ts';
import type { Dictionary, NameKind } from './dictionary.ts';
import { redactMac, redactSid } from './identifiers.ts';
import type { Secret } from './secret.ts';

export interface Names {
  readonly dictionary: Dictionary;
  readonly secret: Secret;
}

/** Called for every name met; either remembers it or gives its pseudonym. */
export type Each = (name: string, kind: NameKind) => string;

/** An address of any family with zone and prefix length, or null. */
export function redactAddress(text: string, secret: Secret): string | null {
  const [, address = '', zone = '', , length] = /^([0-9a-f.:]+)(%[\w.-]+)?(\/(\d{1,3}))?$/i.exec(text.trim()) ?? [];
  const v4 = parseIpv4(address);
  const size = length === undefined ? undefined : Number(length);
  const suffix = `${zone}${length === undefined ? '' : `/${length}`}`;
  if (v4 !== null) return redactIpv4(v4, secret, size) + suffix;
  const v6 = parseIpv6(address);
  return v6 === null ? null : redactIpv6(v6, secret, size) + suffix;
}

const MAC = /^[0-9a-f]{2}([-:])(?:[0-9a-f]{2}\1){4}[0-9a-f]{2}$|^(?:[0-9a-f]{4}\.){2}[0-9a-f]{4}$|^[0-9a-f]{12}$/i;

/** A computer, a name of the DNS, an address or a URL, with a port or not. */
export function redactHost(text: string, names: Names, each: Each): string {
  const trimmed = text.trim();
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(trimmed)) return redactUrl(trimmed, names, each);
  if (/^(?:CN|OU|DC|O|E)=/i.test(trimmed)) return redactDistinguishedName(trimmed, names, each);
  const address = redactAddress(trimmed, names.secret);
  if (address !== null) return address;
  if (MAC.test(trimmed)) return redactMac(trimmed, names.secret);
  const [, bracketed, bracketPort] = /^\[([^\]]+)\](:\d+)?$/.exec(trimmed) ?? [];
  if (bracketed !== undefined) return `[${redactHost(bracketed, names, each)}]${bracketPort ?? ''}`;
  const [, bare = trimmed, port = ''] = /^([^:]+)(:\d{1,5})$/.exec(trimmed) ?? [];
  if (port !== '') return redactHost(bare, names, each) + port;
  const [, service, target] = /^([a-z]+)\/(.+)$/i.exec(trimmed) ?? [];
  if (service !== undefined && target !== undefined) return `${service}/${redactHost(target, names, each)}`;
  if (trimmed.startsWith('\\\\')) return `\\\\${redactHost(trimmed.slice(2), names, each)}`;
  if (trimmed.includes('\\') || trimmed.includes('@')) return redactUser(trimmed, names, each);
  return trimmed.includes('.') ? redactDnsName(trimmed, each) : label(trimmed, 'host', each);
}

/** Label by label, so that `PC7`, `pc7.contoso.com` and `*.contoso.com` stay recognisably related. */
export function redactDnsName(text: string, each: Each): string {
  const lower = text.toLowerCase().replace(/\.$/, '');
  if (PUBLIC_DOMAINS.some((domain) => lower === domain || lower.endsWith(`.${domain}`))) return text;
  const labels = text.split('.');
  const last = labels.findLastIndex((part) => part !== '');
  const named = labels.filter((part) => part !== '').length;
  return labels
    .map((part, index) => {
      if (part === '' || part === '*') return part;
      if (index === last && named > 1 && GENERIC_ENDINGS.has(part.toLowerCase())) return part;
      return label(part, index === last - 1 || index === last || index > 0 || named < 3 ? 'domain' : 'host', each);
    })
    .join('.');
}

function label(text: string, kind: NameKind, each: Each): string {
  return text.startsWith('_') ? text : each(text, kind);
}

export function redactUrl(url: string, names: Names, each: Each): string {
  const [, scheme = '', user = '', host = '', port = '', rest = ''] = /^([a-z][a-z0-9+.-]*:\/\/)([^@/]*@)?(\[[^\]]*\]|[^:/?#]*)(:\d+)?(.*)$/is.exec(url) ?? [];
  if (host === '') return scheme === '' ? url : `${scheme}${rest}`;
  const own = host === '+' || host === '*' ? host : redactHost(host, names, each);
  const path = own === host ? rest : rest.replace(/[^/?#=&;]+/g, (step) => (USUAL_STEP.test(step) ? step : each(step, 'place')));
  return `${scheme}${user === '' ? '' : `${each(user.slice(0, -1), 'user')}@`}${own}${port}${path}`;
}

/** Steps of URLs that tell nothing: the path of SSTP (MS-SSTP section 2.2.1), file names of certificate services, numbers. */
const USUAL_STEP = /^(?:sra_\{BA195980-CD49-458b-9E23-C84EE0ADCD75\}|certenroll|crl|ocsp|aia|pki|cdp|wpad\.dat|proxy\.pac|connecttest\.txt|\d{1,4})$/i;

/** An account in any form: `DOMAIN\user`, `user@domain`, `domain/ou/user`, `host/pc.domain`, `PC7$`, a SID, a distinguished name, or alone. */
export function redactUser(text: string, names: Names, each: Each): string {
  const trimmed = text.trim();
  if (trimmed === '' || /^S-1-\d/i.test(trimmed)) return redactSid(trimmed, names.secret);
  if (/^(?:CN|OU|DC|O|E)=/i.test(trimmed)) return redactDistinguishedName(trimmed, names, each);
  const slash = trimmed.lastIndexOf('\\');
  if (slash >= 0) {
    const domain = trimmed.slice(0, slash);
    return `${domain.includes('.') ? redactDnsName(domain, each) : domain === '' ? '' : each(domain, 'domain')}\\${redactUser(trimmed.slice(slash + 1), names, each)}`;
  }
  const at = trimmed.lastIndexOf('@');
  if (at > 0) return `${redactUser(trimmed.slice(0, at), names, each)}@${redactHost(trimmed.slice(at + 1), names, each)}`;
  if (/^host\//i.test(trimmed)) return `${trimmed.slice(0, 5)}${redactHost(trimmed.slice(5), names, each)}`;
  if (trimmed.includes('/')) return trimmed.split('/').map((part, index) => (index === 0 && part.includes('.') ? redactDnsName(part, each) : part === '' ? '' : each(part, index === 0 ? 'domain' : 'user'))).join('/');
  if (trimmed.endsWith('$')) return `${each(trimmed.slice(0, -1), 'host')}$`;
  return each(trimmed, 'user');
}

/** Each value by its attribute (RFC 4514); names of public authorities stay. */
export function redactDistinguishedName(text: string, names: Names, each: Each): string {
  if (isPublicAuthority(text)) return text;
  if (!text.includes('=')) return redactCommonName(text, names, each);
  return text.replace(/((?:^|[,+;/]\s*)([A-Za-z][\w.]*)\s*=\s*)("[^"]*"|(?:\\.|[^,+;\\"])*)/g, (_, head: string, type: string, value: string) => {
    const [, quote = '', bare = ''] = /^("?)(.*?)"?$/s.exec(value) ?? [];
    return `${head}${quote}${/^DC$/i.test(type) ? domainLabel(bare, each) : redactCommonName(bare, names, each)}${quote}`;
  });
}

function domainLabel(text: string, each: Each): string {
  return GENERIC_ENDINGS.has(text.toLowerCase()) ? text : each(text, 'domain');
}

/** The name a certificate or another person gave: of a computer, an account or anything. */
export function redactCommonName(text: string, names: Names, each: Each): string {
  const trimmed = text.trim();
  if (trimmed === '' || isPublicAuthority(trimmed)) return text;
  if (trimmed.includes('@')) return redactUser(trimmed, names, each);
  if (names.dictionary.has(trimmed, ['host', 'domain', 'user'])) return each(trimmed, 'certificate');
  if (/^[\w*-]+(?:\.[\w-]+)+$/.test(trimmed) || redactAddress(trimmed, names.secret) !== null) return redactHost(trimmed, names, each);
  return each(trimmed, 'certificate');
}

function isPublicAuthority(text: string): boolean {
  const lower = text.toLowerCase();
  return PUBLIC_AUTHORITIES.some((name) => lower.startsWith(name) || lower.includes(`cn=${name}`) || lower.includes(`cn="${name}`));
}

export function redactAdapter(text: string, each: Each): string {
  const [, inner] = /^vEthernet \((.+)\)$/i.exec(text) ?? [];
  if (inner !== undefined) return `vEthernet (${/^Default Switch$/i.test(inner) ? inner : each(inner, 'adapter')})`;
  return USUAL_ADAPTER.test(text.trim()) ? text : each(text, 'adapter');
}

/** `1.3.6.1.4.1.311.21.8.…` holds numbers of the enterprise (MS-WCCE, template OIDs). */
export function redactTemplate(text: string, each: Each): string {
  return USUAL_TEMPLATES.has(text.trim().toLowerCase()) ? text : each(text, 'certificate');
}
