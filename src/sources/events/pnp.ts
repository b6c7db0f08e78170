/**
 * Device events: WAN Miniports that fail to start are a cause of 720 and of dials that never leave the computer.
 *
 *   411 <Data Name="DeviceInstanceId">SWD\MSRRAS\MS_NDISWANIP</Data> … <Data Name="Problem">0x1f</Data><Data Name="Status">0xc0000001</Data> → pnp.device-failed, problem 31
 *   420 <Data Name="DeviceInstanceId">…</Data> → pnp.device-removed
 *   20001 <DeviceInstanceID>…</DeviceInstanceID> … <InstallStatus>0x00000000</InstallStatus> → pnp.driver-installed
 */
import type { EventSource } from '../../model/source.ts';
import { byName, codeOf, known, numberOf } from './values.ts';
import { yieldsFor } from './yields.ts';

const EVENTS = { 'Microsoft-Windows-Kernel-PnP': [400, 410, 411, 420], 'Microsoft-Windows-UserPnp': [20001] };
const NAMES: ReadonlyMap<number, string> = new Map([
  [400, 'pnp.device-configured'],
  [410, 'pnp.device-started'],
  [411, 'pnp.device-failed'],
  [420, 'pnp.device-removed'],
]);

export const pnp: EventSource = {
  id: 'pnp',
  events: EVENTS,
  yields: yieldsFor(EVENTS),
  read(event) {
    const field = byName(event);
    const device = field('DeviceInstanceId');
    if (event.eventId === 20001) return { name: 'pnp.driver-installed', fields: known({ device, install_status: codeOf(field('InstallStatus')) }) };
    const name = NAMES.get(event.eventId);
    return name === undefined ? null : { name, fields: known({ device, problem: numberOf(field('Problem')), status: codeOf(field('Status')) }) };
  },
};
