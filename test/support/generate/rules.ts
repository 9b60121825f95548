// Which groups try the filters, trees and sorts of a random world one at a time?
// Must not know: how they are judged and followed.

import type { LocationGroup } from '../model/messages.js';
import type { Rng } from './random.js';
import { randomScoreSort, randomSorts } from './sorts.js';
import { randomTree } from './trees.js';
import type { GeneratedWorld } from './world.js';

const TREES_PER_WORLD = 6;
const SORTS_PER_WORLD = 3;
const SCORES_PER_WORLD = 5;

/** A filter, a tree or some sorts, each alone in a group. */
export type Rule = Pick<LocationGroup, 'filters' | 'filterLogicalGroups' | 'sorts'>;

/** Each filter of a world, and some trees, sorts and scores. */
export function randomRules(rng: Rng, world: GeneratedWorld): Rule[] {
  const { dataSets = [], filters = [], rateCards = [] } = world.configuration;
  const tables = { dataSets, rateCards };
  const names = filters.map((filter) => filter.name);
  const times = (count: number, make: () => Rule): Rule[] => Array.from({ length: count }, make);
  return [
    ...names.map((name): Rule => ({ filters: [name] })),
    ...times(TREES_PER_WORLD, () => ({ filterLogicalGroups: randomTree(rng, names) })),
    ...times(SORTS_PER_WORLD, () => ({ sorts: randomSorts(rng, tables) })),
    ...times(SCORES_PER_WORLD, () => ({ sorts: [randomScoreSort(rng, tables)] })),
  ];
}

/** Default groups of these rules, each on a route of its own. */
export function groupsOfRules(rules: Rule[]): LocationGroup[] {
  return rules.map((rule, index): LocationGroup => {
    const name = `group ${index + 1}`;
    return { name, route: `rule ${index + 1}`, rank: 1, isDefaultGroup: true, ...rule };
  });
}
