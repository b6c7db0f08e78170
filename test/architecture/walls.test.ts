/** The walls of the house: which room may import which, each with its reason. */
import { describe, expect, it } from 'vitest';
import { sourceFiles } from './imports.ts';

const files = sourceFiles();

/** Rooms a room may import besides itself, and why not more. */
const WALLS: Readonly<Record<string, { readonly may: readonly string[]; readonly because: string }>> = {
  model: { may: [], because: 'the nouns depend on nothing, so that everything can depend on them' },
  bytes: { may: ['model'], because: 'reading bytes knows no format' },
  knowledge: { may: ['model'], because: 'tables of facts are data, usable by every room' },
  formats: { may: ['model', 'bytes'], because: 'a file format knows nothing about VPN and can be used alone' },
  protocols: { may: ['model', 'bytes'], because: 'what a packet says depends on its bytes alone' },
  platform: { may: ['model', 'bytes', 'formats'], because: 'a platform offers files and inflate, it does not know what is in them' },
  bundle: { may: ['model', 'bytes', 'formats', 'knowledge', 'platform'], because: 'opening containers knows names and magic, not meaning' },
  sources: { may: ['model', 'bytes', 'formats', 'protocols', 'knowledge'], because: 'sources never see each other, the timeline or a verdict; two that must be seen together meet in timeline' },
  timeline: { may: ['model', 'knowledge'], because: 'attempts are made of records and facts, never of bytes' },
  matching: { may: ['model', 'knowledge'], because: 'stored facts must be judgeable by newer signatures' },
  diagnosis: { may: ['model', 'knowledge'], because: 'a diagnosis is made of verdicts only' },
  redaction: { may: ['model', 'bytes', 'knowledge'], because: 'names are replaced in evidence and reports, whatever they were read from' },
  report: { may: ['model', 'knowledge'], because: 'a renderer renders the one result object' },
  engine: { may: ['model', 'bytes', 'formats', 'protocols', 'knowledge', 'platform', 'bundle', 'sources', 'timeline', 'matching', 'diagnosis', 'redaction', 'report'], because: 'the only room that knows them all, but no front' },
  apps: { may: ['model', 'platform', 'engine', 'report', 'bundle', 'matching'], because: 'fronts are thin and hold no logic' },
};

describe('walls', () => {
  it('knows every room', () => {
    expect([...new Set(files.map((file) => file.room))].filter((room) => WALLS[room] === undefined)).toEqual([]);
  });

  for (const [room, { may, because }] of Object.entries(WALLS)) {
    it(`${room} imports only ${may.length > 0 ? may.join(', ') : 'itself'}: ${because}`, () => {
      const crossings = files.filter((file) => file.room === room).flatMap((file) => file.files.filter((target) => target.split('/')[0] !== room && !may.includes(target.split('/')[0] ?? '')).map((target) => `${file.path} -> ${target}`));
      expect(crossings).toEqual([]);
    });
  }

  it('sources never import each other: two that must be seen together meet in timeline', () => {
    const owner = (path: string) => path.split('/')[1] ?? '';
    const crossings = files
      .filter((file) => file.room === 'sources' && file.path.split('/').length > 2)
      .flatMap((file) => file.files.filter((target) => target.startsWith('sources/') && target.split('/').length > 2 && owner(target) !== owner(file.path)).map((target) => `${file.path} -> ${target}`));
    expect(crossings).toEqual([]);
  });

  it('only platform/node and the command line touch node: the same engine runs in a browser page', () => {
    const users = files.filter((file) => file.packages.some((name) => name.startsWith('node:')) && !/^(platform\/node|apps\/(cli|server|desktop))\//.test(file.path));
    expect(users.map((file) => file.path)).toEqual([]);
    const globals = files.filter((file) => !/^(platform\/node|apps)\//.test(file.path) && /\b(?:process\.(?:env|argv|std|exit|cwd|mem)|Buffer\.(?:from|alloc|concat)|require\()/.test(file.text));
    expect(globals.map((file) => file.path)).toEqual([]);
  });

  it('nothing reaches the network', () => {
    const callers = files.filter((file) => /\bfetch\(|XMLHttpRequest|WebSocket|EventSource\(|sendBeacon|node:(?:https?|net|tls|dgram|dns)'/.test(file.text));
    expect(callers.map((file) => file.path)).toEqual([]);
  });

  it('only bytes uses DataView, so that every read is bounded in one place', () => {
    expect(files.filter((file) => file.room !== 'bytes' && /\bnew DataView\b/.test(file.text)).map((file) => file.path)).toEqual([]);
  });

  it('bytes, formats, knowledge and model depend on no package', () => {
    const users = files.filter((file) => ['bytes', 'formats', 'knowledge', 'model'].includes(file.room) && file.packages.length > 0);
    expect(users.map((file) => `${file.path}: ${file.packages.join(', ')}`)).toEqual([]);
  });

  it('has no import circles', () => {
    const graph = new Map(files.map((file) => [file.path, file.files]));
    const done = new Set<string>();
    const circles: string[] = [];
    const visit = (path: string, trail: readonly string[]): void => {
      if (trail.includes(path)) {
        circles.push([...trail.slice(trail.indexOf(path)), path].join(' -> '));
        return;
      }
      if (done.has(path)) return;
      for (const target of graph.get(path) ?? []) visit(target, [...trail, path]);
      done.add(path);
    };
    for (const path of graph.keys()) visit(path, []);
    expect(circles).toEqual([]);
  });

  it('imports every local file with its extension and only files that exist', () => {
    const known = new Set(files.map((file) => file.path));
    expect(files.flatMap((file) => file.files.filter((target) => !known.has(target)).map((target) => `${file.path} -> ${target}`))).toEqual([]);
  });
});
