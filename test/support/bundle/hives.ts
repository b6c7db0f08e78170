/** The three hives `REG SAVE` makes: what every machine has, and what the recipe adds. */
import type { HiveKey, HiveValue } from '../regf-builder.ts';
import { buildHive, keysFromPaths } from '../regf-builder.ts';
import { bundleServices } from './services.ts';
import type { BundleFrame, Files, HiveName } from './types.ts';

type Paths = Record<string, Readonly<Record<string, HiveValue>> | null>;

const services = 'ControlSet001\\Services';
const control = 'ControlSet001\\Control';
const startNumbers = { auto: 2, manual: 3, disabled: 4 } as const;

function systemPaths(frame: BundleFrame): Paths {
  const { recipe, offset, standardOffset, codePages, os } = frame;
  const host = recipe.host.split('.')[0]!.toUpperCase();
  const productTypes = { WinNT: 'WinNT', ServerNT: 'ServerNT', LanmanNT: 'LanmanNT' };
  const paths: Paths = {
    'Select': { Current: 1, Default: 1, Failed: 0, LastKnownGood: 1 },
    [`${control}\\ComputerName\\ComputerName`]: { ComputerName: host },
    [`${control}\\ComputerName\\ActiveComputerName`]: { ComputerName: host },
    // Bias counts minutes WEST of UTC; the active one includes summer time.
    [`${control}\\TimeZoneInformation`]: { Bias: -standardOffset >>> 0, ActiveTimeBias: -offset >>> 0, DaylightBias: -60 >>> 0, StandardBias: 0, TimeZoneKeyName: standardOffset === 60 ? 'W. Europe Standard Time' : 'UTC' },
    [`${control}\\Nls\\CodePage`]: { ACP: String(codePages.ansi), OEMCP: String(codePages.oem) },
    [`${control}\\ProductOptions`]: { ProductType: productTypes[os.product] },
    [`${control}\\Lsa`]: { LimitBlankPasswordUse: 1 },
    [`${services}\\Tcpip\\Parameters`]: { Hostname: recipe.host.split('.')[0]!, Domain: frame.domain, 'NV Hostname': recipe.host.split('.')[0]!, 'NV Domain': frame.domain },
    [`${services}\\RasMan\\Parameters`]: { AllowL2TPWeakCrypto: 0, ProhibitIpSec: 0 },
    [`${services}\\SstpSvc\\Parameters`]: null,
    [`${services}\\PolicyAgent`]: null,
    [`${services}\\IKEEXT\\Parameters`]: null,
  };
  for (const service of bundleServices(frame)) {
    paths[`${services}\\${service.name}`] = { DisplayName: service.displayName, Start: startNumbers[service.start], Type: 32, ...paths[`${services}\\${service.name}`] };
  }
  return paths;
}

function softwarePaths(frame: BundleFrame): Paths {
  const [, , build = '0', revision = '0'] = frame.os.version.split('.');
  return {
    'Microsoft\\Windows NT\\CurrentVersion': { ProductName: frame.os.name, CurrentBuild: build, CurrentBuildNumber: build, UBR: Number(revision), CurrentMajorVersionNumber: 10, CurrentMinorVersionNumber: 0, InstallationType: frame.os.product === 'WinNT' ? 'Client' : 'Server' },
    'Policies': null,
  };
}

/** Defaults, then the recipe's values over them; `CurrentControlSet` is a link that hives do not hold. */
function merged(defaults: Paths, told: BundleFrame['recipe']['registry'], hive: HiveName): HiveKey {
  const paths: Paths = { ...defaults };
  for (const [path, values] of Object.entries(told?.[hive] ?? {})) {
    const real = path.replace(/^CurrentControlSet(?=\\|$)/i, 'ControlSet001');
    const same = Object.keys(paths).find((known) => known.toUpperCase() === real.toUpperCase()) ?? real;
    paths[same] = values === null ? (paths[same] ?? null) : { ...paths[same], ...values };
  }
  return keysFromPaths(paths);
}

/** Adds `P_RegHive_System.hiv`, `…_Software.hiv`, `…_Software_User.hiv`. */
export function addHives(files: Files, frame: BundleFrame): void {
  const { recipe } = frame;
  const defaults: Readonly<Record<HiveName, Paths>> = { System: systemPaths(frame), Software: softwarePaths(frame), User: { Microsoft: null } };
  const names: Readonly<Record<HiveName, string>> = { System: 'RegHive_System.hiv', Software: 'RegHive_Software.hiv', User: 'RegHive_Software_User.hiv' };
  for (const hive of ['System', 'Software', 'User'] as const) {
    if (recipe.withoutHives?.includes(hive)) continue;
    const root = merged(defaults[hive], recipe.registry, hive);
    files.set(`${frame.stopPrefix}${names[hive]}`, buildHive(root, { lastWritten: frame.stop, dirty: recipe.dirtyHives ?? false, rootName: hive === 'System' ? 'SYSTEM' : 'SOFTWARE' }));
  }
}
