// What does the best split of the first group come to that has to use a location, by the reference
// model? All sets of candidates with it are tried, the smallest first.
// Must not know: the engine, and how it finds one.

import { parcelsOf } from '../../support/model/bundles.js';
import { combinations, compareWorth, createEffort } from '../../support/model/cover.js';
import { postalTable } from '../../support/model/geography.js';
import { survey } from '../../support/model/groups.js';
import { rowsOfLines } from '../../support/model/lines.js';
import type { AfterAction, ModelWorld, Route } from '../../support/model/messages.js';
import type { SuggestRoutingRequest } from '../../support/model/messages.js';
import { readOrder } from '../../support/model/order.js';
import { buildPool } from '../../support/model/pool.js';
import { groupsFrom, groupsOf, routeFor } from '../../support/model/routes.js';
import type { Scene } from '../../support/model/scene.js';
import type { SplitProblem } from '../../support/model/split.js';
import { readStock } from '../../support/model/stock.js';
import { worthOf } from '../../support/model/tasks.js';
import { silentTrace } from '../../support/model/trace.js';
import { uniteGroups, type Candidate } from '../../support/model/unite.js';

/** What a set of locations comes to. */
export type Sums = { parcels: number; rankSum: number; positionSum: number };

const STEPS_MAX = 20_000;

/**
 * The sums of the best set with the location for the first group's split; undefined where limits
 * hold or it is not what the group does.
 */
export function forcedByModel(
  world: ModelWorld,
  request: SuggestRoutingRequest,
  requestBytes: Uint8Array,
  groupName: string,
  locationCode: string,
): Sums | undefined {
  const { configuration } = world;
  const { maxFulfillingLocations = 0, maxSplitItemLocations = 0 } = configuration.settings ?? {};
  const route = routeFor(configuration, request, silentTrace);
  const { maxLocations = 0 } = request;
  const isLimited = [maxFulfillingLocations, maxSplitItemLocations, maxLocations].some(Boolean);
  if (route === undefined || isLimited) return;
  const [group] = groupsOf(configuration, route);
  if (group.name !== groupName) return;
  const stock = readStock(world, request.holdId);
  const table = postalTable(world.postalCodes);
  const order = readOrder(world, request, requestBytes, stock, table);
  const rows = rowsOfLines(order.lines, stock, 'now', undefined, silentTrace);
  const exclusions = request.excludedLocations ?? [];
  const wanted = { order, open: order.lines, rows, exclusions };
  const pool = buildPool(world, wanted, table, silentTrace);
  const scene: Scene = { world, order, pool, trace: silentTrace };
  const isPartial = (survey(scene, group, order.lines) ?? []).length > 0;
  const after = isPartial ? group.afterActionPartial : group.afterActionNone;
  if (after === undefined) return;
  const isAlone = !/BEGINNING|GROUP_RANK/.test(after.restartAttempt ?? '');
  const range = isAlone ? [group] : groupsFrom(configuration, group, after, 'this');
  const candidates = uniteGroups(scene, range, order.lines);
  const problem = problemOf(scene, route, after, candidates);
  return problem === undefined ? undefined : smallestWith(problem, locationCode);
}

function problemOf(
  { order }: Scene,
  route: Route,
  { action = '' }: AfterAction,
  candidates: Candidate[],
): SplitProblem | undefined {
  if (!action.includes('SPLIT')) return undefined;
  const mode = action.includes('LINE_ITEM') ? 'line' : 'quantity';
  return {
    mode,
    ifFulfilled: action.endsWith('_IF_FULFILLED'),
    candidates,
    open: order.lines,
    parcels: parcelsOf(order, order.lines, mode),
    prefersAtomic: mode === 'quantity' && route.preferAtomicAssignments === true,
    allowedNew: Infinity,
    isUsed: () => false,
    allowedNewOf: () => Infinity,
    isUsedBy: () => false,
  };
}

function smallestWith(problem: SplitProblem, locationCode: string): Sums | undefined {
  const effort = createEffort(STEPS_MAX);
  const own = problem.candidates.find(({ place }) => place.location.code === locationCode);
  if (own === undefined) return undefined;
  const target = worthOf(problem, problem.candidates, effort);
  const others = problem.candidates.filter((candidate) => candidate !== own);
  for (let count = 0; count <= others.length; count++) {
    let best: Sums | undefined;
    for (const chosen of combinations(others, count)) {
      effort.spend();
      const set = problem.candidates.filter((one) => one === own || chosen.includes(one));
      const sums = sumsOf(set);
      if (best !== undefined && compareSums(sums, best) >= 0) continue;
      if (compareWorth(worthOf(problem, set, effort), target) === 0) best = sums;
    }
    if (best !== undefined) return best;
  }
  return undefined;
}

function sumsOf(set: Candidate[]): Sums {
  const sum = (of: (one: Candidate) => number) => set.reduce((total, one) => total + of(one), 0);
  const rankSum = sum(({ rank }) => rank);
  return { parcels: set.length, rankSum, positionSum: sum(({ position }) => position) };
}

function compareSums(left: Sums, right: Sums): number {
  return left.rankSum - right.rankSum || left.positionSum - right.positionSum;
}
