import { describe, expect, it } from 'vitest';
import { sdpResults } from '../../../src/sources/sdp-results/source.ts';
import { artifactAt, contextFor, outFile, recorder } from '../../support/text.ts';

function read(bytes: Uint8Array) {
  const recorded = recorder();
  const result = sdpResults.parse(artifactAt('results.xml', 'sdp-results'), bytes, recorded.emit, contextFor('results.xml'));
  return { ...recorded, result };
}
const utf8 = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'utf8'));

/** After the Report schema: root causes with data elements for description and status. */
const cause = (id: string, name: string, status: string): string =>
  `<RootCause id="${id}" name="${name}"><Data id="Description" name="Description">text</Data><Data id="Status" name="Status">${status}</Data><ResolutionInformation><Resolution id="RS_1" name="r"><Data id="Status" name="Status">Not Run</Data></Resolution></ResolutionInformation></RootCause>`;
const platform = (causes: string): string => `<?xml version="1.0" encoding="utf-8"?>\n<dcmRR:ResultReport xmlns:dcmRR="http://www.microsoft.com/schemas/dcm/resultreport/2008" SchemaVersion="1.0">\n<Package id="NET" name="NET"><Problem><RootCauseInformation>\n${causes}\n</RootCauseInformation></Problem></Package></dcmRR:ResultReport>`;

describe('report of the troubleshooting platform', () => {
  it('takes root causes that were detected, and not the status of their resolvers', () => {
    const { facts, result } = read(utf8(platform([cause('RC_IPv6Check', 'IPv6 is disabled', 'Detected'), cause('RC_PMTU', 'PMTU', 'Not Detected'), cause('RC_SHA512', 'SHA512 with TLS', 'Not Fixed'), cause('RC_PORT', 'Port', 'Not Checked'), cause('RC_FIXED', 'Fixed', 'Fixed')].join('\n'))));
    expect(facts.map((fact) => fact.fields)).toEqual([{ id: 'RC_IPv6Check', title: 'IPv6 is disabled' }, { id: 'RC_SHA512', title: 'SHA512 with TLS' }]);
    expect(facts[0]?.ref.at).toEqual({ kind: 'line', line: 4 });
    expect(result.outcome).toBe('read');
  });
});

describe('files of the helpers', () => {
  it('reads detected items', () => {
    const { facts } = read(utf8('<?xml version="1.0" encoding="UTF-8"?><Root><Item Name="Item1"><ID>RC_IPv6Check</ID><Detected>True</Detected><Parameters /></Item><Item Name="Item2"><ID>RC_PMTU</ID><Detected>False</Detected></Item></Root>'));
    expect(facts.map((fact) => fact.fields)).toEqual([{ id: 'RC_IPv6Check' }]);
  });
  it('reads messages that warn, with severity and title', () => {
    const item = (verbosity: string, cause: string): string => `<Item Name="Item3" Type="XML" ScriptName="TS_X.ps1" RootCauseID="${cause}"><ID>${cause}_1</ID><Name>LAP042 - IPv6 ist abgeschaltet</Name><Verbosity>${verbosity}</Verbosity><XML><Objects><Object><Property Name="x">Error</Property></Object></Objects></XML></Item>`;
    const { facts } = read(utf8(`<Root>${item('Error', 'RC_IPv6Check')}${item('Informational', 'RC_Info')}${item('Warning', '')}</Root>`));
    expect(facts.map((fact) => fact.fields)).toEqual([{ id: 'RC_IPv6Check', severity: 'error', title: 'LAP042 - IPv6 ist abgeschaltet' }, { id: '_1', severity: 'warning', title: 'LAP042 - IPv6 ist abgeschaltet' }]);
  });
});

describe('other files under the name', () => {
  it.each([
    ['empty', new Uint8Array()],
    ['other XML', utf8('<testsuites><RootCause id="a"><Data id="Status">Detected</Data></RootCause></testsuites>')],
    ['text', outFile('Windows-IP-Konfiguration\n')],
  ])('%s: ignored', (_, bytes) => {
    const { facts, result } = read(bytes);
    expect([facts, result.outcome]).toEqual([[], 'ignored']);
  });
  it('cut off: what stands before the cut', () => {
    const text = platform([cause('RC_A', 'a', 'Detected'), cause('RC_B', 'b', 'Detected')].join('\n'));
    const { facts, result } = read(utf8(text.slice(0, text.indexOf('RC_B'))));
    expect(facts.map((fact) => fact.subject)).toEqual(['RC_A']);
    expect(result.outcome).toBe('partial');
  });
});
