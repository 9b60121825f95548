// What does the model carry about while it decides one order?
// Must not know: how any of it is found.

import type { Pair } from './attributes.js';
import type { ModelWorld } from './messages.js';
import type { Order } from './order.js';
import type { PoolLocation } from './pool.js';
import type { LocationScore } from './rules.js';
import type { Trace } from './trace.js';

/** What does not change while one pass over the groups is made. */
export interface Scene {
  world: ModelWorld;
  order: Order;
  /** By location code. */
  pool: Map<string, PoolLocation>;
  trace: Trace;
}

/** A location that a group keeps; its pairs are in request order and not empty. */
export interface Survivor {
  place: PoolLocation;
  rank: number;
  pairs: Pair[];
  /** How it scored, where the group sorts by SCORE. */
  score?: LocationScore;
}
