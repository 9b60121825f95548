// How many locations may still serve an order, and how many a line. Earlier commitments of the
// decision count; who makes them does not matter.

import type { OrderColumns } from '../columns/order.js';
import type { Program } from '../columns/program.js';
import type { CoreScratch } from './scratch.js';

/** What is left where there is no limit: more than there can be locations. */
export const UNLIMITED = 0x3fffffff;

/** Takes over the limits of a program and of the order; nothing is committed yet. */
export function openLimits(order: OrderColumns, program: Program, scratch: CoreScratch): void {
  const most = program.maxFulfillingLocations;
  const left = most === 0 ? UNLIMITED : Math.max(0, most - order.shipmentsElsewhere);
  const mostOfOrder = order.maxLocations === 0 ? UNLIMITED : order.maxLocations;
  scratch.locationsLimit = Math.min(left, mostOfOrder);
  const mostOfLine = program.maxSplitItemLocations;
  scratch.lineLocationsLimit = mostOfLine === 0 ? UNLIMITED : mostOfLine;
}

/** How many locations may be added that do not serve the order yet; one that does is free. */
export function newLocationsLeft(scratch: CoreScratch): number {
  if (scratch.locationsLimit === UNLIMITED) return UNLIMITED;
  return Math.max(0, scratch.locationsLimit - scratch.usedCount);
}

/** How many locations may be added to those that serve a line. */
export function lineLocationsLeft(scratch: CoreScratch, line: number): number {
  if (scratch.lineLocationsLimit === UNLIMITED) return UNLIMITED;
  return Math.max(0, scratch.lineLocationsLimit - scratch.lineLocationCount[line]);
}

/** Whether every open line may be served by one location more. */
export function mayServeOpenLines(order: OrderColumns, scratch: CoreScratch): boolean {
  if (scratch.lineLocationsLimit === UNLIMITED) return true;
  for (let line = 0; line < order.lineCount; line++) {
    if (scratch.lineOpen[line] === 1 && lineLocationsLeft(scratch, line) === 0) return false;
  }
  return true;
}

/** Whether a candidate serves the order already. */
export function isUsed(scratch: CoreScratch, candidate: number): boolean {
  return scratch.usedStamp[scratch.candidateLocation[candidate]] === scratch.stamp;
}
