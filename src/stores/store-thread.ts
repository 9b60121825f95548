// The store thread: the one writer of the shared columns, and the one user of the data folder.
// Whatever piled up while a commit ran is committed together.

import { parentPort, workerData } from 'node:worker_threads';
import { openEmbedded, type Embedded } from './embedded/embedded.js';
import { detailOf } from './embedded/group-commit.js';
import type { StoreCall, StoreReply, StoreRequest, StoreThreadData } from './messages.js';

const HEARTBEAT_MS = 250;
/** How soon a data folder that was deleted under the store is noticed where nothing is written. */
const CHECK_MS = 1000;

const { dataDirectory, heartbeat, limits } = workerData as StoreThreadData;
const port = parentPort;
if (port === null) throw new Error('the store thread is not started by itself');

const waiting: StoreCall[] = [];
let isScheduled = false;
let isClosing = false;

function beat(): void {
  heartbeat[0] = Date.now();
}

function say(reply: StoreReply): void {
  // What is said is applied already. A long pile of calls leaves the timer no turn.
  beat();
  port?.postMessage(reply);
}

function schedule(embedded: Embedded, timers: readonly NodeJS.Timeout[]): void {
  if (isScheduled) return;
  isScheduled = true;
  setImmediate(() => {
    isScheduled = false;
    embedded.answer(waiting.splice(0), say);
    if (isClosing) void close(embedded, timers);
  });
}

async function close(embedded: Embedded, timers: readonly NodeJS.Timeout[]): Promise<void> {
  for (const timer of timers) clearInterval(timer);
  await embedded.close();
  say({ kind: 'closed' });
  port?.close();
}

async function start(): Promise<void> {
  let embedded: Embedded;
  try {
    embedded = await openEmbedded(dataDirectory, limits, say);
  } catch (error) {
    say({ kind: 'refused', detail: detailOf(error) });
    port?.close();
    return;
  }
  // What a check throws ends the thread, which the main thread is told.
  const timers = [setInterval(beat, HEARTBEAT_MS), setInterval(() => embedded.check(), CHECK_MS)];
  port?.on('message', (request: StoreRequest) => {
    if (request.kind === 'close') isClosing = true;
    else waiting.push(request);
    schedule(embedded, timers);
  });
  say({ kind: 'opened' });
}

void start();
