// What is said of one location and one order, in the form of the contract's
// ExplainLocationResponse, and what it takes to say it.

import type { LoggedAssignment, Id } from '../events.js';
import type { ReplayInputs } from '../inputs.js';

/** A recorded order and the code of a location. */
export type WhyTask = {
  /** The world's `locationDocuments` has every location. */
  readonly inputs: ReplayInputs;
  readonly locationCode: string;
};

/** What came of it; null: the world has no such location, or decides otherwise than recorded. */
export type WhyOutcome =
  | { readonly kind: 'answer'; readonly answer: WhyAnswer }
  | { readonly kind: 'no-location' }
  | { readonly kind: 'not-reproduced' };

/** See ExplainLocationResponse. */
export type WhyAnswer = {
  readonly locationCode: string;
  readonly verdict: string;
  readonly text: string;
  readonly assignments: readonly LoggedAssignment[];
  readonly barriers: readonly Barrier[];
  readonly lines: readonly LineAtLocation[];
  readonly groups: readonly LocationAtGroup[];
  readonly flips: readonly Flip[];
  readonly exhaustive: boolean;
  readonly decisions: number;
};

/** See LocationBarrier. */
export type Barrier = { readonly kind: string; readonly future: boolean; readonly text: string };

/** See LineAtLocation. */
export type LineAtLocation = {
  readonly orderItemId: Id;
  readonly quantity: number;
  readonly available: number;
  readonly state: string;
};

/** See LocationAtGroup. */
export type LocationAtGroup = {
  readonly group: string;
  readonly rank: number;
  readonly step: string;
  readonly future: boolean;
  readonly outcome: string;
  readonly text: string;
  readonly refusals?: readonly Refused[];
  readonly shortages?: readonly Shortage[];
  readonly place?: SortPlace;
  readonly comparison?: Comparison;
};

/** See FilterRefusal. */
export type Refused = {
  readonly filter: string;
  readonly orderItemId?: Id;
  readonly actualValue: string;
  readonly comparedValue: string;
  readonly text: string;
  readonly node?: number;
};

/** See LineShortage. */
export type Shortage = {
  readonly orderItemId: Id;
  readonly product: string;
  readonly needed: number;
  readonly available: number;
  readonly short: number;
};

/** See SortPlace. */
export type SortPlace = {
  readonly place: number;
  readonly survivors: number;
  readonly otherLocationCode?: string;
  readonly keys: readonly KeyPair[];
};

/** See SortKeyPair. */
export type KeyPair = {
  readonly key: string;
  readonly value?: number;
  readonly otherValue?: number;
  readonly decides: boolean;
};

/** See SplitComparison. */
export type Comparison = {
  readonly parcels: number;
  readonly parcelsWith: number;
  readonly rankSum: number;
  readonly rankSumWith: number;
  readonly positionSum: number;
  readonly positionSumWith: number;
  readonly proven: boolean;
};

/** See LocationFlip. */
export type Flip = {
  readonly kind: string;
  readonly text: string;
  readonly found: boolean;
  readonly exhaustive: boolean;
  readonly units?: {
    readonly orderItemId: Id;
    readonly added: number;
    readonly onHandFrom: number;
    readonly onHandTo: number;
  };
  readonly operand?: {
    readonly filter: string;
    readonly from: string;
    readonly to: string;
    readonly unit: string;
  };
  readonly rank?: {
    readonly group: string;
    readonly ofGroup: boolean;
    readonly from: number;
    readonly to: number;
  };
  readonly hold?: {
    readonly kind: string;
    readonly orderItemId?: Id;
    readonly segment?: Readonly<Record<string, string>>;
  };
  readonly assignments: readonly LoggedAssignment[];
};
