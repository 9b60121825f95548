// What a filter tree becomes: nodes with compiled filters, each under its parent.

import type { FilterNode, FilterProgram } from '../columns/program.js';
import type { FilterLogicalGroupDocument } from './document.js';
import { LOGICAL_OPERATOR, LOGICAL_OPERATORS, numberOf } from './enumerations.js';

/** Compiles a valid tree with at least one node; `filters` are its filters by name. */
export function compileTree(
  nodes: readonly FilterLogicalGroupDocument[],
  filters: ReadonlyMap<string, FilterProgram>,
): FilterNode {
  const root = nodes.find(({ parentOrderIndex }) => parentOrderIndex === undefined);
  if (root === undefined) throw new Error('a filter tree has no root');
  return compileNode(root, nodes, filters).node;
}

/** The names of the filters of a tree, in the order of its nodes, each once. */
export function filtersOfTree(nodes: readonly FilterLogicalGroupDocument[]): string[] {
  return [...new Set(nodes.flatMap(({ filters = [] }) => filters))];
}

type RankedNode = {
  readonly node: FilterNode;
  /** Columns of verdicts that it takes to judge it. */
  readonly columnCount: number;
};

/**
 * Children that take the most columns come first: the first one is judged in the column of its
 * parent, so that a tree of n nodes takes no more than 1 + log2(n) of them.
 */
function compileNode(
  document: FilterLogicalGroupDocument,
  nodes: readonly FilterLogicalGroupDocument[],
  filters: ReadonlyMap<string, FilterProgram>,
): RankedNode {
  const { orderIndex = 0 } = document;
  const children = nodes
    .filter(({ parentOrderIndex }) => parentOrderIndex === orderIndex)
    .map((child) => compileNode(child, nodes, filters))
    .sort((a, b) => b.columnCount - a.columnCount || a.node.orderIndex - b.node.orderIndex);
  const own = (document.filters ?? []).map((name) => {
    const filter = filters.get(name);
    if (filter === undefined) throw new Error(`no filter '${name}'`);
    return filter;
  });
  const [first = 1, second = 0] = children.map(({ columnCount }) => columnCount);
  return {
    node: {
      orderIndex,
      isOr: numberOf(LOGICAL_OPERATORS, document.logicalOperator) === LOGICAL_OPERATOR.or,
      filters: own,
      nodes: children.map(({ node }) => node),
    },
    columnCount: Math.max(first, second + 1),
  };
}
