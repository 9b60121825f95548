// Which pairs of its first group does the reference model say that each filter refuses by itself?
// Must not know: the engine, and what a log says.

import { isOrderScope } from '../../support/model/attributes.js';
import { pairFilterHolds } from '../../support/model/filters.js';
import { postalTable } from '../../support/model/geography.js';
import { membersOf, openPairs } from '../../support/model/groups.js';
import { rowsOfLines } from '../../support/model/lines.js';
import type { ModelWorld, SuggestRoutingRequest } from '../../support/model/messages.js';
import { readOrder } from '../../support/model/order.js';
import { buildPool } from '../../support/model/pool.js';
import { NO_BYTES } from '../../support/model/scenario.js';
import { readStock } from '../../support/model/stock.js';
import { silentTrace } from '../../support/model/trace.js';
import { filterNamed } from '../../support/model/trees.js';
import { pairName } from './spy.js';

/** By filter: the pairs that it refuses in the group with this name while all lines are open. */
export function refusalsOfModel(
  world: ModelWorld,
  request: SuggestRoutingRequest,
  groupName: string,
): Map<string, Set<string>> {
  const { configuration } = world;
  const stock = readStock(world, request.holdId);
  const table = postalTable(world.postalCodes);
  const order = readOrder(world, request, NO_BYTES, stock, table);
  const rows = rowsOfLines(order.lines, stock, 'now', undefined, silentTrace);
  const exclusions = request.excludedLocations ?? [];
  const wanted = { order, open: order.lines, rows, exclusions };
  const pool = buildPool(world, wanted, table, silentTrace);
  const group = configuration.locationGroups?.find(({ name }) => name === groupName);
  const judged = { order, configuration, trace: silentTrace };
  const refusals = new Map<string, Set<string>>();
  if (group === undefined) return refusals;
  for (const name of group.filters ?? []) {
    const filter = filterNamed(configuration, name);
    if (isOrderScope(filter)) continue;
    const refused = new Set<string>();
    for (const [code, rank] of membersOf(group, world)) {
      const place = pool.get(code);
      if (place === undefined || place.location.onHold === true) continue;
      for (const pair of openPairs(place, rank, order.lines)) {
        if (!pairFilterHolds(filter, pair, judged)) {
          refused.add(pairName(code, pair.line.id));
        }
      }
    }
    refusals.set(name, refused);
  }
  return refusals;
}
