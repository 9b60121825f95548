// How what a caller knows of single locations is read and refused. Random requests of all fields
// are in decode-order.test.ts; here are the limits and every refusal by its path.

import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RefusalDetail } from '../../src/base/outcome.js';
import { createOrderColumns } from '../../src/columns/order.js';
import { decodeSuggestCandidates, decodeSuggestRouting } from '../../src/wire/decode-order.js';
import { inputsOfColumns, locationInputs } from './support/location-inputs.js';
import { encoded } from './support/proto.js';

const METHODS = [
  { name: 'SuggestRoutingRequest', decode: decodeSuggestRouting },
  { name: 'SuggestCandidatesRequest', decode: decodeSuggestCandidates },
];
const base = { order_type: 1, items: [{ sku: 'A', quantity: 1 }], total_minor: 1 };
const order = createOrderColumns();

type Entry = { [field: string]: unknown };

const rate = (fields: Entry) => ({ carrier: 'C', ...fields });
const L = { location_code: 'L' };

describe.each(METHODS)('$name', ({ name, decode }) => {
  function decodeWith(inputs: readonly Entry[]): RefusalDetail | null {
    const bytes = encoded(name, { ...base, location_inputs: inputs });
    return decode(bytes, 0, bytes.length, order);
  }

  it.each<[string, Entry[]]>([
    ['location_inputs[0].location_code', [{}]],
    ['location_inputs[1].location_code', [L, { location_code: 'ü'.repeat(33) }]],
    ['location_inputs[2].location_code', [L, { location_code: 'M' }, L]],
    ['location_inputs[0].model_score', [{ ...L, model_score: NaN }]],
    ['location_inputs[0].model_score', [{ ...L, model_score: Infinity }]],
    ['location_inputs[0].model_score', [{ ...L, model_score: -Infinity }]],
    ['location_inputs[0].cost_factor', [{ ...L, cost_factor: NaN }]],
    ['location_inputs[0].cost_factor', [{ ...L, cost_factor: -1e-9 }]],
    ['location_inputs[0].cost_factor', [{ ...L, cost_factor: Infinity }]],
    ['location_inputs[0].rates[0].carrier', [{ ...L, rates: [{}] }]],
    [
      'location_inputs[0].rates[1].carrier',
      [{ ...L, rates: [rate({}), rate({ carrier: 'c'.repeat(65) })] }],
    ],
    ['location_inputs[0].rates[0].service', [{ ...L, rates: [rate({ service: 's'.repeat(65) })] }]],
    ['location_inputs[0].rates[0].price_minor', [{ ...L, rates: [rate({ price_minor: -1 })] }]],
    [
      'location_inputs[0].rates[0].price_minor',
      [{ ...L, rates: [rate({ price_minor: '9007199254740992' })] }],
    ],
    ['location_inputs[0].rates[0].transit_days', [{ ...L, rates: [rate({ transit_days: -1 })] }]],
    ['location_inputs[0].rates[0].transit_days', [{ ...L, rates: [rate({ transit_days: 1001 })] }]],
    [
      'location_inputs[2].rates[0].price_minor',
      [
        L,
        { location_code: 'M', rates: [rate({}), rate({})] },
        { location_code: 'N', rates: [rate({ price_minor: -5 })] },
      ],
    ],
    ['location_inputs[0].rates', [{ ...L, rates: Array.from({ length: 101 }, () => rate({})) }]],
    ['location_inputs', Array.from({ length: 1001 }, (_, i) => ({ location_code: `L${i}` }))],
  ])('refuses %s', (field, inputs) => {
    const refusal = decodeWith(inputs);
    expect(refusal).toMatchObject({ code: 3, reason: 'INVALID_FIELD', violations: [{ field }] });
    expect(refusal?.violations).toHaveLength(1);
  });

  it('takes as much as there may be, and forgets it with the next request', () => {
    const rates = Array.from({ length: 100 }, (_, r) => rate({ price_minor: r, transit_days: r }));
    const inputs = Array.from({ length: 1000 }, (_, i) => ({ location_code: `L${i}`, rates }));
    expect(decodeWith(inputs)).toBeNull();
    expect([order.locationInputCount, order.rateCount]).toEqual([1000, 100_000]);
    expect(inputsOfColumns(order).at(-1)).toMatchObject({ code: 'L999', rates: { length: 100 } });
    expect(decodeWith([])).toBeNull();
    expect([order.locationInputCount, order.rateCount]).toEqual([0, 0]);
  });

  it('keeps nothing of what is past a limit', () => {
    const rates = Array.from({ length: 150 }, () => rate({}));
    decodeWith(Array.from({ length: 3000 }, (_, i) => ({ location_code: `L${i}`, rates })));
    expect(order.rateCount).toBe(100_000);
    expect(order.locationRateEnd.length).toBeLessThan(3000);
  });

  it('reads what a library wrote', () => {
    fc.assert(
      fc.property(locationInputs, (inputs) => {
        expect(decodeWith(inputs)).toBeNull();
        const expected = inputs.map((each) => ({
          code: each.location_code,
          modelScore: each.model_score ?? Number.NaN,
          costFactor: each.cost_factor ?? Number.NaN,
          rates: (each.rates ?? []).map((one) => {
            return [one.carrier, one.service ?? '', one.price_minor ?? 0, one.transit_days ?? 0];
          }),
        }));
        expect(inputsOfColumns(order)).toEqual(expected);
      }),
      { numRuns: 300 },
    );
  });
});
