/** Where this package is installed: the folder with its package.json, above the compiled or the source files. */
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export function packageRoot(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  for (let depth = 0; depth < 8; depth++) {
    if (existsSync(join(folder, 'package.json')) && existsSync(join(folder, 'signatures'))) return folder;
    folder = dirname(folder);
  }
  throw new Error(`package.json with its signatures was not found above ${import.meta.url}`);
}
