// A document with every kind of resource, in which much stands that means nothing.

import type { ConfigurationDocument } from '../../../src/configuration/document.js';

/** Valid, and not in its normal form. */
export const FULL: ConfigurationDocument = {
  settings: {
    defaultStateChange: 'STATE_CHANGE_UNSPECIFIED',
    currencyCode: 'EUR',
    allowInternationalAssignment: false,
  },
  dataLists: [
    {
      id: 77,
      name: 'SKUS_UNSPECIFIED',
      type: 'DATA_LIST_TYPE_STRING',
      notes: '',
      entries: [{ stringValue: 'X_UNSPECIFIED', notes: 'ENTRY' }, { stringValue: '0' }],
    },
  ],
  filters: [
    {
      name: 'near',
      attribute: 'location.distance',
      customAttributeName: '',
      operator: 'FILTER_OPERATOR_LESS_THAN',
      customValue: { stringValue: '5', unit: 'MEASURE_UNIT_UNSPECIFIED' },
      acceptNulls: false,
    },
    {
      name: 'listed',
      attribute: 'item.sku',
      operator: 'FILTER_OPERATOR_IN',
      dataList: 'SKUS_UNSPECIFIED',
    },
    {
      name: 'beside',
      attribute: 'location.dataSet',
      operator: 'FILTER_OPERATOR_EQUAL',
      dataPoint: { attribute: 'order.attributes', customAttributeName: '', attributeFqn: 'a.b' },
      dataSet: 'costs',
      dataSetColumn: 'zone',
      attributeFqn: '',
    },
  ],
  locationGroups: [
    {
      name: 'all',
      route: 'ship',
      rank: 1,
      active: false,
      isDefaultGroup: true,
      locations: [
        { locationCode: 'A', rank: 0 },
        { locationCode: 'B', rank: 2 },
      ],
      excludedLocationCodes: ['C'],
      filters: ['near', 'listed'],
      sorts: [{ type: 'SORT_TYPE_RANK', direction: 'SORT_DIRECTION_UNSPECIFIED' }],
      afterActionPartial: {
        action: 'FAILOVER_ACTION_CANCEL_ORDER',
        restartAttempt: 'RESTART_ATTEMPT_UNSPECIFIED',
        restartGroup: '',
      },
      filterLogicalGroups: [],
      useRetailerExclusionList: false,
      fulfillmentLimit: {
        type: 'FULFILLMENT_LIMIT_TYPE_ORDERS',
        limit: 0,
        durationUnit: 'DURATION_UNIT_DAY',
        durationCount: 0,
        period: 'LIMIT_PERIOD_UNSPECIFIED',
      },
    },
    {
      name: 'tree',
      route: 'ship',
      rank: 2,
      sorts: [
        { type: 'SORT_TYPE_COST', dataSet: 'costs', dataSetColumn: 'pick' },
        {
          type: 'SORT_TYPE_SCORE',
          dataSet: '',
          score: {
            mode: 'SCORE_MODE_UNSPECIFIED',
            inventoryCoefficient: 0,
            priceShare: 0,
            rateCards: [],
            service: '',
            costDataSet: 'costs',
            costDataSetColumn: 'pick',
          },
        },
        { type: 'SORT_TYPE_RANK' },
      ],
      afterActionNone: {
        action: 'FAILOVER_ACTION_ASSIGN_TO_GROUP',
        restartAttempt: 'RESTART_ATTEMPT_GROUP_RANK',
        restartGroup: 'all',
      },
      filterLogicalGroups: [
        { orderIndex: 0, logicalOperator: 'LOGICAL_OPERATOR_OR', filters: ['near'] },
        { orderIndex: 1, parentOrderIndex: 0, logicalOperator: 'LOGICAL_OPERATOR_AND' },
      ],
      useRetailerExclusionList: true,
    },
  ],
  routes: [
    {
      name: 'ship',
      orderType: 'ORDER_TYPE_DIRECTSHIP',
      active: true,
      candidateSortStrategy: 'CANDIDATE_SORT_STRATEGY_UNSPECIFIED',
      preferAtomicAssignments: false,
      cost: { parcelMinor: 876, unitMinor: 0, unitKmMinor: 0.034 },
    },
  ],
  dataSets: [
    {
      name: 'costs',
      notes: '',
      columns: [
        { name: 'pick', type: 'DATA_SET_COLUMN_TYPE_UNSPECIFIED', isMoney: false, sortable: true },
        {
          name: 'zone',
          type: 'DATA_SET_COLUMN_TYPE_STRING',
          unit: 'MEASURE_UNIT_UNSPECIFIED',
          defaultValue: '',
          filterable: true,
          sortable: false,
        },
      ],
      rows: [
        { locationCode: 'A', values: { zone: '0', pick: '0' } },
        { locationCode: 'B', values: { zone: '', pick: '1.50' } },
        { locationCode: 'C' },
      ],
    },
  ],
  rateCards: [
    {
      name: 'ground',
      carrier: 'UPS',
      service: '',
      active: false,
      volumetricDivisorCm3PerKg: 0,
      parcelLimits: { weightGramsMax: 0 },
      defaultUnitWeightGrams: 0,
      weightBandsGrams: [1, 2],
      zones: [
        {
          name: '',
          distanceKmMax: 0,
          countryCodes: ['US'],
          priceMinor: [0, 5],
          transitDays: 0,
        },
      ],
    },
  ],
};
