/**
 * Logon and credential validation in the Security log.
 *
 *   4625 … <Data Name="Status">0xc000006d</Data> … <Data Name="SubStatus">0xc000006a</Data><Data Name="LogonType">3</Data> → logon.failed
 *   4776 <Data Name="PackageName">MICROSOFT_AUTHENTICATION_PACKAGE_V1_0</Data> … <Data Name="Status">0xc0000064</Data> → ntlm.validated
 *   4624 with logon type 0 (system) or 5 (service) → nothing: they say nothing about a person
 */
import type { EventSource } from '../../model/source.ts';
import { byName, codeOf, known, numberOf, textOrNone } from './values.ts';
import { yieldsFor } from './yields.ts';

const EVENTS = { 'Microsoft-Windows-Security-Auditing': [4624, 4625, 4776] };
const IMPERSONAL = new Set([0, 5]);

export const logon: EventSource = {
  id: 'logon',
  events: EVENTS,
  yields: yieldsFor(EVENTS),
  read(event) {
    const field = byName(event);
    const text = (key: string) => textOrNone(field(key));
    if (event.eventId === 4776) {
      return {
        name: 'ntlm.validated',
        fields: known({ user: text('TargetUserName'), workstation: text('Workstation'), status: codeOf(field('Status')), package: text('PackageName') }),
      };
    }
    const type = numberOf(field('LogonType'));
    const common = {
      user: text('TargetUserName'),
      domain: text('TargetDomainName'),
      logon_type: type,
      package: text('AuthenticationPackageName'),
      lm_package: text('LmPackageName'),
      workstation: text('WorkstationName'),
      ip: text('IpAddress'),
    };
    if (event.eventId === 4624) return type !== undefined && IMPERSONAL.has(type) ? null : { name: 'logon.succeeded', fields: known(common) };
    if (event.eventId !== 4625) return null;
    return { name: 'logon.failed', fields: known({ ...common, status: codeOf(field('Status')), sub_status: codeOf(field('SubStatus')) }) };
  },
};
