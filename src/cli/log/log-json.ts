// The JSON form of a suggestion log, as far as the command line reads it: camelCase, short names of
// enumerations, lists always there.

import type { AssignmentJson, DecisionJson, LineJson } from '../decision.js';
import type { LocationScoreJson } from '../plan-notes.js';

/** A log. */
export type LogJson = {
  readonly suggestionId: number;
  readonly orderId: string;
  readonly externalResponseId: string;
  readonly decideTime?: string;
  readonly context?: {
    readonly configurationVersion: number;
    readonly snapshotSequence: number;
  };
  readonly decision?: DecisionJson;
  readonly reproduced: boolean;
  readonly notReproducedReason: string;
  readonly notReproducedDetail: string;
  readonly events: readonly EventJson[];
};

/** A location that was left out, for all lines (0) or for one. */
export type RemovedJson = { readonly locationCode: string; readonly orderItemId: number };

/** What a filter refused, with its reason in words. */
export type RemovalJson = RemovedJson & { readonly text: string };

/** A location that a group could use, with what it has of each open line. */
export type MemberJson = {
  readonly locationCode: string;
  readonly name: string;
  readonly inventory: readonly { readonly orderItemId: number; readonly available: number }[];
};

type SortJson = { readonly type: string; readonly direction: string };

/** An event; which payload it has follows from its type. */
export type EventJson = {
  readonly type: string;
  readonly name: string;
  readonly causeId: number;
  readonly errors: readonly string[];
  readonly request?: RequestJson;
  readonly routeSelected?: {
    readonly route?: { readonly name: string };
    readonly groups: readonly { readonly name: string; readonly active: boolean }[];
  };
  readonly inventoryRead?: {
    readonly rows: readonly {
      readonly orderItemId: number;
      readonly locationCode: string;
      readonly available: number;
    }[];
    readonly omittedRowCount: number;
  };
  readonly locationsRemoved?: {
    readonly locations: readonly RemovedJson[];
    readonly omittedLocationCount: number;
  };
  readonly groupEntered?: {
    readonly locations: readonly MemberJson[];
    readonly omittedLocationCount: number;
  };
  readonly filterApplied?: {
    readonly skippedGroup: boolean;
    readonly removals: readonly RemovalJson[];
    readonly omittedRemovalCount: number;
  };
  readonly groupFiltered?: CodesJson & { readonly filters: readonly string[] };
  readonly sortKeyed?: {
    readonly sort: SortJson;
    readonly values: readonly { readonly locationCode: string; readonly value?: number }[];
  };
  readonly groupSorted?: CodesJson & { readonly sorts: readonly SortJson[] };
  readonly afterActionRun?: {
    readonly match: string;
    readonly action?: { readonly action: string; readonly restartAttempt: string };
  };
  readonly splitSearched?: CodesJson & {
    readonly strategy: string;
    readonly assignments: readonly AssignmentJson[];
  };
  readonly autoAssignLimitExceeded?: {
    readonly autoAssignLimit: number;
    readonly assignmentCount: number;
    readonly stateChange: string;
  };
  readonly filterNodeJudged?: {
    readonly node?: {
      readonly orderIndex: number;
      readonly parentOrderIndex?: number;
      readonly logicalOperator: string;
      readonly filters: readonly string[];
    };
    readonly outputLocationCodes: readonly string[];
    readonly omittedLocationCount: number;
  };
  readonly maxSplitsExceeded?: {
    readonly maxFulfillingLocations: number;
    readonly maxSplitItemLocations: number;
    readonly usedLocationCount: number;
    readonly maxLocations?: number;
  };
  readonly locationsAvailable?: {
    readonly locationCodes: readonly string[];
    readonly omittedLocationCount: number;
  };
  readonly pickupAssigned?: {
    readonly locationCode: string;
    readonly assignments: readonly AssignmentJson[];
  };
  readonly scored?: {
    readonly scores: readonly LocationScoreJson[];
    readonly omittedLocationCount: number;
  };
  readonly consolidationStep?: {
    readonly locationCode: string;
    readonly sourceLocationCodes: readonly string[];
    readonly addsLocation: boolean;
  };
  readonly futureStep?: {
    readonly orderItemIds: readonly number[];
    readonly assignments: readonly AssignmentJson[];
  };
  readonly defaultResponse?: {
    readonly stateChange: string;
    readonly orderItemIds: readonly number[];
  };
  readonly response?: {
    readonly decision?: DecisionJson;
    readonly candidateLocationCodes: readonly string[];
  };
};

type CodesJson = {
  readonly inputLocationCodes: readonly string[];
  readonly outputLocationCodes: readonly string[];
};

/** The recorded request. */
export type RequestJson = {
  readonly orderType: string;
  readonly items: readonly LineJson[];
  readonly isExpress: boolean;
  readonly shippingAddress?: {
    readonly postalCode: string;
    readonly state: string;
    readonly countryCode: string;
    readonly coordinates?: { readonly latitude?: number; readonly longitude?: number };
  };
};
