/** Frames of a real capture: one machine pinging another, each packet seen at three places. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readEtlBytes } from '../../src/formats/etl/index.ts';
import { readIcmp } from '../../src/protocols/icmp.ts';
import { readIpFrame } from '../../src/protocols/ip-frame.ts';
import { hasTshark, tsharkFields } from '../support/packets/tshark.ts';
import { CORPUS, hasCorpus } from '../support/tools.ts';

const PKTMON = '{4D4F80D9-C8BD-4D73-BB5B-19C90402C5AC}';
const PACKET = 160;
/** Where the payload of a packet event starts, and its type 1 for Ethernet. */
const [PAYLOAD_AT, TYPE_AT] = [0x22, 0x0e];

describe('a capture of pings', () => {
  it('reads as tshark reads it: 38 echoes seen three times each', () => {
    if (!hasCorpus() || !hasTshark()) return;
    const frames: Uint8Array[] = [];
    readEtlBytes(new Uint8Array(readFileSync(join(CORPUS, 'etl', 'pktmon-icmp-ping.etl'))), (event) => {
      if (event.provider === PKTMON && event.id === PACKET && event.data[TYPE_AT] === 1) frames.push(event.data.slice(PAYLOAD_AT));
    }, { artifact: 'pktmon-icmp-ping.etl' });
    expect(frames).toHaveLength(114);
    const ours = frames.map((bytes) => {
      const { ip } = readIpFrame('ethernet', bytes) ?? expect.unreachable();
      const icmp = readIcmp(ip.payload, 4);
      return [ip.source, ip.destination, String(ip.totalLength), String(icmp?.type), String(icmp?.echo?.id), String(icmp?.echo?.sequence)];
    });
    expect(ours).toEqual(tsharkFields(frames, ['ip.src', 'ip.dst', 'ip.len', 'icmp.type', 'icmp.ident', 'icmp.seq']));
    expect(new Set(ours.map((row) => row.join(' '))).size).toBe(38);
    expect(new Set(frames.map((frame) => frame.length))).toEqual(new Set([98]));
  });
});
