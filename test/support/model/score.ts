// How do the locations that a group keeps score, and which of two comes first?
// Must not know: how pairs survived, and what the order of the locations is used for.

import { numberAt } from './data-sets.js';
import type { Scene, Survivor } from './scene.js';
import type { Line } from './order.js';
import type { Rate, Shipment } from './rates.js';
import { cheapestOf, fastestOf, ratesOf } from './rates.js';
import type { LocationScore, ScoreOptions } from './rules.js';
import type { StockRow } from './stock.js';

/** The terms of a location, and what breaks ties. */
export interface Scored {
  /** The score in units of 1e-9. */
  key: number;
  inventory: number;
  shipping: number;
  model: number;
  cost: number;
  /** Units that it covers of the open ones. */
  units: number;
  rawCost: number;
  /** The smallest price and the fewest days of all its rates; absent: no rate. */
  priceMinor?: number;
  days?: number;
  rate?: Rate;
}

/** Scores all survivors of a group beside one another. */
export function scoreSurvivors(
  scene: Scene,
  survivors: Survivor[],
  open: Line[],
  options: ScoreOptions,
): Map<Survivor, Scored> {
  const { configuration } = scene.world;
  const shipment: Shipment = {
    units: open.map((line) => ({ item: line.item, units: line.need })),
    // Of where a transfer goes, zones know the distance alone.
    address: scene.order.isTransfer ? undefined : scene.order.address,
  };
  const candidates = survivors.map((survivor) => {
    const { place } = survivor;
    const cards = configuration.rateCards ?? [];
    const rates = ratesOf(scene.order, cards, options, place, shipment, scene.trace);
    return {
      survivor,
      rates,
      ...coverageOf(survivor),
      model: modelScoreOf(scene, survivor, options),
      rawCost: costFactorOf(scene, survivor, options) * unitsOf(open),
    };
  });
  const priced = candidates.filter(({ rates }) => rates.length > 0);
  const minPrice = Math.min(...priced.map(({ rates }) => minimum(rates, 'priceMinor')));
  const minDays = Math.min(...priced.map(({ rates }) => minimum(rates, 'transitDays')));
  const maxRawCost = Math.max(...candidates.map(({ rawCost }) => rawCost));
  const scores = new Map<Survivor, Scored>();
  for (const { survivor, rates, coveredCount, units, model, rawCost } of candidates) {
    const inventory = coveredCount / open.length;
    const cost = maxRawCost > 0 ? rawCost / maxRawCost : 0;
    const shipping = shippingOf(rates, options, minPrice, minDays);
    const score =
      (options.inventoryCoefficient ?? 0.4) * inventory +
      (options.shippingCoefficient ?? 0.3) * shipping +
      (options.modelCoefficient ?? 0.2) * model -
      (options.costCoefficient ?? 0.1) * cost;
    const rate = cheapestOf(rates);
    const best = {
      priceMinor: minimum(rates, 'priceMinor'),
      days: minimum(rates, 'transitDays'),
    };
    scores.set(survivor, {
      key: Math.round(score * 1e9),
      inventory,
      shipping,
      model,
      cost,
      units,
      rawCost,
      ...(rate === undefined ? {} : { ...best, rate }),
    });
    traceScore(scene, options, scores.get(survivor) as Scored, rates);
  }
  return scores;
}

/** Lines that it covers whole, and units, where earlier lines use up what they share. */
function coverageOf(survivor: Survivor): { coveredCount: number; units: number } {
  const used = new Map<StockRow, number>();
  let coveredCount = 0;
  let units = 0;
  for (const { line, row } of survivor.pairs) {
    const taken = used.get(row) ?? 0;
    const taking = Math.min(line.need, row.left - taken);
    used.set(row, taken + taking);
    units += taking;
    if (taking === line.need) coveredCount += 1;
  }
  return { coveredCount, units };
}

function modelScoreOf(scene: Scene, survivor: Survivor, options: ScoreOptions): number {
  const column = { dataSet: options.modelDataSet, dataSetColumn: options.modelDataSetColumn };
  const given = inputOf(scene, survivor)?.modelScore;
  const known = given ?? numberAt(scene.world.configuration, column, codeOf(survivor));
  const source = given === undefined ? 'column' : 'given';
  scene.trace(`score:model:${known === undefined ? 'none' : source}`);
  if (known !== undefined && (known < 0 || known > 1)) scene.trace('score:model:cut');
  return Math.min(1, Math.max(0, known ?? 0));
}

function costFactorOf(scene: Scene, survivor: Survivor, options: ScoreOptions): number {
  const column = { dataSet: options.costDataSet, dataSetColumn: options.costDataSetColumn };
  const given = inputOf(scene, survivor)?.costFactor;
  const known = given ?? numberAt(scene.world.configuration, column, codeOf(survivor));
  const source = given === undefined ? 'column' : 'given';
  const isUsed = known !== undefined && known >= 0;
  if (known !== undefined && known < 0) scene.trace('score:cost:below-0');
  scene.trace(`score:cost:${isUsed ? source : 'none'}`);
  return isUsed ? known : 1;
}

function inputOf(scene: Scene, survivor: Survivor) {
  const inputs = scene.order.request.locationInputs;
  return inputs?.find((input) => input.locationCode === codeOf(survivor));
}

function codeOf(survivor: Survivor): string {
  return survivor.place.location.code;
}

function unitsOf(lines: Line[]): number {
  return lines.reduce((sum, line) => sum + line.need, 0);
}

function minimum(rates: Rate[], field: 'priceMinor' | 'transitDays'): number {
  return Math.min(...rates.map((rate) => rate[field]));
}

function shippingOf(
  rates: Rate[],
  options: ScoreOptions,
  minPrice: number,
  minDays: number,
): number {
  if (rates.length === 0) return 0;
  const price = minimum(rates, 'priceMinor');
  if (options.mode === 'SCORE_MODE_PUBLISHED') {
    const fastestPrice = (fastestOf(rates) as Rate).priceMinor;
    return fastestPrice === 0 ? 0 : 1 - price / fastestPrice;
  }
  const share = options.priceShare ?? 0.5;
  const pricePart = price === 0 ? 1 : minPrice / price;
  const speedPart = (1 + minDays) / (1 + minimum(rates, 'transitDays'));
  return share * pricePart + (1 - share) * speedPart;
}

function traceScore(scene: Scene, options: ScoreOptions, scored: Scored, rates: Rate[]): void {
  const mode = options.mode === 'SCORE_MODE_PUBLISHED' ? 'published' : 'relative';
  scene.trace(`score:${mode}:${rates.length === 0 ? 'no-rate' : 'rate'}`);
  if (rates.length > 1) scene.trace(`score:${mode}:several-rates`);
  if (mode === 'published' && scored.shipping > 0) scene.trace('score:published:above-0');
  if (scored.priceMinor === 0) scene.trace(`score:${mode}:price-0`);
  if (scored.cost === 0) scene.trace('score:cost:0');
  if (scored.key < 0) scene.trace('score:below-0');
}

const TIES: readonly [string, (left: Scored, right: Scored) => number][] = [
  ['units', (left, right) => right.units - left.units],
  ['raw-cost', (left, right) => left.rawCost - right.rawCost],
  ['price', (left, right) => noneLast(left.priceMinor, right.priceMinor)],
  ['days', (left, right) => noneLast(left.days, right.days)],
];

/** Which of two comes first; `decided` hears what told them apart: score, or a tie-break. */
export function compareScored(
  left: Scored,
  right: Scored,
  isDescending: boolean,
  decided: (what: string) => void,
): number {
  if (left.key !== right.key) {
    decided('score');
    return isDescending ? right.key - left.key : left.key - right.key;
  }
  for (const [what, compare] of TIES) {
    const difference = compare(left, right);
    if (difference === 0) continue;
    decided(what);
    return difference;
  }
  decided('nothing');
  return 0;
}

function noneLast(left = Infinity, right = Infinity): number {
  return left === right ? 0 : left - right;
}

/** How a location scored, as a decision tells it. */
export function scoreInDecision(locationCode: string, scored: Scored): LocationScore {
  const { key, inventory, shipping, model, cost, rate } = scored;
  return {
    locationCode,
    score: key / 1e9,
    inventory,
    shipping,
    model,
    cost,
    ...(rate === undefined ? {} : { rate }),
  };
}
