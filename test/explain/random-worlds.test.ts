// Do the events of a log say what the engine did? Thousands of random orders in random worlds: what
// the filters are said to refuse is exactly what the engine removed, and each of them refuses what
// the reference model says that it refuses. A failure prints the seed that replays it:
// SHIPFROM_SEED=n.

import { describe, expect, it } from 'vitest';
import { FILTER_ATTRIBUTES } from '../../src/configuration/attributes.js';
import type { FilterApplied, SuggestionEvent } from '../../src/explain/events.js';
import { explainCandidates, explainSuggest } from '../support/engine/explained.js';
import { decodeMessage, encodeMessage } from '../support/engine/protos.js';
import { openWorld, type WorldEngine } from '../support/engine/world-engine.js';
import { randomCandidatesRequest, randomOrder } from '../support/generate/order.js';
import { createRng } from '../support/generate/random.js';
import { randomWorld, type GeneratedWorld } from '../support/generate/world.js';
import { refusalsOfModel } from './support/model-refusals.js';
import { pairName, spyOn, type Spied, type SpiedGroup } from './support/spy.js';

const replaySeed = Number(process.env.SHIPFROM_SEED ?? 0);
const WORLDS = 400;
const worldCount = Number(process.env.SHIPFROM_WORLDS ?? WORLDS);
const seeds =
  replaySeed > 0 ? [replaySeed] : Array.from({ length: worldCount }, (_, index) => index + 1);
const REQUESTS_PER_WORLD = 3;

/** Attributes whose filters were seen to refuse something, and to have a value then. */
const seenAttributes = new Set<string>();
const seenTypes = new Set<string>();

function typeOf(event: SuggestionEvent): string {
  return event.type.replace('SUGGESTION_EVENT_TYPE_', '');
}

function each(body: (world: GeneratedWorld, engine: WorldEngine, note: string) => void): void {
  for (const seed of seeds) {
    const world = randomWorld(seed);
    body(world, openWorld(world), `SHIPFROM_SEED=${seed}`);
  }
}

describe('the log of a random decision', () => {
  it('decides again to the byte, and tells what the engine did', () => {
    each((world, engine, note) => {
      const rng = createRng(Math.imul(Number(note.split('=')[1]), 0x9e3779b1));
      for (let i = 0; i < REQUESTS_PER_WORLD; i++) {
        const order = randomOrder(rng, world);
        const explained = explainSuggest(engine, order);
        expect(explained.decision, `${note}, order ${i}`).toEqual(explained.answered);
        const bytes = encodeMessage('SuggestRoutingRequest', order);
        const spied = spyOn(engine, 'suggest', bytes);
        const where = `${note}, order ${i}`;
        expectPool(spied, where);
        for (const group of spied.groups) expectGroup(group, where);
        const decision = decodeMessage('Decision', explained.decision);
        expectDecision(explained.events, decision as never, where);
        // A pickup store gives first: then fewer lines are open than the model is asked for.
        const isWhole = order.orderType !== 'ORDER_TYPE_BOPIS';
        if (isWhole && spied.groups.length > 0)
          expectModelRefusals(spied.groups[0], world, order, where);
        expectOrder(explained.events, where);
      }
    });
  }, 300_000);

  it('tells of candidates too', () => {
    each((world, engine, note) => {
      const rng = createRng(Math.imul(Number(note.split('=')[1]), 0x2545f491));
      const request = randomCandidatesRequest(rng, world);
      const explained = explainCandidates(engine, request);
      const bytes = encodeMessage('SuggestCandidatesRequest', request);
      const spied = spyOn(engine, 'candidates', bytes);
      expectPool(spied, note);
      for (const group of spied.groups) expectGroup(group, note);
      expect(explained.decision, note).toHaveLength(0);
      const last = explained.events.at(-1);
      expect(last?.response?.candidateLocationCodes, note).toEqual(
        explained.candidateLocationCodes,
      );
      const kept = spied.groups.flatMap((group) => sortedOf(group));
      for (const code of explained.candidateLocationCodes) expect(kept, note).toContain(code);
      expectOrder(explained.events, note);
    });
  }, 300_000);

  it('has met what there is to tell', () => {
    if (replaySeed > 0 || worldCount < WORLDS) return;
    expect([...seenTypes].sort()).toEqual(
      expect.arrayContaining([
        'NEW_REQUEST',
        'ROUTE_SELECTED',
        'NO_ROUTE_FOUND',
        'INVENTORY_REQUEST',
        'REMOVED_BLOCKED_LOCATIONS',
        'REMOVED_INCAPABLE_LOCATIONS',
        'REMOVED_INACTIVE_LOCATIONS',
        'REMOVED_INTERNATIONAL_LOCATIONS',
        'REMOVED_UNLISTED_LOCATIONS',
        'REMOVED_EXCLUDED_LOCATIONS',
        'NON_EXPRESS_LOCATIONS_FILTERED',
        'REMOVED_ON_HOLD_LOCATIONS',
        'GROUP',
        'FILTER',
        'GROUP_FILTER',
        'SORT',
        'GROUP_SORT',
        'FOUND_FULL_ORDER_LOCATION',
        'AFTER_ACTION',
        'AFTER_ACTION_SORT',
        'DEFAULT_RESPONSE',
        'RESPONSE',
        // Of the rest, test/explain/every-event.test.ts makes each.
        'AUTO_ASSIGN_LIMIT_EXCEEDED',
        'REMOVED_INSUFFICIENT_LOCATIONS',
        'REMOVED_RETAILER_EXCLUDED_LOCATIONS',
        'REMOVED_OVERFULFILLED_LOCATIONS',
        'GROUP_FILTER_LOGICAL_GROUP',
        'MAX_SPLITS_EXCEEDED',
        'MAKE_LOCATIONS_AVAILABLE',
        'PICKUP_LOCATION_ASSIGNED',
        'SCORE',
        'STH_CONSOLIDATED_USED',
        'FUTURE_ATP_USED',
        'FUTURE_ATP_NOT_USED',
      ]),
    );
    const unseen = FILTER_ATTRIBUTES.filter(({ path }) => !seenAttributes.has(path));
    expect(unseen.map(({ path }) => path)).toEqual([]);
  });
});

/** Rows with stock, less what the events remove before any group, are the engine's pool. */
function expectPool({ events, pool }: Spied, where: string): void {
  const inventory = events.find((event) => event.inventoryRead !== undefined)?.inventoryRead;
  const left = new Set<string>();
  for (const row of inventory?.rows ?? []) {
    if (row.available > 0) left.add(pairName(row.locationCode, row.orderItemId));
  }
  for (const event of events) {
    // From here on the stock is another.
    if (typeOf(event) === 'FUTURE_ATP_INITIATED') break;
    // A blocked row has no units that routing may use.
    if (/ON_HOLD|RETAILER|OVERFULFILLED|BLOCKED/.test(typeOf(event))) continue;
    if (event.locationsRemoved === undefined) continue;
    for (const { locationCode, orderItemId } of event.locationsRemoved.locations) {
      const before = left.size;
      for (const pair of left) {
        const [code, line] = pair.split('/');
        const isHit =
          code === locationCode && (orderItemId === undefined || line === `${orderItemId}`);
        if (isHit) left.delete(pair);
      }
      // What is insufficient may be excluded besides, or of a line that is closed.
      if (typeOf(event) === 'REMOVED_INSUFFICIENT_LOCATIONS') continue;
      expect(left.size, `${where}: ${typeOf(event)} ${locationCode}`).toBeLessThan(before);
    }
  }
  expect([...left].sort(), where).toEqual([...(pool ?? [])].sort());
}

function isRefused(applied: FilterApplied, pair: string): boolean {
  const [code, line] = pair.split('/');
  return applied.removals.some(
    ({ locationCode, orderItemId }) =>
      (locationCode === undefined || locationCode === code) &&
      (orderItemId === undefined || `${orderItemId}` === line),
  );
}

/** The pairs of a group before its filters, as its event tells them. */
function inputOf({ events }: SpiedGroup): string[] {
  const entered = events.find((event) => event.groupEntered !== undefined)?.groupEntered;
  return (entered?.locations ?? []).flatMap(({ locationCode, inventory }) =>
    inventory.map(({ orderItemId }) => pairName(locationCode, orderItemId)),
  );
}

function sortedOf({ events }: SpiedGroup): readonly string[] {
  return events.find((event) => event.groupSorted)?.groupSorted?.outputLocationCodes ?? [];
}

/** The pairs of a group less all that its filters refuse are those that the engine let live. */
function expectGroup(group: SpiedGroup, where: string): void {
  const applied = group.events.flatMap((event) => event.filterApplied ?? []);
  const root = group.events.find((event) => event.filterNodeJudged)?.filterNodeJudged;
  // In a tree a pair may live that some of the filters refuse.
  const left =
    root === undefined
      ? inputOf(group).filter((pair) => !applied.some((one) => isRefused(one, pair)))
      : [...group.alive];
  expect(left.sort(), where).toEqual([...group.alive].sort());
  for (const one of applied) {
    expect(one.removals.length, where).toBeGreaterThan(0);
  }
  const survivors = new Set(left.map((pair) => pair.split('/')[0]));
  expect(new Set(root?.outputLocationCodes ?? survivors), where).toEqual(survivors);
  const filtered = group.events.find((event) => event.groupFiltered)?.groupFiltered;
  const passed = filtered?.outputLocationCodes ?? survivors;
  expect(new Set(passed), where).toEqual(survivors);
  expect(new Set(sortedOf(group)), where).toEqual(survivors);
  expectSorted(group, where);
}

function expectWords(applied: FilterApplied | undefined, text: string, where: string): void {
  const attribute = applied?.filter?.attribute ?? '';
  // Of two attributes, the one that is unknown is told.
  const other = applied?.filter?.dataPoint?.attribute ?? attribute;
  const isNamed = text.startsWith(attribute) || text.startsWith(other);
  expect(isNamed, `${where}: ${text}`).toBe(true);
  expect(text, where).not.toMatch(/undefined|NaN/);
  if (!/ is (unknown|not given)$/.test(text)) seenAttributes.add(attribute);
}

/** The first key never goes against its direction, and what is unknown is last. */
function expectSorted(group: SpiedGroup, where: string): void {
  const keyed = group.events.find((event) => event.sortKeyed)?.sortKeyed;
  if (keyed === undefined) return;
  const { type = '', direction = '' } = keyed.sort;
  const isNatural = !/ASCENDING|DESCENDING/.test(direction);
  const isNaturallyDescending = /LTD|HIGHEST|EXCESS|SCORE/.test(type);
  const isDescending = isNatural ? isNaturallyDescending : direction.endsWith('_DESCENDING');
  const valueOf = new Map(keyed.values.map(({ locationCode, value }) => [locationCode, value]));
  const values = sortedOf(group).map((code) => {
    const value = valueOf.get(code);
    if (value === undefined) return Infinity;
    return isDescending ? -value : value;
  });
  for (let i = 1; i < values.length; i++) {
    expect(values[i] >= values[i - 1], `${where}: ${type} ${values.join()}`).toBe(true);
  }
}

type AssignmentJson = { orderItemId: number; locationCode: string; quantity: number };
type DecisionJson = {
  readonly assignments: AssignmentJson[];
  readonly futureAssignments: AssignmentJson[];
  readonly stateChanges: { orderItemId: number }[];
};

/** What is assigned was found by a full match, by splits or in a store, and the rest is told. */
function expectDecision(
  events: readonly SuggestionEvent[],
  decision: DecisionJson,
  where: string,
): void {
  const bySplit = events.flatMap((event) => event.splitSearched?.assignments ?? []);
  for (const one of events) {
    const { splitSearched: split } = one;
    if (split === undefined) continue;
    const used = new Set(split.assignments.map(({ locationCode }) => locationCode));
    expect(new Set(split.outputLocationCodes), where).toEqual(used);
    for (const code of used) expect(split.inputLocationCodes, where).toContain(code);
  }
  const key = ({ orderItemId, locationCode, quantity }: AssignmentJson) =>
    `${orderItemId} ${locationCode} ${quantity}`;
  const given = events.flatMap((event) => event.pickupAssigned?.assignments ?? []);
  const told = [...bySplit, ...given].map((each) => key(each as never));
  const others = [...decision.assignments, ...decision.futureAssignments].map(key);
  for (const one of told) {
    expect(others, where).toContain(one);
    others.splice(others.indexOf(one), 1);
  }
  const full = events.filter((event) => typeOf(event) === 'FOUND_FULL_ORDER_LOCATION');
  const found = new Set(others.map((one) => one.split(' ')[1]));
  // Of two full matches, one is of future stock, and may be at the same location.
  expect(found.size, where).toBeLessThanOrEqual(full.length);
  expect(found.size > 0, where).toBe(full.length > 0);
  const sorted = events.flatMap((event) => event.groupSorted?.outputLocationCodes ?? []);
  expect(sorted, where).toEqual(expect.arrayContaining([...found]));
  const rest = events.find((event) => event.defaultResponse)?.defaultResponse;
  for (const id of rest?.orderItemIds ?? []) {
    expect(
      decision.stateChanges.map(({ orderItemId }) => orderItemId),
      where,
    ).toContain(id);
  }
}

/** Each filter of the first group refuses what the reference model says that it refuses. */
function expectModelRefusals(
  group: SpiedGroup,
  world: GeneratedWorld,
  order: ReturnType<typeof randomOrder>,
  where: string,
): void {
  const expected = refusalsOfModel(world, order, group.name);
  const input = inputOf(group);
  for (const [name, pairs] of expected) {
    const event = group.events.find((one) => one.filterApplied && one.name === name);
    const applied = event?.filterApplied;
    const refused = input.filter((pair) => applied !== undefined && isRefused(applied, pair));
    // What the retailer's list leaves out is no input.
    const wanted = input.filter((pair) => pairs.has(pair));
    expect(refused.sort(), `${where}: ${name}`).toEqual(wanted.sort());
  }
}

const GROUP = [
  '( REMOVED_ON_HOLD_LOCATIONS)?( REMOVED_RETAILER_\\w+)?( REMOVED_OVER\\w+)?',
  ' GROUP( FILTER)*( GROUP_FILTER_\\w+)*',
  '( GROUP_FILTER)?( SORT)*( SCORE)?( GROUP_SORT)?( FOUND_\\w+| AFTER_ACTION',
  '(( MAX_SPLITS_EXCEEDED)? AFTER_ACTION_SORT| MAKE_LOCATIONS_AVAILABLE)?)?',
].join('');
const REMOVED = '( REMOVED_\\w+| NON_EXPRESS_\\w+)*';
const ROUTED = ` ROUTE_SELECTED INVENTORY_REQUEST${REMOVED}( PICKUP_\\w+)?(${GROUP})*`;
const FUTURE = `( FUTURE_ATP_INITIATED${REMOVED}(${GROUP})* FUTURE_ATP_\\w+)?`;
const CONSOLIDATED = '( \\w*CONSOLIDAT\\w+)*';
const UNROUTED = ' AUTO_ASSIGN_LIMIT_EXCEEDED| NO_ROUTE_FOUND( PICKUP_\\w+)?';
const SEQUENCE = new RegExp(
  `^NEW_REQUEST(${UNROUTED}|${ROUTED}${FUTURE})( DEFAULT_RESPONSE)?${CONSOLIDATED} RESPONSE$`,
);

function expectOrder(events: readonly SuggestionEvent[], where: string): void {
  const types = events.map(typeOf);
  for (const type of types) seenTypes.add(type);
  for (const { filterApplied: applied } of events) {
    for (const removal of applied?.removals ?? []) expectWords(applied, removal.text, where);
  }
  expect(types.join(' '), where).toMatch(SEQUENCE);
}
