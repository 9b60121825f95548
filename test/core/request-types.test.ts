// What a request wants of a location: all of the order, whole lines, or anything.

import { describe, expect, it } from 'vitest';
import { candidatesOf, decidedOf, type Network } from './support/network.js';

/** Divides lines, and cancels what nothing serves. */
const group = {
  afterActionPartial: { action: 'FAILOVER_ACTION_QUANTITY_SPLIT_CANCEL_WITHOUT_INVENTORY' },
  afterActionNone: { action: 'FAILOVER_ACTION_CANCEL_ORDER' },
};
const network: Network = {
  places: { A: {}, B: {}, C: { express: true } },
  rows: [
    ['A', 'a', 5],
    ['B', 'a', 3],
    ['B', 'b', 9],
    ['C', 'b', 2],
    ['C', 'a', 1],
  ],
  group,
};
const type = (name: string) => ({ inventoryRequestType: `INVENTORY_REQUEST_TYPE_${name}` });
const items = (a: number, b: number) => [
  { upc: 'a', quantity: a },
  { upc: 'b', quantity: b },
];

describe('routing', () => {
  it('with ANY takes all that there is', () => {
    expect(decidedOf(network, items(9, 9))).toEqual(decidedOf(network, items(9, 9), type('ANY')));
    expect(decidedOf(network, items(9, 9), type('ANY'))).toEqual([
      '1:A:5',
      '1:B:3',
      '1:C:1',
      '2:B:9',
    ]);
  });

  it('with ALL takes locations alone that cover the order', () => {
    expect(decidedOf(network, items(3, 2), type('ALL'))).toEqual(['1:B:3', '2:B:2']);
    expect(decidedOf(network, items(4, 2), type('ALL'))).toEqual(['1:CANCEL:4', '2:CANCEL:2']);
    const excludedLocations = [{ locationCode: 'B', orderItemId: 2 }];
    const excluding = { ...type('ALL'), excludedLocations };
    expect(decidedOf(network, items(3, 2), excluding)).toEqual(['1:CANCEL:3', '2:CANCEL:2']);
  });

  it('with ALL lines of one product are covered together, and an unknown product by nobody', () => {
    const three = [...items(2, 1), { upc: 'a', quantity: 1 }];
    expect(decidedOf(network, three, type('ALL'))).toEqual(['1:B:2', '2:B:1', '3:B:1']);
    const four = [...items(2, 1), { upc: 'a', quantity: 2 }];
    expect(decidedOf(network, four, type('ALL'))[0]).toBe('1:CANCEL:2');
    const unknown = [...items(1, 1), { upc: '?', quantity: 1 }];
    expect(decidedOf(network, unknown, type('ALL'))[0]).toBe('1:CANCEL:1');
  });

  it.each(['PARTIAL', 'ALL_STORES'])('with %s takes rows alone that cover a line', (name) => {
    expect(decidedOf(network, items(4, 3), type(name))).toEqual(['1:A:4', '2:B:3']);
    expect(decidedOf(network, items(6, 3), type(name))).toEqual(['2:B:3', '1:CANCEL:6']);
  });

  it('judges each line alone with PARTIAL, also two of one product', () => {
    const both = [
      { upc: 'a', quantity: 5 },
      { upc: 'a', quantity: 3 },
    ];
    expect(decidedOf(network, both, type('PARTIAL'))).toEqual(['1:A:5', '2:B:3']);
  });

  it('asks the express rule of what is left', () => {
    const express = { isExpress: true, ...type('PARTIAL') };
    expect(decidedOf(network, items(1, 2), express)).toEqual(['1:C:1', '2:C:2']);
    // C covers neither line, so nobody express is left.
    expect(decidedOf(network, items(3, 3), express)).toEqual(['1:B:3', '2:B:3']);
    const all = { isExpress: true, ...type('ALL') };
    expect(decidedOf(network, items(2, 2), all)).toEqual(['1:B:2', '2:B:2']);
  });
});

describe('candidates', () => {
  it.each([
    ['ANY', ['A: 1=5', 'B: 1=3 2=9', 'C: 1=1 2=2']],
    ['ALL', ['B: 1=3 2=9']],
    ['PARTIAL', ['A: 1=5', 'B: 1=3 2=9', 'C: 2=2']],
    ['ALL_STORES', ['A: 1=5', 'B: 1=3 2=9', 'C: 2=2']],
  ])('with %s', (name, expected) => {
    expect(candidatesOf(network, items(3, 2), type(name))).toEqual(expected);
  });

  it('with ALL_STORES stay without a line that they cover, and list the first that they do', () => {
    expect(candidatesOf(network, items(6, 3), type('ALL_STORES'))).toEqual(['A:', 'B: 2=9', 'C:']);
    const both = [
      { upc: 'a', quantity: 5 },
      { upc: 'a', quantity: 3 },
    ];
    expect(candidatesOf(network, both, type('ALL_STORES'))).toEqual(['A: 1=5', 'B: 2=3', 'C:']);
  });

  it('with ALL are judged again on what the groups leave of them', () => {
    const filtered: Network = {
      ...network,
      group: { ...group, filters: ['not b'] },
    };
    const list = (name: string) => candidatesOf(withFilter(filtered), items(3, 2), type(name));
    expect(list('ANY')).toEqual(['A: 1=5', 'B: 1=3', 'C: 1=1']);
    expect(list('ALL')).toEqual([]);
  });
});

/** The network with a filter that lets product a alone through. */
function withFilter(whole: Network): Network {
  const filter = {
    name: 'not b',
    attribute: 'item.upc',
    operator: 'FILTER_OPERATOR_EQUAL',
    customValue: { stringValue: 'a' },
  };
  return { ...whole, filters: [filter] };
}
