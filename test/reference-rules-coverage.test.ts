// Do random worlds and orders reach every kind of filter, sort and score? Every rule is surveyed by
// itself, for whole orders; nothing is split. Must not know: the engine.

import { beforeAll, describe, expect, it } from 'vitest';

import { randomOrder } from './support/generate/order.js';
import { createRng } from './support/generate/random.js';
import { groupsOfRules, randomRules } from './support/generate/rules.js';
import { randomWorld } from './support/generate/world.js';
import { postalTable } from './support/model/geography.js';
import { survey } from './support/model/groups.js';
import { rowsOfLines } from './support/model/lines.js';
import type { LocationGroup, ModelWorld, SuggestRoutingRequest } from './support/model/messages.js';
import { readOrder } from './support/model/order.js';
import { buildPool } from './support/model/pool.js';
import { NO_BYTES } from './support/model/scenario.js';
import { readStock } from './support/model/stock.js';
import { createCoverage } from './support/model/trace.js';

const SEED_COUNT = 250;
const ORDERS_PER_WORLD = 4;

const ORDERING = ['GREATER_THAN', 'LESS_THAN', 'GREATER_OR_EQUAL', 'LESS_OR_EQUAL'];
const NUMERIC = ['EQUAL', 'NOT_EQUAL', ...ORDERING];
const TEXTUAL = ['STARTS_WITH', 'ENDS_WITH', 'CONTAINS', 'DOES_NOT_CONTAIN'];
const EITHER = ['EQUAL', 'NOT_EQUAL', ...TEXTUAL];
const ONE_OF = ['IN', 'NOT_IN'];

const coverage = createCoverage();

/** How often features whose names match were used. */
function uses(pattern: string): number {
  const whole = new RegExp(`^${pattern}$`);
  let sum = 0;
  for (const [feature, count] of coverage.counts) if (whole.test(feature)) sum += count;
  return sum;
}

/** Each name has to be used so often, or is told. */
function expectUsed(least: number, patterns: string[]): void {
  const rare = patterns.filter((pattern) => uses(pattern) < least);
  expect(rare.map((pattern) => `${pattern} ${uses(pattern)}`).join(', ')).toBe('');
}

const bothWays = (prefix: string, operators: string[]): string[] =>
  operators.flatMap((operator) => [`${prefix}:${operator}:true`, `${prefix}:${operator}:false`]);

/** Looks at the order as each group sees it before anything is decided. */
function surveyAll(
  world: ModelWorld,
  groups: LocationGroup[],
  request: SuggestRoutingRequest,
): void {
  const { trace } = coverage;
  const stock = readStock(world, request.holdId);
  const table = postalTable(world.postalCodes);
  const order = readOrder(world, request, NO_BYTES, stock, table, trace);
  const rows = rowsOfLines(order.lines, stock, 'now', undefined, trace);
  const exclusions = request.excludedLocations ?? [];
  const pool = buildPool(world, { order, open: order.lines, rows, exclusions }, table, trace);
  for (const group of groups) survey({ world, order, pool, trace }, group, order.lines);
}

beforeAll(() => {
  for (let seed = 1; seed <= SEED_COUNT; seed++) {
    const world = randomWorld(seed);
    const rng = createRng(seed + 2_000_000);
    const groups = groupsOfRules(randomRules(rng, world));
    for (let count = 0; count < ORDERS_PER_WORLD; count++) {
      surveyAll(world, groups, randomOrder(rng, world));
    }
  }
});

describe('filters of random worlds', () => {
  it('compare columns of numbers and of text in every way', () => {
    expectUsed(5, bothWays('column:number', [...NUMERIC, 'BETWEEN', ...ONE_OF]));
    expectUsed(5, bothWays('column:text', [...EITHER, ...ONE_OF]));
    expectUsed(5, bothWays('column:money', [...ORDERING, 'BETWEEN']));
    expectUsed(20, ['column:number:unknown', 'column:text:unknown']);
  });

  it('compare extensible attributes in every way', () => {
    const operators = [...NUMERIC, 'BETWEEN', ...ONE_OF, ...TEXTUAL, 'SUBSET'];
    expectUsed(
      10,
      bothWays(
        'operator',
        operators.map((each) => `${each}:extensible`),
      ),
    );
    expectUsed(20, ['unknown:extensible']);
  });

  it.each(['location', 'order', 'item', 'customer', 'inventory'])(
    'compare extensible attributes of %s',
    (owner) => {
      const kinds = [`(${ORDERING.join('|')}|BETWEEN)`, '(NOT_\\w+|DOES_NOT_\\w+)', 'SUBSET'];
      const positive = '(EQUAL|IN|CONTAINS|\\w+_WITH)';
      expectUsed(3, bothWays(`fqn:${owner}\\.\\w+`, [positive, ...kinds]));
    },
  );

  it.each(['true', 'false', 'absent'])('meet unknown values with accept_nulls %s', (given) => {
    const kinds = ['extensible:(NOT_|DOES_NOT_)\\w+', 'extensible:(?!NOT_|DOES_NOT_)\\w+'];
    expectUsed(
      5,
      kinds.map((kind) => `accept-nulls:${given}:${kind}`),
    );
  });

  it.each([
    ['NUMBER-NUMBER', NUMERIC],
    ['STRING-STRING', EITHER],
    ['BOOLEAN-BOOLEAN', ['EQUAL', 'NOT_EQUAL']],
    ['STRING-STRING_LIST', ONE_OF],
    ['STRING_LIST-STRING', ['CONTAINS', 'DOES_NOT_CONTAIN']],
    ['STRING_LIST-STRING_LIST', [...ONE_OF, 'CONTAINS', 'DOES_NOT_CONTAIN', 'SUBSET']],
  ])('compare attributes with one another: %s', (types, operators) => {
    expectUsed(3, bothWays(`point:${types}`, operators));
    // Lists and flags are never unknown.
    const isKnown = types.startsWith('BOOLEAN') || types === 'STRING_LIST-STRING_LIST';
    const unknown = operators.map((operator) => `point:${types}:${operator}:unknown`);
    if (!isKnown) expectUsed(3, unknown);
  });

  it('compare dates with one another', () => {
    const date = 'point:DATE-DATE';
    // There is one date only, and it is the same on both sides.
    const equal = ['EQUAL', 'GREATER_OR_EQUAL', 'LESS_OR_EQUAL'].map((each) => `${each}:true`);
    const different = ['NOT_EQUAL', 'GREATER_THAN', 'LESS_THAN'].map((each) => `${each}:false`);
    expectUsed(
      1,
      [...equal, ...different].map((each) => `${date}:${each}`),
    );
    expectUsed(
      3,
      NUMERIC.map((operator) => `${date}:${operator}:unknown`),
    );
  });

  it('compare numbers of every dimension, and texts of every kind', () => {
    for (const verdict of ['true', 'false', 'unknown']) {
      const dimensions = ['plain', 'money', 'distance', 'mass', 'length'];
      expectUsed(
        5,
        dimensions.map((each) => `point-dimension:${each}:${verdict}`),
      );
      const kinds = ['text', 'custom', 'extensible', 'column'];
      expectUsed(
        5,
        kinds.map((kind) => `point-side:${kind}:${verdict}`),
      );
    }
  });

  it('are joined in trees of every shape', () => {
    expectUsed(
      20,
      ['AND', 'OR'].flatMap((joins) => [`tree:${joins}:true`, `tree:${joins}:false`]),
    );
    expectUsed(20, ['tree:AND-in-OR', 'tree:OR-in-AND', 'tree:empty:AND', 'tree:empty:OR']);
    expectUsed(20, ['tree:depth:1', 'tree:depth:2', 'tree:depth:3', 'tree:depth:4']);
    expectUsed(20, ['tree:order-leaf:AND', 'tree:order-leaf:OR']);
    expectUsed(20, ['tree:skipped', 'tree:goes-on-without-order-leaf']);
    expectUsed(20, ['tree:unknown-inside:true', 'tree:unknown-inside:false']);
  });
});

describe('sorts of random worlds', () => {
  it.each(['COST', 'DATA_SET', 'EXCESS_COUNT', 'EXCESS_PERCENTAGE', 'SCORE'])(
    'go by %s in every direction',
    (type) => {
      const directions = ['UNSPECIFIED', 'NATURAL', 'ASCENDING', 'DESCENDING'];
      expectUsed(
        5,
        directions.map((each) => `sort:SORT_TYPE_${type}:SORT_DIRECTION_${each}`),
      );
      if (type !== 'SCORE') expectUsed(10, [`sort:SORT_TYPE_${type}:mixed`]);
      if (type === 'COST' || type === 'DATA_SET') expectUsed(10, [`sort:SORT_TYPE_${type}:none`]);
    },
  );

  it('score in both modes, with and without rates', () => {
    for (const mode of ['relative', 'published']) {
      const terms = ['rate', 'no-rate', 'several-rates', 'price-0'];
      expectUsed(
        20,
        terms.map((term) => `score:${mode}:${term}`),
      );
    }
    expectUsed(10, ['score:published:above-0', 'score:below-0', 'score:cost:0']);
    expectUsed(
      20,
      ['given', 'column', 'none', 'cut'].map((each) => `score:model:${each}`),
    );
    expectUsed(
      20,
      ['given', 'column', 'none', 'below-0'].map((each) => `score:cost:${each}`),
    );
  });

  it('are told apart by every tie-break of a score', () => {
    const ties = ['score', 'units', 'raw-cost', 'price', 'days', 'nothing'];
    expectUsed(
      5,
      ties.map((tie) => `score:decided-by:${tie}`),
    );
  });

  it('read every part of a rate card', () => {
    const answers = `rate unknown-weight unknown-volume unknown-sides unit-too-heavy unit-too-long
      unit-too-large beyond-bands no-zone`;
    expectUsed(
      10,
      answers.split(/\s+/).map((answer) => `rates:card:${answer}`),
    );
    expectUsed(
      10,
      ['band', 'zone'].flatMap((what) => [0, 1, 2].map((n) => `rates:${what}:${n}`)),
    );
    const zones = ['distance', 'country', 'postal', 'origin'];
    expectUsed(
      10,
      zones.map((what) => `rates:zone-by:${what}`),
    );
    expectUsed(
      10,
      ['several-parcels', 'billed-by-volume', 'free'].map((each) => `rates:${each}`),
    );
    expectUsed(10, ['rates:given', 'rates:given-of-other-services']);
    expectUsed(10, ['rates:inactive', 'rates:not-named', 'rates:other-service']);
  });
});
