// Which smallest change of a rank would choose a location: of its own in a group, or of the group.

import { hasBit } from '../../../base/bits.js';
import { RANK_MAX } from '../../../columns/limits.js';
import type { GroupProgram, RouteProgram } from '../../../columns/program.js';
import type {
  ConfigurationDocument,
  FilterDocument,
  LocationGroupDocument,
} from '../../../configuration/document.js';
import type { Scene } from '../../scene.js';
import type { Flip } from '../answer.js';
import { firstThat } from '../budget.js';
import { type FlipContext, givenOn, tryOn } from './flip-context.js';

const KIND = 'FLIP_KIND_RANK';
/** Ranks that are all tried, the nearest first. */
const DENSE_MAX = 300;

/** One entry for each rank that can be changed so; one that says so where none can. */
export function rankFlips(context: FlipContext): Flip[] {
  const { watcher, location } = context;
  const { route } = watcher;
  const nothing = 'no other rank chooses it';
  const none = (exhaustive: boolean, text: string): Flip => {
    return { kind: KIND, text, found: false, exhaustive, assignments: [] };
  };
  if (route === null || watcher.isShutOutForGood) return [none(true, nothing)];
  const flips: Flip[] = [];
  let isExhaustive = true;
  for (const group of route.groups) {
    if (!hasBit(group.listed, location)) continue;
    for (const ofGroup of [false, true]) {
      const found = rankFlip(context, route, group, ofGroup);
      isExhaustive &&= found.exhaustive;
      if (found.found) flips.push(found);
    }
  }
  if (flips.length > 0 && isExhaustive) return flips;
  return [...flips, none(isExhaustive, isExhaustive ? nothing : `${nothing}, as far as was tried`)];
}

type Tried = { readonly ranks: readonly number[]; readonly isComplete: boolean };

function rankFlip(
  context: FlipContext,
  route: RouteProgram,
  group: GroupProgram,
  ofGroup: boolean,
): Flip {
  const { world, budget, scene, location } = context;
  const from = ofGroup ? group.rank : group.ranks[location];
  const { ranks, isComplete } = ofGroup
    ? groupRanks(context, route, group)
    : memberRanks(context, group, from);
  const change = (to: number) => (document: LocationGroupDocument) =>
    ofGroup ? { ...document, rank: to } : withRank(document, scene.code(location), to);
  const groundOf = (to: number) =>
    world.withDocument(withGroup(world.replay.configuration, group.name, change(to)));
  budget.begin();
  const found = firstThat(ranks, (to) => tryOn(context, world.compileCost, () => groundOf(to)));
  const rank = { group: group.name, ofGroup, from, to: found.change ?? from };
  if (found.change === null) {
    const exhaustive = found.isExhaustive && isComplete;
    return { kind: KIND, text: '', found: false, exhaustive, rank, assignments: [] };
  }
  const what = ofGroup ? `group '${group.name}' at rank` : `rank`;
  const where = ofGroup ? '' : ` in group '${group.name}'`;
  return {
    kind: KIND,
    text: `${what} ${found.change} instead of ${from}${where}`,
    found: true,
    exhaustive: true,
    rank,
    assignments: givenOn(context, groundOf(found.change)),
  };
}

function withGroup(
  document: ConfigurationDocument,
  name: string,
  change: (group: LocationGroupDocument) => LocationGroupDocument,
): ConfigurationDocument {
  const locationGroups = (document.locationGroups ?? []).map((group) =>
    group.name === name ? change(group) : group,
  );
  return { ...document, locationGroups };
}

/** A location of a default group that is not listed is listed at the end. */
function withRank(
  group: LocationGroupDocument,
  locationCode: string,
  rank: number,
): LocationGroupDocument {
  const { locations = [] } = group;
  const isListed = locations.some((one) => one.locationCode === locationCode);
  const changed = locations.map((one) =>
    one.locationCode === locationCode ? { ...one, rank } : one,
  );
  return { ...group, locations: isListed ? changed : [...locations, { locationCode, rank }] };
}

/**
 * Ranks of a location that are tried. It compares with the ranks of others, and filters may with
 * numbers: one rank of each kind is enough, but where all ranks are small all are tried.
 */
function memberRanks({ scene, watcher }: FlipContext, group: GroupProgram, from: number): Tried {
  const others = watcher.ranksIn(group);
  const highest = others.reduce((most, rank) => Math.max(most, rank), from);
  const compared = rankOperands(scene, group);
  const edge = Math.max(highest, ...compared) + 1;
  const isCompared = group.filters.some(({ name }) => comparesRanks(scene.filter(name)));
  if (edge - 1 <= DENSE_MAX) {
    return { ranks: nearestFirst(from, range(1, edge)), isComplete: !isCompared };
  }
  const kinds = new Set<number>([1]);
  for (const rank of [...others, ...compared]) {
    for (const one of [rank - 1, rank, rank + 1]) kinds.add(one);
  }
  // The others that are not listed follow the highest rank of a default group.
  const isDefault = scene.group(group).isDefaultGroup === true;
  const isComplete = !isCompared && !(isDefault && compared.length > 0);
  return { ranks: nearestFirst(from, kinds), isComplete };
}

/** Whether a filter compares ranks with another attribute. */
function comparesRanks({ attribute, dataPoint }: FilterDocument = {}): boolean {
  if (dataPoint === undefined) return false;
  return attribute === 'location.rank' || dataPoint.attribute === 'location.rank';
}

/** Whole numbers that the filters of a group compare ranks with. */
function rankOperands(scene: Scene, group: GroupProgram): number[] {
  return group.filters.flatMap(({ name }) => {
    const { attribute, customValue, dataList } = scene.filter(name) ?? {};
    if (attribute !== 'location.rank') return [];
    const entries = scene.lists.get(dataList ?? '')?.entries ?? [];
    const texts = [customValue?.stringValue ?? '', ...entries.map((one) => one.stringValue ?? '')];
    return texts
      .flatMap((text) => text.split(','))
      .map(Number)
      .filter((number) => Number.isFinite(number) && number > 0 && number < RANK_MAX)
      .map(Math.ceil);
  });
}

/**
 * Ranks of a group that are tried: it compares with other groups, and in a split sums of ranks
 * compare, which are told apart up to as many locations as a split may have.
 */
function groupRanks(context: FlipContext, route: RouteProgram, group: GroupProgram): Tried {
  const { scene } = context;
  const others = route.groups.filter((one) => one !== group).map(({ rank }) => rank);
  const highest = Math.max(1, ...others);
  let units = 0;
  for (let line = 0; line < scene.order.lineCount; line++) units += scene.order.quantity[line];
  const most = highest * Math.min(units, context.watcher.locationCount) + 1;
  const last = Math.max(group.rank, Math.min(most, DENSE_MAX));
  return { ranks: nearestFirst(group.rank, range(1, last)), isComplete: most <= DENSE_MAX };
}

function range(first: number, last: number): number[] {
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => first + i);
}

function nearestFirst(from: number, ranks: Iterable<number>): number[] {
  const valid = [...ranks].filter((rank) => rank >= 1 && rank <= RANK_MAX && rank !== from);
  return valid.sort((a, b) => Math.abs(a - from) - Math.abs(b - from) || a - b);
}
