// What the fulfilment limits of groups become in a program: columns of who is full. Nobody is, in a
// program as it is compiled, but where the limit is 0.

import type { LimitProgram } from '../columns/limit-program.js';
import { sharedDoubles } from '../columns/stock.js';
import type { LocationGroupDocument } from './document.js';

/** Compiles the limits of one document. */
export class LimitCompiler {
  /** How many groups have one. */
  readonly count: number;
  /** By group: its place among those with a limit, in the order of the document. */
  private readonly places: ReadonlyMap<LocationGroupDocument, number>;
  private readonly locationCount: number;

  constructor(groups: readonly LocationGroupDocument[], locationCount: number) {
    const limited = groups.filter(({ fulfillmentLimit }) => fulfillmentLimit !== undefined);
    this.count = limited.length;
    this.places = new Map(limited.map((group, place) => [group, place]));
    this.locationCount = locationCount;
  }

  /** The limit of a group; null: it has none. */
  compile(group: LocationGroupDocument): LimitProgram | null {
    const index = this.places.get(group);
    if (index === undefined) return null;
    const fullUntilMs = sharedDoubles(this.locationCount);
    if (group.fulfillmentLimit?.limit === 0) fullUntilMs.fill(Number.POSITIVE_INFINITY);
    return { index, fullUntilMs };
  }
}
