// The best split that has to use a location: the order is decided once more, and before the split
// an article is added to what is open that only this location has, and that counts for more than
// all others together. The engine's own search then finds the best plan with it, if there is one.

import { LINES_MAX } from '../../columns/limits.js';
import type { AfterActionProgram, GroupProgram } from '../../columns/program.js';
import type { DecisionObserver } from '../../core/observer.js';
import { markSurvivors } from '../../core/group.js';
import { roomForPairs, roomForRows } from '../../core/scratch.js';
import { makeSortKeys } from '../../core/sort/keys.js';
import type { Scene } from '../scene.js';
import { candidateOf } from './barriers.js';
import { type SplitSums, splitSums } from './split-entry.js';

/** The most units that the added article may count for. */
const UNITS_MAX = 2 ** 30;

/** Ends a decision of which nothing more is wanted. */
class Enough extends Error {}

/** What was found. */
export type ForcedSplit = {
  /** Null: no plan uses the location within the limits. */
  readonly sums: SplitSums | null;
  /** Whether the location can take something of the order in the split at all. */
  readonly canTake: boolean;
};

/**
 * The best plan with a location of split number `splitNumber`, from 1; null: it cannot be asked
 * for. `decide` decides the order of the scene, which is its order again afterwards.
 */
export function forceSplit(
  scene: Scene,
  location: number,
  splitNumber: number,
  decide: (observer: DecisionObserver) => void,
): ForcedSplit | null {
  const forcer = new Forcer(scene, location, splitNumber);
  const { lineCount } = scene.order;
  try {
    decide(forcer);
  } catch (thrown) {
    if (!(thrown instanceof Enough)) throw thrown;
  } finally {
    scene.order.lineCount = lineCount;
  }
  return forcer.result;
}

class Forcer implements DecisionObserver {
  result: ForcedSplit | null = null;
  private readonly scene: Scene;
  private readonly location: number;
  private splitsLeft: number;
  /** The line of the added article; -1: it is not there yet. */
  private line = -1;
  private candidate = -1;
  private isQuantitySplit = false;
  private readonly offers = new Map<number, Offer>();
  private firstCommit = 0;

  constructor(scene: Scene, location: number, splitNumber: number) {
    this.scene = scene;
    this.location = location;
    this.splitsLeft = splitNumber;
  }

  actionReached(_group: GroupProgram, action: AfterActionProgram | null): void {
    if (action === null || action.kind !== 'split' || --this.splitsLeft > 0) return;
    const { scene } = this;
    this.candidate = candidateOf(scene, this.location);
    this.isQuantitySplit = action.isQuantitySplit;
    this.firstCommit = scene.scratch.commitCount;
    const units = openUnits(scene) + 1;
    const isPossible = this.candidate >= 0 && units <= UNITS_MAX;
    if (!isPossible || scene.order.lineCount === LINES_MAX) throw new Enough();
    this.line = addArticle(scene, this.candidate, units);
  }

  groupUnited(group: GroupProgram, isTried: boolean): void {
    const { scene, line, candidate } = this;
    if (line < 0 || !isTried) return;
    const { scratch, order, locations } = scene;
    // Sorted as it is without the article.
    const pair = scratch.pairStart[line];
    scratch.lineOpen[line] = 0;
    scratch.lineAlive[line] = 0;
    scratch.pairAlive[pair] = 0;
    scratch.openCount--;
    markSurvivors(order, scratch);
    scratch.isKeyed = false;
    makeSortKeys(group, order, locations, scratch);
    scratch.lineOpen[line] = 1;
    scratch.lineAlive[line] = 1;
    scratch.openCount++;
    scratch.pairAlive[pair] = scratch.candidateSurvives[candidate];
    if (scratch.candidateSurvives[candidate] === 1) this.noteOffers();
  }

  splitSearched(): void {
    const { scene, line, firstCommit } = this;
    if (line < 0) return;
    const { commitLine, commitCount } = scene.scratch;
    const isUsed = commitLine.subarray(firstCommit, commitCount).includes(line);
    const sums = isUsed ? splitSums(scene, firstCommit) : null;
    this.result = { sums, canTake: this.canTake() };
    throw new Enough();
  }

  poolOpened(): void {}
  noRouteFound(): void {}
  autoLimitExceeded(): void {}
  pickupAssigned(): void {}
  requestTypeNarrowed(): void {}
  futureBegun(): void {}
  futureEnded(): void {}
  consolidationStepped(): void {}
  groupSkipped(): void {}
  groupEvaluated(): void {}
  fullMatchFound(): void {}
  biddingOpened(): void {}
  restReached(): void {}

  /** Notes what the location has of open lines whose pairs live in the group at hand. */
  private noteOffers(): void {
    const { scratch } = this.scene;
    for (let line = 0; line < this.line; line++) {
      const slot = scratch.lineSlot[line];
      if (slot < 0 || scratch.lineOpen[line] === 0) continue;
      const shift = scratch.pairStart[line] - scratch.slotRowStart[slot];
      for (let row = scratch.slotRowStart[slot]; row < scratch.slotRowEnd[slot]; row++) {
        if (scratch.rowCandidate[row] !== this.candidate) continue;
        if (scratch.pairAlive[row + shift] === 0) continue;
        const need = scratch.lineNeed[line];
        this.offers.set(line, { need, units: scratch.rowUnits[row], slot });
      }
    }
  }

  /** Whether the split can take something from the location: a line, a piece, a bundle. */
  private canTake(): boolean {
    const { lineParticipates, search } = this.scene.scratch;
    for (const [line, { need, units }] of this.offers) {
      if (lineParticipates[line] === 0) continue;
      const bundle = search.lineBundle[line];
      if (bundle >= 0 ? this.hasBundle(search.bundleFirst[bundle]) : units >= need) return true;
      if (bundle < 0 && this.isQuantitySplit) return true;
    }
    return false;
  }

  /** Whether the location has all of a bundle, lines of one product together. */
  private hasBundle(first: number): boolean {
    const { lineBundleNext } = this.scene.scratch.search;
    const needs = new Map<number, number>();
    for (let line = first; line >= 0; line = lineBundleNext[line]) {
      const offer = this.offers.get(line);
      if (offer === undefined) return false;
      const need = (needs.get(offer.slot) ?? 0) + offer.need;
      if (need > offer.units) return false;
      needs.set(offer.slot, need);
    }
    return true;
  }
}

/** What a location has of an open line. */
type Offer = { readonly need: number; readonly units: number; readonly slot: number };

function openUnits({ scratch, order }: Scene): number {
  let units = 0;
  for (let line = 0; line < order.lineCount; line++) {
    if (scratch.lineOpen[line] === 1) units += scratch.lineNeed[line];
  }
  return units;
}

/** Adds an open line whose one row is the candidate's. Answers the line. */
function addArticle({ scratch, order }: Scene, candidate: number, units: number): number {
  const line = order.lineCount++;
  order.itemIdLow[line] = -1;
  order.itemIdHigh[line] = -1;
  order.quantity[line] = units;
  order.lineFlags[line] = 0;
  const texts = [order.upcBytes, order.skuBytes, order.partNumberBytes, order.titleBytes];
  for (const bytes of texts) bytes[line] = 0;
  order.lineAttributeStart[line] = 0;
  order.lineAttributeEnd[line] = 0;
  const slot = scratch.slotCount++;
  const row = scratch.rowCount;
  roomForRows(scratch, row + 1);
  scratch.rowCount = row + 1;
  scratch.rowCandidate[row] = candidate;
  scratch.rowUnits[row] = units;
  scratch.rowLtd[row] = Number.NaN;
  scratch.rowThreshold[row] = Number.NaN;
  scratch.rowAttributes[row] = 0;
  scratch.rowExtensible[row] = 0;
  scratch.rowPart[row] = -1;
  scratch.slotHead[slot] = slot;
  scratch.slotSibling[slot] = -1;
  scratch.slotFirstLine[slot] = line;
  scratch.slotLastLine[slot] = line;
  scratch.slotRowStart[slot] = row;
  scratch.slotRowEnd[slot] = row + 1;
  scratch.isLinked = false;
  scratch.lineSlot[line] = slot;
  scratch.lineNext[line] = -1;
  scratch.lineTagStart[line] = 0;
  scratch.lineTagEnd[line] = 0;
  scratch.lineOpen[line] = 1;
  scratch.lineAlive[line] = 1;
  scratch.lineWaits[line] = 0;
  scratch.lineNeed[line] = units;
  scratch.lineLocationCount[line] = 0;
  scratch.openCount++;
  const pair = scratch.pairStart[line];
  scratch.pairStart[line + 1] = pair + 1;
  const alive = scratch.pairAlive.slice(0, pair);
  roomForPairs(scratch, pair + 1);
  scratch.pairAlive.set(alive);
  return line;
}
