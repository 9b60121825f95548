// The store thread: the one writer of the shared columns, and the one user of the data folder.
// Whatever piled up while a commit ran is committed together.

import { parentPort, workerData } from 'node:worker_threads';
import { openEmbedded, type Embedded } from './embedded/embedded.js';
import { detailOf } from './embedded/group-commit.js';
import type { StoreCall, StoreReply, StoreRequest, StoreThreadData } from './messages.js';

const HEARTBEAT_MS = 250;

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

function schedule(embedded: Embedded, beats: NodeJS.Timeout): void {
  if (isScheduled) return;
  isScheduled = true;
  setImmediate(() => {
    isScheduled = false;
    embedded.answer(waiting.splice(0), say);
    if (isClosing) void close(embedded, beats);
  });
}

async function close(embedded: Embedded, beats: NodeJS.Timeout): Promise<void> {
  clearInterval(beats);
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
  const beats = setInterval(beat, HEARTBEAT_MS);
  port?.on('message', (request: StoreRequest) => {
    if (request.kind === 'close') isClosing = true;
    else waiting.push(request);
    schedule(embedded, beats);
  });
  say({ kind: 'opened' });
}

void start();
