/** Packets of a case as a pcapng capture, streamed: Wireshark reads no event trace logs outside Windows, and needs none of our own verdicts. */
import { recognise } from '../bundle/recognise.ts';
import type { Bundle, Entry } from '../bundle/types.ts';
import { readEtl } from '../formats/etl/index.ts';
import { LINK_TYPE, pcapngHead, pcapngInterface, pcapngPacket } from '../formats/pcapng/writer.ts';
import { ParseError } from '../model/error.ts';
import type { Span } from '../model/time.ts';
import { isPacketEvent } from '../sources/capture/captured.ts';
import { FRAME_FILTERS, passesFilter } from '../sources/capture/filters.ts';
import type { Frame } from '../sources/capture/frame.ts';
import { FrameReader } from '../sources/capture/frames.ts';
import { withoutProtectedBit } from '../protocols/wifi.ts';

export interface PcapOptions {
  readonly version: string;
  /** Only frames in this span. */
  readonly span?: Span;
  /** Name of a filter (`PCAP_FILTERS`). */
  readonly filter?: string;
  /** Only captures whose path holds this text. */
  readonly artifact?: string;
  readonly onProgress?: (text: string) => void;
  /** Told of captures that could not be read whole. */
  readonly onProblem: (text: string) => void;
}

export const PCAP_FILTERS: readonly string[] = Object.keys(FRAME_FILTERS);

export interface PcapCount {
  readonly artifact: string;
  /** Frames in the capture, each packet once. */
  readonly frames: number;
  readonly written: number;
}

/** Writes every capture of the bundles as a section of its own. Returns what each held; traces without packets are left out. */
export async function writePcap(bundles: readonly Bundle[], options: PcapOptions, write: (bytes: Uint8Array) => Promise<void>): Promise<PcapCount[]> {
  const counts: PcapCount[] = [];
  for (const bundle of bundles) {
    for (const entry of bundle.entries) {
      if (entry.refused !== undefined || entry.container !== undefined || !entry.path.toLowerCase().includes((options.artifact ?? '').toLowerCase())) continue;
      if ((await recognise(entry.path, () => entry.head())) !== 'etl') continue;
      options.onProgress?.(entry.path);
      const count = await writeCapture(entry, options, write);
      if (count.frames > 0) counts.push(count);
    }
  }
  return counts;
}

async function writeCapture(entry: Entry, options: PcapOptions, write: (bytes: Uint8Array) => Promise<void>): Promise<PcapCount> {
  const section = new Section(options.version, entry.path);
  let frames = 0;
  let written = 0;
  const reader = new FrameReader((frame) => {
    frames++;
    if (!isWanted(frame, options)) return;
    written++;
    section.add(frame);
  });
  // What has been gathered is written before the next piece is asked for, so that memory stays bounded.
  async function* flushed(): AsyncGenerator<Uint8Array> {
    for await (const piece of entry.pieces()) {
      yield piece;
      await section.flush(write);
    }
  }
  try {
    await readEtl(flushed(), (event) => reader.push(event), { artifact: entry.path, wants: isPacketEvent });
  } catch (error) {
    if (!(error instanceof ParseError)) throw error;
    options.onProblem(`${entry.path}: expected ${error.expected}, found ${error.found}`);
  }
  reader.finish();
  await section.flush(write);
  return { artifact: entry.path, frames, written };
}

function isWanted(frame: Frame, { span, filter }: PcapOptions): boolean {
  if (span?.from !== undefined && frame.time < span.from) return false;
  if (span?.to !== undefined && frame.time > span.to) return false;
  return filter === undefined || passesFilter(frame, filter);
}

/** One section: its head and interfaces are written when the first frame needs them. A class because it has a life. */
class Section {
  readonly #version: string;
  readonly #artifact: string;
  readonly #interfaces = new Map<string, number>();
  #blocks: Uint8Array[] = [];
  #isOpen = false;

  constructor(version: string, artifact: string) {
    this.#version = version;
    this.#artifact = artifact;
  }

  add(frame: Frame): void {
    if (!this.#isOpen) this.#blocks.push(pcapngHead(`rasalyze ${this.#version}: ${this.#artifact}`));
    this.#isOpen = true;
    const key = `${frame.place} ${frame.link}`;
    let number = this.#interfaces.get(key);
    if (number === undefined) {
      number = this.#interfaces.size;
      this.#interfaces.set(key, number);
      this.#blocks.push(pcapngInterface(LINK_TYPE[frame.link], key));
    }
    const bytes = frame.link === 'wifi' ? withoutProtectedBit(frame.bytes) : frame.bytes;
    this.#blocks.push(pcapngPacket({ interface: number, ticks: BigInt(frame.time) * 10n, originalLength: frame.originalLength, bytes, direction: frame.direction, comment: commentOf(frame) }));
  }

  async flush(write: (bytes: Uint8Array) => Promise<void>): Promise<void> {
    const blocks = this.#blocks;
    this.#blocks = [];
    let length = 0;
    for (const block of blocks) length += block.length;
    if (length === 0) return;
    const joined = new Uint8Array(length);
    let at = 0;
    for (const block of blocks) {
      joined.set(block, at);
      at += block.length;
    }
    await write(joined);
  }
}

function commentOf({ number, event, appearances, dropReason, processId }: Frame): string {
  const parts = [`frame ${number}, trace event ${event}`, `process ${processId}`, ...(appearances > 1 ? [`seen at ${appearances} layers`] : []), ...(dropReason === null ? [] : [`dropped by Windows, reason ${dropReason}`])];
  return parts.join(', ');
}
