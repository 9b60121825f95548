// How does a world look in which one thing is another, as an explanation names it?
// Must not know: the engine, and what comes of it.

import type {
  AfterAction,
  Filter,
  InventoryUpdate,
  LocationGroup,
  ModelWorld,
  Route,
  SuggestRoutingRequest,
} from './messages.js';
import { readLines } from './lines.js';
import { readStock } from './stock.js';
import { silentTrace } from './trace.js';

/** The world with other units on hand of stock that has just the tags of a line. */
export function withUnits<W extends ModelWorld>(
  world: W,
  request: SuggestRoutingRequest,
  lineId: number,
  locationCode: string,
  onHand: number,
): W {
  const stock = readStock(world, request.holdId);
  const lines = readLines(request, world.configuration.settings, stock, silentTrace);
  const line = lines.find(({ id }) => id === lineId);
  if (line === undefined) throw new Error(`no line ${lineId}`);
  const tags = textOf(line.tags);
  const isOfProduct = (row: InventoryUpdate) => stock.productOf(row.product) === line.product;
  const isMeant = (row: InventoryUpdate) =>
    row.locationCode === locationCode &&
    row.futureEpochMs === undefined &&
    textOf(row.segment ?? {}) === tags &&
    isOfProduct(row);
  const first = world.inventory.find(isOfProduct);
  if (first === undefined) throw new Error(`line ${lineId} has no stock row`);
  const { product } = first;
  const added = { product, locationCode, segment: line.tags, onHand };
  const inventory = world.inventory.some(isMeant)
    ? world.inventory.map((row) => (isMeant(row) ? { ...row, onHand } : row))
    : [...world.inventory, added];
  return { ...world, inventory };
}

/** The world with a row of a line at a location that is not blocked. */
export function unblocked<W extends ModelWorld>(
  world: W,
  request: SuggestRoutingRequest,
  lineId: number,
  locationCode: string,
  segment: Record<string, string>,
): W[] {
  const stock = readStock(world, request.holdId);
  const lines = readLines(request, world.configuration.settings, stock, silentTrace);
  const product = lines.find(({ id }) => id === lineId)?.product;
  const isMeant = (row: InventoryUpdate) =>
    row.locationCode === locationCode &&
    row.blocked === true &&
    textOf(row.segment ?? {}) === textOf(segment) &&
    stock.productOf(row.product) === product;
  // Of future stock there may be a row for each time.
  return world.inventory.filter(isMeant).map((meant) => {
    const inventory = world.inventory.map((row) =>
      row === meant ? { ...row, blocked: false } : row,
    );
    return { ...world, inventory };
  });
}

/** The world with another operand in a filter. */
export function withOperand<W extends ModelWorld>(world: W, name: string, stringValue: string): W {
  const filters = (world.configuration.filters ?? []).map((filter): Filter => {
    if (filter.name !== name) return filter;
    return { ...filter, customValue: { ...filter.customValue, stringValue } };
  });
  return { ...world, configuration: { ...world.configuration, filters } };
}

/** The world with another rank of a location in a group; of the group where there is none. */
export function withRank<W extends ModelWorld>(
  world: W,
  groupName: string,
  locationCode: string | null,
  rank: number,
): W {
  const locationGroups = (world.configuration.locationGroups ?? []).map((group): LocationGroup => {
    if (group.name !== groupName) return group;
    if (locationCode === null) return { ...group, rank };
    const { locations = [] } = group;
    const isListed = locations.some((one) => one.locationCode === locationCode);
    const changed = locations.map((one) =>
      one.locationCode === locationCode ? { ...one, rank } : one,
    );
    return { ...group, locations: isListed ? changed : [...changed, { locationCode, rank }] };
  });
  return { ...world, configuration: { ...world.configuration, locationGroups } };
}

/** The world with a location that is not on hold, or is active. */
export function withLocation<W extends ModelWorld>(
  world: W,
  code: string,
  change: 'released' | 'active',
): W {
  const locations = world.locations.map((location) => {
    if (location.code !== code) return location;
    return change === 'active' ? { ...location, active: true } : { ...location, onHold: false };
  });
  return { ...world, locations };
}

/** The world whose groups all split over the fewest of all locations, and within no limits. */
export function splittingOverFewest<W extends ModelWorld>(world: W): W {
  const { configuration } = world;
  const afterActionPartial: AfterAction = {
    action: 'FAILOVER_ACTION_QUANTITY_SPLIT_BACKORDER_WITHOUT_INVENTORY',
    restartAttempt: 'RESTART_ATTEMPT_START_AT_BEGINNING',
  };
  const locationGroups = (configuration.locationGroups ?? []).map((group): LocationGroup => {
    return { ...group, afterActionPartial };
  });
  const routes = (configuration.routes ?? []).map((route): Route => {
    return { ...route, candidateSortStrategy: 'CANDIDATE_SORT_STRATEGY_MINIMIZE_SHIPMENTS' };
  });
  const settings = {
    ...configuration.settings,
    maxFulfillingLocations: 0,
    maxSplitItemLocations: 0,
  };
  return { ...world, configuration: { ...configuration, settings, routes, locationGroups } };
}

function textOf(tags: Record<string, string>): string {
  return JSON.stringify(Object.entries(tags).sort(([a], [b]) => (a < b ? -1 : 1)));
}
