/**
 * Network adapters and what is bound to them, as `Get-NetAdapter` and `Get-NetAdapterBinding` print them.
 *
 *   Get-NetAdapterBinding -AllBindings -IncludeHidden
 *   Name                      DisplayName                  ComponentID Enabled
 *   ----                      -----------                  ----------- -------
 *   Local Area Connection* 10 Remote Access IP ARP Driver  ms_wanarp     False
 *     → adapter.binding {adapter, component_id: ms_wanarp, enabled: false, wan_miniport: ip}: that driver binds to
 *       WAN Miniport (IP) alone; other miniports are known by the description Get-NetAdapter gives the alias.
 * A list is complete only with -IncludeHidden: the miniports are hidden adapters.
 */
import { readObjects } from '../../formats/text/objects.ts';
import type { PowerShellObject } from '../../formats/text/objects.ts';
import type { CommandBlock, CommandSource, Emit, ReadResult, SourceContext } from '../../model/source.ts';
import type { Value } from '../../model/values.ts';
import { wanMiniportByComponents, wanMiniportById, wanMiniportOf } from './wan-miniport.ts';
import type { WanMiniport } from './wan-miniport.ts';

const COMMAND = /(?:^|[^\w-])Get-NetAdapter(Binding)?(?![A-Za-z])/i;
const FILTERED = /\s-(?:Name|InterfaceDescription|ComponentID|DisplayName|Physical)\b|\|\s*(?:where|\?)/i;

interface Adapter {
  name: string;
  description: string;
  status: string;
  hidden: boolean | null;
  /** Told by its component or device id, whatever its name. */
  miniport: WanMiniport | null;
  readonly line: number;
}

interface Binding {
  readonly adapter: string;
  /** As its own row shows it; '' when the row does not. */
  readonly description: string;
  readonly component: string;
  readonly displayName: string;
  readonly enabled: boolean;
  readonly line: number;
}

/** Everything the blocks of one file say together. */
interface Found {
  readonly adapters: Map<string, Adapter>;
  readonly bindings: Map<string, Binding>;
  readonly adapterList: ListState;
  readonly bindingList: ListState;
}

interface ListState {
  seen: boolean;
  complete: boolean;
  reason: string;
  line: number;
}

export const netAdapter: CommandSource = {
  id: 'net-adapter',
  matches(command, path) {
    return command === '' ? /Net(?:work)?Adapter|bindings?\b/i.test(path.slice(path.lastIndexOf('/') + 1)) : COMMAND.test(command);
  },
  yields: [
    {
      kind: 'fact',
      name: 'adapter.binding',
      fields: {
        adapter: 'string',
        description: 'string',
        component_id: 'string',
        display_name: 'string',
        enabled: 'boolean',
        wan_miniport: 'string',
      },
    },
    {
      kind: 'fact',
      name: 'adapter.device',
      fields: { adapter: 'string', description: 'string', status: 'string', hidden: 'boolean', wan_miniport: 'string' },
    },
  ],
  parse(artifact, blocks, emit, context): ReadResult {
    const found: Found = { adapters: new Map(), bindings: new Map(), adapterList: newState(), bindingList: newState() };
    for (const block of blocks) readBlock(block, found);
    if (!found.adapterList.seen && !found.bindingList.seen) return { outcome: 'ignored', reason: 'no adapters in it' };
    emitAdapters(artifact.host, found, emit, context);
    emitBindings(artifact.host, found, emit, context);
    const incomplete = [found.adapterList, found.bindingList].find((state) => state.seen && !state.complete);
    return incomplete ? { outcome: 'partial', reason: incomplete.reason } : { outcome: 'read' };
  },
};

function newState(): ListState {
  return { seen: false, complete: false, reason: '', line: 1 };
}

function readBlock(block: CommandBlock, found: Found): void {
  const { objects, cutOff } = readObjects(block.lines, 'enabled');
  const asksForBindings = COMMAND.exec(block.command)?.[1] !== undefined;
  // An adapter listed with all its properties has a component id too, but nothing it is enabled for.
  const isBinding = ({ properties }: PowerShellObject): boolean =>
    asksForBindings ? properties.has('name') : properties.has('componentid') && properties.has('enabled');
  const bindings = objects.filter(isBinding);
  const adapters = objects.filter((object) => !isBinding(object) && object.properties.has('interfacedescription'));
  let broken = cutOff ? 'the list is cut off' : '';
  for (const object of adapters) addAdapter(object, block, found);
  for (const object of bindings) {
    if (!addBinding(object, block, found)) broken = 'a row has no component or no state: columns are cut off';
  }
  const isAnswer = bindings.length > 0 || adapters.length > 0;
  if (asksForBindings || bindings.length > 0) closeList(found.bindingList, block, broken, bindings.length > 0);
  if (adapters.length > 0 || (!asksForBindings && !isAnswer && block.command !== '')) {
    closeList(found.adapterList, block, broken, adapters.length > 0);
  }
}

/** A second, fuller list of the same kind may complete what a first one left open. */
function closeList(state: ListState, block: CommandBlock, broken: string, hasRows: boolean): void {
  const showsHidden =
    /-IncludeHidden\b|\bhidden\b/i.test(block.command) ||
    (block.command === '' && block.lines.some((line) => wanMiniportOf(line) !== null || /\* \d+\b/.test(line)));
  const reason = !hasRows
    ? 'the command printed no adapters'
    : broken || (FILTERED.test(block.command) ? 'the command asked for some adapters only' : showsHidden ? '' : 'hidden adapters are not listed');
  if (!state.seen || reason === '') {
    state.reason = reason;
    state.line = block.firstLine;
  }
  state.seen = true;
  state.complete ||= reason === '';
}

function addAdapter(object: PowerShellObject, block: CommandBlock, found: Found): void {
  const { properties } = object;
  const name = properties.get('name') || properties.get('interfacealias') || '';
  const description = properties.get('interfacedescription') ?? '';
  if (name === '' && description === '') return;
  const hiddenText = properties.get('hidden');
  const hidden = hiddenText === 'True' ? true : hiddenText === 'False' ? false : /\* ?\d+$/.test(name) ? true : null;
  const miniport = wanMiniportById(`${properties.get('componentid') ?? ''} ${properties.get('pnpdeviceid') ?? ''}`);
  const key = keyOf(name, description);
  const known = found.adapters.get(key);
  if (known) {
    // A table may cut the description that a list prints in full.
    if (description.length > known.description.length || known.description.endsWith('...')) known.description = description || known.description;
    known.status ||= properties.get('status') ?? '';
    known.hidden ??= hidden;
    known.miniport ??= miniport;
    return;
  }
  found.adapters.set(key, {
    name,
    description,
    status: properties.get('status') ?? '',
    hidden,
    miniport,
    line: block.firstLine + object.line,
  });
}

/** False when the row lacks its component or its state. */
function addBinding(object: PowerShellObject, block: CommandBlock, found: Found): boolean {
  const { properties } = object;
  const adapter = properties.get('name') || properties.get('interfacealias') || '';
  const component = properties.get('componentid') ?? '';
  const enabled = /^(True|False)$/i.exec(properties.get('enabled') ?? '');
  if (component === '' || adapter === '' || !enabled) return false;
  const description = properties.get('interfacedescription') ?? '';
  if (description !== '') addAdapter(object, block, found);
  const row = isCut(adapter) ? `|${block.firstLine + object.line}` : '';
  found.bindings.set(`${adapter}|${component}${row}`.toLowerCase(), {
    adapter,
    description,
    component,
    displayName: properties.get('displayname') ?? '',
    enabled: (enabled[1] as string).toLowerCase() === 'true',
    line: block.firstLine + object.line,
  });
  return true;
}

function emitAdapters(host: string, found: Found, emit: Emit, context: SourceContext): void {
  for (const adapter of found.adapters.values()) {
    const fields: Record<string, Value> = { adapter: adapter.name, description: adapter.description };
    if (adapter.status !== '') fields['status'] = adapter.status;
    if (adapter.hidden !== null) fields['hidden'] = adapter.hidden;
    fields['wan_miniport'] = adapter.miniport ?? wanMiniportOf(adapter.description) ?? wanMiniportOf(adapter.name);
    const ref = context.ref({ kind: 'line', line: adapter.line });
    emit.fact({ name: 'adapter.device', host, subject: adapter.description || adapter.name, fields, ref });
  }
  emitListing('adapter.device', host, found.adapterList, found.adapters.size, emit, context);
}

function emitBindings(host: string, found: Found, emit: Emit, context: SourceContext): void {
  const components = new Map<string, string[]>();
  for (const { adapter, component } of found.bindings.values()) {
    const list = components.get(adapter) ?? [];
    list.push(component);
    components.set(adapter, list);
  }
  for (const binding of found.bindings.values()) {
    const device = found.adapters.get(keyOf(binding.adapter, binding.description));
    const siblings = isCut(binding.adapter) ? [binding.component] : (components.get(binding.adapter) ?? []);
    const description = device?.description;
    const fields: Record<string, Value> = { adapter: binding.adapter };
    if (description) fields['description'] = description;
    fields['component_id'] = binding.component;
    fields['display_name'] = binding.displayName;
    fields['enabled'] = binding.enabled;
    const miniport = device?.miniport ?? miniportOf(binding.adapter, description, siblings);
    if (miniport !== undefined) fields['wan_miniport'] = miniport;
    const ref = context.ref({ kind: 'line', line: binding.line });
    emit.fact({ name: 'adapter.binding', host, subject: `${binding.adapter}|${binding.component}`, fields, ref });
  }
  emitListing('adapter.binding', host, found.bindingList, found.bindings.size, emit, context);
}

/** A narrow page cuts `Local Area Connection* 9` and `* 10` to the same text: several adapters may stand behind it. */
function isCut(alias: string): boolean {
  return /(?:\.\.\.|\u2026)$/.test(alias);
}

function keyOf(alias: string, description: string): string {
  return (isCut(alias) ? `${alias}|${description}` : alias).toLowerCase();
}

/** undefined when neither name, description nor components tell: an alias alone may hide a miniport. */
function miniportOf(adapter: string, description: string | undefined, components: readonly string[]): WanMiniport | null | undefined {
  const named = wanMiniportOf(description ?? '') ?? wanMiniportOf(adapter) ?? wanMiniportByComponents(components);
  return named ?? (description ? null : undefined);
}

function emitListing(fact: string, host: string, state: ListState, count: number, emit: Emit, context: SourceContext): void {
  if (!state.seen) return;
  const ref = context.ref({ kind: 'line', line: state.line });
  emit.listing({ fact, host, complete: state.complete, count, ...(state.complete ? {} : { reason: state.reason }), ref });
}
