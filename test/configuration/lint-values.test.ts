// Values that match nothing, values that come twice, and resources that nothing uses: each beside
// one that is right.

import { describe, expect, it } from 'vitest';
import type { ConfigurationDocument } from '../../src/configuration/document.js';
import { customFilter, listFilter, sampleDocument } from './samples.js';
import { linted, placesOf } from './support/linted.js';

const GROUP = { isDefaultGroup: true };

function listOf(type: string, ...values: string[]): ConfigurationDocument {
  const entries = values.map((stringValue) => ({ stringValue }));
  return { dataLists: [{ name: 'list', type: `DATA_LIST_TYPE_${type}`, entries }] };
}

describe('a location code', () => {
  const kind = 'UNKNOWN_LOCATION';

  it('of a list is known, as filters compare it', () => {
    const filter = listFilter('location.locationCode', 'IN');
    const of = (...codes: string[]) =>
      placesOf(kind, sampleDocument(GROUP, [filter], listOf('LOCATION', ...codes)));
    expect(of('a', ' B ')).toEqual([]);
    expect(of('a', 'X', 'Y')).toEqual(['data_lists[0]']);
  });

  it('of a filter is known', () => {
    const of = (operator: string, value: string) =>
      placesOf(
        kind,
        sampleDocument(GROUP, [customFilter('location.locationCode', operator, value)]),
      );
    expect(of('NOT_IN', 'A,b')).toEqual([]);
    expect(of('NOT_IN', 'A,X')).toEqual(['filters[0].custom_value']);
  });

  it('elsewhere is known to the byte', () => {
    const of = (code: string) => {
      const settings = { retailerExclusions: [{ locationCode: code }] };
      const rows = [{ locationCode: code, values: {} }];
      const dataSets = [{ name: 'd', columns: [{ name: 'c' }], rows }];
      const zone = { originLocationCodes: [code], priceMinor: [1], transitDays: 1 };
      const weightBandsGrams = [1];
      const card = { name: 'r', carrier: 'c', service: 's', weightBandsGrams, zones: [zone] };
      const group = { ...GROUP, locations: [{ locationCode: code }] };
      const rest = { settings, dataSets, rateCards: [card] };
      return placesOf(kind, sampleDocument(group, [], rest));
    };
    expect(of('A')).toEqual([]);
    expect(of('a')).toEqual([
      'location_groups[0].locations',
      'data_sets[0].rows',
      'rate_cards[0].zones[0].origin_location_codes',
      'settings.retailer_exclusions',
    ]);
    const excluded = (code: string) =>
      placesOf(kind, sampleDocument({ ...GROUP, excludedLocationCodes: [code] }));
    expect(excluded('A')).toEqual([]);
    expect(excluded('X')).toEqual(['location_groups[0].excluded_location_codes']);
  });

  it('is not asked for where no location is known', () => {
    const document = sampleDocument({ ...GROUP, locations: [{ locationCode: 'X' }] });
    const kinds = linted(document, [undefined]).map((one) => one.kind);
    expect(kinds).toEqual(['LINT_KIND_NO_LOCATIONS', 'LINT_KIND_NO_LAST_RESORT']);
    expect(placesOf('NO_LOCATIONS', document)).toEqual([]);
  });
});

describe('a value', () => {
  it('is one that the attribute can have', () => {
    const kind = 'VALUE_MATCHES_NOTHING';
    const of = (attribute: string, ...values: string[]) => {
      const rest = listOf('STRING', ...values);
      return placesOf(kind, sampleDocument(GROUP, [listFilter(attribute, 'IN')], rest));
    };
    expect(of('item.weight', '1', '2 kg')).toEqual(['filters[0].data_list']);
    expect(of('item.weight', '1', '2')).toEqual([]);
    expect(of('item.sku', '1', '2 kg')).toEqual([]);
    expect(of('customer.customerSinceDate', '2024-01-01', 'x')).toEqual(['filters[0].data_list']);
    const type = (value: string) =>
      placesOf(kind, sampleDocument(GROUP, [customFilter('order.orderType', 'IN', value)]));
    expect(type('DELIVERY,RETURN')).toEqual(['filters[0].custom_value']);
    expect(type('DELIVERY,bopis')).toEqual([]);
    const cents = (value: string) =>
      placesOf(kind, sampleDocument(GROUP, [customFilter('order.total', 'IN', value)]));
    expect(cents('1.00,1.001')).toEqual(['filters[0].custom_value']);
    expect(cents('1.00,1.01')).toEqual([]);
  });

  it('is there once', () => {
    const of = (...values: string[]) =>
      placesOf(
        'VALUE_TWICE',
        sampleDocument(GROUP, [listFilter('item.sku', 'IN')], listOf('STRING', ...values)),
      );
    expect(of('a', 'b')).toEqual([]);
    expect(of('a', ' A')).toEqual(['data_lists[0]']);
  });
});

describe('a resource', () => {
  const kind = 'UNUSED';

  it('is a filter of a group, or a list of a filter', () => {
    const filter = listFilter('item.sku', 'IN');
    const document = sampleDocument(GROUP, [filter], listOf('STRING', 'a'));
    expect(placesOf(kind, document)).toEqual([]);
    const unused = sampleDocument({ ...GROUP, filters: [] }, [filter], listOf('STRING', 'a'));
    expect(placesOf(kind, unused)).toEqual(['filters[0]']);
    const custom = sampleDocument(GROUP, [customFilter('item.sku', 'EQUAL', 'a')]);
    expect(placesOf(kind, { ...custom, ...listOf('STRING', 'a') })).toEqual(['data_lists[0]']);
  });

  it('is a data set or a rate card of a sort', () => {
    const rateCards = ['x', 'y'].map((service) => ({
      name: service,
      carrier: 'c',
      service,
      weightBandsGrams: [1],
      zones: [{ priceMinor: [1], transitDays: 1 }],
    }));
    const dataSets = [{ name: 'd', columns: [{ name: 'c' }], rows: [] }];
    const of = (score?: object) => {
      const sorts = score === undefined ? [] : [{ type: 'SORT_TYPE_SCORE', score }];
      return placesOf(kind, sampleDocument({ ...GROUP, sorts }, [], { rateCards, dataSets }));
    };
    expect(of()).toEqual(['data_sets[0]', 'rate_cards[0]', 'rate_cards[1]']);
    expect(of({ costDataSet: 'd', costDataSetColumn: 'c' })).toEqual([]);
    expect(of({ service: 'y' })).toEqual(['data_sets[0]', 'rate_cards[0]']);
    expect(of({ rateCards: ['x'] })).toEqual(['data_sets[0]', 'rate_cards[1]']);
  });

  it('is a cost that a strategy counts', () => {
    const document = sampleDocument(GROUP, []);
    const of = (strategy: string) => {
      const candidateSortStrategy = `CANDIDATE_SORT_STRATEGY_${strategy}`;
      const cost = { parcelMinor: 500 };
      const routes = (document.routes ?? []).map((route) => {
        return { ...route, candidateSortStrategy, cost };
      });
      return placesOf(kind, { ...document, routes });
    };
    expect(of('MINIMIZE_COST')).toEqual([]);
    expect(of('DISTANCE')).toEqual(['routes[0].cost']);
  });

  it('is a list of exclusions that a group asks for', () => {
    const settings = { retailerExclusions: [{ locationCode: 'A' }] };
    const of = (useRetailerExclusionList: boolean) =>
      placesOf(kind, sampleDocument({ ...GROUP, useRetailerExclusionList }, [], { settings }));
    expect(of(true)).toEqual([]);
    expect(of(false)).toEqual(['settings.retailer_exclusions']);
  });
});
