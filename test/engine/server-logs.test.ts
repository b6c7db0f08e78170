/** Traces, accounting logs and other analysers' verdicts of a whole bundle: recognised, placed on the clock, accounted for. */
import { describe, expect, it } from 'vitest';
import { openBundle } from '../../src/bundle/open.ts';
import { analyzeCase } from '../../src/engine/analyze.ts';
import { sourceVocabulary } from '../../src/engine/vocabulary.ts';
import { nodePlatform } from '../../src/platform/node/platform.ts';
import { buildBundle } from '../support/bundle-builder.ts';
import { memoryFile } from '../support/pieces.ts';
import { npsEvent, npsExport, packetLines, traceLine } from '../support/text-builder.ts';

const zone = { offsetMinutes: 60 };
const bundle = buildBundle({
  host: 'RRAS01',
  scenario: 'NET_RAS',
  zone: '+01:00',
  day: '2025-01-01',
  collected: ['08:30:05', '08:52:00'],
  repro: ['08:32:00', '08:40:00'],
  tracing: {
    'PPP.LOG': [traceLine('2024-12-31T20:00:00', 'Line up', zone), ...packetLines({ utc: '2025-01-01T08:33:12.250', direction: 'received', hex: 'C0 21 05 02 00 10 29 57 C4 46 00 3C CD 74 00 00 02 B3', ...zone })],
    'svchost_RASTLS.LOG': [traceLine('2024-12-31T20:00:00', 'MakeAlert failed with error 0x80090325', zone)],
  },
  files: {
    'Attachments/IN2501.log': npsEvent({ utc: '2025-01-01T08:33:12.300', offsetMinutes: 60, server: 'RRAS01', packet: 3, user: 'CONTOSO\\user1', reason: 16 }),
    'Attachments/nps.xml': npsExport({ policies: [{ name: 'VPN', order: 1, grants: true, authTypes: [5] }], clients: [{ name: 'rras01', address: '192.0.2.1', secret: 'geheim' }] }),
  },
});

describe('a bundle with server logs', async () => {
  const opened = await openBundle(memoryFile(bundle.fileName, bundle.zip()), nodePlatform, {});
  const { records, report } = await analyzeCase([opened], { version: '0.0.0', signatures: [], vocabulary: sourceVocabulary() });
  const shown = (name: string): string[] => records.filter((record) => record.name === name).map((record) => new Date(record.time / 1000).toISOString());

  it('puts each line into the year before or after New Year, and on UTC', () => {
    expect(new Set(shown('ppp.packet'))).toEqual(new Set(['2025-01-01T08:33:12.250Z']));
    expect(new Set(shown('trace.error'))).toEqual(new Set(['2024-12-31T20:00:00.000Z']));
    expect(shown('nps-log.reject')).toEqual(['2025-01-01T08:33:12.300Z']);
  });
  it('accounts for every file', () => {
    const coverage = report.coverage.filter((item) => /tracing|RasTracing|Attachments/.test(item.artifact)).map((item) => [item.kind, item.outcome]);
    expect(coverage).toContainEqual(['nps-log', 'read']);
    expect(coverage).toContainEqual(['nps-config', 'read']);
    expect(coverage.filter(([kind, outcome]) => kind === 'ras-trace-log' && outcome === 'read').length).toBeGreaterThanOrEqual(4);
  });
  it('lets no secret through', () => {
    expect(JSON.stringify(report)).not.toContain('geheim');
  });
});
