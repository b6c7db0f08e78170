import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseEvtxFile } from 'winevtx';
import { buildBundle } from './bundle-builder.ts';
import type { BundleRecipe } from './bundle-builder.ts';
import { sdpChannel } from './bundle/channels.ts';
import { hasTool, runTool } from './tools.ts';

const plain: BundleRecipe = { host: 'CLIENT01', scenario: 'NET_VPN', collected: ['2024-02-21T08:30:05Z', '2024-02-21T08:50:00Z'], zone: '+01:00' };
const names = (recipe: Partial<BundleRecipe>): string[] => [...buildBundle({ ...plain, ...recipe }).files.keys()];

describe('bundle builder', () => {
  it('differs between collector years as the collector does', () => {
    const old = names({ version: 2022 });
    expect(old).toContain('CLIENT01_240221-093005_NET_AfdTcpFullTrace.etl');
    expect(old).toContain('CLIENT01_240221-093005_Procmon.pml');
    expect(old).not.toContain('CLIENT01-Microsoft-Windows-CAPI2-Operational.evtx');
    const later = names({ version: 2023 });
    expect(later).toContain('CLIENT01-Microsoft-Windows-CAPI2-Operational.evtx');
    expect(later).not.toContain('CLIENT01_240221-093005_NET_NetIOTrace.etl');
    expect(names({ scenario: 'NET_RAS' })).toContain('CLIENT01_240221-093005_PerfMon_NET_10sec_2048MB_TZ+60.blg');
  });

  it('adds what an explicit switch collects', () => {
    expect(names({ scenario: 'NET_RAS', switches: ['NET_RAS'] })).toEqual(expect.arrayContaining(['CLIENT01-Security.evtx', 'CLIENT01-Microsoft-Windows-VPN-Client-Operational.evtx', 'CLIENT01_240221-093005_NET_RASTrace.etl']));
  });

  it('takes two clock reads and two processes into account', () => {
    const bundle = buildBundle({ ...plain, prefixLag: 1, stopStamp: '240221-094959' });
    expect(bundle.fileName).toContain('_240221-093005_');
    expect([...bundle.files.keys()]).toEqual(expect.arrayContaining(['CLIENT01_240221-093006__Log-Warn-Err-Info.txt', 'CLIENT01_240221-094959_RegHive_System.hiv']));
  });

  it('leaves out and adds files, channels, stores and the nested zip', () => {
    const list = names({ without: ['RegHive_Software.hiv'], withoutChannels: ['Security'], extraChannels: ['Microsoft-Windows-Kernel-PnP/Configuration'], certificates: { machine: null }, sdp: false, junk: false, files: { 'Attachments/note.txt': 'x', 'a.bin': { hex: '00 ff' } } });
    expect(list).toEqual(expect.arrayContaining(['CLIENT01-Microsoft-Windows-Kernel-PnP-Configuration.evtx', 'Attachments/note.txt', 'a.bin']));
    expect(list.filter((name) => /Software\.hiv|Security\.evtx|machine-store|psSDP|\.etl$|\.cab$/.test(name))).toEqual([]);
  });

  it('places saved, filtered and nested logs, and a host whose clock is ahead', () => {
    const event = { at: '2024-02-21T08:31:00Z', provider: 'Schannel', id: 36_870, level: 2, data: { Type: 'client' } };
    const capi = { at: '2024-02-21T08:31:00Z', provider: 'Microsoft-Windows-CAPI2', id: 30, level: 2, data: null };
    const list = names({ scenario: 'NET_RAS', events: [event], savedEvents: [capi], sdpEvents: [{ ...capi, channel: 'Microsoft-Windows-RemoteAccess-RemoteAccessServer/Admin' }] });
    expect(list).toEqual(expect.arrayContaining(['CLIENT01_240221-093005_evt_schannel.evtx', 'SavedEventLog/Microsoft-Windows-CAPI2-Operational.evtx']));
    expect(sdpChannel('Microsoft-Windows-RemoteAccess-RemoteAccessServer/Admin')).toBe('RemoteAccessRemoteAccessServer-Admin');
    expect(names({ clockSkew: 90 })).toContain('CLIENT01_240221-093135__Log-Warn-Err-Info.txt');
    const skewed = buildBundle({ ...plain, clockSkew: 90, background: false, dials: [{ at: '2024-02-21T08:31:00Z', connection: 'x', user: 'y', server: 'z', error: 809, reached: 'started' }], events: [{ at: '2024-02-21T08:31:00Z', provider: 'RasClient', id: 20226, data: ['a'] }] });
    const records = [...parseEvtxFile(Buffer.from(skewed.files.get('CLIENT01-Application.evtx')!))];
    expect(records.map((record) => record.timestamp - Date.parse('2024-02-21T08:31:00Z') / 1000)).toEqual([90, 90, 93]);
  });

  it('writes a folder and zips with a folder on top', () => {
    const folder = mkdtempSync(join(tmpdir(), 'rasalyze-test-'));
    try {
      const bundle = buildBundle(plain);
      const written = bundle.writeFolder(folder);
      expect(new Uint8Array(readFileSync(join(written, 'CLIENT01-System.evtx')))).toEqual(bundle.files.get('CLIENT01-System.evtx'));
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
    const zip = Buffer.from(buildBundle({ ...plain, topFolder: true, separator: '/' }).zip());
    expect(zip.includes('TSS_CLIENT01_240221-093005_NET_VPN_xray_INFO/CLIENT01-System.evtx')).toBe(true);
  });

  it.runIf(hasTool('unzip', ['-v']) && hasTool('cabextract'))('is whole for unzip and cabextract', () => {
    const bundle = buildBundle({ ...plain, separator: '/' });
    expect(runTool('unzip', ['-tq', '{b.zip}'], { 'b.zip': bundle.zip() }).status).toBe(0);
    const cab = bundle.files.get('CLIENT01_240221-093005_WFPdiag.cab')!;
    expect(runTool('cabextract', ['-t', '{b.cab}'], { 'b.cab': cab }).stdout.toString()).toContain('wfpdiag.xml');
  });

  it('needs a day for bare clock times', () => {
    expect(() => buildBundle({ ...plain, collected: ['08:00:00', '09:00:00'] })).toThrow('needs a day');
  });
});
