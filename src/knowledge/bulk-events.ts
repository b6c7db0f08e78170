/**
 * Audit events a busy machine writes by the million. They matter around an attempt and nowhere else, so that far from the
 * repro window they are counted without being decoded.
 */

const PROVIDER = 'Microsoft-Windows-Security-Auditing';
const IDS: ReadonlySet<number> = new Set([4624, 4625, 4768, 4771, 4776, 5152, 5156, 5157, 5158]);

/** Whether events of this kind are decoded near the repro window only. */
export function isBulkEvent(provider: string, eventId: number): boolean {
  return IDS.has(eventId) && provider === PROVIDER;
}
