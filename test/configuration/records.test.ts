// What a program says of the records of its decisions: which are kept, and which predicates on the
// order's city they hold the verdicts of.

import { describe, expect, test } from 'vitest';
import { compileProgram } from '../../src/configuration/compile.js';
import type {
  ConfigurationDocument,
  DecisionRecordsDocument,
  FilterDocument,
} from '../../src/configuration/document.js';
import { locationsOf, SampleWords } from './samples.js';

function filter(name: string, attribute: string): FilterDocument {
  const customValue = { stringValue: 'x' };
  return { name, attribute, operator: 'FILTER_OPERATOR_EQUAL', customValue };
}

const CITY = 'order.shippingAddress.city';
const document: ConfigurationDocument = {
  filters: [
    filter('unused', CITY),
    filter('second', CITY),
    filter('first', CITY),
    filter('state', 'order.shippingAddress.state'),
    filter('place', 'location.city'),
  ],
  routes: [
    { id: 1, name: 'ship', orderType: 'ORDER_TYPE_DIRECTSHIP' },
    { id: 2, name: 'bring', orderType: 'ORDER_TYPE_DELIVERY' },
    { id: 3, name: 'off', orderType: 'ORDER_TYPE_DELIVERY', active: false },
  ],
  locationGroups: [
    { id: 1, name: 'a', route: 'bring', rank: 1, filters: ['second', 'state'] },
    { id: 2, name: 'b', route: 'ship', rank: 2, filters: ['place', 'first'] },
    { id: 3, name: 'c', route: 'bring', rank: 2, filters: ['first'] },
    { id: 4, name: 'd', route: 'off', rank: 1, filters: ['unused'] },
  ],
};

function programOf(found: ConfigurationDocument) {
  return compileProgram(found, 1, locationsOf([]), new SampleWords());
}

describe('the predicates on the city', () => {
  test('are those that routes use, each once, and know their places', () => {
    const { cityPredicates, allRoutes } = programOf(document);
    expect(cityPredicates.map((predicate) => predicate.filterName)).toEqual(['first', 'second']);
    expect(cityPredicates.map((predicate) => predicate.cityIndex)).toEqual([0, 1]);
    const used = allRoutes.flatMap((route) =>
      route.groups.flatMap((group) => group.orderPredicates),
    );
    const places = used.map(({ filterName, cityIndex }) => [filterName, cityIndex]);
    expect(places).toEqual([
      ['first', 0],
      ['second', 1],
      ['state', -1],
      ['first', 0],
    ]);
  });

  test('are in the same places however often the document is compiled', () => {
    const names = () => programOf(document).cityPredicates.map(({ filterName }) => filterName);
    expect(names()).toEqual(names());
  });
});

describe('the records', () => {
  const recordsOf = (decisionRecords: DecisionRecordsDocument) =>
    programOf({ settings: { decisionRecords } }).records;

  test('are of all decisions where nothing is said', () => {
    expect(programOf({}).records).toEqual({ mode: 'all', share: 1 });
    expect(recordsOf({})).toEqual({ mode: 'all', share: 1 });
    expect(recordsOf({ mode: 'RECORD_MODE_ALL', share: 0.5 })).toEqual({ mode: 'all', share: 1 });
  });

  test('are of a share, or of what is asked for', () => {
    const share = { mode: 'RECORD_MODE_SHARE', share: 0.125 };
    expect(recordsOf(share)).toEqual({ mode: 'share', share: 0.125 });
    expect(recordsOf({ mode: 'RECORD_MODE_ON_REQUEST' })).toMatchObject({ mode: 'on-request' });
  });
});
