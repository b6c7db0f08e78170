/** Interfaces with their metrics and MTU: `netsh interface … show interfaces|subinterfaces` and `Get-NetIPInterface`. */
import { readObjects } from '../../formats/text/objects.ts';

export interface Interface {
  readonly name: string;
  readonly index?: number;
  readonly mtu?: number;
  readonly metric?: number;
  readonly connected?: boolean;
  readonly ipVersion?: 4 | 6;
  /** 0-based. */
  readonly line: number;
}

/** Index, metric, MTU, state, name. */
const INTERFACE_ROW = /^\s*(\d{1,6})\s+(\d{1,10})\s+(\d{1,10})\s+(\S+)\s+(\S.*)$/;
/** MTU, state of the medium, bytes in, bytes out, name. */
const SUBINTERFACE_ROW = /^\s*(\d{1,10})\s+\d{1,3}\s+\d{1,20}\s+\d{1,20}\s+(\S.*)$/;
const MAX_LINE = 400;

/** The state is a localised word; the loopback interface (index 1) is always connected and shows which one means that. */
export function readNetshInterfaces(lines: readonly string[], ipVersion: 4 | 6): Interface[] {
  const rows = lines.map((line, at) => ({ row: INTERFACE_ROW.exec(line.slice(0, MAX_LINE)), at })).filter(({ row }) => row !== null);
  const loopback = rows.find(({ row }) => row?.[1] === '1')?.row?.[4];
  return rows.map(({ row, at }) => {
    const [, index, metric, mtu, state, name] = row as unknown as [string, string, string, string, string, string];
    const connected = loopback === undefined ? (/^(?:dis)?connected$/.test(state) ? state === 'connected' : undefined) : state === loopback;
    return { name: name.trimEnd(), index: Number(index), mtu: Number(mtu), metric: Number(metric), ipVersion, line: at, ...(connected === undefined ? {} : { connected }) };
  });
}

export function readNetshSubinterfaces(lines: readonly string[], ipVersion: 4 | 6): Interface[] {
  return lines.flatMap((line, at) => {
    const row = SUBINTERFACE_ROW.exec(line.slice(0, MAX_LINE));
    return row === null ? [] : [{ name: (row[2] as string).trimEnd(), mtu: Number(row[1]), ipVersion, line: at }];
  });
}

/** Rows or lists of `Get-NetIPInterface`; names and values are not localised. */
export function readIpInterfaces(lines: readonly string[]): Interface[] {
  return readObjects(lines).objects.flatMap(({ properties, line }) => {
    const name = properties.get('interfacealias') ?? '';
    if (name === '' || !properties.has('interfacemetric')) return [];
    const state = properties.get('connectionstate')?.toLowerCase();
    const version = { ipv4: 4, ipv6: 6 }[properties.get('addressfamily')?.toLowerCase() ?? ''] as 4 | 6 | undefined;
    return [{
      name,
      line,
      ...numeric('index', properties.get('ifindex') ?? properties.get('interfaceindex')),
      ...numeric('mtu', properties.get('nlmtu(bytes)') ?? properties.get('nlmtu')),
      ...numeric('metric', properties.get('interfacemetric')),
      ...(state === 'connected' || state === 'disconnected' ? { connected: state === 'connected' } : {}),
      ...(version === undefined ? {} : { ipVersion: version }),
    }];
  });
}

function numeric(name: 'index' | 'mtu' | 'metric', text: string | undefined): { readonly [key: string]: number } {
  return text !== undefined && /^\d{1,10}$/.test(text) ? { [name]: Number(text) } : {};
}
