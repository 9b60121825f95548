// What a request says of single locations: random entries, how they are read, and what of them is
// refused, plainly. Must not know: the decoder.

import * as fc from 'fast-check';
import { bytesOf } from '../../../src/base/text.js';
import { LOCATION_INPUT_INTS, type OrderColumns, RATE_INTS } from '../../../src/columns/order.js';
import type { Parsed } from './model.js';

const code = fc.stringMatching(/^[A-Za-z0-9_-]{1,12}$/);
const name = fc.string({ unit: 'binary', minLength: 1, maxLength: 16 });
const double = fc.double({ noNaN: true, noDefaultInfinity: true });

const rate = fc.record(
  {
    carrier: name,
    service: name,
    price_minor: fc.maxSafeNat(),
    transit_days: fc.nat(1000),
  },
  { requiredKeys: ['carrier'] },
);

const entry = fc.record(
  {
    location_code: code,
    rates: fc.array(rate, { maxLength: 4 }),
    model_score: double,
    cost_factor: fc.double({ min: 0, noNaN: true, noDefaultInfinity: true }),
  },
  { requiredKeys: ['location_code'] },
);

/** Valid entries for protobufjs. */
export const locationInputs = fc.uniqueArray(entry, {
  maxLength: 6,
  selector: (each) => each.location_code,
});

/** The entries in the columns. */
export function inputsOfColumns(order: OrderColumns): unknown[] {
  const text = (ints: Int32Array, at: number) =>
    Buffer.from(order.bytes.slice(ints[at], ints[at] + ints[at + 1])).toString('utf8');
  return Array.from({ length: order.locationInputCount }, (_, i) => {
    const start = i === 0 ? 0 : order.locationRateEnd[i - 1];
    return {
      code: text(order.locationInputs, i * LOCATION_INPUT_INTS),
      modelScore: order.locationModelScore[i],
      costFactor: order.locationCostFactor[i],
      rates: Array.from({ length: order.locationRateEnd[i] - start }, (_, r) => [
        text(order.rates, (start + r) * RATE_INTS),
        text(order.rates, (start + r) * RATE_INTS + 2),
        order.ratePriceMinor[start + r],
        order.rateTransitDays[start + r],
      ]),
    };
  });
}

/** The entries of a parsed request. */
export function inputsOfMessage(message: Parsed): unknown[] {
  return listOf(message.location_inputs).map((each) => ({
    code: each.location_code ?? '',
    modelScore: each.model_score ?? Number.NaN,
    costFactor: each.cost_factor ?? Number.NaN,
    rates: listOf(each.rates).map(({ carrier, service, price_minor, transit_days }) => {
      return [carrier ?? '', service ?? '', Number(price_minor ?? 0n), transit_days ?? 0];
    }),
  }));
}

/** The paths of what is refused of them, in any order. */
export function refusedInputs(message: Parsed): string[] {
  const refused: string[] = [];
  const seen = new Set<unknown>();
  listOf(message.location_inputs).forEach((each, i) => {
    const path = `location_inputs[${i}]`;
    const { location_code = '', model_score = 0, cost_factor = 0 } = each;
    if (!isCode(location_code) || seen.has(location_code)) refused.push(`${path}.location_code`);
    seen.add(location_code);
    if (!Number.isFinite(model_score)) refused.push(`${path}.model_score`);
    if (!Number.isFinite(cost_factor) || (cost_factor as number) < 0) {
      refused.push(`${path}.cost_factor`);
    }
    listOf(each.rates).forEach((rate, r) => {
      const { carrier = '', service = '', price_minor = 0n, transit_days = 0 } = rate;
      const price = price_minor as bigint;
      const days = transit_days as number;
      const at = `${path}.rates[${r}]`;
      if (!isCode(carrier)) refused.push(`${at}.carrier`);
      if (service !== '' && !isCode(service)) refused.push(`${at}.service`);
      if (price < 0n || price >= 1n << 53n) refused.push(`${at}.price_minor`);
      if (days < 0 || days > 1000) refused.push(`${at}.transit_days`);
    });
  });
  return refused;
}

function listOf(value: unknown): Parsed[] {
  return (value ?? []) as Parsed[];
}

function isCode(value: unknown): boolean {
  const { length } = bytesOf(value as string);
  return length >= 1 && length <= 64;
}
