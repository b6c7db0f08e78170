/** Messages like those of Windows: which vendor ids and proposals it sends is known from public logs of the servers it dials. */
import * as build from '../support/packets/ike.ts';
import { hex, join, u16 } from '../support/packets/ip.ts';

export const MICROSOFT = {
  nt5: '1e2b516905991c7d7c96fcbfb587e46100000009',
  discovery: 'fb1de3cdf341b7ea16b7e5be0855f120',
  contact: '26244d38eddb61b3172a36e3d0cfb819',
  windows8: '01528bbbc00696121849ab9a1c5b2a5100000002',
} as const;

/** An IKE_SA_INIT request with four proposals. */
export function saInit(sourceHash = '00'.repeat(20), destinationHash = 'ff'.repeat(20)): Uint8Array {
  const proposals = [
    { number: 1, transforms: [[1, 12, 256], [2, 6], [3, 13], [4, 20]] },
    { number: 2, transforms: [[1, 12, 256], [1, 12, 128], [2, 5], [2, 2], [3, 12], [3, 2], [4, 14], [4, 2]] },
    { number: 3, transforms: [[1, 20, 256], [2, 6], [4, 19], [4, 31]] },
    { number: 4, transforms: [[1, 3], [2, 2], [3, 2], [4, 2]] },
  ] as const;
  return build.ike({ exchange: 34, flags: 8, initiator: '4a6f00112233aabb' }, [
    build.sa2(...proposals),
    build.ke2(14, 256),
    build.nonce2(48),
    build.notify2(16430),
    build.notify2(16388, hex(sourceHash)),
    build.notify2(16389, hex(destinationHash)),
    build.notify2(16431, join(...[1, 2, 3, 4].map(u16))),
    build.vendor2(MICROSOFT.nt5),
    build.vendor2(MICROSOFT.discovery),
    build.vendor2(MICROSOFT.contact),
    build.vendor2(MICROSOFT.windows8),
  ]);
}

/** Main mode message 1 of a Windows 10 client of L2TP with a shared key. */
export function mainMode1(): Uint8Array {
  const vendors = ['01528bbbc00696121849ab9a1c5b2a5100000001', MICROSOFT.nt5, '4a131c81070358455c5728f20e95452f', '90cb80913ebb696e086381b5ec427b1f', '4048b7d56ebce88525e7de7f00d6c2d3', MICROSOFT.discovery, MICROSOFT.contact, 'e3a5966a76379fe707228231e5ce8652'];
  return build.ike({ version: 0x10, exchange: 2, flags: 0, initiator: '080fd6f205d3879d' }, [
    build.sa1(build.phase1(7, 256, 2, 20), build.phase1(7, 128, 2, 19), build.phase1(7, 256, 2, 14), build.phase1(5, undefined, 2, 14), build.phase1(5, undefined, 2, 2)),
    ...vendors.map(build.vendor1),
  ]);
}
