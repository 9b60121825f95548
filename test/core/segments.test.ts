// Which rows serve a line: by its product, named by one or several ids, and by its tags.

import { describe, expect, it } from 'vitest';
import {
  candidatesOf,
  decidedOf,
  decisionOf,
  DIVIDING,
  requestOf,
  summaryOf,
  warningsOf,
  type Network,
} from './support/network.js';

const WEB = { segment: { channel: 'web' } };
const GIFT = { segment: { channel: 'web', gift: 'yes' } };

/** Two locations with rows of product `a` in several segments. */
const network: Network = {
  places: { A: {}, B: {} },
  rows: [
    ['A', 'a', 5],
    ['A', 'a', 2, WEB],
    ['A', 'a', 3, GIFT],
    ['B', 'a', 9, WEB],
    ['B', 'a', 4, { segment: { channel: 'shop' } }],
  ],
  group: DIVIDING,
};

describe('the tags of a line', () => {
  it.each([
    ['none: untagged rows alone', {}, {}, ['A: 1=5']],
    ['its own', { tags: { channel: 'web' } }, {}, ['A: 1=5', 'B: 1=9']],
    ['those of the order', {}, { tags: { channel: 'web' } }, ['A: 1=5', 'B: 1=9']],
    ['its own before those of the order', { tags: { gift: 'yes' } }, WEB_TAGS(), ['A: 1=3']],
    ['all of them', { tags: { gift: 'yes', channel: 'web' } }, {}, ['A: 1=3']],
    ['to the byte', { tags: { channel: 'Web' } }, {}, []],
    ['keys and values apart', { tags: { chann: 'elweb' } }, {}, []],
  ])('%s', (_, item, order, expected) => {
    expect(candidatesOf(network, [{ upc: 'a', quantity: 1, ...item }], order)).toEqual(expected);
  });

  it('keep lines of one product apart: a row goes to the first line whose tags it carries', () => {
    const web = { upc: 'a', quantity: 20, tags: { channel: 'web' } };
    const gift = { upc: 'a', quantity: 20, tags: { gift: 'yes' } };
    const plain = { upc: 'a', quantity: 1 };
    expect(candidatesOf(network, [web, gift, plain])).toEqual(['A: 1=5 3=5', 'B: 1=9']);
    expect(candidatesOf(network, [plain, gift, web])).toEqual(['A: 1=5 2=3 3=2', 'B: 3=9']);
  });

  it('are one stock for lines that name the same ones in another order', () => {
    const tags = [
      { channel: 'web', gift: 'yes' },
      { gift: 'yes', channel: 'web' },
    ];
    const items = tags.map((each) => ({ upc: 'a', quantity: 2, tags: each }));
    expect(decidedOf(network, items)).toEqual(['1:A:2', '2:CUSTOMER_CARE:2']);
  });

  it('leave a product known that has rows of other segments alone', () => {
    const decision = decisionOf(network, requestOf([{ upc: 'a', quantity: 1, tags: { x: 'y' } }]));
    expect(warningsOf(decision)).toEqual(['UNKNOWN_DESTINATION']);
  });
});

function WEB_TAGS() {
  return { tags: { channel: 'web' } };
}

describe('rows of one location', () => {
  const tags = { channel: 'web' };
  const gift = (more: object) => ({ ...GIFT, ...more });
  const web = (more: object) => ({ ...WEB, ...more });

  it('add up, each floored at 0', () => {
    const rows: Network['rows'] = [
      ['A', 'a', 2, web({ allocated: 9 })],
      ['A', 'a', 3, gift({})],
    ];
    const items = [{ upc: 'a', quantity: 1, tags }];
    expect(candidatesOf({ ...network, rows }, items)).toEqual(['A: 1=3']);
  });

  it('add up to no more than infinite stock', () => {
    const rows: Network['rows'] = [
      ['A', 'a', 0, web({ hasInfiniteInventory: true })],
      ['A', 'a', 0, gift({ hasInfiniteInventory: true })],
    ];
    const items = [{ upc: 'a', quantity: 1, tags }];
    expect(candidatesOf({ ...network, rows }, items)).toEqual(['A: 1=4000000000']);
  });

  it('have the largest ltd, all attributes, and their thresholds together', () => {
    const rows: Network['rows'] = [
      ['A', 'a', 5, web({ ltd: 3, attributes: ['cold'], excessThreshold: 4 })],
      ['A', 'a', 5, gift({ ltd: 7, attributes: ['dry'], excessThreshold: 1 })],
      ['B', 'a', 7, web({ ltd: 5, attributes: ['cold'] })],
      ['B', 'a', 1, gift({ excessThreshold: 2 })],
    ];
    const items = [{ upc: 'a', quantity: 1, tags }];
    const first = (group: Network['group']) => decidedOf({ ...network, rows, group }, items)[0];
    expect(first({ sorts: [{ type: 'SORT_TYPE_LTD' }] })).toBe('1:A:1');
    // Of 8 units 6 are above 2, and of 10 only 5 above 5.
    expect(first({ sorts: [{ type: 'SORT_TYPE_EXCESS_COUNT' }] })).toBe('1:B:1');
    const both = {
      name: 'both',
      attribute: 'inventory.attributes',
      operator: 'FILTER_OPERATOR_CONTAINS',
      customValue: { stringValue: 'dry,cold' },
    };
    const filtered = { ...network, rows, filters: [both], group: { filters: ['both'] } };
    expect(decidedOf(filtered, items)).toEqual(['1:A:1']);
  });
});

describe('the ids of a line', () => {
  const aliased = { aliases: [{ sku: 's' }, { partNumber: 'p' }] };
  const withIds = (mapping: string): Network => ({
    places: { A: {} },
    rows: [
      ['A', 'a', 5, aliased],
      ['A', 'b', 5, { aliases: [{ sku: 't' }] }],
    ],
    settings: { productIdentifierMapping: `PRODUCT_IDENTIFIER_MAPPING_${mapping}` },
  });

  it.each([
    ['UPC_ONLY', { upc: 'a', sku: 't' }, true],
    ['UPC_ONLY', { sku: 's', partNumber: 'other' }, true],
    ['SKU_ONLY', { upc: 'other', sku: 's' }, true],
    ['SKU_ONLY', { upc: 'a' }, true],
    ['SKU_ONLY', { upc: 'a', sku: 'other' }, false],
    ['PART_NUMBER_ONLY', { upc: 'other', sku: 's', partNumber: 'p' }, true],
    ['UPC_AND_SKU', { upc: 'a', sku: 's' }, true],
    ['UPC_AND_SKU', { upc: 'a', sku: 't' }, false],
    ['UPC_AND_SKU', { upc: 'a', sku: 'other' }, false],
    ['UPC_AND_SKU', { upc: 'a', partNumber: 'other' }, true],
    ['UPC_AND_SKU', { partNumber: 'p' }, true],
    ['PART_NUMBER_AND_UPC', { upc: 'a', partNumber: 'other' }, false],
    ['PART_NUMBER_AND_SKU', { upc: 'other', sku: 's', partNumber: 'p' }, true],
    ['PART_NUMBER_AND_UPC_AND_SKU', { upc: 'a', sku: 's', partNumber: 'p' }, true],
    ['PART_NUMBER_AND_UPC_AND_SKU', { upc: 'a', sku: 's', partNumber: 'q' }, false],
  ])('%s: %j is known: %s', (mapping, ids, isKnown) => {
    const decision = decisionOf(withIds(mapping), requestOf([{ ...ids, quantity: 1 }]));
    expect(warningsOf(decision).includes('UNKNOWN_PRODUCT')).toBe(!isKnown);
    expect(summaryOf(decision)).toEqual([isKnown ? '1:A:1' : '1:CUSTOMER_CARE:1']);
  });
});
