// Do random worlds and orders reach every feature of routing, and does the reference model keep its
// promises on all of them? Must not know: the engine.

import { beforeAll, describe, expect, it } from 'vitest';

import { randomCandidatesRequest, randomOrder } from './support/generate/order.js';
import { createRng } from './support/generate/random.js';
import type { GeneratedWorld } from './support/generate/world.js';
import { randomWorld } from './support/generate/world.js';
import { modelCandidates } from './support/model/candidates.js';
import type { ModelDecision, SuggestRoutingRequest } from './support/model/messages.js';
import { readStock } from './support/model/stock.js';
import { modelSuggest } from './support/model/suggest.js';
import { createCoverage } from './support/model/trace.js';

const SEED_COUNT = 800;
const ORDERS_PER_WORLD = 6;

const OPERATORS = `EQUAL NOT_EQUAL GREATER_THAN LESS_THAN GREATER_OR_EQUAL LESS_OR_EQUAL IN NOT_IN
  BETWEEN STARTS_WITH ENDS_WITH CONTAINS DOES_NOT_CONTAIN SUBSET`.split(/\s+/);

const ATTRIBUTES = Object.entries({
  location: `distance rank locationCode name city state postalCode countryCode addressType
    wmsEnabled requiresManifest`,
  inventory: 'available ltd attributes',
  item: `upc sku partNumber productTitle backorderable taxable weight length width height
    customItemData`,
  order: `customData total orderType pickupLocationCode fraud isExpress items.quantity
    items.totalQuantity items.partNumber shippingAddress.city shippingAddress.state
    shippingAddress.postalCode shippingAddress.countryCode`,
  customer: `accountType segments externalId taxExempt companyOrOrganization customerSinceDate`,
}).flatMap(([scope, names]) => names.split(/\s+/).map((name) => `${scope}.${name}`));

const coverage = createCoverage();

/** How often features whose names match were used. */
function uses(pattern: RegExp): number {
  let sum = 0;
  for (const [feature, count] of coverage.counts) if (pattern.test(feature)) sum += count;
  return sum;
}

/** Every line is decided to the unit, once. */
function expectWholeLines(request: SuggestRoutingRequest, decision: ModelDecision): void {
  request.items.forEach((item, index) => {
    const id = item.orderItemId ?? index + 1;
    const pieces = [...decision.assignments, ...decision.stateChanges];
    const decided = pieces
      .filter((piece) => piece.orderItemId === id)
      .reduce((sum, piece) => sum + piece.quantity, 0);
    expect(decided).toBe(item.quantity);
    const changes = decision.stateChanges.filter((change) => change.orderItemId === id);
    expect(changes.length).toBeLessThanOrEqual(1);
  });
  for (const { quantity } of decision.assignments) expect(quantity).toBeGreaterThan(0);
}

/** No location gives more of a product than it has, and none that is excluded or asleep gives. */
function expectStockSuffices(
  world: GeneratedWorld,
  request: SuggestRoutingRequest,
  decision: ModelDecision,
): void {
  const stock = readStock(world.inventory);
  for (const assignment of decision.assignments) {
    const index = request.items.findIndex(
      (item, place) => (item.orderItemId ?? place + 1) === assignment.orderItemId,
    );
    const product = stock.productOf(request.items[index] ?? {});
    const row = stock.rows.get(product ?? '')?.get(assignment.locationCode);
    expect(row).toBeDefined();
    if (row === undefined) continue;
    row.left -= assignment.quantity;
    expect(row.left).toBeGreaterThanOrEqual(0);
    const location = world.locations.find((each) => each.code === assignment.locationCode);
    expect(location?.active).not.toBe(false);
    expect(location?.onHold).not.toBe(true);
    expect(request.excludedLocations ?? []).not.toContainEqual({
      locationCode: assignment.locationCode,
      orderItemId: assignment.orderItemId,
    });
  }
}

/** Which answers came up, beside what the model itself counts. */
function countAnswer(request: SuggestRoutingRequest, decision: ModelDecision): void {
  for (const change of decision.stateChanges) coverage.trace(`state:${change.stateChange}`);
  for (const warning of decision.warnings) coverage.trace(`warning:${warning.reason}`);
  const outcome = decision.assignments.length === 0 ? 'nothing' : 'something';
  coverage.trace(`answer:${decision.stateChanges.length === 0 ? 'everything' : outcome}`);
  coverage.trace(`order:${request.orderId === undefined ? 'anonymous' : 'named'}`);
}

beforeAll(() => {
  for (let seed = 1; seed <= SEED_COUNT; seed++) {
    const world = randomWorld(seed);
    const rng = createRng(seed + 1_000_000);
    for (let count = 0; count < ORDERS_PER_WORLD; count++) {
      const request = randomOrder(rng, world);
      const bytes = Buffer.from(JSON.stringify(request));
      const decision = modelSuggest(world, request, bytes, coverage.trace);
      expectWholeLines(request, decision);
      expectStockSuffices(world, request, decision);
      countAnswer(request, decision);
    }
    const request = randomCandidatesRequest(rng, world);
    const found = modelCandidates(world, request, Buffer.from('bytes'), coverage.trace);
    expect(found.candidates.length).toBeLessThanOrEqual(found.totalCandidates);
    for (const candidate of found.candidates) {
      expect(candidate.inventory.every((each) => each.available > 0)).toBe(true);
    }
  }
});

describe('random worlds and orders', () => {
  it('are equal for equal seeds', () => {
    expect(randomWorld(7)).toEqual(randomWorld(7));
    expect(randomWorld(7)).not.toEqual(randomWorld(8));
  });

  it('do not depend on the order in which locations and stock are listed', () => {
    for (let seed = 1; seed <= 20; seed++) {
      const world = randomWorld(seed);
      const request = randomOrder(createRng(seed), world);
      const shuffled: GeneratedWorld = {
        ...world,
        locations: world.locations.toReversed(),
        inventory: world.inventory.toReversed(),
      };
      const bytes = Buffer.from('bytes');
      expect(modelSuggest(shuffled, request, bytes)).toEqual(modelSuggest(world, request, bytes));
    }
  });

  it.each(OPERATORS)('let %s hold and fail', (operator) => {
    expect(uses(new RegExp(`^operator:${operator}:\\w+:true$`))).toBeGreaterThan(10);
    expect(uses(new RegExp(`^operator:${operator}:\\w+:false$`))).toBeGreaterThan(10);
  });

  it.each(ATTRIBUTES)('let filters on %s hold and fail', (path) => {
    expect(coverage.counts.get(`attribute:${path}:true`) ?? 0).toBeGreaterThan(0);
    expect(coverage.counts.get(`attribute:${path}:false`) ?? 0).toBeGreaterThan(0);
  });

  it('compare dates in every way', () => {
    const numeric = OPERATORS.slice(0, OPERATORS.indexOf('BETWEEN') + 1);
    for (const operator of numeric) {
      for (const verdict of [true, false]) {
        const feature = `operator:${operator}:date:${verdict}`;
        expect(coverage.counts.get(feature) ?? 0, feature).toBeGreaterThan(0);
      }
    }
  });

  it.each(['absent', 'true', 'false'])('meet unknown values with accept_nulls %s', (given) => {
    const positive = '(text|number|custom):(?!NOT_|DOES_NOT_)\\w+';
    const negative = '(text|number|custom):(NOT_|DOES_NOT_)\\w+';
    for (const what of ['text:\\w+', 'number:\\w+', 'custom:\\w+', positive, negative]) {
      expect(uses(new RegExp(`^accept-nulls:${given}:${what}$`)), what).toBeGreaterThan(5);
    }
    for (const what of ['distance', 'date']) {
      expect(uses(new RegExp(`^accept-nulls:${given}:${what}:\\w+$`)), what).toBeGreaterThan(0);
    }
  });

  it.each(['RANK', 'DISTANCE', 'LTD', 'LOWEST_AVAILABLE', 'HIGHEST_AVAILABLE', 'RANDOM'])(
    'sort by %s in every direction',
    (type) => {
      for (const direction of ['UNSPECIFIED', 'NATURAL', 'ASCENDING', 'DESCENDING']) {
        const feature = `sort:SORT_TYPE_${type}:SORT_DIRECTION_${direction}`;
        expect(coverage.counts.get(feature) ?? 0, feature).toBeGreaterThan(0);
      }
    },
  );

  it('sort by an ltd that only some locations have', () => {
    expect(uses(/^sort:SORT_TYPE_LTD:mixed$/)).toBeGreaterThan(10);
  });

  it.each([
    'LINE_ITEM_SPLIT_ASSIGN_IF_FULFILLED',
    'LINE_ITEM_SPLIT_CANCEL_WITHOUT_INVENTORY',
    'LINE_ITEM_SPLIT_BACKORDER_WITHOUT_INVENTORY',
    'LINE_ITEM_SPLIT_ASSIGN_CUSTOMER_CARE_WITHOUT_INVENTORY',
    'QUANTITY_SPLIT_ASSIGN_IF_FULFILLED',
    'QUANTITY_SPLIT_CANCEL_WITHOUT_INVENTORY',
    'QUANTITY_SPLIT_BACKORDER_WITHOUT_INVENTORY',
    'QUANTITY_SPLIT_ASSIGN_CUSTOMER_CARE_WITHOUT_INVENTORY',
    'CANCEL_ORDER',
  ])('run %s in both slots from every start', (action) => {
    for (const slot of ['partial', 'none']) {
      for (const restart of ['absent', '\\w+START_AT_BEGINNING', '\\w+CURRENT_GROUP']) {
        const pattern = new RegExp(`^action:${slot}:FAILOVER_ACTION_${action}:${restart}$`);
        expect(uses(pattern), String(pattern)).toBeGreaterThan(0);
      }
    }
  });

  it.each([
    ['full-match', 200],
    ['group:skipped', 50],
    ['split:line:[2-9]', 20],
    ['split:quantity:[2-9]', 50],
    ['split:quantity:[3-9]', 10],
    ['split:walk-kept', 1],
    ['split:placement-kept', 100],
    ['split:line-left-out', 1],
    ['action:(partial|none):absent:absent', 100],
    ['default:STATE_CHANGE_(CANCEL|CUSTOMER_CARE|BACKORDER)', 100],
    ['state:STATE_CHANGE_BACKORDER', 20],
    ['answer:everything', 300],
    ['answer:something', 100],
    ['answer:nothing', 100],
    ['order:anonymous', 100],
    ['operand:list:true', 100],
    ['operand:list:false', 100],
    ['unknown:(text|number|custom|date)', 100],
    ['pool:(inactive|capability|foreign|not-allowed|excluded)', 100],
    ['pool:item-excluded', 20],
    ['pool:express-on-hold', 5],
    ['group:on-hold', 50],
    ['pool:express-only', 20],
    ['pool:express-absent', 5],
    ['warning:WARNING_REASON_NO_ROUTE', 20],
    ['warning:WARNING_REASON_UNKNOWN_DESTINATION', 20],
    ['warning:WARNING_REASON_UNKNOWN_ALLOWED_LOCATIONS', 2],
    ['warning:WARNING_REASON_UNKNOWN_PRODUCT', 20],
    ['candidates:(as-routed|by-distance|cut)', 100],
  ])('reach %s', (pattern, least) => {
    expect(uses(new RegExp(`^${pattern}$`))).toBeGreaterThanOrEqual(least);
  });
});
