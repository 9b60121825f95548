// Where does the bench leave records? In rings as the product does, that are emptied as if a store
// had read them.

import {
  createIdSource,
  createRecordRings,
  type Recording,
} from '../../src/columns/record-ring.js';

/** Bytes of a ring, as in the product. */
const RING_BYTES = 8 * 1024 * 1024;

/** Positions in a ring's head: how far it is written and read. */
const WRITTEN = 1;
const READ = 2;

/** A recording for one thread, whose ring has been used before: its memory is there. */
export function createBenchRecording(): Recording {
  const rings = createRecordRings(1, RING_BYTES);
  rings[0].bytes.fill(1);
  return { rings, nextSuggestionId: createIdSource() };
}

/** Empties the ring, and makes no garbage. */
export function skipRecords({ rings }: Recording): void {
  const { head } = rings[0];
  Atomics.store(head, READ, head[WRITTEN]);
}
