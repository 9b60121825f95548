// How much memory does this process hold, and what was the most of it for a while? What files are
// mapped is left out: the pages of the store are the system's to drop.

import { readFileSync } from 'node:fs';
import { freemem } from 'node:os';
import { Worker } from 'node:worker_threads';

const KIB = 1024;

/** Bytes of memory that are this process's own, and in use. Elsewhere than on Linux all of them. */
export function ownBytes(): number {
  if (process.platform !== 'linux') return process.memoryUsage.rss();
  const status = readFileSync('/proc/self/status', 'utf8');
  return fieldOf(status, 'RssAnon') + fieldOf(status, 'RssShmem');
}

/** Bytes that could be had without swapping. */
export function availableBytes(): number {
  if (process.platform !== 'linux') return freemem();
  return fieldOf(readFileSync('/proc/meminfo', 'utf8'), 'MemAvailable');
}

function fieldOf(text: string, name: string): number {
  return Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(text)?.[1] ?? 0) * KIB;
}

/** Bytes of all shared memory that an object leads to, each piece once. */
export function sharedBytesOf(root: object): number {
  const buffers = new Set<ArrayBufferLike>();
  const seen = new Set<object>();
  const visit = (value: unknown): void => {
    if (ArrayBuffer.isView(value)) {
      if (value.buffer instanceof SharedArrayBuffer) buffers.add(value.buffer);
    } else if (typeof value === 'object' && value !== null && !seen.has(value)) {
      seen.add(value);
      for (const each of Object.values(value)) visit(each);
    }
  };
  visit(root);
  let bytes = 0;
  for (const { byteLength } of buffers) bytes += byteLength;
  return bytes;
}

/** Watches `ownBytes` from a thread of its own, as what it watches does not pause. */
export class MemoryWatch {
  private readonly worker: Worker;
  /** The most bytes since it was last asked, as a double. */
  private readonly most: Float64Array;

  private constructor(worker: Worker, most: Float64Array) {
    this.worker = worker;
    this.most = most;
  }

  /** Starts watching. */
  static async start(): Promise<MemoryWatch> {
    const most = new Float64Array(new SharedArrayBuffer(8));
    const worker = new Worker(new URL('./memory-watch.js', import.meta.url), { workerData: most });
    await new Promise((resolve) => worker.once('message', resolve));
    return new MemoryWatch(worker, most);
  }

  /** The most since the last call, and forgets it. */
  takePeak(): number {
    const peak = Math.max(this.most[0], ownBytes());
    this.most[0] = 0;
    return peak;
  }

  /** Ends the thread. */
  async stop(): Promise<void> {
    await this.worker.terminate();
  }
}
