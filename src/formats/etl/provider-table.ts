/** Counts records by who wrote them, and makes the text of each GUID once. */
import { readGuid } from '../../bytes/guid.ts';
import { viewU16, viewU32, type View } from '../../bytes/view.ts';
import type { EtlHeaderKind } from './event.ts';
import type { RecordLayout } from './record-layout.ts';

/** A trace of a whole system has some hundreds; a file of nothing but new GUIDs must not fill the memory. */
const MAX_ENTRIES = 4096;
const BUCKETS = 1024;

/** Records of one kind and one writer. */
export interface ProviderEntry {
  readonly kind: EtlHeaderKind;
  /** GUID; '' for kernel records and those without one. */
  readonly provider: string;
  /** Group of kernel records (upper byte of the hook id); -1 for others. */
  readonly group: number;
  /** Stands for all writers beyond the limit: its `provider` says nothing. */
  readonly isRest: boolean;
  records: number;
  /** In ticks since the first record of the file. */
  first: number;
  last: number;
}

interface Node extends ProviderEntry {
  readonly words: readonly [number, number, number, number];
  readonly next: Node | null;
}

export class ProviderTable {
  readonly entries: ProviderEntry[] = [];
  readonly #buckets: (Node | null)[] = Array.from({ length: BUCKETS }, () => null);
  readonly #groups = new Map<EtlHeaderKind, (ProviderEntry | undefined)[]>();
  readonly #rest = new Map<EtlHeaderKind, ProviderEntry>();

  /** Entry of the record at `at`. */
  find(bytes: Uint8Array, view: View, at: number, layout: RecordLayout): ProviderEntry {
    return layout.guidAt < 0 ? this.#findGroup(view, at, layout) : this.#findGuid(bytes, view, at + layout.guidAt, layout.kind);
  }

  #findGuid(bytes: Uint8Array, view: View, at: number, kind: EtlHeaderKind): ProviderEntry {
    const a = viewU32(view, at);
    const b = viewU32(view, at + 4);
    const c = viewU32(view, at + 8);
    const d = viewU32(view, at + 12);
    const mixed = Math.imul(a ^ Math.imul(b, 0x9e3779b1) ^ Math.imul(c, 0x85ebca6b) ^ d, 0xc2b2ae35);
    const bucket = (mixed ^ (mixed >>> 15)) & (BUCKETS - 1);
    for (let node = this.#buckets[bucket] ?? null; node !== null; node = node.next) {
      const { words } = node;
      if (words[0] === a && words[1] === b && words[2] === c && words[3] === d && node.kind === kind) return node;
    }
    if (this.entries.length >= MAX_ENTRIES) return this.#findRest(kind);
    const node: Node = { ...entry(kind, readGuid(bytes, at), -1), words: [a, b, c, d], next: this.#buckets[bucket] ?? null };
    this.#buckets[bucket] = node;
    this.entries.push(node);
    return node;
  }

  /** By group for kernel records; what has neither a GUID nor a hook id is one entry a kind. */
  #findGroup(view: View, at: number, layout: RecordLayout): ProviderEntry {
    const isKernel = layout.idAt === 6;
    const group = isKernel ? viewU16(view, at + 6) >> 8 : 0;
    let groups = this.#groups.get(layout.kind);
    if (groups === undefined) this.#groups.set(layout.kind, (groups = []));
    let found = groups[group];
    if (found === undefined) {
      found = entry(layout.kind, '', isKernel ? group : -1);
      groups[group] = found;
      this.entries.push(found);
    }
    return found;
  }

  #findRest(kind: EtlHeaderKind): ProviderEntry {
    let found = this.#rest.get(kind);
    if (found === undefined) {
      found = { ...entry(kind, '', -1), isRest: true };
      this.#rest.set(kind, found);
      this.entries.push(found);
    }
    return found;
  }
}

function entry(kind: EtlHeaderKind, provider: string, group: number): ProviderEntry {
  return { kind, provider, group, isRest: false, records: 0, first: Number.POSITIVE_INFINITY, last: Number.NEGATIVE_INFINITY };
}
