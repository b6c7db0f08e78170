/** Files sent after the bundle: whose they are. */
import { describe, expect, it } from 'vitest';
import { ownerOf, readingOrder } from '../../src/engine/loose-files.ts';
import type { Part } from '../../src/engine/parts.ts';
import type { Bundle } from '../../src/bundle/types.ts';

const part = (name: string, kind: Bundle['kind'], host: string | null = null): Part => ({ host, name, bundle: { name, kind, entries: [], problems: [], notes: [], close: () => Promise.resolve() } });
const order = (...parts: readonly Part[]) => readingOrder(parts).map(({ part: { name }, isLoose }) => `${name}${isLoose ? ' (loose)' : ''}`);

describe('readingOrder', () => {
  it('reads files that name no computer after all that may', () => {
    expect(order(part('bindings.txt', 'file'), part('TSS_LAP042_240506-090430_NET_VPN.zip', 'zip'), part('folder', 'folder'))).toEqual(['TSS_LAP042_240506-090430_NET_VPN.zip', 'folder', 'bindings.txt (loose)']);
  });

  it('knows a file by the computer in its name, and an event log by what is in it', () => {
    expect(order(part('LAP042_240506-091200_IPconfig_Info_Stop_.txt', 'file'), part('security.evtx', 'file'), part('RRAS01_Certificates-machinestore.TXT', 'file'))).toEqual([
      'LAP042_240506-091200_IPconfig_Info_Stop_.txt',
      'security.evtx',
      'RRAS01_Certificates-machinestore.TXT',
    ]);
  });
});

describe('ownerOf', () => {
  it('gives a file to the only computer of the case, and says so', () => {
    expect(ownerOf('bindings.txt', ['LAP042'])).toEqual({ host: 'LAP042', note: 'bindings.txt names no computer and is taken as from LAP042; if it is from another, put that name in front of the file\'s (HOST_bindings.txt)' });
  });

  it('goes by a name in front, of a computer of the case or another', () => {
    expect(ownerOf('rras01_services.txt', ['LAP042', 'RRAS01'])).toEqual({ host: 'RRAS01' });
    expect(ownerOf('RRAS01-services.txt', ['LAP042', 'RRAS01'])).toEqual({ host: 'RRAS01' });
    expect(ownerOf('RRAS01_services.txt', ['LAP042'])).toEqual({ host: 'RRAS01' });
    expect(ownerOf('my_services.txt', ['LAP042']).host).toBe('LAP042');
    expect(ownerOf('LAP042.txt', ['LAP042', 'RRAS01'])).toEqual({ host: 'LAP042' });
    expect(ownerOf('LAP0421.txt', ['LAP042', 'RRAS01']).host).toBeNull();
    expect(ownerOf('LAP-1-a.txt', ['LAP', 'LAP-1'])).toEqual({ host: 'LAP-1' });
  });

  it('leaves it open among several, and says how to tell', () => {
    expect(ownerOf('services.txt', ['LAP042', 'RRAS01'])).toEqual({ host: null, note: 'services.txt names no computer: it may be from LAP042 or RRAS01; put the name in front of the file\'s (LAP042_services.txt)' });
    expect(ownerOf('services.txt', [])).toEqual({ host: null });
  });
});
