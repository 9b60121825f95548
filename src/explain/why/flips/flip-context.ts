// What all kinds of changes are looked for with.

import type { LoggedAssignment } from '../../events.js';
import type { Scene } from '../../scene.js';
import type { Budget } from '../budget.js';
import { type Decider, type Ground, isChosen } from '../decider.js';
import type { WhyWorld } from '../world.js';
import type { Watcher } from '../watcher.js';

/** A question with what the decision as it was made told. */
export type FlipContext = {
  readonly world: WhyWorld;
  readonly decider: Decider;
  readonly budget: Budget;
  /** The decision as it was made; its columns are not those of the decider. */
  readonly scene: Scene;
  readonly watcher: Watcher;
  readonly location: number;
};

/**
 * Decides on other ground that costs so much to make. True where the location is chosen; null:
 * there is no budget left, and nothing was done.
 */
export function tryOn(context: FlipContext, cost: number, makeGround: () => Ground) {
  const { budget, decider, location, scene } = context;
  const rows = scene.scratch.rowCount;
  if (!budget.take(cost + Math.ceil((rows + 1) / ROWS_PER_COST))) return null;
  return isChosen(decider.decide(makeGround()), location);
}

/** Stock rows of an order that is decided as fast as any. */
const ROWS_PER_COST = 500;

/** What the location gives on other ground. */
export function givenOn(context: FlipContext, ground: Ground): LoggedAssignment[] {
  const { decider, scene, location } = context;
  return assignmentsOf(decider.decide(ground), scene, location);
}

/** What a location gives in a plan of the scene's order. */
export function assignmentsOf(
  plan: Scene['plan'],
  scene: Scene,
  location: number,
): LoggedAssignment[] {
  const given: LoggedAssignment[] = [];
  for (let i = 0; i < plan.assignmentCount; i++) {
    if (plan.assignmentLocation[i] !== location) continue;
    const distanceKm = plan.assignmentDistanceKm[i];
    const futureEpochMs = plan.assignmentFutureMs[i];
    given.push({
      orderItemId: scene.itemId(plan.assignmentLine[i]),
      locationCode: scene.code(location),
      quantity: plan.assignmentQuantity[i],
      ...(Number.isNaN(distanceKm) ? {} : { distanceKm }),
      ...(Number.isNaN(futureEpochMs) ? {} : { futureEpochMs }),
    });
  }
  return given;
}
