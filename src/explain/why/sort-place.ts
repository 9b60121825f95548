// Where a location stands among the survivors of a group, and which keys put another one in front.

import type { GroupProgram } from '../../columns/program.js';
import { kmOfChord } from '../../core/geo.js';
import { keyColumnOf, makeSortKeys } from '../../core/sort/keys.js';
import { markSurvivors } from '../../core/group.js';
import { sortSurvivors } from '../../core/sort/survivors.js';
import { sortValue } from '../group-events.js';
import type { Scene } from '../scene.js';
import type { KeyPair, SortPlace } from './answer.js';

/** What settles the ties of a score, in the order of the core's columns. */
const SCORE_TIES = ['SCORE_UNITS', 'SCORE_COST', 'SCORE_PRICE', 'SCORE_DAYS'] as const;

/**
 * The place of a surviving candidate of the group that was evaluated last, compared with `other`;
 * -1: with the one in front.
 */
export function sortPlaceOf(
  scene: Scene,
  group: GroupProgram,
  candidate: number,
  other: number,
): SortPlace {
  const { scratch, order, locations } = scene;
  markSurvivors(order, scratch);
  makeSortKeys(group, order, locations, scratch);
  sortSurvivors(group, locations, scratch);
  const { survivors, survivorCount } = scratch;
  const index = survivors.subarray(0, survivorCount).indexOf(candidate);
  const compared = other >= 0 ? other : index > 0 ? survivors[index - 1] : -1;
  const place = { place: index + 1, survivors: survivorCount };
  if (compared < 0 || compared === candidate) return { ...place, keys: [] };
  const otherLocationCode = scene.code(scratch.candidateLocation[compared]);
  return { ...place, otherLocationCode, keys: keysOf(scene, group, candidate, compared) };
}

/** The keys of two candidates up to the one that decides. */
function keysOf(scene: Scene, group: GroupProgram, one: number, other: number): KeyPair[] {
  const { scratch } = scene;
  const { sorts = [] } = scene.group(group);
  const pairs: KeyPair[] = [];
  const tell = (key: string, value: number | undefined, otherValue: number | undefined) => {
    const decides = value !== otherValue;
    const known = value === undefined ? {} : { value };
    pairs.push({ key, ...known, ...(otherValue === undefined ? {} : { otherValue }), decides });
    return decides;
  };
  for (let level = 0; level < sorts.length; level++) {
    const key = (sorts[level].type ?? '').replace('SORT_TYPE_', '');
    const values = [one, other].map((candidate) => sortValue(scene, group, level, candidate));
    if (tell(key, values[0], values[1])) return pairs;
    if (group.sorts[level].score === null) continue;
    for (const [tie, name] of SCORE_TIES.entries()) {
      const column = keyColumnOf(group, level) + 1 + tie;
      const tieOf = (candidate: number) => {
        const value = scratch.sortKeys[column * scratch.candidateCount + candidate];
        return value === Infinity ? undefined : Math.abs(value);
      };
      if (tell(name, tieOf(one), tieOf(other))) return pairs;
    }
  }
  const rankOf = (candidate: number) => group.ranks[scratch.candidateLocation[candidate]];
  if (tell('RANK', rankOf(one), rankOf(other))) return pairs;
  const kmOf = (candidate: number) => {
    const chord = scratch.candidateChord[candidate];
    return chord === Infinity ? undefined : kmOfChord(chord);
  };
  if (tell('DISTANCE', kmOf(one), kmOf(other))) return pairs;
  pairs.push({ key: 'LOCATION_CODE', decides: true });
  return pairs;
}
