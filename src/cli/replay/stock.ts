// Loads a replay's network, stock and rules into an empty store, by seed.

import type { ConfigurationDocument } from '../../configuration/document.js';
import type { InventoryUpdate, Store } from '../../stores/store.js';
import { CliFailure, EXIT } from '../failure.js';
import { DISTRIBUTION_CENTER, type ReplayLocation } from './network.js';
import { between, deckOf, draw, type Random, randomOf } from './random.js';

/** The tenant and site of replays. */
export const REPLAY_SCOPE = { tenantId: '1', siteId: '1' } as const;

const PART = 10_000;
const LOCATIONS_PART = 5_000;
const ROUTE = 'Ship to home';

/** How stock is laid out: which share of the locations has a product, and how many units. */
const STOCK = {
  centers: { share: 0.5, low: 20, high: 200 },
  others: { share: 0.1, low: 1, high: 4 },
};

/**
 * Stock rows of a network: each product at half of the distribution centres and a tenth of the
 * others.
 */
export function* stockOf(
  locations: readonly ReplayLocation[],
  codes: readonly string[],
  seed: number,
): Generator<InventoryUpdate> {
  const random = randomOf(seed, 3);
  const centers = locations.filter(({ kind }) => kind === DISTRIBUTION_CENTER);
  const others = locations.filter(({ kind }) => kind !== DISTRIBUTION_CENTER);
  const decks = [deckOf(centers.length), deckOf(others.length)];
  for (const sku of codes) {
    yield* rowsOf(sku, centers, decks[0], STOCK.centers, random);
    yield* rowsOf(sku, others, decks[1], STOCK.others, random);
  }
}

function* rowsOf(
  sku: string,
  locations: readonly ReplayLocation[],
  deck: Uint32Array,
  rule: { share: number; low: number; high: number },
  random: Random,
): Generator<InventoryUpdate> {
  for (const index of draw(random, deck, Math.round(locations.length * rule.share))) {
    const onHand = between(random, rule.low, rule.high);
    yield { product: { sku }, locationCode: locations[index].code, onHand };
  }
}

/** How many rows `stockOf` makes. */
export function stockRowCount(locations: readonly ReplayLocation[], codeCount: number): number {
  const centers = locations.filter(({ kind }) => kind === DISTRIBUTION_CENTER).length;
  const others = locations.length - centers;
  const perCode =
    Math.round(centers * STOCK.centers.share) + Math.round(others * STOCK.others.share);
  return perCode * codeCount;
}

/**
 * The rules: distribution centres by distance, then all other locations within 1,500 miles for
 * items that are not in a list, by distance, and what is still missing is backordered after a split
 * over both groups.
 */
export function rulesOf(
  locations: readonly ReplayLocation[],
  listedCodes: readonly string[],
): ConfigurationDocument {
  const members = (isCenter: boolean): { locationCode: string }[] =>
    locations
      .filter(({ kind }) => (kind === DISTRIBUTION_CENTER) === isCenter)
      .map(({ code }) => ({ locationCode: code }));
  const split = {
    action: 'FAILOVER_ACTION_LINE_ITEM_SPLIT_BACKORDER_WITHOUT_INVENTORY',
    restartAttempt: 'RESTART_ATTEMPT_START_AT_BEGINNING',
  };
  return {
    dataLists: [
      {
        name: 'Most frequent',
        type: 'DATA_LIST_TYPE_STRING',
        entries: listedCodes.map((stringValue) => ({ stringValue })),
      },
    ],
    filters: [
      {
        name: 'Within 1,500 miles',
        attribute: 'location.distance',
        operator: 'FILTER_OPERATOR_LESS_THAN',
        customValue: { stringValue: '1500', unit: 'MEASURE_UNIT_MI' },
      },
      {
        name: 'Not among the most frequent',
        attribute: 'item.sku',
        operator: 'FILTER_OPERATOR_NOT_IN',
        dataList: 'Most frequent',
      },
    ],
    locationGroups: [
      {
        name: 'Distribution centers',
        route: ROUTE,
        rank: 1,
        locations: members(true),
        sorts: [{ type: 'SORT_TYPE_DISTANCE' }],
      },
      {
        name: 'Supercenters and stores',
        route: ROUTE,
        rank: 2,
        locations: members(false),
        filters: ['Within 1,500 miles', 'Not among the most frequent'],
        sorts: [{ type: 'SORT_TYPE_DISTANCE' }],
        afterActionPartial: split,
        afterActionNone: split,
      },
    ],
    routes: [
      {
        name: ROUTE,
        orderType: 'ORDER_TYPE_DIRECTSHIP',
        candidateSortStrategy: 'CANDIDATE_SORT_STRATEGY_MINIMIZE_SHIPMENTS',
      },
    ],
  };
}

/** Loads everything; `onRows` hears how many stock rows are in. */
export async function loadNetwork(
  store: Store,
  locations: readonly ReplayLocation[],
  rows: Iterable<InventoryUpdate>,
  rules: ConfigurationDocument,
  onRows: (rowCount: number) => void,
): Promise<number> {
  const { tenantId } = REPLAY_SCOPE;
  for (let at = 0; at < locations.length; at += LOCATIONS_PART) {
    const part = locations.slice(at, at + LOCATIONS_PART);
    await store.upsertLocations(
      tenantId,
      part.map(({ code, city, state, countryCode, latitude, longitude }) => ({
        code,
        name: `${city}, ${state}`,
        city,
        state,
        countryCode,
        coordinates: { latitude, longitude },
      })),
    );
  }
  await store.applyConfiguration(REPLAY_SCOPE, rules, '', false);
  let rowCount = 0;
  let part: InventoryUpdate[] = [];
  const flush = async (): Promise<void> => {
    const result = await store.upsertInventory(tenantId, part, true);
    if (result.writtenCount !== part.length) {
      throw new CliFailure(EXIT.cannot, 'STORE', 'the store left stock rows out');
    }
    rowCount += part.length;
    part = [];
    onRows(rowCount);
  };
  for (const row of rows) {
    part.push(row);
    if (part.length === PART) await flush();
  }
  if (part.length > 0) await flush();
  return rowCount;
}
