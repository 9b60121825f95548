// Do random worlds and orders reach every feature of routing, and does the reference model keep its
// promises on all of them? Must not know: the engine.

import { beforeAll, describe, expect, it } from 'vitest';

import { randomCandidatesRequest, randomOrder } from './support/generate/order.js';
import { createRng, type Rng } from './support/generate/random.js';
import type { GeneratedWorld } from './support/generate/world.js';
import { randomWorld } from './support/generate/world.js';
import { ACTIONS, RESTARTS, ROUTING_FEATURES } from './support/model/features.js';
import { modelCandidates } from './support/model/candidates.js';
import { ModelTooLarge } from './support/model/cover.js';
import type { ModelDecision, SuggestRoutingRequest } from './support/model/messages.js';
import { promisesBroken } from './support/model/promises.js';
import { modelSuggest } from './support/model/suggest.js';
import { createCoverage } from './support/model/trace.js';

const SEED_COUNT = 800;
/** The rarest actions come up once in a few hundred worlds: the search for them ends here. */
const SEED_COUNT_MAX = 5000;
const ORDERS_PER_WORLD = 6;
const QUESTIONS_PER_WORLD = 3;
/** Of all orders, how many may be too large for the model. */
const TOO_LARGE_SHARE_MAX = 0.02;

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

/** Which answers came up, beside what the model itself counts. */
function countAnswer(request: SuggestRoutingRequest, decision: ModelDecision): void {
  for (const change of decision.stateChanges) coverage.trace(`state:${change.stateChange}`);
  for (const warning of decision.warnings) coverage.trace(`warning:${warning.reason}`);
  const outcome = decision.assignments.length === 0 ? 'nothing' : 'something';
  coverage.trace(`answer:${decision.stateChanges.length === 0 ? 'everything' : outcome}`);
  coverage.trace(`order:${request.orderId === undefined ? 'anonymous' : 'named'}`);
  coverage.trace(`order-type:${request.orderType}:${decision.route ?? 'none'}`);
  if (decision.availableLocationCodes.length > 0) coverage.trace('answer:bidding');
  for (const { transferToLocationCode } of decision.assignments) {
    if (transferToLocationCode !== undefined) coverage.trace(`transfer:${request.orderType}`);
  }
  if (decision.futureAssignments.length > 0) coverage.trace(`future:${request.orderType}`);
}

let orderCount = 0;
let tooLargeCount = 0;

/** Undefined where the order is too large for the model. */
function decide(world: GeneratedWorld, request: SuggestRoutingRequest): ModelDecision | undefined {
  try {
    const bytes = Buffer.from(JSON.stringify(request));
    return modelSuggest(world, request, bytes, coverage.trace);
  } catch (error) {
    if (!(error instanceof ModelTooLarge)) throw error;
    tooLargeCount++;
    return undefined;
  }
}

function decideOrders(seed: number, world: GeneratedWorld, rng: Rng): void {
  for (let count = 0; count < ORDERS_PER_WORLD; count++) {
    const request = randomOrder(rng, world);
    const decision = decide(world, request);
    orderCount++;
    if (decision === undefined) continue;
    expect(promisesBroken(world, request, decision), `seed ${seed}, order ${count}`).toEqual([]);
    countAnswer(request, decision);
  }
}

/** A world whose routes have the ids that a store would give them. */
function storedWorld(seed: number): GeneratedWorld {
  const world = randomWorld(seed);
  world.configuration.routes?.forEach((route, index) => Object.assign(route, { id: index + 1 }));
  return world;
}

/** Every action in both slots with every start. */
const EVERY_ACTION = ACTIONS.flatMap((action) =>
  ['partial', 'none'].flatMap((slot) =>
    RESTARTS.map((restart) => `action:${slot}:FAILOVER_ACTION_${action}:${restart}`),
  ),
);

beforeAll(() => {
  for (let seed = 1; seed <= SEED_COUNT; seed++) {
    const world = storedWorld(seed);
    const rng = createRng(seed + 1_000_000);
    decideOrders(seed, world, rng);
    for (let count = 0; count < QUESTIONS_PER_WORLD; count++) {
      const request = randomCandidatesRequest(rng, world);
      const found = modelCandidates(world, request, Buffer.from('bytes'), coverage.trace);
      expect(found.candidates.length).toBeLessThanOrEqual(found.totalCandidates);
      for (const candidate of found.candidates) {
        expect(candidate.inventory.every((each) => each.available > 0)).toBe(true);
      }
    }
  }
  for (let seed = SEED_COUNT + 1; seed <= SEED_COUNT_MAX; seed++) {
    if (EVERY_ACTION.every((feature) => coverage.counts.has(feature))) break;
    decideOrders(seed, storedWorld(seed), createRng(seed + 1_000_000));
  }
}, 120_000);

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
      expect(decide(shuffled, request)).toEqual(decide(world, request));
    }
  });

  it('are hardly ever too large for the model', () => {
    expect(tooLargeCount / orderCount).toBeLessThan(TOO_LARGE_SHARE_MAX);
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

  it('run every action in both slots from every start', () => {
    expect(EVERY_ACTION).toHaveLength(13 * 2 * 7);
    expect(EVERY_ACTION.filter((feature) => !coverage.counts.has(feature))).toEqual([]);
  });

  it.each(ROUTING_FEATURES)('reach %s', (pattern, least) => {
    expect(uses(new RegExp(`^${pattern}$`))).toBeGreaterThanOrEqual(least);
  });
});
