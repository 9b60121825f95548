// A process that gives suggestion ids out, block by block, and prints the first of each block. It
// ends when it is killed. Argument: folder.

import { writeSync } from 'node:fs';
import { EmbeddedStore } from '../../../src/stores/embedded-store.js';
import { createIdSource } from '../../../src/columns/record-ring.js';

const [dataDirectory = ''] = process.argv.slice(2);
const nextSuggestionId = createIdSource();
const store = new EmbeddedStore({ dataDirectory, nextSuggestionId });
await store.open();
for (;;) {
  // Millions in a second: more than an engine gives out.
  const blocks = BigInt(Math.floor(Math.random() * 20));
  const first = Atomics.add(nextSuggestionId, 0, 1024n * blocks);
  writeSync(1, `${first} ${1024n * blocks}\n`);
  await new Promise((resolve) => setTimeout(resolve, 1));
}
