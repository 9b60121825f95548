// What an AND/OR tree of filters must be: nodes with numbers of their own that hang together from
// one root.

import { TREE_NODES_MAX } from '../columns/limits.js';
import { checkCount, checkEnumeration, checkReferences, refuse, type Report } from './checks.js';
import type { FilterLogicalGroupDocument } from './document.js';
import { LOGICAL_OPERATORS } from './enumerations.js';

/** Checks a tree that stands at `path`; no nodes are none. `filters` are the names of filters. */
export function checkTree(
  report: Report,
  path: string,
  nodes: readonly FilterLogicalGroupDocument[],
  filters: ReadonlySet<string>,
): void {
  if (nodes.length === 0) return;
  if (!checkCount(report, path, nodes.length, TREE_NODES_MAX)) return;
  const places = placesOf(report, path, nodes);
  nodes.forEach((node, place) => {
    const at = `${path}[${place}]`;
    checkEnumeration(
      report,
      `${at}.logical_operator`,
      LOGICAL_OPERATORS,
      node.logicalOperator,
      true,
    );
    checkReferences(report, `${at}.filters`, node.filters ?? [], filters, 'filter');
  });
  checkRoot(report, path, nodes);
  checkParents(report, path, nodes, places);
}

/** The place of each order_index; refuses negative ones and those that come twice. */
function placesOf(
  report: Report,
  path: string,
  nodes: readonly FilterLogicalGroupDocument[],
): ReadonlyMap<number, number> {
  const places = new Map<number, number>();
  nodes.forEach(({ orderIndex = 0 }, place) => {
    const field = `${path}[${place}].order_index`;
    const first = places.get(orderIndex);
    if (orderIndex < 0) refuse(report, field, `must be 0 or more, not ${orderIndex}`);
    if (first === undefined) places.set(orderIndex, place);
    else refuse(report, field, `${orderIndex} is the order_index of ${path}[${first}]`);
  });
  return places;
}

function checkRoot(
  report: Report,
  path: string,
  nodes: readonly FilterLogicalGroupDocument[],
): void {
  const root = nodes.findIndex(({ parentOrderIndex }) => parentOrderIndex === undefined);
  if (root < 0) {
    refuse(report, path, 'has no root: one node must be without parent_order_index');
    return;
  }
  nodes.forEach(({ parentOrderIndex }, place) => {
    if (parentOrderIndex !== undefined || place === root) return;
    const field = `${path}[${place}].parent_order_index`;
    refuse(report, field, `is required: ${path}[${root}] is the root`);
  });
}

/** Refuses parents that are not there, and nodes that are above themselves. */
function checkParents(
  report: Report,
  path: string,
  nodes: readonly FilterLogicalGroupDocument[],
  places: ReadonlyMap<number, number>,
): void {
  nodes.forEach(({ parentOrderIndex, orderIndex = 0 }, place) => {
    if (parentOrderIndex === undefined) return;
    const field = `${path}[${place}].parent_order_index`;
    if (!places.has(parentOrderIndex)) {
      refuse(report, field, `no node has the order_index ${parentOrderIndex}`);
    } else if (isAboveItself(place, nodes, places)) {
      refuse(report, field, `node ${orderIndex} would be above itself`);
    }
  });
}

function isAboveItself(
  place: number,
  nodes: readonly FilterLogicalGroupDocument[],
  places: ReadonlyMap<number, number>,
): boolean {
  let above: number | undefined = place;
  // A walk that is longer than the tree goes round in circles, of which the node need not be part.
  for (let step = 0; step < nodes.length; step++) {
    const parent: number | undefined = nodes[above].parentOrderIndex;
    above = parent === undefined ? undefined : places.get(parent);
    if (above === undefined) return false;
    if (above === place) return true;
  }
  return false;
}
