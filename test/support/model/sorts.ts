// In which order does a group try the locations that it keeps? Must not know: filters, splits.

import { numberAt } from './data-sets.js';
import type { Scene, Survivor } from './scene.js';
import type { LocationGroup, LocationSort } from './messages.js';
import type { Line } from './order.js';
import type { Scored } from './score.js';
import { compareScored, scoreInDecision, scoreSurvivors } from './score.js';
import { compareBytes, fnv1a } from './text.js';

/** Natural directions that put the largest first. */
const DESCENDING = new Set([
  'SORT_TYPE_LTD',
  'SORT_TYPE_HIGHEST_AVAILABLE',
  'SORT_TYPE_EXCESS_COUNT',
  'SORT_TYPE_EXCESS_PERCENTAGE',
  'SORT_TYPE_SCORE',
]);

/** A key of all survivors: numbers, undefined where unknown, or scores. */
interface KeyColumn {
  isDescending: boolean;
  numbers?: Map<Survivor, number | undefined>;
  scores?: Map<Survivor, Scored>;
}

/** The survivors in the group's order; each of a group with a SCORE sort gets its score. */
export function sortSurvivors(
  scene: Scene,
  group: LocationGroup,
  survivors: Survivor[],
  open: Line[],
): Survivor[] {
  const keys: LocationSort[] = [
    ...(group.sorts ?? []),
    { type: 'SORT_TYPE_RANK' },
    { type: 'SORT_TYPE_DISTANCE' },
  ];
  const columns = keys.map((key, index) => {
    const column = columnOf(scene, key, survivors, open);
    if (index < keys.length - 2) traceKey(scene, key, column);
    for (const [survivor, score] of column.scores ?? []) {
      survivor.score = scoreInDecision(survivor.place.location.code, score);
    }
    return column;
  });
  const decided = (what: string) => scene.trace(`score:decided-by:${what}`);
  return survivors.toSorted((left, right) => {
    for (const column of columns) {
      const difference = compareBy(column, left, right, decided);
      if (difference !== 0) return difference;
    }
    return compareBytes(left.place.location.code, right.place.location.code);
  });
}

function columnOf(scene: Scene, key: LocationSort, survivors: Survivor[], open: Line[]): KeyColumn {
  const isDescending = comesDown(key);
  if (key.type === 'SORT_TYPE_SCORE') {
    const options = key.score ?? {};
    return { isDescending, scores: scoreSurvivors(scene, survivors, open, options) };
  }
  const numbers = new Map(survivors.map((each) => [each, sortKey(key, each, scene)] as const));
  return { isDescending, numbers };
}

function compareBy(
  { isDescending, numbers, scores }: KeyColumn,
  left: Survivor,
  right: Survivor,
  decided: (what: string) => void,
): number {
  const [one, other] = [scores?.get(left), scores?.get(right)];
  if (one !== undefined && other !== undefined) {
    return compareScored(one, other, isDescending, decided);
  }
  return compareNumbers(numbers?.get(left), numbers?.get(right), isDescending);
}

function traceKey(scene: Scene, sort: LocationSort, column: KeyColumn): void {
  const { type, direction } = sort;
  if (/COST|DATA_SET/.test(type) && !sort.dataSet) scene.trace(`sort:${type}:none`);
  scene.trace(`sort:${type}:${direction ?? 'SORT_DIRECTION_UNSPECIFIED'}`);
  const numbers = [...(column.numbers?.values() ?? [])];
  const unknownCount = numbers.filter((number) => number === undefined).length;
  if (unknownCount > 0 && unknownCount < numbers.length) scene.trace(`sort:${type}:mixed`);
}

/** Compares two numbers; the unknown comes last in both directions. */
export function compareNumbers(
  left: number | undefined,
  right: number | undefined,
  descending = false,
): number {
  if (left === right) return 0;
  if (left === undefined) return 1;
  if (right === undefined) return -1;
  return descending ? right - left : left - right;
}

function comesDown({ type, direction }: LocationSort): boolean {
  if (direction === 'SORT_DIRECTION_ASCENDING') return false;
  if (direction === 'SORT_DIRECTION_DESCENDING') return true;
  return DESCENDING.has(type);
}

function sortKey(sort: LocationSort, survivor: Survivor, scene: Scene): number | undefined {
  const { code } = survivor.place.location;
  switch (sort.type) {
    case 'SORT_TYPE_RANK':
      return survivor.rank;
    case 'SORT_TYPE_DISTANCE':
      return survivor.place.distanceKm;
    case 'SORT_TYPE_LTD': {
      const known = survivor.pairs.flatMap((pair) => pair.row.ltd ?? []);
      return known.length === 0 ? undefined : Math.max(...known);
    }
    case 'SORT_TYPE_LOWEST_AVAILABLE':
    case 'SORT_TYPE_HIGHEST_AVAILABLE':
      return rowsOf(survivor).reduce((sum, row) => sum + row.left, 0);
    case 'SORT_TYPE_RANDOM':
      return fnv1a(Buffer.from(code, 'utf8'), scene.order.randomSeed);
    case 'SORT_TYPE_COST':
    case 'SORT_TYPE_DATA_SET':
      return numberAt(scene.world.configuration, sort, code);
    case 'SORT_TYPE_EXCESS_COUNT':
      return excessOf(survivor)?.count;
    case 'SORT_TYPE_EXCESS_PERCENTAGE':
      return excessOf(survivor)?.percentage;
    default:
      throw new Error(`unknown sort ${sort.type}`);
  }
}

/** Lines that share a row count it once. */
function rowsOf(survivor: Survivor) {
  return [...new Set(survivor.pairs.map((pair) => pair.row))];
}

/** Units beyond the thresholds, of the rows that have one; undefined: none has. */
function excessOf(survivor: Survivor): { count: number; percentage: number } | undefined {
  let count = 0;
  let left = 0;
  for (const row of rowsOf(survivor)) {
    if (row.threshold === undefined) continue;
    count += Math.max(0, row.left - row.threshold);
    left += row.left;
  }
  return left === 0 ? undefined : { count, percentage: (100 * count) / left };
}
