// Which smallest change of a number that a filter compares with would choose a location. What a
// filter does hangs only on which of the values that it meets lie on which side of its operand: so
// for each way to divide them one operand is tried, the nearest that does, and the nearest first.

import { OPERATOR, type RouteProgram } from '../../../columns/program.js';
import type { ConfigurationDocument, FilterDocument } from '../../../configuration/document.js';
import { numberOf, OPERATORS, UNITS } from '../../../configuration/enumerations.js';
import { resolveAttribute } from '../../../configuration/data-sets.js';
import { isOrdering, operandPieces, unitFactor } from '../../../configuration/operand.js';
import { unitSymbol } from '../../attribute-text.js';
import type { Flip } from '../answer.js';
import { firstThat } from '../budget.js';
import type { FilterValues } from '../filter-values.js';
import { type FlipContext, givenOn, tryOn } from './flip-context.js';
import { OperandGrid } from './operand-grid.js';

const KIND = 'FLIP_KIND_OPERAND';

/** An operand that is tried. */
type Operand = { readonly text: string; readonly size: number; readonly value: number };

/** One entry for each filter that can be changed so; one that says so where none can. */
export function operandFlips(context: FlipContext): Flip[] {
  const { watcher, scene } = context;
  const { route, values } = watcher;
  const none = (exhaustive: boolean, text: string): Flip => {
    return { kind: KIND, text, found: false, exhaustive, assignments: [] };
  };
  const nothing = 'no other number of a filter chooses it';
  if (route === null || watcher.isShutOutForGood) return [none(true, nothing)];
  const flips: Flip[] = [];
  let isExhaustive = !watcher.mayMissFuture;
  for (const filter of comparingFilters(route, (name) => scene.filter(name))) {
    const found = operandFlip(context, filter, values.of(filter.name ?? ''));
    isExhaustive &&= found.exhaustive;
    if (found.found) flips.push(found);
  }
  if (flips.length > 0 && isExhaustive) return flips;
  const rest = flips.length > 0 ? 'of the other filters not all numbers were tried' : nothing;
  return [...flips, none(isExhaustive, isExhaustive ? nothing : `${rest}, as far as was tried`)];
}

/** The filters of a route's groups, each once, that compare with one number or a range. */
function comparingFilters(
  route: RouteProgram,
  documentOf: (name: string) => FilterDocument | undefined,
): FilterDocument[] {
  const names = new Set(route.groups.flatMap(({ filters }) => filters.map(({ name }) => name)));
  return [...names].flatMap((name) => documentOf(name) ?? []);
}

const COMPARED: ReadonlySet<number> = new Set([
  OPERATOR.equal,
  OPERATOR.notEqual,
  OPERATOR.greaterThan,
  OPERATOR.lessThan,
  OPERATOR.greaterOrEqual,
  OPERATOR.lessOrEqual,
  OPERATOR.between,
]);

function operandFlip(context: FlipContext, filter: FilterDocument, met: FilterValues): Flip {
  const { world, budget, scene, watcher } = context;
  const { name = '', customValue } = filter;
  const operator = numberOf(OPERATORS, filter.operator);
  const attribute = resolveAttribute(filter, scene.dataSets);
  const from = customValue?.stringValue ?? '';
  const operand = { filter: name, from, to: from, unit: '' };
  const none = (exhaustive: boolean): Flip => {
    return { kind: KIND, text: '', found: false, exhaustive, operand, assignments: [] };
  };
  if (customValue === undefined || attribute === undefined || !COMPARED.has(operator)) {
    return none(true);
  }
  const isNumeric = attribute.type === 'NUMBER' || attribute.type === 'DATE';
  if (!isNumeric && !(attribute.type === 'CUSTOM' && isOrdering(operator))) return none(true);
  const unit = numberOf(UNITS, customValue.unit);
  const factor = unitFactor(attribute.unitKind, unit || attribute.defaultUnit);
  const grid = new OperandGrid(attribute, unit, factor, scene.currencyPlaces);
  const pieces = operandPieces(attribute.type, operator, from);
  const tried = operandsOf(operator, pieces, met.numbers, grid);
  budget.begin();
  const groundOf = (text: string) =>
    world.withDocument(withOperand(world.replay.configuration, name, text));
  const { change, isExhaustive } = firstThat(tried, ({ text }) =>
    tryOn(context, world.compileCost, () => groundOf(text)),
  );
  const isWhole = isExhaustive && met.isComplete;
  if (change === null) return none(isWhole);
  const behind = unitSymbol(attribute, unit || attribute.defaultUnit);
  return {
    kind: KIND,
    text: `filter '${name}' with ${change.text}${behind} instead of ${from}${behind}`,
    found: true,
    exhaustive: met.isComplete && !watcher.mayMissFuture,
    operand: { filter: name, from, to: change.text, unit: behind.trim() },
    assignments: givenOn(context, groundOf(change.text)),
  };
}

function withOperand(
  document: ConfigurationDocument,
  name: string,
  stringValue: string,
): ConfigurationDocument {
  const filters = (document.filters ?? []).map((filter) => {
    if (filter.name !== name) return filter;
    return { ...filter, customValue: { ...filter.customValue, stringValue } };
  });
  return { ...document, filters };
}

/** The operands that are tried, the smallest change first. */
function operandsOf(
  operator: number,
  pieces: readonly string[],
  met: readonly number[],
  grid: OperandGrid,
): Operand[] {
  if (operator !== OPERATOR.between) return bySize(stepsOf(operator, pieces[0], met, grid));
  const [low, high] = pieces;
  const lows = stepsOf(OPERATOR.greaterOrEqual, low, met, grid);
  const highs = stepsOf(OPERATOR.lessOrEqual, high, met, grid);
  return bySize([
    ...lows.map((one) => ({ ...one, text: `${one.text},${high}` })),
    ...highs.map((one) => ({ ...one, text: `${low},${one.text}` })),
  ]);
}

function bySize(operands: readonly Operand[]): Operand[] {
  const known = new Set<string>();
  const different = operands.filter(({ text }) => !known.has(text) && known.add(text));
  return different.sort((a, b) => a.size - b.size || a.value - b.value);
}

/** For each way to divide the values that are met the nearest operand that does. */
function stepsOf(
  operator: number,
  from: string,
  met: readonly number[],
  grid: OperandGrid,
): Operand[] {
  const now = grid.valueOf(from);
  const steps: number[] = [];
  switch (operator) {
    case OPERATOR.lessThan:
    case OPERATOR.greaterOrEqual:
      for (const value of met) {
        steps.push(value >= now ? grid.atLeast(value, true) : grid.atMost(value, false));
      }
      break;
    case OPERATOR.lessOrEqual:
    case OPERATOR.greaterThan:
      for (const value of met) {
        steps.push(value > now ? grid.atLeast(value, false) : grid.atMost(value, true));
      }
      break;
    default:
      steps.push(...stepsOfEquality(now, met, grid));
  }
  return steps
    .filter((step) => Number.isSafeInteger(step) && !Number.isNaN(grid.value(step)))
    .map((step) => {
      const value = grid.value(step);
      return { text: grid.text(step), size: Math.abs(value - now), value };
    })
    .filter(({ size }) => size > 0);
}

/** The values that are met, where an operand can be just that, and the next that none is. */
function stepsOfEquality(now: number, met: readonly number[], grid: OperandGrid): number[] {
  const values = new Set(met);
  const steps = met.map((value) => grid.atMost(value, false));
  const exact = steps.filter((step) => values.has(grid.value(step)));
  if (!values.has(now)) return exact;
  let below = grid.atMost(now, true);
  while (values.has(grid.value(below))) below--;
  let above = grid.atLeast(now, true);
  while (values.has(grid.value(above))) above++;
  return [...exact, below, above];
}
