// The one form that equal settings, lists, filters, groups and routes share. Data sets and rate
// cards have a file of their own. What is not valid keeps its faults.

import type {
  AfterActionDocument,
  DataListDocument,
  DataPointDocument,
  DecisionRecordsDocument,
  FilterDocument,
  FilterLogicalGroupDocument,
  FulfillmentLimitDocument,
  LocationGroupDocument,
  LocationSortDocument,
  RetailerExclusionDocument,
  RouteDocument,
  ScoreOptionsDocument,
  SettingsDocument,
} from './document.js';
import {
  ACTIONS,
  DIRECTIONS,
  DURATION_UNITS,
  IDENTIFIER_MAPPINGS,
  LIMIT_PERIODS,
  LIMIT_TYPES,
  LIST_TYPES,
  LOGICAL_OPERATORS,
  OPERATORS,
  ORDER_TYPES,
  RECORD_MODES,
  RESTARTS,
  SCORE_MODES,
  SORTS,
  STATE_CHANGES,
  STRATEGIES,
  UNITS,
} from './enumerations.js';
import { given, isMeant, meaningful, nonEmpty, present } from './normal-parts.js';

/** Settings without what means nothing; a part in which nothing is left is left out. */
export function normalizeSettings(settings: SettingsDocument): SettingsDocument {
  const { currencyCode, allowInternationalAssignment, ledgerDays } = settings;
  const { maxFulfillingLocations, maxSplitItemLocations, autoAssignLimit } = settings;
  const defaultStateChange = given(STATE_CHANGES, settings.defaultStateChange);
  const decisionRecords = normalizeRecords(settings.decisionRecords ?? {});
  return {
    ...meaningful({ defaultStateChange, currencyCode, allowInternationalAssignment }),
    ...(isMeant(decisionRecords) ? { decisionRecords } : {}),
    ...meaningful({
      ledgerDays,
      maxFulfillingLocations,
      maxSplitItemLocations,
      autoAssignLimit,
      tooManyAssignsAction: given(STATE_CHANGES, settings.tooManyAssignsAction),
    }),
    ...nonEmpty({
      retailerExclusions: (settings.retailerExclusions ?? []).map(normalizeExclusion),
    }),
    ...meaningful({
      productIdentifierMapping: given(IDENTIFIER_MAPPINGS, settings.productIdentifierMapping),
      idempotencyHours: settings.idempotencyHours,
    }),
    ...present({ lowStockUnits: settings.lowStockUnits }),
    ...meaningful({
      eventDays: settings.eventDays,
      eventCountMax: settings.eventCountMax,
      allocationDays: settings.allocationDays,
    }),
  };
}

function normalizeRecords(records: DecisionRecordsDocument): DecisionRecordsDocument {
  const { share, bytesMax, daysMax } = records;
  return meaningful({ mode: given(RECORD_MODES, records.mode), share, bytesMax, daysMax });
}

function normalizeExclusion(exclusion: RetailerExclusionDocument): RetailerExclusionDocument {
  return meaningful({ locationCode: exclusion.locationCode, upc: exclusion.upc });
}

/** A data list in its normal form, without its id. */
export function normalizeDataList(list: DataListDocument): DataListDocument {
  const { name, notes, entries = [] } = list;
  return {
    ...meaningful({ name, type: given(LIST_TYPES, list.type), notes }),
    entries: entries.map((entry) =>
      meaningful({ stringValue: entry.stringValue, notes: entry.notes }),
    ),
  };
}

/** A filter in its normal form, without its id; `acceptNulls` as it was given. */
export function normalizeFilter(filter: FilterDocument): FilterDocument {
  const { name, attribute, customAttributeName, customValue, dataList, acceptNulls } = filter;
  const { dataPoint, dataSet, dataSetColumn, attributeFqn } = filter;
  const operator = given(OPERATORS, filter.operator);
  return {
    ...meaningful({ name, attribute, customAttributeName, operator, dataList }),
    ...present({ acceptNulls }),
    ...(customValue === undefined
      ? {}
      : {
          customValue: meaningful({
            stringValue: customValue.stringValue,
            unit: given(UNITS, customValue.unit),
          }),
        }),
    ...(dataPoint === undefined ? {} : { dataPoint: normalizeDataPoint(dataPoint) }),
    ...meaningful({ dataSet, dataSetColumn, attributeFqn }),
  };
}

function normalizeDataPoint(point: DataPointDocument): DataPointDocument {
  const { attribute, customAttributeName, dataSet, dataSetColumn, attributeFqn } = point;
  return meaningful({ attribute, customAttributeName, dataSet, dataSetColumn, attributeFqn });
}

/** A location group in its normal form, without its id; `active` as it was given. */
export function normalizeGroup(group: LocationGroupDocument): LocationGroupDocument {
  const { name, description, route, rank, active, isDefaultGroup } = group;
  return {
    ...meaningful({ name, description, route, rank, isDefaultGroup }),
    ...present({ active }),
    locations: (group.locations ?? []).map((location) =>
      meaningful({ locationCode: location.locationCode, rank: location.rank }),
    ),
    excludedLocationCodes: [...(group.excludedLocationCodes ?? [])],
    filters: [...(group.filters ?? [])],
    sorts: (group.sorts ?? []).map(normalizeSort),
    ...action('afterActionPartial', group.afterActionPartial),
    ...action('afterActionNone', group.afterActionNone),
    ...nonEmpty({ filterLogicalGroups: (group.filterLogicalGroups ?? []).map(normalizeNode) }),
    ...meaningful({ useRetailerExclusionList: group.useRetailerExclusionList }),
    ...(group.fulfillmentLimit === undefined
      ? {}
      : { fulfillmentLimit: normalizeLimit(group.fulfillmentLimit) }),
  };
}

function normalizeLimit(limit: FulfillmentLimitDocument): FulfillmentLimitDocument {
  const { durationCount } = limit;
  return {
    ...meaningful({ type: given(LIMIT_TYPES, limit.type) }),
    // 0 is no default: it must be given.
    ...present({ limit: limit.limit }),
    ...meaningful({
      durationUnit: given(DURATION_UNITS, limit.durationUnit),
      durationCount,
      period: given(LIMIT_PERIODS, limit.period),
    }),
  };
}

function normalizeNode(node: FilterLogicalGroupDocument): FilterLogicalGroupDocument {
  const { orderIndex, parentOrderIndex } = node;
  return {
    ...meaningful({ orderIndex }),
    ...present({ parentOrderIndex }),
    ...meaningful({ logicalOperator: given(LOGICAL_OPERATORS, node.logicalOperator) }),
    filters: [...(node.filters ?? [])],
  };
}

function normalizeSort(sort: LocationSortDocument): LocationSortDocument {
  const { dataSet, dataSetColumn } = sort;
  const score = normalizeScore(sort.score ?? {});
  return {
    ...meaningful({
      type: given(SORTS, sort.type),
      direction: given(DIRECTIONS, sort.direction),
      dataSet,
      dataSetColumn,
    }),
    ...(isMeant(score) ? { score } : {}),
  };
}

function normalizeScore(score: ScoreOptionsDocument): ScoreOptionsDocument {
  const { inventoryCoefficient, shippingCoefficient, modelCoefficient, costCoefficient } = score;
  const { priceShare, rateCards = [], service } = score;
  const { modelDataSet, modelDataSetColumn, costDataSet, costDataSetColumn } = score;
  return {
    ...meaningful({ mode: given(SCORE_MODES, score.mode) }),
    // 0 is not the default of these.
    ...present({
      inventoryCoefficient,
      shippingCoefficient,
      modelCoefficient,
      costCoefficient,
      priceShare,
    }),
    ...nonEmpty({ rateCards: [...rateCards] }),
    ...meaningful({ service, modelDataSet, modelDataSetColumn, costDataSet, costDataSetColumn }),
  };
}

function action(
  field: 'afterActionPartial' | 'afterActionNone',
  value: AfterActionDocument | undefined,
): LocationGroupDocument {
  if (value === undefined) return {};
  return {
    [field]: meaningful({
      action: given(ACTIONS, value.action),
      restartAttempt: given(RESTARTS, value.restartAttempt),
      restartGroup: value.restartGroup,
    }),
  };
}

/** A route in its normal form, without its id; `active` as it was given. */
export function normalizeRoute(route: RouteDocument): RouteDocument {
  const { name, active, preferAtomicAssignments } = route;
  const orderType = given(ORDER_TYPES, route.orderType);
  const candidateSortStrategy = given(STRATEGIES, route.candidateSortStrategy);
  const { parcelMinor, unitMinor, unitKmMinor } = route.cost ?? {};
  const cost = meaningful({ parcelMinor, unitMinor, unitKmMinor });
  return {
    ...meaningful({ name, orderType, candidateSortStrategy }),
    ...present({ active }),
    ...meaningful({ preferAtomicAssignments }),
    ...(isMeant(cost) ? { cost } : {}),
  };
}
