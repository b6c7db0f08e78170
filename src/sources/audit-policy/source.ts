/**
 * What a machine audits, from `auditpol /backup`: the Security log is silent about the rest.
 *
 *   RRAS01,System,Netzwerkrichtlinienserver,{0cce9243-69ae-11d9-bed3-505054503030},Erfolg und Fehler,,3
 *     → audit.subcategory {guid: {0CCE9243-69AE-11D9-BED3-505054503030}, success: true, failure: true}
 * Names and words are localised; the GUID (ntsecapi.h) and the number at the end are not. The number is 1 for success,
 * 2 for failure, 3 for both, 0 or 4 for none (MS-GPAC 2.2.1.3.1).
 */
import { decodeText } from '../../formats/text/decode.ts';
import type { ArtifactSource, ReadResult } from '../../model/source.ts';
import { readCsv } from '../csv-rows.ts';

const GUID = /^\{[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\}$/i;
/** The subcategories of Windows; newer ones may be missing on older systems. */
const USUAL_COUNT = 50;

export const auditPolicy: ArtifactSource = {
  id: 'audit-policy',
  reads: ['audit-policy'],
  yields: [{ kind: 'fact', name: 'audit.subcategory', fields: { guid: 'string', success: 'boolean', failure: 'boolean' } }],
  parse(artifact, bytes, emit, context): ReadResult {
    const decoded = decodeText(bytes, context);
    const { rows, broken } = readCsv(decoded.text);
    let count = 0;
    for (const { cells, line } of rows) {
      const guid = (cells[3] ?? '').trim();
      const value = Number((cells[6] ?? '').trim() || Number.NaN);
      // Rows for one user have its SID as their target.
      if (!GUID.test(guid) || !(value >= 0 && value <= 4) || /^S-1-/i.test(cells[1] ?? '')) continue;
      const upper = guid.toUpperCase();
      emit.fact({
        name: 'audit.subcategory',
        host: artifact.host,
        subject: upper,
        fields: { guid: upper, success: value === 1 || value === 3, failure: value === 2 || value === 3 },
        ref: context.ref({ kind: 'line', line }),
      });
      count += 1;
    }
    if (count === 0) return rows.length > 1 ? { outcome: 'ignored', reason: 'no audit policy in it' } : { outcome: 'partial', reason: 'the file is empty' };
    const isWhole = !broken && !decoded.truncated && count >= USUAL_COUNT;
    emit.listing({ fact: 'audit.subcategory', host: artifact.host, complete: isWhole, count, ...(isWhole ? {} : { reason: 'not all subcategories are in it' }), ref: context.ref({ kind: 'whole' }) });
    return broken ? { outcome: 'partial', reason: 'the file is cut off' } : { outcome: 'read' };
  },
};
