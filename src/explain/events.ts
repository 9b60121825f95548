// The events of a log as plain objects, with the names of the contract's JSON: camelCase fields,
// full names of enumerations, absent fields absent. What is kept as bytes, the request and the
// decision, is not here: whoever encodes the log puts those bytes in.

import type { CoordinatesDocument } from '../configuration/location-document.js';
import type {
  AfterActionDocument,
  FilterDocument,
  FilterLogicalGroupDocument,
  FulfillmentLimitDocument,
  LocationSortDocument,
  RouteDocument,
} from '../configuration/document.js';

/** An int64 id: text where a number would not be exact. */
export type Id = number | string;

/** One shipfrom.v1.SuggestionEvent; one payload at most. */
export type SuggestionEvent = {
  readonly type: `SUGGESTION_EVENT_TYPE_${string}`;
  readonly name?: string;
  readonly causeId?: number;
  readonly errors?: readonly string[];
  readonly routeSelected?: RouteSelected;
  readonly inventoryRead?: InventoryRead;
  readonly locationsRemoved?: LocationsRemoved;
  readonly groupEntered?: GroupEntered;
  readonly filterApplied?: FilterApplied;
  readonly groupFiltered?: GroupFiltered;
  readonly sortKeyed?: SortKeyed;
  readonly groupSorted?: GroupSorted;
  readonly afterActionRun?: AfterActionRun;
  readonly splitSearched?: SplitSearched;
  readonly defaultResponse?: DefaultResponse;
  readonly autoAssignLimitExceeded?: AutoAssignLimitExceeded;
  readonly filterNodeJudged?: FilterNodeJudged;
  readonly maxSplitsExceeded?: MaxSplitsExceeded;
  readonly locationsAvailable?: LocationsAvailable;
  readonly pickupAssigned?: PickupAssigned;
  readonly scored?: Scored;
  readonly consolidationStep?: ConsolidationStep;
  readonly futureStep?: FutureStep;
  /** Of RESPONSE; the decision is put in as bytes. */
  readonly response?: ResponseEvent;
};

/** shipfrom.v1.LoggedGroup. */
export type LoggedGroup = {
  readonly id: number;
  readonly name: string;
  readonly rank: number;
  readonly isDefaultGroup: boolean;
  readonly description: string;
  readonly active: boolean;
  readonly filters: readonly string[];
  readonly sorts: readonly LocationSortDocument[];
  readonly afterActionPartial?: AfterActionDocument;
  readonly afterActionNone?: AfterActionDocument;
  readonly filterLogicalGroups?: readonly FilterLogicalGroupDocument[];
  readonly useRetailerExclusionList?: boolean;
  readonly fulfillmentLimit?: FulfillmentLimitDocument;
};

/** shipfrom.v1.RouteSelected. */
export type RouteSelected = {
  readonly orderType: string;
  readonly route?: RouteDocument;
  readonly groups: readonly LoggedGroup[];
};

/** shipfrom.v1.InventoryRead. */
export type InventoryRead = {
  readonly type: string;
  readonly items: readonly LoggedItem[];
  readonly destination: LoggedDestination;
  readonly allowedLocationCodes: readonly string[];
  readonly directShip: boolean;
  readonly deliveryEnabled: boolean;
  readonly transferEnabled: boolean;
  readonly excludeBlocked: boolean;
  readonly rows: readonly LoggedRow[];
  readonly omittedRowCount: number;
};

/** shipfrom.v1.LoggedItem. */
export type LoggedItem = {
  readonly orderItemId: Id;
  readonly upc: string;
  readonly sku: string;
  readonly partNumber: string;
  readonly quantity: number;
};

/** shipfrom.v1.LoggedDestination. */
export type LoggedDestination = {
  readonly postalCode: string;
  readonly state: string;
  readonly countryCode: string;
  readonly requested?: CoordinatesDocument;
  readonly resolved?: CoordinatesDocument;
};

/** shipfrom.v1.LoggedRow. */
export type LoggedRow = {
  readonly orderItemId: Id;
  readonly locationCode: string;
  readonly locationName: string;
  readonly onHand: number;
  readonly available: number;
  readonly allocated: number;
  readonly held: number;
  readonly safetyStock: number;
  readonly ltd?: number;
  readonly blocked: boolean;
  readonly attributes: readonly string[];
  readonly segment: Readonly<Record<string, string>>;
  readonly version: number;
  readonly distanceKm?: number;
  readonly directShip: boolean;
  readonly transferEnabled: boolean;
  readonly pickup: boolean;
  readonly deliveryEnabled: boolean;
  readonly countryCode: string;
  readonly futureEpochMs?: number;
};

/** shipfrom.v1.LocationsRemoved. */
export type LocationsRemoved = {
  readonly locations: readonly RemovedLocation[];
  readonly omittedLocationCount: number;
};

/** shipfrom.v1.RemovedLocation; without an item: none of the order. */
export type RemovedLocation = { readonly locationCode: string; readonly orderItemId?: Id };

/** shipfrom.v1.GroupEntered. */
export type GroupEntered = {
  readonly group: LoggedGroup;
  readonly locations: readonly LoggedLocation[];
  readonly omittedLocationCount: number;
};

/** shipfrom.v1.LoggedLocation. */
export type LoggedLocation = {
  readonly locationId: number;
  readonly locationCode: string;
  readonly name: string;
  readonly express: boolean;
  readonly active: boolean;
  readonly city: string;
  readonly state: string;
  readonly postalCode: string;
  readonly countryCode: string;
  readonly coordinates?: CoordinatesDocument;
  readonly directShip: boolean;
  readonly transferEnabled: boolean;
  readonly pickup: boolean;
  readonly deliveryEnabled: boolean;
  readonly distanceKm?: number;
  readonly rank: number;
  readonly maxLtd?: number;
  readonly inventory: readonly LoggedInventory[];
};

/** shipfrom.v1.LoggedInventory. */
export type LoggedInventory = { readonly orderItemId: Id; readonly available: number };

/** shipfrom.v1.FilterApplied. */
export type FilterApplied = {
  readonly filter?: FilterDocument;
  readonly skippedGroup: boolean;
  readonly removals: readonly FilterRemoval[];
  readonly omittedRemovalCount: number;
};

/** shipfrom.v1.FilterRemoval; without a location: the line or the order; without an item: all. */
export type FilterRemoval = {
  readonly locationCode?: string;
  readonly orderItemId?: Id;
  readonly actualValue: string;
  readonly comparedValue: string;
  readonly text: string;
};

/** shipfrom.v1.GroupFiltered. */
export type GroupFiltered = {
  readonly filters: readonly string[];
  readonly inputLocationCodes: readonly string[];
  readonly outputLocationCodes: readonly string[];
};

/** shipfrom.v1.SortKeyed. */
export type SortKeyed = {
  readonly sort: LocationSortDocument;
  readonly values: readonly { readonly locationCode: string; readonly value?: number }[];
};

/** shipfrom.v1.GroupSorted. */
export type GroupSorted = {
  readonly sorts: readonly LocationSortDocument[];
  readonly inputLocationCodes: readonly string[];
  readonly outputLocationCodes: readonly string[];
};

/** shipfrom.v1.AfterActionRun. */
export type AfterActionRun = {
  readonly match: 'GROUP_MATCH_PARTIAL' | 'GROUP_MATCH_NONE';
  readonly action?: AfterActionDocument;
};

/** shipfrom.v1.SplitSearched. */
export type SplitSearched = {
  readonly strategy: string;
  readonly inputLocationCodes: readonly string[];
  readonly outputLocationCodes: readonly string[];
  readonly omittedLocationCount: number;
  readonly assignments: readonly LoggedAssignment[];
};

/** shipfrom.v1.Assignment. */
export type LoggedAssignment = {
  readonly orderItemId: Id;
  readonly locationCode: string;
  readonly quantity: number;
  readonly distanceKm?: number;
};

/** shipfrom.v1.AutoAssignLimitExceeded. */
export type AutoAssignLimitExceeded = {
  readonly autoAssignLimit: number;
  readonly assignmentCount: number;
  readonly stateChange: string;
};

/** shipfrom.v1.FilterNodeJudged. */
export type FilterNodeJudged = {
  readonly node: FilterLogicalGroupDocument;
  readonly outputLocationCodes: readonly string[];
  readonly omittedLocationCount: number;
};

/** shipfrom.v1.MaxSplitsExceeded. */
export type MaxSplitsExceeded = {
  readonly maxFulfillingLocations: number;
  readonly maxSplitItemLocations: number;
  readonly usedLocationCount: number;
  readonly maxLocations: number;
};

/** shipfrom.v1.LocationsAvailable. */
export type LocationsAvailable = {
  readonly locationCodes: readonly string[];
  readonly omittedLocationCount: number;
};

/** shipfrom.v1.PickupAssigned. */
export type PickupAssigned = {
  readonly locationCode: string;
  readonly assignments: readonly LoggedAssignment[];
};

/** shipfrom.v1.Scored. */
export type Scored = {
  readonly scores: readonly LoggedScore[];
  readonly omittedLocationCount: number;
};

/** shipfrom.v1.LocationScore. */
export type LoggedScore = {
  readonly locationCode: string;
  readonly score: number;
  readonly inventory: number;
  readonly shipping: number;
  readonly model: number;
  readonly cost: number;
  readonly rate?: LoggedRate;
};

/** shipfrom.v1.ShippingRate. */
export type LoggedRate = {
  readonly carrier: string;
  readonly service: string;
  readonly priceMinor: number;
  readonly transitDays: number;
};

/** shipfrom.v1.ConsolidationStep. */
export type ConsolidationStep = {
  readonly locationCode?: string;
  readonly sourceLocationCodes: readonly string[];
  readonly addsLocation: boolean;
};

/** shipfrom.v1.FutureStep. */
export type FutureStep = {
  readonly orderItemIds: readonly Id[];
  readonly assignments: readonly LoggedAssignment[];
};

/** shipfrom.v1.DefaultResponse. */
export type DefaultResponse = {
  readonly stateChange: string;
  readonly orderItemIds: readonly Id[];
};

/** shipfrom.v1.Response. */
export type ResponseEvent = {
  readonly externalResponseId: string;
  readonly candidateLocationCodes: readonly string[];
};
