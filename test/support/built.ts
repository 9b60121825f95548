// Where the build of a test's helper lies: threads and processes run JavaScript only.

import { fileURLToPath } from 'node:url';

const ROOT = new URL('../../', import.meta.url).href;

/**
 * The built file of a module of the repository, named as in an import, with `.js` at its end: by
 * its URL or by its path from the root.
 */
export function builtFile(module: URL | string): string {
  const { href } = new URL(module, ROOT);
  return fileURLToPath(href.replace(ROOT, `${ROOT}dist/`));
}
