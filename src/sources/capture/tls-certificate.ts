/** The certificate a server showed in clear, as fields. */
import type { Micros } from '../../model/time.ts';
import type { FieldType, Fields } from '../../model/values.ts';
import type { X509Names } from '../../protocols/x509-names.ts';

export const CERTIFICATE_FIELDS: Readonly<Record<string, FieldType>> = {
  // Common names.
  certificate_subject: 'string',
  certificate_issuer: 'string',
  // DNS names and addresses.
  certificate_names: 'strings',
  certificate_self_issued: 'boolean',
  // One of its names covers the name the client asked for.
  certificate_covers_sni: 'boolean',
  // At the time of the packet, by the clock of the captured computer.
  certificate_in_date: 'boolean',
  extended_key_usages: 'strings',
  revocation_urls: 'strings',
  // Computers that hold its lists or answer for it.
  revocation_hosts: 'strings',
  not_before: 'time',
  not_after: 'time',
  chain_length: 'number',
};

const MOST_NAMES = 64;
const MOST_URLS = 8;

export function certificateFields(certificate: X509Names, chainLength: number, sni: string | null, time: Micros): Fields {
  const { subject, issuer, dnsNames, ipAddresses, isSelfIssued, notBefore, notAfter, extendedKeyUsages, revocationUrls } = certificate;
  return {
    ...(subject === null ? {} : { certificate_subject: subject }),
    ...(issuer === null ? {} : { certificate_issuer: issuer }),
    certificate_names: [...dnsNames, ...ipAddresses].slice(0, MOST_NAMES),
    certificate_self_issued: isSelfIssued,
    ...(sni === null ? {} : { certificate_covers_sni: covers(certificate, sni) }),
    ...(notBefore === null || notAfter === null ? {} : { certificate_in_date: notBefore <= time && time <= notAfter, not_before: notBefore, not_after: notAfter }),
    ...(extendedKeyUsages === null ? {} : { extended_key_usages: extendedKeyUsages.slice(0, MOST_NAMES) }),
    revocation_urls: revocationUrls.slice(0, MOST_URLS),
    revocation_hosts: [...new Set(revocationUrls.flatMap(hostOf))].slice(0, MOST_URLS),
    chain_length: chainLength,
  };
}

/** LDAP addresses without a computer lead to the own domain. */
function hostOf(url: string): string[] {
  const host = /^(?:https?|ldaps?):\/\/([^/:?#]+)/i.exec(url)?.[1];
  return host === undefined ? [] : [host.toLowerCase()];
}

/** RFC 9525 6.3: letter by letter without case, or `*` for the whole first label. The common name counts where there are no DNS names. */
function covers({ dnsNames, subject }: X509Names, sni: string): boolean {
  const names = dnsNames.length > 0 ? dnsNames : subject === null ? [] : [subject];
  const wanted = sni.toLowerCase();
  const dot = wanted.indexOf('.');
  return names.some((name) => {
    const text = name.toLowerCase();
    return text === wanted || (dot > 0 && text === `*${wanted.slice(dot)}`);
  });
}
