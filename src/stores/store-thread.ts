// The store thread: the one writer of the shared columns, and the one user of the data folder.
// Whatever piled up while a commit ran is committed together.

import { setTimeout as pause } from 'node:timers/promises';
import { parentPort, workerData } from 'node:worker_threads';
import { detailOf } from './embedded/detail.js';
import { openEmbedded, type Embedded } from './embedded/embedded.js';
import type { StoreCall, StoreReply, StoreRequest, StoreThreadData } from './messages.js';

const HEARTBEAT_MS = 250;
/** How soon a data folder that was deleted under the store is noticed where nothing is written. */
const CHECK_MS = 1000;
/** How long a record waits at most. */
const DRAIN_MS = 50;
/** How soon routing sees the units of a hold whose time is over, where nobody calls. */
const HOLDS_MS = 250;

/** How soon lines that wait are tried again where no stock came: a limit may have ended. */
const REVIVE_MS = 60_000;

const data = workerData as StoreThreadData;
const { dataDirectory, heartbeat, limits, recordRings: rings, nextSuggestionId, figures } = data;
const port = parentPort;
if (port === null) throw new Error('the store thread is not started by itself');

const waiting: StoreCall[] = [];
let isScheduled = false;
let isClosing = false;
let isSweeping = false;

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
    embedded.answer(waiting.splice(0));
    const isMore = embedded.work();
    if (isClosing) void close(embedded, timers);
    else if (isMore) schedule(embedded, timers);
  });
}

/** Lets go what is too old, piece by piece, with whatever else there is in between. */
async function sweep(embedded: Embedded): Promise<void> {
  if (isSweeping) return;
  isSweeping = true;
  // While it waits, the store may begin to close.
  for (let isMore = true; isMore; isMore = !isClosing && embedded.sweep()) await pause(DRAIN_MS);
  isSweeping = false;
}

async function backUp(embedded: Embedded, id: number, directory: string): Promise<void> {
  try {
    say({ kind: 'answer', id, outcome: { isDone: true, value: await embedded.backUp(directory) } });
  } catch (error) {
    say({ kind: 'answer', id, outcome: { isDone: false, detail: detailOf(error) } });
  }
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
    const recordings = { rings, nextSuggestionId };
    embedded = await openEmbedded(dataDirectory, limits, recordings, say, Date.now, figures);
  } catch (error) {
    say({ kind: 'refused', detail: detailOf(error) });
    port?.close();
    return;
  }
  // What a check throws ends the thread, which the main thread is told.
  const timers = [
    setInterval(beat, HEARTBEAT_MS),
    setInterval(() => embedded.check(), CHECK_MS),
    setInterval(() => embedded.drain(), DRAIN_MS),
    setInterval(() => embedded.expireHolds(), HOLDS_MS),
    setInterval(() => embedded.reviveWaiting(), REVIVE_MS),
    setInterval(() => void sweep(embedded), CHECK_MS),
  ];
  port?.on('message', (request: StoreRequest) => {
    if (request.kind === 'backup') {
      void backUp(embedded, request.id, request.directory);
      return;
    }
    if (request.kind === 'close') isClosing = true;
    else waiting.push(request);
    schedule(embedded, timers);
  });
  say({ kind: 'opened' });
}

void start();
