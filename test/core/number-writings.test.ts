// Are numbers the same however they are written, to the engine and to the reference model? Must not
// know: how either of them decides.

import { expect, it } from 'vitest';
import { normalDecision } from '../support/engine/normal.js';
import { encodeMessage } from '../support/engine/protos.js';
import { askSuggest, openWorld } from '../support/engine/world-engine.js';
import type { Scenario } from '../support/model/scenario.js';
import { custom, orderOf, worldOf } from '../support/model/scenario.js';
import { modelSuggest } from '../support/model/suggest.js';

const ORDER = orderOf([['a', 1]], { totalMinor: 1999 });

/** Where the one unit comes from: the answer of both. */
function chosen(scenario: Scenario): string | undefined {
  const world = worldOf(scenario);
  const expected = modelSuggest(world, ORDER, encodeMessage('SuggestRoutingRequest', ORDER));
  const answer = askSuggest(openWorld(world), ORDER).decision as object;
  expect(normalDecision(answer)).toEqual(normalDecision(expected));
  return expected.assignments[0]?.locationCode;
}

const column = (isMoney: boolean, values: Record<string, string>) => [
  {
    name: 'facts',
    columns: [{ name: 'x', isMoney, defaultValue: '1' }],
    rows: Object.entries(values).map(([locationCode, x]) => ({ locationCode, values: { x } })),
  },
];

it.each(['19.99', '19.99e0', '1999e-2', '+19.990', ' 0.1999E+2 ', '.01999e3'])(
  'a price of %j is what it says',
  (writing) => {
    const named = { dataSet: 'facts', dataSetColumn: 'x' };
    for (const operator of ['EQUAL', 'GREATER_OR_EQUAL', 'LESS_OR_EQUAL', 'IN']) {
      const filters = {
        column: { ...custom('location.dataSet', operator, '19.99'), ...named },
        total: custom('order.total', operator, writing),
        both: {
          attribute: 'order.total',
          operator: 'FILTER_OPERATOR_EQUAL',
          dataPoint: { attribute: 'location.dataSet', ...named },
        },
      };
      const dataSets = column(true, { A: writing });
      const groups = [{ filters: Object.keys(filters) }];
      expect(chosen({ stock: { A: { a: 1 } }, dataSets, filters, groups }), operator).toBe('A');
    }
  },
);

it.each(['0', '0e0', '-0', '.0', '0.00e5', '+0e-3'])('%j is nothing', (writing) => {
  const stock = { A: { a: 1 }, B: { a: 1 }, C: { a: 1 } };
  const dataSets = column(false, { A: '1e-9', B: writing });
  const named = { dataSet: 'facts', dataSetColumn: 'x' };
  for (const type of ['COST', 'DATA_SET']) {
    const groups = [{ sorts: [{ type: `SORT_TYPE_${type}`, ...named }] }];
    expect(chosen({ stock, dataSets, groups }), type).toBe('B');
  }
  const score = { costDataSet: 'facts', costDataSetColumn: 'x' };
  const groups = [{ sorts: [{ type: 'SORT_TYPE_SCORE', score }] }];
  expect(chosen({ stock, dataSets, groups })).toBe('B');
});
