/**
 * How services are set to start, from the keys below `Services`.
 *
 *   Services\IKEEXT  Start REG_DWORD 3, ImagePath "%systemroot%\system32\svchost.exe -k netsvcs -p"
 *                                         → service.configured {service: IKEEXT, start_type: manual, image: …}
 */
import { serviceName } from '../../knowledge/services.ts';
import type { Yield } from '../../model/records.ts';
import type { Value } from '../../model/values.ts';
import { numberAt, placeOf, textAt } from './view.ts';
import type { FactSink, RegistryView } from './view.ts';

export const SERVICE_YIELD: Yield = { kind: 'fact', name: 'service.configured', fields: { service: 'string', start_type: 'string', image: 'string' } };

const START_TYPES = ['boot', 'system', 'auto', 'manual', 'disabled'] as const;
const SERVICES = 'Services';
/** A Windows installation has some 700 services and drivers. */
const MAX_SERVICES = 10_000;

/** Emits one `service.configured` for each service that states how it starts, and the listing. */
export function emitServices(view: RegistryView, { host, emit, ref }: FactSink, complete: boolean): void {
  const list = view.area === 'SYSTEM' ? view.subkeys(SERVICES) : null;
  if (list === null) return;
  let unread = 0;
  for (const name of list.names.slice(0, MAX_SERVICES)) {
    const path = `${SERVICES}\\${name}`;
    const start = numberAt(view, path, 'Start');
    if (start === undefined) {
      // Keys without Start hold settings of something that is no service; a damaged one may hide a service.
      if (view.value(path, 'Start').state === 'unknown') unread++;
      continue;
    }
    // The case of a key's name differs from version to version (mpssvc); the vocabulary has one spelling.
    const service = serviceName(name) ?? name;
    const fields: Record<string, Value> = { service };
    const type = START_TYPES[start];
    const delayed = type === 'auto' && numberAt(view, path, 'DelayedAutostart') === 1;
    if (type !== undefined) fields['start_type'] = delayed ? 'auto-delayed' : type;
    const image = textAt(view, path, 'ImagePath');
    if (image !== undefined) fields['image'] = image;
    emit.fact({ name: 'service.configured', host, subject: service, fields, ref: ref(placeOf(view, path, 'Start')) });
  }
  const whole = complete && list.complete && unread === 0 && list.names.length <= MAX_SERVICES;
  emit.listing({
    fact: 'service.configured',
    host,
    complete: whole,
    count: list.names.length,
    ...(whole ? {} : { reason: 'not every key below Services was there or readable' }),
    ref: ref(list.at),
  });
}
