// Tests of the rules on AND/OR trees of filters, each with the path that it names.

import { expect, test } from 'vitest';
import { TREE_NODES_MAX } from '../../src/columns/limits.js';
import type { FilterLogicalGroupDocument } from '../../src/configuration/document.js';
import { validateConfiguration } from '../../src/configuration/validate.js';
import { customFilter, sampleDocument } from './samples.js';

const near = customFilter('location.distance', 'LESS_THAN', '10');
const NEAR = near.name ?? '';

function faultsOf(...filterLogicalGroups: FilterLogicalGroupDocument[]): string[] {
  const document = sampleDocument({ filters: [], filterLogicalGroups }, [near]);
  return validateConfiguration(document).map(({ field, description }) =>
    `${field} ${description}`.replaceAll('location_groups[0].filter_logical_groups', 'tree'),
  );
}

/** An AND of nothing; without a parent the root. */
function node(orderIndex: number, parentOrderIndex?: number): FilterLogicalGroupDocument {
  const parent = parentOrderIndex === undefined ? {} : { parentOrderIndex };
  return { orderIndex, ...parent, logicalOperator: 'LOGICAL_OPERATOR_AND' };
}

test('a tree may stand in any order, have any numbers, and hold a filter several times', () => {
  const or = { logicalOperator: 'LOGICAL_OPERATOR_OR', filters: [NEAR] };
  expect(faultsOf(node(7, 2), { ...node(9, 7), ...or }, node(2), { ...node(0, 7), ...or })).toEqual(
    [],
  );
  expect(faultsOf(node(0))).toEqual([]);
  expect(faultsOf({ ...node(0), orderIndex: undefined })).toEqual([]);
  expect(faultsOf()).toEqual([]);
  const chain = Array.from({ length: TREE_NODES_MAX }, (_, i) =>
    i === 0 ? node(0) : node(i, i - 1),
  );
  expect(faultsOf(...chain)).toEqual([]);
});

test.each<[string, FilterLogicalGroupDocument[], string[]]>([
  [
    'an unknown filter',
    [{ ...node(0), filters: [NEAR, 'far'] }],
    ["tree[0].filters[1] no filter has the name 'far'"],
  ],
  [
    'a filter twice',
    [{ ...node(0), filters: [NEAR, NEAR] }],
    [`tree[0].filters[1] '${NEAR}' is there twice`],
  ],
  [
    'no operator',
    [{ orderIndex: 0 }, { ...node(1, 0), logicalOperator: 'LOGICAL_OPERATOR_UNSPECIFIED' }],
    [0, 1].map(
      (place) =>
        `tree[${place}].logical_operator must be one of LogicalOperator: ` +
        'LOGICAL_OPERATOR_AND, LOGICAL_OPERATOR_OR',
    ),
  ],
  [
    'an unknown operator',
    [{ ...node(0), logicalOperator: 'LOGICAL_OPERATOR_XOR' }],
    ["tree[0].logical_operator 'LOGICAL_OPERATOR_XOR' is no LogicalOperator"],
  ],
  ['a number below 0', [node(-1)], ['tree[0].order_index must be 0 or more, not -1']],
  [
    'a number twice',
    [node(0), node(1, 0), node(1, 0)],
    ['tree[2].order_index 1 is the order_index of tree[1]'],
  ],
  [
    'a second root',
    [node(3), node(1)],
    ['tree[1].parent_order_index is required: tree[0] is the root'],
  ],
  [
    'no root',
    [node(0, 0)],
    [
      'tree has no root: one node must be without parent_order_index',
      'tree[0].parent_order_index node 0 would be above itself',
    ],
  ],
  [
    'a parent that is not there',
    [node(0), node(1, 5)],
    ['tree[1].parent_order_index no node has the order_index 5'],
  ],
  [
    'a circle, and nothing that hangs from it',
    [node(0), node(1, 2), node(2, 3), node(3, 1), node(4, 3)],
    [1, 2, 3].map((i) => `tree[${i}].parent_order_index node ${i} would be above itself`),
  ],
  [
    'too many nodes',
    Array.from({ length: TREE_NODES_MAX + 1 }, () => node(0)),
    [`tree has ${TREE_NODES_MAX + 1} members, at most ${TREE_NODES_MAX} are served`],
  ],
])('refused: %s', (_case, nodes, faults) => {
  expect(faultsOf(...nodes)).toEqual(faults);
});
