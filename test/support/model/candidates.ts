// Which locations could serve an order or a cart, in order of preference?
// Must not know: after-actions, splits, the engine.

import { postalTable } from './geography.js';
import { compareNumbers, groupsOf, routeFor } from './groups.js';
import type {
  ModelCandidate,
  ModelCandidates,
  ModelWorld,
  SuggestCandidatesRequest,
} from './messages.js';
import { readOrder, warningsOf } from './order.js';
import { buildPool } from './pool.js';
import type { Candidate } from './split.js';
import { uniteGroups } from './split.js';
import type { StockRow } from './stock.js';
import { readStock } from './stock.js';
import { compareBytes } from './text.js';
import type { Trace } from './trace.js';
import { silentTrace } from './trace.js';

const DEFAULT_MAX_CANDIDATES = 100;

/** Lists the candidates of a valid request; `requestBytes` is the encoded request. */
export function modelCandidates(
  world: ModelWorld,
  request: SuggestCandidatesRequest,
  requestBytes: Uint8Array,
  trace: Trace = silentTrace,
): ModelCandidates {
  const stock = readStock(world.inventory);
  const table = postalTable(world.postalCodes);
  const order = readOrder(world, request, requestBytes, stock, table);
  const route = routeFor(world.configuration, order.orderType);
  let found: Candidate[] = [];
  if (route !== undefined) {
    const pool = buildPool(world, order, stock, table, trace);
    const groups = groupsOf(world.configuration, route);
    found = uniteGroups({ world, order, pool, trace }, groups, order.lines);
  }
  const asRouted = request.sort === 'SUGGESTION_SORT_SUGGESTION_SORT';
  trace(`candidates:${asRouted ? 'as-routed' : 'by-distance'}`);
  if (!asRouted) found = found.toSorted(byDistance);
  const shown = found.slice(0, request.maxCandidates || DEFAULT_MAX_CANDIDATES);
  if (shown.length < found.length) trace('candidates:cut');
  return {
    candidates: shown.map(describe),
    totalCandidates: found.length,
    truncated: shown.length < found.length,
    warnings: warningsOf(order, world, route !== undefined),
  };
}

function byDistance(left: Candidate, right: Candidate): number {
  return (
    compareNumbers(left.place.distanceKm, right.place.distanceKm) ||
    compareBytes(left.place.location.code, right.place.location.code)
  );
}

/** Each product once, under the first line in request order that it may serve. */
function describe(candidate: Candidate): ModelCandidate {
  const { distanceKm, location } = candidate.place;
  const lines = [...candidate.rows.keys()].toSorted((left, right) => left.index - right.index);
  const seen = new Set<StockRow>();
  const inventory: ModelCandidate['inventory'] = [];
  for (const line of lines) {
    const row = candidate.rows.get(line) as StockRow;
    if (seen.has(row)) continue;
    seen.add(row);
    inventory.push({ orderItemId: line.id, available: row.left });
  }
  return {
    locationCode: location.code,
    ...(distanceKm === undefined ? {} : { distanceKm }),
    inventory,
  };
}
