/** Decoding of what trace events say: by layouts in the trace, by the events themselves, by published manifests. */
export { DecodeCoverage, type DecodeShare } from './coverage.ts';
export { type BuiltInLayouts, type DecodedBy, type DecodedEvent, type DecodeOptions, eventDecoder } from './decode-event.ts';
export { toEventFields } from './event-fields.ts';
export type { DecodedField, Fit } from './fields.ts';
export { type EventLayout, type Extent, type FieldLayout, IN, OUT, UNSAID, type ValueMap } from './layout.ts';
export { LayoutTable } from './layout-table.ts';
export { printableTexts } from './printable.ts';
export { traitsName } from './tracelogging.ts';
export { type DecodeResult, TraceDecoder, type TraceDecoderOptions } from './trace-decoder.ts';
