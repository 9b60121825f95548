// A thread that wakes its parent some thousand times a second: timers of the event loop are too
// coarse for paced calls, and a loop that never sleeps takes the server's processor away. Woken so,
// the parent sleeps in between and is still there at once when an answer comes.

import { parentPort } from 'node:worker_threads';

const PERIOD_MS = 0.05;

const never = new Int32Array(new SharedArrayBuffer(4));
for (;;) {
  Atomics.wait(never, 0, 0, PERIOD_MS);
  parentPort?.postMessage(null);
}
