// What holds for every decision, whatever was decided? Must not know: how decisions are made.

import { linesAlike, rowsOfLines } from './lines.js';
import type { Assignment, ModelDecision, ModelWorld, SuggestRoutingRequest } from './messages.js';
import { readOrder } from './order.js';
import { isExcluded } from './pool.js';
import { readStock } from './stock.js';
import { silentTrace } from './trace.js';

/** The promises that a decision does not keep, as texts; empty where it keeps all. */
export function promisesBroken(
  world: ModelWorld,
  request: SuggestRoutingRequest,
  decision: ModelDecision,
): string[] {
  return [
    ...linesNotWhole(request, decision),
    ...stockNotThere(world, request, decision.assignments, 'now'),
    ...stockNotThere(world, request, decision.futureAssignments, 'future'),
    ...placesNotFree(world, request, decision),
    ...limitsExceeded(world, request, decision),
    ...bundlesTorn(request, decision),
  ];
}

/** Every line is decided to the unit, with at most one state. */
function linesNotWhole(request: SuggestRoutingRequest, decision: ModelDecision): string[] {
  const { assignments, futureAssignments, stateChanges } = decision;
  return request.items.flatMap((item, index) => {
    const id = item.orderItemId ?? index + 1;
    const its = <T extends { orderItemId: number }>(all: T[]) =>
      all.filter((each) => each.orderItemId === id);
    const pieces = [...its(assignments), ...its(futureAssignments), ...its(stateChanges)];
    const decided = pieces.reduce((sum, { quantity }) => sum + quantity, 0);
    return [
      ...(decided === item.quantity ? [] : [`line ${id}: ${decided} of ${item.quantity}`]),
      ...(its(stateChanges).length > 1 ? [`line ${id}: several states`] : []),
      ...(pieces.some(({ quantity }) => quantity <= 0) ? [`line ${id}: a piece of nothing`] : []),
    ];
  });
}

/** No location gives more of its rows than they have. */
function stockNotThere(
  world: ModelWorld,
  request: SuggestRoutingRequest,
  assignments: Assignment[],
  when: 'now' | 'future',
): string[] {
  const stock = readStock(world, request.holdId);
  const { lines } = readOrder(world, request, new Uint8Array(), stock, new Map());
  const limit = when === 'future' ? request.futureDateLimitEpochMs : undefined;
  const served = new Set(assignments.map(({ orderItemId }) => orderItemId));
  // Of stock to come, tag sets of which no line waits take no rows from the others.
  const waiting = lines.filter((line) => when === 'now' || served.has(line.id));
  const takers = linesAlike(lines, waiting);
  const rows = rowsOfLines(takers, stock, when, limit, silentTrace);
  return assignments.flatMap(({ orderItemId, locationCode, quantity, futureEpochMs }) => {
    const line = lines.find((each) => each.id === orderItemId);
    const row = line && rows.get(line)?.get(locationCode);
    if (row === undefined) return [`${orderItemId} at ${locationCode}: no stock`];
    row.left -= quantity;
    const isTimed = row.arrivals.some(({ epochMs }) => epochMs === futureEpochMs);
    return [
      ...(row.left < 0 ? [`${orderItemId} at ${locationCode}: more than there is`] : []),
      ...(isTimed === (when === 'future') ? [] : [`${orderItemId} at ${locationCode}: time`]),
    ];
  });
}

/** None that is asleep or excluded gives, nor, but for the shopper's store, one on hold. */
function placesNotFree(
  world: ModelWorld,
  request: SuggestRoutingRequest,
  decision: ModelDecision,
): string[] {
  const stock = readStock(world, request.holdId);
  const order = readOrder(world, request, new Uint8Array(), stock, new Map());
  const check = (assignments: Assignment[], exclusions = request.excludedLocations ?? []) =>
    assignments.flatMap(({ orderItemId, locationCode }) => {
      const location = world.locations.find(({ code }) => code === locationCode);
      const line = order.lines.find((each) => each.id === orderItemId);
      if (location === undefined || line === undefined) return [`${locationCode}: unknown`];
      const isHeld = location.onHold === true && location !== order.pickupStore;
      const isOut = isExcluded(location, exclusions, line);
      const isFree = !isHeld && !isOut && location.active !== false;
      return isFree ? [] : [`${locationCode}: must not serve ${orderItemId}`];
    });
  return [
    ...check(decision.assignments),
    ...check(decision.futureAssignments, request.futureExcludedLocations ?? []),
  ];
}

/** No more locations than the settings and the order allow, for the order and for a line. */
function limitsExceeded(
  world: ModelWorld,
  request: SuggestRoutingRequest,
  decision: ModelDecision,
): string[] {
  const { maxFulfillingLocations: most = 0, maxSplitItemLocations: mostOfLine = 0 } =
    world.configuration.settings ?? {};
  const all = [...decision.assignments, ...decision.futureAssignments];
  const points = request.orderType === 'ORDER_TYPE_BOPIS' ? [] : all;
  const codes = new Set([
    ...all.map(({ locationCode }) => locationCode),
    ...(request.orderType === 'ORDER_TYPE_TRANSFER' ? [] : points).flatMap(
      ({ transferToLocationCode }) => transferToLocationCode ?? [],
    ),
  ]);
  const broken: string[] = [];
  const left = Math.max(0, most - (request.numShipmentsNotInRequest ?? 0));
  if (most > 0 && codes.size > left) broken.push(`${codes.size} locations`);
  const { maxLocations = 0 } = request;
  if (maxLocations > 0 && codes.size > maxLocations) broken.push(`${codes.size} of the order`);
  for (const id of new Set(all.map(({ orderItemId }) => orderItemId))) {
    const its = all.filter(({ orderItemId }) => orderItemId === id);
    const places = new Set(its.map(({ locationCode }) => locationCode));
    if (mostOfLine > 0 && places.size > mostOfLine) broken.push(`line ${id}: ${places.size}`);
  }
  return broken;
}

/** Two lines that share a number, and neither wait nor come from a store, are not torn apart. */
function bundlesTorn(request: SuggestRoutingRequest, decision: ModelDecision): string[] {
  if (request.bundlingStrategy === undefined) return [];
  if (request.orderType === 'ORDER_TYPE_BOPIS') return [];
  const placesOf = (index: number): string => {
    const id = request.items[index]?.orderItemId ?? index + 1;
    const its = decision.assignments.filter((each) => each.orderItemId === id);
    return its.map(({ locationCode }) => locationCode).join();
  };
  const mayWait = request.items.some((item) => item.futureOrderable === true);
  return request.items.flatMap((item, index) => {
    if (item.itemDependency === undefined || mayWait) return [];
    const other = request.items.findIndex((each) => each.itemDependency === item.itemDependency);
    return placesOf(index) === placesOf(other) ? [] : [`lines ${index} and ${other}: torn`];
  });
}
