/**
 * Always On VPN profiles (ProfileXML of the VPNv2 configuration service provider) and EAP configurations, wherever they stand.
 *
 *   <VPNProfile><AlwaysOn>true</AlwaysOn><TrustedNetworkDetection>corp.contoso.com</TrustedNetworkDetection><NativeProfile><Servers>vpn.contoso.com</Servers>…
 *     → vpn.profile-xml {always_on: true, trusted_networks: [corp.contoso.com], servers: [vpn.contoso.com], malformed: false}
 *   <EapHostConfig …><EapMethod><Type>25</Type>…<ServerNames>nps.contoso.com</ServerNames><TrustedRootCA>5a 89 fe …</TrustedRootCA>
 *     → eap.config {method: peap, server_names: [nps.contoso.com], trusted_roots: [5A89FE…]}
 * A file of its own that is no well-formed XML is a finding: Windows refuses it. Preshared keys are never read.
 */
import type { ArtifactInfo, ArtifactSource, CommandSource, Emit, ReadResult, SourceContext } from '../../model/source.ts';
import type { Yield } from '../../model/records.ts';
import type { Value } from '../../model/values.ts';
import { readEap } from './eap.ts';
import { findFragments, mayHold, unwrap } from './fragments.ts';
import type { Fragment } from './fragments.ts';
import { PROFILE_FIELDS, readPolicy, readProfile } from './profile.ts';
import { find, readXmlTree, search } from './xml-tree.ts';
import type { XmlNode, XmlTree } from './xml-tree.ts';

const YIELDS: readonly Yield[] = [
  { kind: 'fact', name: 'vpn.profile-xml', fields: PROFILE_FIELDS },
  { kind: 'fact', name: 'eap.config', fields: { method: 'string', inner_method: 'string', server_names: 'strings', trusted_roots: 'strings', verify_server: 'boolean', user_cert_filter: 'strings' } },
  { kind: 'fact', name: 'vpn.ipsec-policy', fields: { encryption: 'string', integrity: 'string', dh_group: 'string', pfs_group: 'string', cipher_transform: 'string', auth_transform: 'string', custom: 'boolean' } },
];

/** Files that are such XML from their first element on. */
export const eapConfig: ArtifactSource = {
  id: 'eap-config',
  reads: ['eap-config'],
  yields: YIELDS,
  parse(artifact, bytes, emit, context): ReadResult {
    if (bytes.length === 0) return { outcome: 'failed', reason: 'the file is empty' };
    const fragments = findFragments(decode(bytes));
    if (fragments.length === 0) return { outcome: 'ignored', reason: 'neither a VPN profile nor an EAP configuration' };
    return readAll(fragments, 1, true, artifact, emit, context);
  },
};

/** Outputs and scripts that hold such XML among other text. */
export const eapConfigText: CommandSource = {
  id: 'eap-config-text',
  matches: (command) => command === '' || /VPN|Eap|ProfileXml/i.test(command),
  yields: YIELDS,
  parse(artifact, blocks, emit, context): ReadResult {
    let result: ReadResult | null = null;
    for (const block of blocks) {
      if (!block.lines.some(mayHold)) continue;
      const fragments = findFragments(block.lines.join('\n'));
      if (fragments.length === 0) continue;
      const read = readAll(fragments, block.firstLine, false, artifact, emit, context);
      if (result === null || read.outcome === 'partial') result = read;
    }
    return result ?? { outcome: 'ignored', reason: 'neither a VPN profile nor an EAP configuration' };
  },
};

function readAll(fragments: readonly Fragment[], firstLine: number, isFile: boolean, artifact: ArtifactInfo, emit: Emit, context: SourceContext): ReadResult {
  const faults: string[] = [];
  for (const fragment of fragments) {
    const tree = parse(fragment, isFile);
    if (tree.fault !== undefined) faults.push(`${fragment.root}: ${tree.fault}`);
    const name = nameOf(fragment, tree, artifact.path);
    const put = (fact: string, fields: Record<string, Value> | null): void => {
      if (fields !== null) emit.fact({ name: fact, host: artifact.host, subject: name, fields, ref: context.ref({ kind: 'line', line: firstLine + fragment.line }) });
    };
    if (fragment.root === 'VPNProfile') {
      // What a console or a script did to the text says nothing about the profile Windows was given.
      if (tree.fault !== undefined && isFile) put('vpn.profile-xml', { malformed: true });
      else if (tree.fault === undefined && tree.root !== null) {
        put('vpn.profile-xml', { ...readProfile(tree.root), malformed: false });
        put('vpn.ipsec-policy', readPolicy(tree.root));
      }
    }
    const eap = tree.fault === undefined ? eapOf(tree.root) : undefined;
    if (eap !== undefined) put('eap.config', readEap(eap));
  }
  return faults.length === 0 ? { outcome: 'read' } : { outcome: 'partial', reason: faults.slice(0, 5).join('; ') };
}

function parse(fragment: Fragment, isFile: boolean): XmlTree {
  const tree = readXmlTree(fragment.text);
  if (tree.fault === undefined || isFile) return tree;
  const unwrapped = readXmlTree(unwrap(fragment.text));
  return unwrapped.fault === undefined ? unwrapped : tree;
}

/** The EAP configuration as elements, or as text of `Configuration` (escaped, or in a CDATA section). */
function eapOf(root: XmlNode | null): XmlNode | undefined {
  if (root === null) return undefined;
  const direct = search(root, 'EapHostConfig');
  if (direct) return direct;
  const text = find(root, 'NativeProfile', 'Authentication', 'Eap', 'Configuration')?.text ?? '';
  const inner = mayHold(text) ? findFragments(text)[0] : undefined;
  const tree = inner === undefined ? null : readXmlTree(inner.text);
  return tree === null || tree.fault !== undefined || tree.root === null ? undefined : tree.root;
}

/** The name the profile gives itself, else that of its file. */
function nameOf(fragment: Fragment, tree: XmlTree, path: string): string {
  const stated = tree.root === null ? undefined : find(tree.root, 'ProfileName')?.text;
  if (stated !== undefined && stated !== '') return stated.slice(0, 256);
  const named = fragment.root === 'VPNProfile' ? /<ProfileName>([^<]{1,256})<\/ProfileName>/.exec(fragment.text)?.[1]?.trim() : undefined;
  return named ?? path.slice(path.lastIndexOf('/') + 1).replace(/\.[A-Za-z0-9]{1,5}$/, '');
}

/** By byte order mark or zero pattern, UTF-8 otherwise: what an XML file without a declaration is. */
function decode(bytes: Uint8Array): string {
  const isLittle = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] !== 0 && bytes[1] === 0);
  const isBig = (bytes[0] === 0xfe && bytes[1] === 0xff) || (bytes[0] === 0 && bytes[1] !== 0);
  return new TextDecoder(isLittle ? 'utf-16le' : isBig ? 'utf-16be' : 'utf-8').decode(bytes.subarray(0, 16 << 20));
}
