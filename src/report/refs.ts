/** References as text: `<artifact>#<locator>`, the form every output writes and `show` reads. */
import type { Locator, SourceRef } from '../model/refs.ts';

/**
 * `HOST-Application.evtx#record=101@4608`, `x.txt#line=12-14`, `x.hiv#key=Control\Lsa;value=LmCompatibilityLevel`, `x.pbk#section=Contoso VPN`.
 * With a bundle name in front (`bundle.zip!/artifact`) when the case holds several.
 */
export function refText(ref: SourceRef): string {
  const artifact = ref.bundle === undefined ? ref.artifact : `${ref.bundle}!/${ref.artifact}`;
  const at = locatorText(ref.at);
  return at === '' ? artifact : `${artifact}#${at}`;
}

function locatorText(at: Locator): string {
  switch (at.kind) {
    case 'evtx':
      return `record=${at.recordId}@${at.offset}`;
    case 'line':
      return at.toLine === undefined || at.toLine === at.line ? `line=${at.line}` : `line=${at.line}-${at.toLine}`;
    case 'registry':
      return at.value === undefined ? `key=${at.key}` : `key=${at.key};value=${at.value}`;
    case 'section':
      return at.line === undefined ? `section=${at.section}` : `section=${at.section};line=${at.line}`;
    case 'whole':
      return '';
  }
}
