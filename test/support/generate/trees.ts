// Which random AND/OR trees join filters? Must not know: how they are judged.

import type { FilterLogicalGroup } from '../model/rules.js';
import type { Rng } from './random.js';

/** A tree of one to six nodes in any order, some of them empty. */
export function randomTree(rng: Rng, filterNames: readonly string[]): FilterLogicalGroup[] {
  const count = rng.pick([1, 2, 2, 3, 3, 4, 6]);
  const numbers = rng.sample([0, 1, 2, 3, 4, 5, 10, 99], count);
  const nodes = numbers.map((orderIndex, place): FilterLogicalGroup => {
    const joins = rng.chance(0.55) ? 'OR' : 'AND';
    const node: FilterLogicalGroup = { logicalOperator: `LOGICAL_OPERATOR_${joins}` };
    if (orderIndex > 0 || rng.chance(0.5)) node.orderIndex = orderIndex;
    if (place > 0) node.parentOrderIndex = numbers[rng.integer(0, place - 1)];
    const filters = rng.sample(filterNames, rng.pick([0, 1, 1, 2, 2, 3]));
    if (filters.length > 0) node.filters = filters;
    return node;
  });
  return rng.sample(nodes, nodes.length);
}
