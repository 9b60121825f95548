// Which locations could serve an order or a cart, in order of preference?
// Must not know: after-actions, splits, the engine.

import { postalTable } from './geography.js';
import type { Line, RowsByLine } from './lines.js';
import { linesAlike, rowsOfLines } from './lines.js';
import type {
  FutureAvailability,
  ModelCandidate,
  ModelCandidates,
  ModelWorld,
  SuggestCandidatesRequest,
} from './messages.js';
import type { Order } from './order.js';
import { readOrder, warningsOf } from './order.js';
import { buildPool, coversAll, isExcluded } from './pool.js';
import { groupsOf, routeFor } from './routes.js';
import { compareNumbers } from './sorts.js';
import type { StockRow } from './stock.js';
import { readStock } from './stock.js';
import { compareBytes } from './text.js';
import type { Trace } from './trace.js';
import { silentTrace } from './trace.js';
import type { Candidate } from './unite.js';
import { uniteGroups } from './unite.js';

const DEFAULT_MAX_CANDIDATES = 100;

/** Lists the candidates of a valid request; `requestBytes` is the encoded request. */
export function modelCandidates(
  world: ModelWorld,
  request: SuggestCandidatesRequest,
  requestBytes: Uint8Array,
  trace: Trace = silentTrace,
): ModelCandidates {
  const stock = readStock(world, request.holdId);
  const table = postalTable(world.postalCodes);
  const order = readOrder(world, request, requestBytes, stock, table, trace);
  const route = routeFor(world.configuration, request, trace);
  let found: Candidate[] = [];
  if (route !== undefined) {
    const rows = rowsOfLines(order.lines, stock, 'now', undefined, trace);
    const exclusions = request.excludedLocations ?? [];
    const pool = buildPool(world, { order, open: order.lines, rows, exclusions }, table, trace);
    const groups = groupsOf(world.configuration, route);
    found = uniteGroups({ world, order, pool, trace }, groups, order.lines);
  }
  if (request.inventoryRequestType === 'INVENTORY_REQUEST_TYPE_ALL') {
    const before = found.length;
    found = found.filter((candidate) => coversAll(candidate.rows, order.lines));
    if (found.length < before) trace('candidates:ALL:removed');
  }
  const asRouted = request.sort === 'SUGGESTION_SORT_SUGGESTION_SORT';
  trace(`candidates:${asRouted ? 'as-routed' : 'by-distance'}`);
  if (!asRouted) found = found.toSorted(byDistance);
  const shown = found.slice(0, request.maxCandidates || DEFAULT_MAX_CANDIDATES);
  if (shown.length < found.length) trace('candidates:cut');
  const limit = request.futureDateLimitEpochMs;
  const waiting = order.lines.filter((line) => line.item.futureOrderable === true);
  const takers = linesAlike(order.lines, waiting);
  const future = rowsOfLines(takers, stock, 'future', limit, trace);
  return {
    candidates: shown.map((candidate) => describe(candidate, order, future, trace)),
    totalCandidates: found.length,
    truncated: shown.length < found.length,
    warnings: warningsOf(order, world, route === undefined),
  };
}

function byDistance(left: Candidate, right: Candidate): number {
  return (
    compareNumbers(left.place.distanceKm, right.place.distanceKm) ||
    compareBytes(left.place.location.code, right.place.location.code)
  );
}

/** Each row once, under the first line in request order that it may serve. */
function describe(
  candidate: Candidate,
  order: Order,
  future: RowsByLine,
  trace: Trace,
): ModelCandidate {
  const { distanceKm, location } = candidate.place;
  const isWholeOnly = order.request.inventoryRequestType === 'INVENTORY_REQUEST_TYPE_ALL_STORES';
  const seen = new Set<StockRow>();
  const inventory: ModelCandidate['inventory'] = [];
  for (const line of order.lines) {
    const row = candidate.rows.get(line);
    if (row === undefined || seen.has(row)) continue;
    if (isWholeOnly && row.left < line.quantity) continue;
    seen.add(row);
    const toCome = futureOf(candidate, order, line, future);
    if (toCome.length > 0) trace('candidates:future');
    inventory.push({ orderItemId: line.id, available: row.left, future: toCome });
  }
  if (inventory.length === 0) trace('candidates:empty-list');
  return {
    locationCode: location.code,
    ...(distanceKm === undefined ? {} : { distanceKm }),
    inventory,
  };
}

function futureOf(
  { place }: Candidate,
  order: Order,
  line: Line,
  future: RowsByLine,
): FutureAvailability[] {
  const exclusions = order.request.futureExcludedLocations ?? [];
  if (isExcluded(place.location, exclusions, line)) return [];
  if (line.item.futureOrderable !== true) return [];
  const row = future.get(line)?.get(place.location.code);
  return (row?.arrivals ?? []).map(({ epochMs, left }) => {
    return { available: left, futureEpochMs: epochMs };
  });
}
