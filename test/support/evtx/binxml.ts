/** Writes an element tree as BinXml tokens, either inside a template definition or directly. [MS-EVEN6] 2.2.12. */
import { createHash } from 'node:crypto';
import type { ChunkWriter } from './chunk.ts';
import type { EncodedValue } from './values.ts';

export type Content =
  | { readonly text: string }
  | { readonly slot: number; readonly type: number; readonly optional?: boolean }
  | { readonly cdata: string }
  | { readonly character: number }
  | { readonly entity: string }
  | { readonly instruction: string; readonly data: string };

export interface Attribute {
  readonly name: string;
  readonly content: readonly Content[];
}

export interface Element {
  readonly name: string;
  /** Template value the element stands or falls with (it repeats when that value is an array). */
  readonly dependsOn?: number;
  readonly attributes?: readonly Attribute[];
  readonly children?: readonly (Element | Content)[];
}

export interface Template {
  readonly key: string;
  readonly guid: Buffer;
  readonly root: Element;
}

/** A value of a template instance: bytes, or a nested fragment that is written where it stands. */
export type InstanceValue = EncodedValue | { readonly nested: (chunk: ChunkWriter) => void };

const more = 0x40;
const entities: Readonly<Record<string, string>> = { '&': 'amp', '<': 'lt', '>': 'gt', '"': 'quot', "'": 'apos' };

/** Literal text as tokens: markup characters become entity references, as Windows writes them. */
export function textContent(text: string, inAttribute = false): Content[] {
  const pattern = inAttribute ? /([&<>"])/ : /([&<>])/;
  return text.split(pattern).filter((part) => part !== '').map((part) => {
    const entity = part.length === 1 ? entities[part] : undefined;
    return entity && pattern.test(part) ? { entity } : { text: part };
  });
}

/** Makes a template; its GUID is a digest of its structure, so the same structure has the same GUID in every file. */
export function defineTemplate(root: Element): Template {
  const key = JSON.stringify(root);
  return { key, guid: createHash('md5').update(key).digest(), root };
}

function isElement(node: Element | Content): node is Element {
  return 'name' in node;
}

function writeContent(chunk: ChunkWriter, content: Content, hasMore: boolean): void {
  const flag = hasMore ? more : 0;
  if ('text' in content) {
    chunk.u8(0x05 | flag);
    chunk.u8(0x01);
    chunk.u16(content.text.length);
    chunk.utf16(content.text);
  } else if ('slot' in content) {
    chunk.u8(content.optional === false ? 0x0d : 0x0e);
    chunk.u16(content.slot);
    chunk.u8(content.type);
  } else if ('cdata' in content) {
    chunk.u8(0x07 | flag);
    chunk.u16(content.cdata.length);
    chunk.utf16(content.cdata);
  } else if ('character' in content) {
    chunk.u8(0x08 | flag);
    chunk.u16(content.character);
  } else if ('entity' in content) {
    chunk.u8(0x09 | flag);
    chunk.name(content.entity);
  } else {
    chunk.u8(0x0a);
    chunk.name(content.instruction);
    chunk.u8(0x0b);
    chunk.u16(content.data.length);
    chunk.utf16(content.data);
  }
}

function writeAttributes(chunk: ChunkWriter, attributes: readonly Attribute[]): void {
  const lengthAt = chunk.position;
  chunk.u32(0);
  attributes.forEach((attribute, i) => {
    chunk.u8(0x06 | (i < attributes.length - 1 ? more : 0));
    chunk.name(attribute.name);
    attribute.content.forEach((content, j) => writeContent(chunk, content, j < attribute.content.length - 1));
  });
  chunk.patchU32(lengthAt, chunk.position - lengthAt - 4);
}

/** Writes an element; the dependency id is there only inside template definitions. */
export function writeElement(chunk: ChunkWriter, element: Element, inDefinition: boolean): void {
  const attributes = element.attributes ?? [];
  const children = element.children ?? [];
  chunk.u8(0x01 | (attributes.length > 0 ? more : 0));
  if (inDefinition) chunk.u16(element.dependsOn ?? 0xffff);
  const lengthAt = chunk.position;
  chunk.u32(0);
  chunk.name(element.name);
  if (attributes.length > 0) writeAttributes(chunk, attributes);
  if (children.length === 0) {
    chunk.u8(0x03);
  } else {
    chunk.u8(0x02);
    children.forEach((child, i) => {
      const next = children[i + 1];
      if (isElement(child)) writeElement(chunk, child, inDefinition);
      else writeContent(chunk, child, next !== undefined && !isElement(next));
    });
    chunk.u8(0x04);
  }
  chunk.patchU32(lengthAt, chunk.position - lengthAt - 4);
}

export function writeFragmentHeader(chunk: ChunkWriter): void {
  chunk.u8(0x0f);
  chunk.u8(1);
  chunk.u8(1);
  chunk.u8(0);
}

function writeDefinition(chunk: ChunkWriter, template: Template): void {
  const at = chunk.position;
  chunk.u32(chunk.registerTemplate(template.key, template.guid, at));
  chunk.put(template.guid);
  const sizeAt = chunk.position;
  chunk.u32(0);
  writeFragmentHeader(chunk);
  writeElement(chunk, template.root, true);
  chunk.u8(0x00);
  chunk.patchU32(sizeAt, chunk.position - sizeAt - 4);
}

/** Writes a template instance with its values; the definition goes inline the first time a chunk needs it. */
export function writeInstance(chunk: ChunkWriter, template: Template, values: readonly InstanceValue[]): void {
  chunk.u8(0x0c);
  chunk.u8(0x01);
  chunk.put(template.guid.subarray(0, 4));
  const known = chunk.templateAt(template.key);
  chunk.u32(known ?? chunk.position + 4);
  if (known === null) writeDefinition(chunk, template);
  chunk.u32(values.length);
  const descriptors = chunk.position;
  for (const value of values) {
    chunk.u16('bytes' in value ? value.bytes.length : 0);
    chunk.u8('bytes' in value ? value.type : 0x21);
    chunk.u8(0);
  }
  values.forEach((value, i) => {
    if ('bytes' in value) return chunk.put(value.bytes);
    const start = chunk.position;
    value.nested(chunk);
    chunk.patchU16(descriptors + 4 * i, chunk.position - start);
  });
}
