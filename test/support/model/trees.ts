// Do the filters of a group hold, as a list or as a tree? Must not know: how a filter is judged,
// and what happens to what fails.

import type { Pair } from './attributes.js';
import { isOrderScope } from './attributes.js';
import type { Case } from './filters.js';
import { orderFilterHolds, pairFilterHolds } from './filters.js';
import type { Configuration, Filter, LocationGroup } from './messages.js';
import type { FilterLogicalGroup } from './rules.js';
import type { Scene } from './scene.js';
import type { Trace } from './trace.js';

/** A node with all that is below it. */
interface TreeNode {
  joins: 'AND' | 'OR';
  filters: Filter[];
  children: TreeNode[];
}

/** The tree of a group; a list of filters is one node of AND. */
function treeOf(configuration: Configuration, group: LocationGroup): TreeNode {
  const nodes = group.filterLogicalGroups ?? [];
  const root = nodes.find((node) => node.parentOrderIndex === undefined);
  const named = (names: string[] = []) => names.map((name) => filterNamed(configuration, name));
  if (root === undefined) return { joins: 'AND', filters: named(group.filters), children: [] };
  const build = (node: FilterLogicalGroup): TreeNode => ({
    joins: node.logicalOperator === 'LOGICAL_OPERATOR_OR' ? 'OR' : 'AND',
    filters: named(node.filters),
    children: nodes
      .filter((each) => each.parentOrderIndex === (node.orderIndex ?? 0))
      .map((child) => build(child)),
  });
  return build(root);
}

/** Whether the filters of a group can hold for some pair, by those of order scope alone. */
export function filtersMayHold(scene: Scene, group: LocationGroup): boolean {
  const { trace } = scene;
  const judged = caseOf(scene, trace);
  let hasFailed = false;
  const mayHold = verdictOf(treeOf(judged.configuration, group), (filter) => {
    if (!isOrderScope(filter)) return true;
    const holds = orderFilterHolds(filter, judged);
    hasFailed ||= !holds;
    return holds;
  });
  if (isTree(group) && !mayHold) trace('tree:skipped');
  if (isTree(group) && mayHold && hasFailed) trace('tree:goes-on-without-order-leaf');
  return mayHold;
}

/** Whether the filters of a group hold for a pair. */
export function filtersHold(scene: Scene, group: LocationGroup, pair: Pair): boolean {
  let sawUnknown = false;
  const judged = caseOf(scene, (feature) => {
    if (feature.startsWith('unknown:')) sawUnknown = true;
    scene.trace(feature);
  });
  const tree = treeOf(judged.configuration, group);
  const holds = verdictOf(tree, (filter) => pairFilterHolds(filter, pair, judged));
  if (!isTree(group)) return holds;
  traceTree(tree, scene.trace, 1);
  scene.trace(`tree:${tree.joins}:${holds}`);
  if (sawUnknown) scene.trace(`tree:unknown-inside:${holds}`);
  return holds;
}

function isTree(group: LocationGroup): boolean {
  return (group.filterLogicalGroups ?? []).length > 0;
}

function caseOf({ order, world }: Scene, trace: Trace): Case {
  return { order, configuration: world.configuration, trace };
}

/** All members are judged, so that none is hidden by another one. */
function verdictOf(node: TreeNode, judge: (filter: Filter) => boolean): boolean {
  const verdicts = [
    ...node.filters.map(judge),
    ...node.children.map((child) => verdictOf(child, judge)),
  ];
  if (verdicts.length === 0) return true;
  return node.joins === 'AND' ? !verdicts.includes(false) : verdicts.includes(true);
}

function traceTree(node: TreeNode, trace: Trace, depth: number): void {
  const isEmpty = node.filters.length === 0 && node.children.length === 0;
  trace(`tree:depth:${depth}`);
  if (isEmpty) trace(`tree:empty:${node.joins}`);
  if (node.filters.some(isOrderScope)) trace(`tree:order-leaf:${node.joins}`);
  for (const child of node.children) {
    if (child.joins !== node.joins) trace(`tree:${child.joins}-in-${node.joins}`);
    traceTree(child, trace, depth + 1);
  }
}

/** The filter with this name; throws where there is none. */
export function filterNamed(configuration: Configuration, name: string): Filter {
  const found = configuration.filters?.find((filter) => filter.name === name);
  if (found === undefined) throw new Error(`unknown filter ${name}`);
  return found;
}
