// What the locations that are taken give to demands of which sums of supplies do not say enough.

import type { CoreScratch } from '../scratch.js';
import { attainsTarget } from './packing.js';
import { roomOf } from './participants.js';
import { DEMAND, type SearchScratch } from './scratch.js';
import { clearLargest, keepLargest, sumOfLargest } from './supplies.js';

/** The first demand that the taken choices do not meet though their supplies add up, or -1. */
export function firstUnmet(scratch: CoreScratch): number {
  const { search } = scratch;
  if (search.exactCount === 0) return -1;
  for (let demand = 0; demand < search.demandCount; demand++) {
    const kind = search.demandKind[demand];
    const isExact = kind === DEMAND.limited || kind === DEMAND.packed;
    if (!isExact || isMetAlone(search, demand)) continue;
    const isMet =
      kind === DEMAND.limited
        ? limitedUnits(scratch, demand) >= search.demandTarget[demand]
        : attainsTarget(scratch, demand);
    if (!isMet) return demand;
  }
  return -1;
}

/** Whether one of the taken choices meets a demand by itself. */
export function isMetAlone(search: SearchScratch, demand: number): boolean {
  const { choiceStart, taken } = search;
  for (let i = 0; i < search.takenCount; i++) {
    const choice = taken[i];
    for (let at = choiceStart[choice]; at < choiceStart[choice + 1]; at++) {
      if (search.entryDemand[at] === demand && search.entryIsFull[at] === 1) return true;
    }
  }
  return false;
}

/** Units that the taken choices give to a line, by as many of them as may serve it. */
export function limitedUnits(scratch: CoreScratch, demand: number): number {
  const { search } = scratch;
  const { choiceStart, taken, entryDemand, entryUnits } = search;
  const room = roomOf(scratch, search.demandFirstLine[demand]);
  clearLargest(search);
  for (let i = 0; i < search.takenCount; i++) {
    const choice = taken[i];
    for (let at = choiceStart[choice]; at < choiceStart[choice + 1]; at++) {
      if (entryDemand[at] === demand) keepLargest(search, room, entryUnits[at]);
    }
  }
  return Math.min(search.demandTarget[demand], sumOfLargest(search));
}
