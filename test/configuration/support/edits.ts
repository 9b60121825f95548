// A stored document to be edited, and what becomes of an edit.

import { Refusal, type RefusalDetail } from '../../../src/base/outcome.js';
import type { ConfigurationDocument } from '../../../src/configuration/document.js';
import {
  applyEdit,
  type EditedDocument,
  violationsOfRequest,
} from '../../../src/configuration/edit/apply.js';
import type { ConfigurationEdit } from '../../../src/configuration/edit/edit.js';
import { validateConfiguration } from '../../../src/configuration/validate.js';
import { assignIds } from '../../../src/configuration/versions.js';
import { counter } from '../samples.js';

/**
 * Two data lists, filters, three groups, two routes, two data sets and two rate cards, all with
 * ids, in their stored form.
 */
export const STORED: ConfigurationDocument = assignIds(
  undefined,
  {
    settings: { defaultStateChange: 'STATE_CHANGE_CANCEL', currencyCode: 'EUR' },
    dataLists: [
      {
        name: 'skus',
        type: 'DATA_LIST_TYPE_STRING',
        notes: 'for tests',
        entries: [{ stringValue: 'a' }, { stringValue: 'b' }],
      },
      { name: 'unused', type: 'DATA_LIST_TYPE_NUMBER' },
    ],
    filters: [
      {
        name: 'listed',
        attribute: 'item.sku',
        operator: 'FILTER_OPERATOR_IN',
        dataList: 'skus',
      },
      {
        name: 'near',
        attribute: 'location.distance',
        operator: 'FILTER_OPERATOR_LESS_THAN',
        customValue: { stringValue: '5' },
      },
      {
        name: 'cheap',
        attribute: 'location.dataSet',
        dataSet: 'costs',
        dataSetColumn: 'pick',
        operator: 'FILTER_OPERATOR_LESS_THAN',
        customValue: { stringValue: '2' },
      },
    ],
    locationGroups: [
      {
        name: 'stores',
        route: 'ship',
        rank: 1,
        filters: ['listed', 'near'],
        locations: [{ locationCode: 'A' }, { locationCode: 'B', rank: 7 }, { locationCode: 'C' }],
      },
      {
        name: 'late',
        route: 'ship',
        rank: 2,
        filterLogicalGroups: [
          { orderIndex: 0, logicalOperator: 'LOGICAL_OPERATOR_OR', filters: ['listed'] },
          { orderIndex: 1, parentOrderIndex: 0, logicalOperator: 'LOGICAL_OPERATOR_AND' },
        ],
        sorts: [
          { type: 'SORT_TYPE_COST', dataSet: 'costs', dataSetColumn: 'pick' },
          {
            type: 'SORT_TYPE_SCORE',
            score: {
              rateCards: ['ground', 'air'],
              modelDataSet: 'costs',
              modelDataSetColumn: 'pick',
              costDataSet: 'costs',
              costDataSetColumn: 'pick',
            },
          },
        ],
        afterActionPartial: {
          action: 'FAILOVER_ACTION_ASSIGN_TO_GROUP',
          restartAttempt: 'RESTART_ATTEMPT_GROUP_RANK',
          restartGroup: 'stores',
        },
        afterActionNone: {
          action: 'FAILOVER_ACTION_ASSIGN_TO_GROUP',
          restartAttempt: 'RESTART_ATTEMPT_GROUP_RANK',
          restartGroup: 'late',
        },
      },
      {
        name: 'all',
        route: 'bring',
        rank: 1,
        isDefaultGroup: true,
        locations: [{ locationCode: 'A', rank: 3 }],
        excludedLocationCodes: ['X', 'Y'],
      },
    ],
    routes: [
      { name: 'ship', orderType: 'ORDER_TYPE_DIRECTSHIP' },
      { name: 'bring', orderType: 'ORDER_TYPE_DELIVERY' },
    ],
    dataSets: [
      {
        name: 'costs',
        columns: [{ name: 'pick' }, { name: 'zone', type: 'DATA_SET_COLUMN_TYPE_STRING' }],
        rows: [{ locationCode: 'A', values: { pick: '1.5', zone: 'north' } }],
      },
      { name: 'spare', columns: [{ name: 'x' }] },
    ],
    rateCards: [
      {
        name: 'ground',
        carrier: 'UPS',
        weightBandsGrams: [1000],
        zones: [{ priceMinor: [500], transitDays: 3 }],
      },
      { name: 'air', carrier: 'UPS', weightBandsGrams: [1000] },
    ],
  },
  counter(),
);

/** The document after an edit. */
export function edited(edit: ConfigurationEdit, document = STORED): EditedDocument {
  return applyEdit(document, edit);
}

/** What the validator says of the document after an edit, in the words of the request. */
export function faultsOf(edit: ConfigurationEdit, document = STORED): string[] {
  const after = applyEdit(document, edit);
  const violations = validateConfiguration(after.document, document);
  return violationsOfRequest(after, violations).map(
    ({ field, description }) => `${field} ${description}`,
  );
}

/** The refusal of an edit that must be refused. */
export function refusalOf(edit: ConfigurationEdit, document = STORED): RefusalDetail {
  try {
    applyEdit(document, edit);
  } catch (error) {
    if (error instanceof Refusal) return error.detail;
    throw error;
  }
  throw new Error('the edit was not refused');
}
