/** The published layouts of trace providers, in the form the decoder takes. */
import { type BuiltInLayouts, type EventLayout, type Extent, type FieldLayout, IN, UNSAID } from '../../formats/etl/decode/index.ts';
import { lookUpTraceProvider, type TraceEvent, type TraceField, type TraceProvider, traceProviderName, type TraceType } from '../../knowledge/trace-providers/index.ts';

const TYPES: Readonly<Record<TraceType, number>> = {
  string: IN.STRING, ansi: IN.ANSI, u8: IN.U8, u16: IN.U16, u32: IN.U32, u64: IN.U64, i8: IN.I8, i32: IN.I32, i64: IN.I64, bool: IN.BOOL, binary: IN.BINARY, guid: IN.GUID,
  pointer: IN.POINTER, filetime: IN.FILETIME, systemtime: IN.SYSTEMTIME, sid: IN.SID, hex32: IN.HEX32, hex64: IN.HEX64,
};

/** Layouts by provider, id and version; made once each. */
const made = new Map<TraceProvider, Map<number, readonly EventLayout[]>>();

/**
 * Layouts of the table. Where a trace has a newer version than the table, the nearest older one serves: versions only append fields,
 * so that the fields stand and bytes are left over.
 */
export const builtInLayouts: BuiltInLayouts = {
  layout(guid, id, version) {
    const provider = lookUpTraceProvider(guid);
    if (provider === null) return null;
    return layoutsOf(provider).get(id)?.findLast((layout) => layout.version <= version) ?? null;
  },
  name: traceProviderName,
};

/** By id, versions rising. */
function layoutsOf(provider: TraceProvider): ReadonlyMap<number, readonly EventLayout[]> {
  const known = made.get(provider);
  if (known !== undefined) return known;
  const layouts = new Map<number, readonly EventLayout[]>();
  for (const event of provider.events) {
    const fields = event.fields.map((field, index) => fieldLayout(field, index, event));
    for (const id of event.ids) {
      const layout = { provider: provider.guid, id, version: event.version, providerName: provider.name, channel: '', name: '', message: '', fields };
      layouts.set(id, [...(layouts.get(id) ?? []), layout].sort((a, b) => a.version - b.version));
    }
  }
  made.set(provider, layouts);
  return layouts;
}

/** `Name:type`, `Name:binary(Size)`, `Name:binary(20)`, `Name:string*Count`. */
function fieldLayout(field: TraceField, index: number, event: TraceEvent): FieldLayout {
  const [name = '', rest = ''] = field.split(':');
  const [typed = '', count = ''] = rest.split('*');
  const [type = '', length = ''] = typed.replace(')', '').split('(');
  const extent = (text: string): Extent => (text === '' ? UNSAID : /^\d+$/.test(text) ? { by: 'fixed', value: Number(text) } : { by: 'field', index: indexOf(text, event) });
  return { name, index, inType: TYPES[type as TraceType], outType: 0, map: '', count: extent(count), length: extent(length), members: null };
}

function indexOf(name: string, event: TraceEvent): number {
  return event.fields.findIndex((field) => field.startsWith(`${name}:`));
}
