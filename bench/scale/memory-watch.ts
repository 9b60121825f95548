// The thread of MemoryWatch: looks at the memory of its process every 10 ms, and keeps the most.

import { parentPort, workerData } from 'node:worker_threads';
import { ownBytes } from './memory.js';

const EVERY_MS = 10;

const most = workerData as Float64Array;
setInterval(() => {
  most[0] = Math.max(most[0], ownBytes());
}, EVERY_MS);
parentPort?.postMessage('watching');
