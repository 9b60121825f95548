// What does the reference model say that a location has of each line? Must not know: the engine.

import { rowsOfLines } from '../../support/model/lines.js';
import { postalTable } from '../../support/model/geography.js';
import type { ModelWorld, SuggestRoutingRequest } from '../../support/model/messages.js';
import { readOrder } from '../../support/model/order.js';
import { NO_BYTES } from '../../support/model/scenario.js';
import { readStock } from '../../support/model/stock.js';
import { silentTrace } from '../../support/model/trace.js';

/** Units by the id of the line. */
export function rowsOfModel(
  world: ModelWorld,
  request: SuggestRoutingRequest,
  locationCode: string,
): Map<number, number> {
  const stock = readStock(world, request.holdId);
  const table = postalTable(world.postalCodes);
  const order = readOrder(world, request, NO_BYTES, stock, table);
  const rows = rowsOfLines(order.lines, stock, 'now', undefined, silentTrace);
  return new Map(
    order.lines.map((line) => [line.id, rows.get(line)?.get(locationCode)?.left ?? 0]),
  );
}
