// How do tests of scores write a world in few words? Must not know: what is expected of it.

import type {
  LocationGroup,
  ModelWorld,
  SuggestRoutingRequest,
} from '../../support/model/messages.js';
import type {
  DataSet,
  LocationInput,
  RateCard,
  ScoreOptions,
  ShippingRate,
} from '../../support/model/rules.js';
import { orderOf, type Scenario, worldOf } from '../../support/model/scenario.js';

/** A scenario whose groups are sorted by a score, and what scores read. */
export type ScoreScenario = Omit<Scenario, 'groups'> & {
  readonly score?: ScoreOptions;
  readonly direction?: string;
  /** Keys behind the score. */
  readonly behind?: LocationGroup['sorts'];
  /** What the group has besides its sort. */
  readonly group?: Partial<LocationGroup>;
  readonly rateCards?: RateCard[];
  readonly dataSets?: DataSet[];
};

/** A world of one group, sorted by a score. */
export function scoreWorld(scenario: ScoreScenario): ModelWorld {
  const { score, direction, behind = [], group, rateCards = [], dataSets = [], ...rest } = scenario;
  const sort = {
    type: 'SORT_TYPE_SCORE',
    ...(score === undefined ? {} : { score }),
    ...(direction === undefined ? {} : { direction: `SORT_DIRECTION_${direction}` }),
  };
  const world = worldOf({ ...rest, groups: [{ sorts: [sort, ...behind], ...group }] });
  return { ...world, configuration: { ...world.configuration, rateCards, dataSets } };
}

/** A rate of a carrier that does not matter. */
export function rate(priceMinor: number, transitDays: number, carrier = 'C'): ShippingRate {
  return { carrier, priceMinor, transitDays };
}

/** What a caller knows of a location. */
export function input(
  locationCode: string,
  rates: ShippingRate[] = [],
  more: Partial<LocationInput> = {},
): LocationInput {
  return { locationCode, rates, ...more };
}

/** A card of one zone that ships anything anywhere: prices by band, below 1, 10 and 100 kg. */
export function card(
  name: string,
  priceMinor: number[],
  transitDays: number,
  more: Partial<RateCard> = {},
): RateCard {
  return {
    name,
    carrier: name,
    weightBandsGrams: [1000, 10_000, 100_000].slice(0, priceMinor.length),
    zones: [{ name: 'all', priceMinor, transitDays }],
    ...more,
  };
}

/** A data set of number columns: by location, then column. */
export function numbersOf(name: string, rows: Record<string, Record<string, string>>): DataSet {
  const columns = [...new Set(Object.values(rows).flatMap((values) => Object.keys(values)))];
  return {
    name,
    columns: columns.map((column) => ({ name: column, type: 'DATA_SET_COLUMN_TYPE_NUMBER' })),
    rows: Object.entries(rows).map(([locationCode, values]) => ({ locationCode, values })),
  };
}

/** Sites that each have so many units of product `a`. */
export function sites(units: Record<string, number>): Record<string, Record<string, number>> {
  return Object.fromEntries(Object.entries(units).map(([code, a]) => [code, { a }]));
}

/** An order of product `a`, and what the caller knows. */
export function orderOfA(
  quantity: number,
  locationInputs: LocationInput[] = [],
): SuggestRoutingRequest {
  return orderOf([['a', quantity]], { locationInputs });
}
