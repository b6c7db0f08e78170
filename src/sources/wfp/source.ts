/**
 * The filtering platform's XML: `netsh wfp show netevents|state|filters`, and `wfpdiag.xml` of a capture.
 *
 *   <item><header><timeStamp>2024-05-06T07:08:09.000Z</timeStamp>…<remoteAddrV4>198.51.100.24</remoteAddrV4><remotePort>500</remotePort></header>
 *    <type>FWPM_NET_EVENT_TYPE_IKEEXT_MM_FAILURE</type><ikeMmFailure><failureErrorCode>13805</failureErrorCode><mmState>IKEEXT_MM_SA_STATE_SA_SENT</mmState>…
 *     → wfp.ike-mm-failure {error: 13805, mm_state: sa-sent, remote_address: 198.51.100.24, remote_port: 500}
 *   <type>FWPM_NET_EVENT_TYPE_CLASSIFY_DROP</type><classifyDrop><filterId>68893</filterId>… → wfp.drop {filter_id: 68893}
 *   <item><filterKey>{…}</filterKey>…<action><type>FWP_ACTION_BLOCK</type></action>… with a condition on UDP 500 → wfp.block-filter {ports: [500]}
 * Element names are those of the structures' members, in every language. Times are UTC. The shape of drops and filters is public
 * (Microsoft, Troubleshooting UWP app connectivity issues in Windows Firewall); that of IKE failures is inferred from fwpmtypes.h.
 */
import { IKE_FAILURE_FIELDS } from '../../knowledge/ike-failures.ts';
import type { Yield } from '../../model/records.ts';
import type { ArtifactInfo, ArtifactSource, Emit, ReadResult, SourceContext } from '../../model/source.ts';
import type { Micros } from '../../model/time.ts';
import { readBlockFilter, readProvider, readSpis } from './filters.ts';
import { readNetEvent, readTime } from './net-events.ts';
import { readXmlItems } from './xml-items.ts';
import type { Item, XmlOutcome } from './xml-items.ts';

export const CHANNEL = 'wfp-net-events';
const PROVIDER = 'Windows Filtering Platform';
const ROOTS = /^(?:wfpdiag|wfpstate|netevents?|filters|providers|boottimepolicy|firewallstate)$/i;
/** `ikeSAs`, `ikeextSas`: the associations' list is not documented by name. */
const ASSOCIATIONS = /^ike\w{0,12}sas?$/;
const LISTS: ReadonlySet<string> = new Set(['netevents', 'providers', 'filters']);
/** A state holds a few hundred filters that matter at most; the rest of a hostile file is counted. */
const MAX_FACTS = 2_000;

const ikeFailure = (mode: string): Yield => ({ kind: 'record', name: `wfp.ike-${mode}-failure`, fields: IKE_FAILURE_FIELDS, channel: CHANNEL });

export const wfp: ArtifactSource = {
  id: 'wfp',
  reads: ['wfp-xml'],
  yields: [
    ikeFailure('mm'),
    ikeFailure('qm'),
    ikeFailure('em'),
    {
      kind: 'record',
      name: 'wfp.drop',
      fields: { direction: 'string', protocol: 'number', local_address: 'string', remote_address: 'string', local_port: 'number', remote_port: 'number', filter_id: 'string', layer_id: 'string' },
      channel: CHANNEL,
    },
    { kind: 'fact', name: 'wfp.provider', fields: { name: 'string', third_party: 'boolean' } },
    { kind: 'fact', name: 'wfp.block-filter', fields: { name: 'string', layer: 'string', ports: 'strings', protocol: 'number', provider: 'string', conditions: 'strings' } },
    { kind: 'fact', name: 'wfp.ike-sa', fields: { initiator_spi: 'string', responder_spi: 'string' } },
  ],
  parse(artifact, bytes, emit, context): ReadResult {
    if (bytes.length === 0) return { outcome: 'failed', reason: 'the file is empty' };
    const reading = newReading();
    const outcome = readXmlItems(bytes, (name) => LISTS.has(name) || ASSOCIATIONS.test(name), (item) => take(item, reading, artifact, emit, context));
    if (!outcome.roots.some((root) => ROOTS.test(root))) return { outcome: outcome.fault === undefined ? 'ignored' : 'failed', reason: outcome.fault ?? 'not written by the filtering platform' };
    list(outcome, reading, artifact, emit, context);
    return resultOf(outcome, reading);
  },
};

/** What one pass gathers. */
interface Reading {
  readonly seen: Set<string>;
  readonly counts: Record<'wfp.provider' | 'wfp.block-filter' | 'wfp.ike-sa', number>;
  events: number;
  untimed: number;
  first: Micros | null;
  last: Micros | null;
}

function newReading(): Reading {
  return { seen: new Set(), counts: { 'wfp.provider': 0, 'wfp.block-filter': 0, 'wfp.ike-sa': 0 }, events: 0, untimed: 0, first: null, last: null };
}

function take(item: Item, reading: Reading, artifact: ArtifactInfo, emit: Emit, context: SourceContext): void {
  if (item.list === 'netevents') return takeEvent(item, reading, artifact, emit, context);
  const put = (name: keyof Reading['counts'], subject: string, fields: Parameters<Emit['fact']>[0]['fields']): void => {
    // The state lists a filter under its layer, a capture once more in its own list.
    const key = `${name}\u0000${subject}`;
    if (reading.seen.has(key)) return;
    reading.counts[name]++;
    if (reading.counts[name] > MAX_FACTS) return;
    reading.seen.add(key);
    emit.fact({ name, host: artifact.host, subject, fields, ref: context.ref({ kind: 'line', line: item.line }) });
  };
  if (item.list === 'providers') {
    const provider = readProvider(item);
    if (provider) put('wfp.provider', provider.key, provider.fields);
  } else if (item.list === 'filters') {
    const filter = readBlockFilter(item);
    if (filter) put('wfp.block-filter', filter.id, filter.fields);
  } else {
    const spis = readSpis(item);
    if (spis) put('wfp.ike-sa', spis.initiator, { initiator_spi: spis.initiator, responder_spi: spis.responder });
  }
}

function takeEvent(item: Item, reading: Reading, artifact: ArtifactInfo, emit: Emit, context: SourceContext): void {
  const event = readNetEvent(item);
  reading.events++;
  if (event.time === null) {
    reading.untimed++;
    return;
  }
  reading.first = Math.min(reading.first ?? event.time, event.time);
  reading.last = Math.max(reading.last ?? event.time, event.time);
  if (event.name === null) return;
  emit.record({
    name: event.name,
    time: event.time,
    clock: { clock: 'utc', precision: 'millisecond' },
    host: artifact.host,
    scope: { provider: PROVIDER, channel: CHANNEL },
    code: event.type,
    severity: event.severity,
    fields: event.fields,
    ref: context.ref({ kind: 'line', line: item.line }),
  });
}

function list(outcome: XmlOutcome, reading: Reading, artifact: ArtifactInfo, emit: Emit, context: SourceContext): void {
  const ref = context.ref({ kind: 'whole' });
  const { host } = artifact;
  if (reading.first !== null && reading.last !== null && host !== '') {
    emit.watch({ host, channel: CHANNEL, span: { from: reading.first, to: Math.max(reading.last, readTime(outcome.timeStamp) ?? 0) }, ref });
  }
  const put = (fact: keyof Reading['counts'], listName: string, isComplete: boolean, why: string): void => {
    if (!outcome.lists.has(listName)) return;
    const complete = outcome.isWhole && isComplete && reading.counts[fact] <= MAX_FACTS;
    emit.listing({ fact, host, complete, count: outcome.lists.get(listName) ?? 0, ...(complete ? {} : { reason: outcome.fault ?? (outcome.isWhole ? why : 'the file is cut off') }), ref });
  };
  put('wfp.provider', 'providers', true, 'too many');
  // "show filters" leaves filters out unless it is told to be verbose; the state has them all.
  put('wfp.block-filter', 'filters', outcome.roots.some((root) => /^wfpstate$/i.test(root)), 'only the state lists every filter');
}

function resultOf(outcome: XmlOutcome, { first, last, untimed }: Reading): ReadResult {
  const notes = [...(outcome.fault === undefined ? [] : [outcome.fault]), ...(outcome.isWhole || outcome.fault !== undefined ? [] : ['the file is cut off']), ...(untimed === 0 ? [] : [`${untimed} events without a time`])];
  return {
    outcome: notes.length > 0 ? 'partial' : 'read',
    ...(notes.length > 0 ? { reason: notes.join('; ') } : {}),
    ...(first === null || last === null ? {} : { span: { from: first, to: last } }),
  };
}
