// The working memory of the split search: what has to be met, the choices that may meet it, and the
// sets of them that are compared. Grown, rarely; only files of this name make arrays.

import { LINES_MAX } from '../../columns/limits.js';
import { createCostScratch } from './cost/scratch.js';

/** How a demand may be met. */
export const DEMAND = {
  /** By one location that takes all of its target. */
  whole: 1,
  /** By several locations that add up. */
  pieces: 2,
  /** By several locations that add up, but only by so many. */
  limited: 3,
  /** Its lines share stock or stay together: which locations suffice takes a packing. */
  packed: 4,
} as const;

/** How far a line of a packing is decided: not at all, in pieces of which some are, or all. */
export const PACK_STATE = { open: 0, pieces: 1, done: 2 } as const;

/**
 * The budget of a search: so many looks at what a choice supplies, after which it ends with the
 * best that it has found. So many take about a millisecond.
 */
export const LOOKS_MAX = 100_000;

/** After so many a search goes on with prices. */
export const TRIAL_LOOKS = 10_000;

/** So many are for prices that show how few choices are too few, where the search does not. */
export const PRICE_LOOKS = 25_000;

/** The same for packings: of all targets together, and of each placement. */
export const PACK_LOOKS_MAX = 100_000;

/** The largest supplies of a demand that are kept. */
export const TOP_SUPPLIES = 16;

/** Demands that have a bit in the masks of choices. */
export const MASK_DEMANDS = 256;
const MASK_WORDS = MASK_DEMANDS / 32;

/** Locations beyond those that are certain that the search puts together at most. */
export const DEPTH_MAX = 128;

/** So many picks prices are found for at most. */
export const PRICED_PICKS = 32;

/** What is summed up with prices. */
export const PRICE = { bound: 0, goal: 1, slack: 2, ofRank: 3, best: 4, pace: 5 } as const;

/** Up to so many demands every set of them has a flag. */
export const SUBSET_DEMANDS = 10;

/** Candidates that others are compared with where there are more demands. */
export const RIVALS = 16;

/** Working memory of the split search; see above. */
export type SearchScratch = ReturnType<typeof createSearchScratch>;

/** Working memory with room for common orders. */
export function createSearchScratch() {
  return {
    ...createModes(),
    ...createLines(),
    ...createDemands(),
    ...createSupplies(1024),
    ...createCandidates(1024),
    ...createChoices(1024),
    ...createPlans(1024),
    ...createPacking(),
    ...createPackLines(16),
    ...createPackCells(256),
    /** How the cheapest plan is searched. */
    cost: createCostScratch(),
  };
}

function createModes() {
  return {
    /** What the action asks for. */
    isQuantitySplit: false,
    isIfFulfilled: false,
    isAtomic: false,
    /** Whether the limits on locations are left aside. */
    ignoresLimits: false,
    /** New locations that may be taken. */
    newLimit: 0,
    /** Of the plan that was made last: nodes, looks, and whether a better one is ruled out. */
    nodes: 0,
    looks: 0,
    isProven: true,
    /** So many locations no plan that gives as much has fewer than; 0: nobody knows. */
    leastLocations: 0,
    /** What all candidates together can give: units, and lines then whole at one location. */
    totalTarget: 0,
    totalAtomics: 0,
    /** The same without the limits, and whether the targets are proven. */
    freeTarget: 0,
    freeAtomics: 0,
    isTargetProven: true,
  };
}

function createLines() {
  return {
    /** By line: the bundle that it is a part of, or -1, and the next line of it, or -1. */
    lineBundle: new Int32Array(LINES_MAX),
    lineBundleNext: new Int32Array(LINES_MAX),
    bundleCount: 0,
    bundleFirst: new Int32Array(LINES_MAX),
    /**
     * By line, of its pairs: the largest and the sum, each capped by the need; how many; how many
     * whole.
     */
    lineLargest: new Int32Array(LINES_MAX),
    lineSum: new Float64Array(LINES_MAX),
    lineSupplies: new Int32Array(LINES_MAX),
    lineWholes: new Int32Array(LINES_MAX),
    /** By line: a line that it is tied to, or itself; the next line of its demand, or -1. */
    lineTie: new Int32Array(LINES_MAX),
    lineDemandNext: new Int32Array(LINES_MAX),
    /** By line: its demand, or -1. */
    lineDemand: new Int32Array(LINES_MAX),
    /** By line: how many locations a walk takes for it. */
    lineTakes: new Int32Array(LINES_MAX),
    /** By slot: the row of the candidate at hand, or -1. */
    slotRow: new Int32Array(LINES_MAX).fill(-1),
  };
}

function createDemands() {
  return {
    /** Demands, the ones with the fewest suppliers first: that number and the first line in one. */
    demandCount: 0,
    demandKeys: new Int32Array(LINES_MAX),
    demandFirstLine: new Int32Array(LINES_MAX),
    /** One of DEMAND. */
    demandKind: new Uint8Array(LINES_MAX),
    /** 1 where it is one line that may be served in pieces. */
    demandIsDivisible: new Uint8Array(LINES_MAX),
    /** Units that all candidates can give, and lines then whole at one location. */
    demandTarget: new Int32Array(LINES_MAX),
    demandAtomics: new Int32Array(LINES_MAX),
    /** Where the supplies of a demand begin. */
    demandStart: new Int32Array(LINES_MAX + 1),
    /** Where one supply is not enough: 1, and what its largest supplies add up to. */
    demandIsSummed: new Uint8Array(LINES_MAX),
    demandTops: new Float64Array(LINES_MAX * TOP_SUPPLIES),
    /** Choices that it takes at least, from nothing. */
    demandPicks: new Int32Array(LINES_MAX),
    /** Words of a set of demands as bits; see masks.ts. */
    maskWords: 1,
    /** As bits: the demands that it has a choice in common with, and itself. */
    demandNeighbours: new Int32Array(MASK_DEMANDS * MASK_WORDS),
    /** Those that a bound has seen. */
    seenMask: new Int32Array(MASK_WORDS),
    /** Units that the plan at hand has yet to find. */
    residual: new Int32Array(LINES_MAX),
    /** 1 where the plan at hand may not give all that there is. */
    demandIsOpen: new Uint8Array(LINES_MAX),
    openDemands: 0,
    openMask: new Int32Array(MASK_WORDS),
    /** Demands of which the sum of supplies does not say enough. */
    exactCount: 0,
    /** By demand, of a unit: its price, the best one so far, and where it leads to. */
    price: new Float64Array(LINES_MAX),
    bestPrice: new Float64Array(LINES_MAX),
    priceSlope: new Float64Array(LINES_MAX),
    /** By PRICE. */
    priceSums: new Float64Array(6),
    /** What the choices are worth that are worth the most, and which they are. */
    priceTopCount: 0,
    priceTop: new Float64Array(PRICED_PICKS),
    priceTopChoice: new Int32Array(PRICED_PICKS),
    /** Whether there are prices for the search at hand. */
    isPriced: false,
  };
}

/** By supply; there are no more than stock rows. */
function createSupplies(capacity: number) {
  return {
    /** By demand as they are gathered: candidate, units up to the target, whether it is all. */
    rawCount: 0,
    rawCandidate: new Int32Array(capacity),
    rawUnits: new Int32Array(capacity),
    rawIsFull: new Uint8Array(capacity),
    /** By choice, the demands in their order. */
    entryDemand: new Int32Array(capacity),
    entryUnits: new Int32Array(capacity),
    entryIsFull: new Uint8Array(capacity),
    /** By demand, the choices in their order. */
    supplyChoice: new Int32Array(capacity),
    supplyUnits: new Int32Array(capacity),
    /** What residuals were before they were lowered: demand and units. */
    undoCount: 0,
    undoDemand: new Int32Array(capacity),
    undoUnits: new Int32Array(capacity),
  };
}

function createCandidates(capacity: number) {
  return {
    /** As bits: demands that a candidate supplies, and those that it meets alone. */
    candidateSupplies: new Int32Array(capacity * MASK_WORDS),
    candidateMeets: new Int32Array(capacity * MASK_WORDS),
    /** Units that it can give, and a key to sort by. */
    candidateUnits: new Float64Array(capacity),
    candidateKey: new Float64Array(capacity),
    /** Its choice, or -1. */
    candidateChoice: new Int32Array(capacity),
    /** Its place in the set at hand, or -1. */
    candidatePlace: new Int32Array(capacity).fill(-1),
    /** By place: its candidate, and the row of the line at hand, or -1. */
    chosenCount: 0,
    chosen: new Int32Array(capacity),
    placeRows: new Int32Array(capacity),
    /**
     * By set of demands as bits: 1 where one candidate meets all of it, 2 where one in use does.
     */
    isSubsetMet: new Uint8Array(1 << SUBSET_DEMANDS),
    rivalCount: 0,
    rivalMeets: new Int32Array(RIVALS * MASK_WORDS),
    rivalCounts: new Int32Array(RIVALS),
    rivalIsNew: new Uint8Array(RIVALS),
    /** The largest of several numbers. */
    largestCount: 0,
    largest: new Int32Array(capacity),
  };
}

/** Choices: candidates that may be part of the best plan, in candidate order. */
function createChoices(capacity: number) {
  return {
    choiceCount: 0,
    choiceCandidate: new Int32Array(capacity),
    /** As bits: demands that it supplies. */
    choiceMask: new Int32Array(capacity * MASK_WORDS),
    /** Group rank above the lowest, position, place of the code in byte order. */
    choiceRank: new Float64Array(capacity),
    choicePosition: new Float64Array(capacity),
    choiceCode: new Int32Array(capacity),
    /** 1 where the limit counts it. */
    choiceIsNew: new Uint8Array(capacity),
    choiceStart: new Int32Array(capacity + 1),
    choiceGain: new Int32Array(capacity),
    /** Choices that are not left out for good, and what they are worth at the prices. */
    liveCount: 0,
    live: new Int32Array(capacity),
    /** How many demands a choice meets of those that are open at first, and choices by that. */
    sizes: new Int32Array(capacity),
    bySize: new Int32Array(capacity),
    /** The same of those that are open now, and the choices that are looked at. */
    met: new Int32Array(capacity),
    byMet: new Int32Array(capacity),
    useful: new Int32Array(capacity),
    priceGain: new Float64Array(capacity),
    /** What the largest shares of choices add up to. */
    shareTops: new Float64Array(TOP_SUPPLIES),
    /** Whether some demand is met by no choice alone; else whether every demand has a bit. */
    isSummed: false,
    isCounted: false,
    /** By how many demands choices meet: where those end. */
    sizeEnd: new Int32Array(MASK_DEMANDS + 1),
    /** How many open demands all picks but one meet at most. */
    othersMeet: 0,
  };
}

function createPlans(capacity: number) {
  return {
    /** Choices in the order of taking; the first are certain. */
    takenCount: 0,
    taken: new Int32Array(capacity),
    isTaken: new Uint8Array(capacity),
    certainCount: 0,
    newCount: 0,
    /** Choices that the branch at hand leaves out. */
    banCount: 0,
    bans: new Int32Array(capacity),
    isBanned: new Uint8Array(capacity),
    /** By how many are taken: the sums of their ranks and positions. */
    rankSums: new Float64Array(capacity + 1),
    positionSums: new Float64Array(capacity + 1),
    /** Ranks and positions that the open demands add at least. */
    leastSums: new Float64Array(2),
    /** The same of all but the next choice. */
    leastOthers: new Float64Array(2),
    /** The best plan, -1: none is known; its ranks and positions. */
    bestCount: -1,
    best: new Int32Array(capacity),
    bestSums: new Float64Array(2),
    /** Whether only the number of choices is searched, and how many there may be. */
    isForSize: false,
    sizeLimit: 0,
    /** Looks after which the search at hand ends, and whether it did. */
    looksLimit: 0,
    isCut: false,
    /** Units and whole lines of the best plan, and of the one at hand; what it can have at most. */
    bestUnits: 0,
    bestAtomics: 0,
    units: 0,
    atomics: 0,
    mostUnits: 0,
    firstHelpful: 0,
  };
}

function createPacking() {
  return {
    packLineCount: 0,
    packPlaceCount: 0,
    packSlotCount: 0,
    packUnitCount: 0,
    /** Looks at lines and places, how many there may be, and whether the best may be saved. */
    packLooks: 0,
    packLooksMax: 0,
    packLooksFirst: 0,
    savesPacking: false,
    /** What is decided for good, the best that was found, and what it can be at most. */
    packBaseUnits: 0,
    packBaseAtomics: 0,
    packBestUnits: 0,
    packBestAtomics: 0,
    packGoalUnits: 0,
    packGoalAtomics: 0,
  };
}

function createPackLines(capacity: number) {
  return {
    /** By line of a packing: the line, the next line of its bundle or -1, its slot, its state. */
    packLine: new Int32Array(capacity),
    packTied: new Int32Array(capacity),
    packSlot: new Int32Array(capacity),
    packState: new Uint8Array(capacity),
    packNeed: new Int32Array(capacity),
    /** How many places may serve it, the first of them, and one that does not count, or -1. */
    packRoom: new Int32Array(capacity),
    packFrom: new Int32Array(capacity),
    packFree: new Int32Array(capacity),
    /** The place that takes it whole, or -1; 1 where it flows, and what it then misses. */
    packWhere: new Int32Array(capacity),
    packFlowLine: new Uint8Array(capacity),
    packMissing: new Int32Array(capacity),
    packLineVia: new Int32Array(capacity),
    packQueue: new Int32Array(capacity),
    /** What is decided as one, by its first line, and how it was decided. */
    packUnit: new Int32Array(capacity),
    packOption: new Int32Array(capacity),
    /** By slot of a packing: the slot, units left, units needed. */
    packSlotId: new Int32Array(capacity),
    packSlotLeft: new Float64Array(capacity),
    packSlotNeed: new Float64Array(capacity),
  };
}

function createPackCells(capacity: number) {
  return {
    /** By place: its candidate, and the line through which a chain reached it. */
    packPlace: new Int32Array(capacity),
    packPlaceVia: new Int32Array(capacity),
    /** By slot and place: units left. */
    packLeft: new Float64Array(capacity),
    /**
     * By line and place: whether there is a pair; units that flow, of the best packing, planned.
     */
    packEdge: new Uint8Array(capacity),
    packFlow: new Int32Array(capacity),
    packSaved: new Int32Array(capacity),
    packPlanned: new Int32Array(capacity),
  };
}

function largerOf(wanted: number, capacity: number): number {
  return Math.max(wanted, capacity * 2);
}

/** Makes room for a search over so many stock rows and candidates; keeps nothing. */
export function roomForSearch(search: SearchScratch, rows: number, candidates: number): void {
  if (rows > search.rawCandidate.length) {
    Object.assign(search, createSupplies(largerOf(rows, search.rawCandidate.length)));
  }
  if (candidates > search.candidateKey.length) {
    const capacity = largerOf(candidates, search.candidateKey.length);
    Object.assign(search, createCandidates(capacity), createChoices(capacity));
    Object.assign(search, createPlans(capacity));
  }
}

/** Makes room for a packing of so many lines over so many places; keeps nothing. */
export function roomForPacking(search: SearchScratch, lines: number, places: number): void {
  const { length } = search.packLine;
  if (lines > length) Object.assign(search, createPackLines(largerOf(lines, length)));
  const cells = (lines + 1) * places;
  const cellCount = search.packLeft.length;
  if (cells > cellCount) Object.assign(search, createPackCells(largerOf(cells, cellCount)));
}
