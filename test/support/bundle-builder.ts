/**
 * Builds a bundle as the TSS collector (2022, 2023, 2024) leaves it: names, prefixes, encodings and nesting of a NET_VPN or
 * NET_RAS run, from a short recipe. Only names and shapes that the collector's public scripts show; the readers in `src/` were not
 * looked at. Same recipe, same bytes.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { addBinaries } from './bundle/binaries.ts';
import { addCapture } from './bundle/capture.ts';
import { addEventLogs } from './bundle/event-logs.ts';
import { addHives } from './bundle/hives.ts';
import { addSdp } from './bundle/sdp.ts';
import { addTexts } from './bundle/texts.ts';
import type { BundleFrame, BundleRecipe, DamageRecipe, Files } from './bundle/types.ts';
import { fileStamp, localParts } from './text-builder.ts';
import { buildZip } from './zip-builder.ts';

export type { BundleRecipe, DialRecipe, EventRecipe, ServiceRecipe } from './bundle/types.ts';
export { coIdOf } from './bundle/dials.ts';

export interface BuiltBundle {
  readonly fileName: string;
  /** Path inside the bundle (`/`) → content, sorted by path. */
  readonly files: ReadonlyMap<string, Uint8Array>;
  zip(): Uint8Array;
  /** Writes the files under `folder/<name>/` and returns that folder. */
  writeFolder(folder: string): string;
}

function minutesOf(zone: string | number | undefined): number {
  if (typeof zone === 'number') return zone;
  const match = /^([+-])(\d\d):?(\d\d)$/.exec(zone ?? '+00:00');
  if (!match) throw new Error(`not an offset: ${zone}`);
  return (match[1] === '-' ? -1 : 1) * (Number(match[2]) * 60 + Number(match[3]));
}

const oses = {
  NET_VPN: { version: '10.0.22621.3155', name: 'Windows 11 Enterprise', product: 'WinNT' },
  NET_RAS: { version: '10.0.20348.2322', name: 'Windows Server 2022 Standard', product: 'ServerNT' },
} as const;
const cultures = { en: 'en-US', de: 'de-DE', fr: 'fr-FR', ja: 'ja-JP' } as const;
const codePages = { en: { oem: 437, ansi: 1252 }, de: { oem: 850, ansi: 1252 }, fr: { oem: 850, ansi: 1252 }, ja: { oem: 932, ansi: 932 } } as const;

/** ISO text of a recipe time; a bare clock time falls on `day`. */
function placeTime(text: string, day: string | undefined): string {
  const bare = /^(\d\d:\d\d:\d\d(?:\.\d+)?)$/.exec(text.trim());
  if (bare && day === undefined) throw new Error(`time ${text} needs a day`);
  const iso = bare ? `${day}T${bare[1]}Z` : text.trim().replace(' ', 'T').replace(/(?<!Z)$/, 'Z');
  const time = Date.parse(iso);
  if (Number.isNaN(time)) throw new Error(`not a time: ${text}`);
  return new Date(time).toISOString();
}

function frameOf(recipe: BundleRecipe): BundleFrame {
  const day = recipe.day ?? /^\d{4}-\d\d-\d\d/.exec(recipe.collected[0])?.[0];
  const skew = (recipe.clockSkew ?? 0) * 1000;
  const when = (text: string): string => new Date(Date.parse(placeTime(text, day)) + skew).toISOString();
  const [start, stop] = recipe.collected.map(when) as [string, string];
  const generation = recipe.version ?? 2024;
  const language = recipe.language ?? 'en';
  const offset = minutesOf(recipe.zone);
  const summer = offset !== 0 && Number(start.slice(5, 7)) >= 4 && Number(start.slice(5, 7)) <= 9;
  const standardOffset = recipe.standardZone === undefined ? offset - (summer ? 60 : 0) : minutesOf(recipe.standardZone);
  const stamp = (seconds: number): string => fileStamp(new Date(Date.parse(start) + seconds * 1000).toISOString(), offset);
  const collector = generation === 2022 ? 'TSSv2' : 'TSS';
  const startPrefix = `${recipe.host}_${stamp(recipe.prefixLag ?? 0)}_`;
  return {
    recipe, generation, language, culture: recipe.culture ?? cultures[language], offset, standardOffset, codePages: codePages[language], os: recipe.os ?? oses[recipe.scenario],
    domain: recipe.domain ?? 'contoso.com', user: recipe.user ?? 'user1', start, stop, boot: recipe.boot ? when(recipe.boot) : new Date(Date.parse(start) - 6 * 3_600_000).toISOString(), startPrefix,
    stopPrefix: recipe.stopStamp ? `${recipe.host}_${recipe.stopStamp}_` : startPrefix, name: recipe.name ?? `${collector}_${recipe.host}_${stamp(0)}_${recipe.scenario}_xray_INFO`, when,
  };
}

function addOwnFiles(files: Files, recipe: BundleRecipe): void {
  for (const [path, content] of Object.entries(recipe.files ?? {})) {
    files.set(path, typeof content === 'string' ? Buffer.from(content) : Buffer.from(content.hex.replaceAll(/\s/g, ''), 'hex'));
  }
  for (const suffix of recipe.without ?? []) {
    const gone = [...files.keys()].filter((path) => path.endsWith(suffix));
    if (gone.length === 0) throw new Error(`${recipe.host}: nothing ends in ${suffix}, so it cannot be left out`);
    for (const path of gone) files.delete(path);
  }
}

function damaged(bytes: Uint8Array, damage: DamageRecipe): Uint8Array {
  const result = Uint8Array.from(bytes.subarray(0, damage.keep ?? bytes.length));
  const { at, length } = damage.overwrite ?? { at: 0, length: 0 };
  for (let i = at; i < Math.min(at + length, result.length); i++) result[i] = (Math.imul(i, 2_654_435_761) >>> 24) & 0xff;
  return result;
}

function damageFiles(files: Files, recipe: BundleRecipe): void {
  for (const [suffix, damage] of Object.entries(recipe.damage ?? {})) {
    const hit = [...files.keys()].filter((path) => path.endsWith(suffix));
    if (hit.length === 0) throw new Error(`${recipe.host}: nothing ends in ${suffix}, so it cannot be damaged`);
    for (const path of hit) files.set(path, damaged(files.get(path)!, damage));
  }
}

/** Some bytes into the content of the file the upload broke off in. */
function cutOff(zip: Uint8Array, name: string): Uint8Array {
  const at = Buffer.from(zip).indexOf(name, 0, 'latin1');
  if (at < 0) throw new Error(`the zip holds no ${name} to be cut off in`);
  return zip.subarray(0, at + Buffer.byteLength(name) + 600);
}

/** Builds all files of one bundle. @throws Error when the recipe contradicts itself or the collector. */
export function buildBundle(recipe: BundleRecipe): BuiltBundle {
  const frame = frameOf(recipe);
  const all: Files = new Map();
  addTexts(all, frame);
  addEventLogs(all, frame);
  addHives(all, frame);
  addBinaries(all, frame);
  addCapture(all, frame);
  addSdp(all, frame);
  addOwnFiles(all, recipe);
  damageFiles(all, recipe);
  const files = new Map([...all].toSorted(([a], [b]) => (a < b ? -1 : 1)));
  const top = recipe.topFolder ? `${frame.name}/` : '';
  const local = localParts(frame.stop, frame.offset);
  const modified = `${local.year}-${local.month}-${local.day}T${local.hour}:${local.minute}:${local.second}`;
  return {
    fileName: `${frame.name}.zip`,
    files,
    zip() {
      const name = (path: string): string => `${top}${path}`.replaceAll('/', recipe.separator ?? '\\');
      const zip = buildZip([...files].map(([path, data]) => ({ name: name(path), data })), { modified });
      const last = recipe.cutOffIn === undefined ? undefined : [...files.keys()].find((path) => path.endsWith(recipe.cutOffIn!));
      if (recipe.cutOffIn !== undefined && last === undefined) throw new Error(`${recipe.host}: nothing ends in ${recipe.cutOffIn}, so the zip cannot end there`);
      return last === undefined ? zip : cutOff(zip, name(last));
    },
    writeFolder(folder) {
      for (const [path, data] of files) {
        const target = join(folder, frame.name, path);
        mkdirSync(dirname(target), { recursive: true });
        writeFileSync(target, data);
      }
      return join(folder, frame.name);
    },
  };
}
