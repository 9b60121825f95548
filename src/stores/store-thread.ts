// The store thread: the one writer of the shared columns, and the one user of the data folder or of
// the connections to Redis. Whatever piled up while a commit ran is committed together.

import { setTimeout as pause } from 'node:timers/promises';
import { parentPort, workerData } from 'node:worker_threads';
import { detailOf } from './embedded/detail.js';
import { openEmbedded } from './embedded/embedded.js';
import type { StoreKeeper } from './keeper.js';
import { openRedis } from './redis/redis-keeper.js';
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
const { place, heartbeat, limits, recordRings: rings, nextSuggestionId, figures } = data;
const port = parentPort;
if (port === null) throw new Error('the store thread is not started by itself');

const waiting: StoreCall[] = [];
let isScheduled = false;
let isClosing = false;
let isSweeping = false;
/** The store is being closed; nothing is taken on any more. */
let isEnding = false;
const timers: NodeJS.Timeout[] = [];

/** The open store; until it is there, what is published is whole. */
let opened: StoreKeeper | null = null;

function beat(): void {
  heartbeat[0] = opened?.wholeEpochMs ?? Date.now();
}

function say(reply: StoreReply): void {
  // What is said is applied already. A long pile of calls leaves the timer no turn.
  beat();
  port?.postMessage(reply);
}

/** Answers what waits, and goes on with what takes longer, when this turn of the loop is over. */
function schedule(keeper: StoreKeeper): void {
  if (isScheduled || isEnding) return;
  isScheduled = true;
  setImmediate(() => {
    isScheduled = false;
    keeper.answer(waiting.splice(0));
    const isMore = keeper.work();
    if (isClosing) void close(keeper);
    else if (isMore) schedule(keeper);
  });
}

/** Lets go what is too old, piece by piece, with whatever else there is in between. */
async function sweep(keeper: StoreKeeper): Promise<void> {
  if (isSweeping) return;
  isSweeping = true;
  // While it waits, the store may begin to close.
  for (let isMore = true; isMore; isMore = !isClosing && keeper.sweep()) await pause(DRAIN_MS);
  isSweeping = false;
}

async function backUp(keeper: StoreKeeper, id: number, directory: string): Promise<void> {
  try {
    say({ kind: 'answer', id, outcome: { isDone: true, value: await keeper.backUp(directory) } });
  } catch (error) {
    say({ kind: 'answer', id, outcome: { isDone: false, detail: detailOf(error) } });
  }
}

async function close(keeper: StoreKeeper): Promise<void> {
  isEnding = true;
  for (const timer of timers) clearInterval(timer);
  await keeper.close();
  say({ kind: 'closed' });
  port?.close();
}

function open(): Promise<StoreKeeper> {
  const recordings = { rings, nextSuggestionId };
  if (place.redis !== undefined) {
    const wake = (): void => {
      if (opened !== null) schedule(opened);
    };
    return openRedis({ redis: place.redis, limits, recordings, figures, say, wake });
  }
  return openEmbedded(place.dataDirectory, limits, recordings, say, Date.now, figures);
}

async function start(): Promise<void> {
  let keeper: StoreKeeper;
  try {
    keeper = await open();
    opened = keeper;
  } catch (error) {
    say({ kind: 'refused', detail: detailOf(error) });
    port?.close();
    return;
  }
  // What a check throws ends the thread, which the main thread is told.
  timers.push(
    setInterval(beat, HEARTBEAT_MS),
    setInterval(() => keeper.check(), CHECK_MS),
    setInterval(() => keeper.drain(), DRAIN_MS),
    setInterval(() => keeper.expireHolds(), HOLDS_MS),
    setInterval(() => keeper.reviveWaiting(), REVIVE_MS),
    setInterval(() => void sweep(keeper), CHECK_MS),
  );
  port?.on('message', (request: StoreRequest) => {
    if (request.kind === 'backup') {
      void backUp(keeper, request.id, request.directory);
      return;
    }
    if (request.kind === 'close') isClosing = true;
    else waiting.push(request);
    schedule(keeper);
  });
  say({ kind: 'opened' });
}

void start();
