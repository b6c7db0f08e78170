/** `npm run bench [-- bundle-size-in-MB]`: measures and prints; asserts nothing, since machines are noisy. */
import { cpus } from 'node:os';
import { benchBundle } from './bundle.ts';
import { benchEtl } from './etl.ts';
import { benchEvtx } from './evtx.ts';
import { benchJudging } from './judge.ts';

const megabytes = Number(process.argv[2] ?? '1000');
console.log(`Node ${process.version}, ${cpus().length} core(s), ${cpus()[0]?.model ?? 'unknown processor'}`);
benchEvtx(30);
await benchJudging();
await benchEtl(new URL('../../', import.meta.url), megabytes * 1e6);
await benchBundle(new URL('../../', import.meta.url), megabytes * 1e6);
