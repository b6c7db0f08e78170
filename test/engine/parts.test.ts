/** Several machines in one archive or folder are told apart. */
import { describe, expect, it } from 'vitest';
import type { Bundle, Entry } from '../../src/bundle/types.ts';
import { partsOf } from '../../src/engine/parts.ts';

const entry = (path: string): Entry => ({
  path,
  size: 1,
  depth: 0,
  notes: [],
  ...(path.endsWith('.zip') ? { container: 'zip' as const } : {}),
  head: () => Promise.resolve(new Uint8Array(0)),
  bytes: () => Promise.resolve(new Uint8Array(0)),
  pieces: async function* () {},
});
const bundle = (name: string, paths: readonly string[]): Bundle => ({
  name,
  kind: 'zip',
  entries: paths.map(entry),
  problems: [{ path: paths.at(-1) ?? '', reason: 'broken' }],
  notes: ['a remark'],
  close: () => Promise.resolve(),
});
const shown = (name: string, paths: readonly string[]) => partsOf(bundle(name, paths)).map(({ host, name: label, bundle: part }) => [host, label, part.entries.map(({ path }) => path)]);

const SDP = 'tss_240221-094300_RRAS01_psSDP_NET.zip';

describe('partsOf', () => {
  it('leaves the bundle of one machine whole, with its nested containers and top folder', () => {
    const paths = ['T/RRAS01-System.evtx', 'T/RRAS01_240221-092800__Log-Warn-Err-Info.txt', `T/${SDP}`, `T/${SDP}!/RRAS01_RAS_reg_.TXT`, 'T/SavedEventLog/System.evtx'];
    expect(shown('TSS_RRAS01_240221-092800_NET_RAS.zip', paths)).toEqual([[null, 'TSS_RRAS01_240221-092800_NET_RAS.zip', paths]]);
  });

  it('gives each machine of a zip of zips its own part, whatever the zips are called', () => {
    const parts = shown('case.zip', [
      'x/TSS_LAP042_240221-092800_NET_VPN.zip',
      'x/TSS_LAP042_240221-092800_NET_VPN.zip!/LAP042-Application.evtx',
      'x/TSS_LAP042_240221-092800_NET_VPN.zip!/ConnProgramData/Pbk/rasphone.pbk',
      'x/server.zip',
      'x/server.zip!/RRAS01_240221-092800_RegHive_System.hiv',
      `x/server.zip!/${SDP}`,
      `x/server.zip!/${SDP}!/RRAS01_Certificates-machinestore.TXT`,
    ]);
    expect(parts).toEqual([
      ['LAP042', 'case.zip!/x/TSS_LAP042_240221-092800_NET_VPN.zip', ['x/TSS_LAP042_240221-092800_NET_VPN.zip', 'x/TSS_LAP042_240221-092800_NET_VPN.zip!/LAP042-Application.evtx', 'x/TSS_LAP042_240221-092800_NET_VPN.zip!/ConnProgramData/Pbk/rasphone.pbk']],
      ['RRAS01', 'case.zip!/x/server.zip', ['x/server.zip', 'x/server.zip!/RRAS01_240221-092800_RegHive_System.hiv', `x/server.zip!/${SDP}`, `x/server.zip!/${SDP}!/RRAS01_Certificates-machinestore.TXT`]],
    ]);
  });

  it('takes a log of another machine out of the bundle it was attached to', () => {
    const parts = shown('TSS_RRAS01_240221-092800_NET_RAS.zip', ['RRAS01-System.evtx', 'tracing/RASMAN.LOG', 'Attachments/DC01-Security.evtx']);
    expect(parts).toEqual([
      ['RRAS01', 'TSS_RRAS01_240221-092800_NET_RAS.zip', ['RRAS01-System.evtx', 'tracing/RASMAN.LOG']],
      ['DC01', 'TSS_RRAS01_240221-092800_NET_RAS.zip!/Attachments', ['Attachments/DC01-Security.evtx']],
    ]);
  });

  it('keeps what lies beside them apart, and tells problems and remarks once', () => {
    const parts = partsOf(bundle('case', ['a/LAP042-System.evtx', 'b/RRAS01-System.evtx', 'Security.evtx']));
    expect(parts.map(({ host, bundle: part }) => [host, part.entries.length, part.problems.length, part.notes.length])).toEqual([
      ['LAP042', 1, 0, 1],
      ['RRAS01', 1, 0, 0],
      [null, 1, 1, 0],
    ]);
  });
});
