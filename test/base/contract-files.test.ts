// Whether the list of the contract's files names all that there are.

import { readdirSync } from 'node:fs';
import { expect, it } from 'vitest';
import { CONTRACT_FILES } from '../../src/base/contract-files.js';

it('names every file of the contract', () => {
  const folder = new URL('../../proto/shipfrom/v1/', import.meta.url);
  const found = readdirSync(folder);
  expect(CONTRACT_FILES).toEqual(found.sort().map((name) => `shipfrom/v1/${name}`));
});
