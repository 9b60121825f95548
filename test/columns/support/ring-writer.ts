// The thread that the ring's test reads from: it offers records of growing numbers as fast as there
// is room, and ends.

import { workerData } from 'node:worker_threads';
import { hasRingRoom, offerRecord, type RecordRing } from '../../../src/columns/record-ring.js';

const { ring, count } = workerData as { ring: RecordRing; count: number };

for (let number = 0; number < count; number++) {
  const words = 2 + ((number * 7) % 60);
  const record = new Int32Array(words).fill(number);
  record[0] = words * 4;
  while (!hasRingRoom(ring, words * 4));
  offerRecord(ring, record, words * 4);
}
