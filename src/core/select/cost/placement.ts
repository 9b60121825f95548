// Which location of the cheapest set serves each line: in request order whole at the cheapest that
// can take it, else in pieces, the cheapest first as much as it can, such that the plan still costs
// the least. Locations that cost the same come in candidate order.

import type { OrderColumns } from '../../../columns/order.js';
import type { CoreScratch } from '../../scratch.js';
import { placePacked } from '../packed-placement.js';
import { roomOf } from '../participants.js';
import { sortTakes } from '../placement.js';
import { DEMAND } from '../scratch.js';
import { noteTake, rowAt } from '../takes.js';
import { cheapestWhole, leastOfPieces, valueDemand } from './value.js';

/**
 * Places the demands on the taken choices. Fills `placeLine`, `placeRow` and `placeUnits`, the
 * lines in request order.
 */
export function placeCheapest(order: OrderColumns, scratch: CoreScratch): void {
  const { search } = scratch;
  scratch.takeCount = 0;
  for (let demand = 0; demand < search.demandCount; demand++) {
    if (search.demandKind[demand] !== DEMAND.packed) placeDemand(scratch, demand);
  }
  search.cost.isCounted = true;
  for (let demand = 0; demand < search.demandCount; demand++) {
    if (search.demandKind[demand] === DEMAND.packed) placePacked(scratch, demand);
  }
  search.cost.isCounted = false;
  sortTakes(order, scratch);
}

/** A line or a bundle that shares nothing with others. */
function placeDemand(scratch: CoreScratch, demand: number): void {
  const { search } = scratch;
  const { cost } = search;
  valueDemand(scratch, demand);
  const { valueUnits } = cost;
  if (valueUnits === 0) return;
  const whole = cheapestWhole(search, demand);
  if (whole < 0 || valueUnits * cost.choiceUnit[whole] !== cost.valueCost) {
    placePieces(scratch, demand, valueUnits, cost.valueCost);
    return;
  }
  const candidate = search.choiceCandidate[whole];
  const first = search.demandFirstLine[demand];
  if (search.lineDemandNext[first] < 0) {
    noteTake(scratch, first, rowAt(scratch, first, candidate), valueUnits);
    return;
  }
  for (let line = first; line >= 0; line = search.lineDemandNext[line]) {
    noteTake(scratch, line, rowAt(scratch, line, candidate), scratch.lineNeed[line]);
  }
}

function placePieces(scratch: CoreScratch, demand: number, units: number, least: number): void {
  const { search } = scratch;
  const { demandStart, supplyChoice, supplyUnits, isTaken, cost } = search;
  const line = search.demandFirstLine[demand];
  let room = roomOf(scratch, line);
  let left = units;
  let rest = least;
  for (let at = demandStart[demand]; at < demandStart[demand + 1] && left > 0; at++) {
    const choice = supplyChoice[at];
    if (isTaken[choice] === 0) continue;
    const own = Math.min(left, supplyUnits[at]);
    const price = own * cost.choiceUnit[choice];
    if (price + leastOfPieces(search, demand, at + 1, room - 1, left - own) > rest) continue;
    noteTake(scratch, line, rowAt(scratch, line, search.choiceCandidate[choice]), own);
    left -= own;
    rest -= price;
    room--;
  }
}
