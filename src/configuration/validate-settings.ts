// What the settings of a site must be: a currency of this world, bounds that can be kept, and
// exclusions that name somebody.

import {
  CODE_BYTES_MAX,
  COUNT_MAX,
  EVENTS_KEPT_MAX,
  IDEMPOTENCY_HOURS_MAX,
  KEPT_DAYS_MAX,
  RECORD_BYTES_MIN,
  RETAILER_EXCLUSIONS_MAX,
} from '../columns/limits.js';
import {
  checkCount,
  checkEnumeration,
  checkOptionalText,
  checkRange,
  checkRequiredText,
  refuse,
  type Report,
} from './checks.js';
import type {
  DecisionRecordsDocument,
  RetailerExclusionDocument,
  SettingsDocument,
} from './document.js';
import { IDENTIFIER_MAPPINGS, RECORD_MODE, RECORD_MODES, STATE_CHANGES } from './enumerations.js';

const currencies = new Set(Intl.supportedValuesOf('currency'));

/** Checks the settings, which stand at `settings`. */
export function checkSettings(report: Report, settings: SettingsDocument): void {
  const { defaultStateChange, currencyCode = '', decisionRecords, ledgerDays } = settings;
  const field = 'settings.default_state_change';
  checkEnumeration(report, field, STATE_CHANGES, defaultStateChange, false);
  if (currencyCode !== '' && !currencies.has(currencyCode)) {
    refuse(report, 'settings.currency_code', `'${currencyCode}' is not a currency of ISO 4217`);
  }
  if (decisionRecords !== undefined) checkRecords(report, decisionRecords);
  checkDays(report, 'settings.ledger_days', ledgerDays);
  const { idempotencyHours } = settings;
  checkRange(report, 'settings.idempotency_hours', idempotencyHours, 0, IDEMPOTENCY_HOURS_MAX);
  checkRange(report, 'settings.low_stock_units', settings.lowStockUnits, 0, COUNT_MAX);
  checkDays(report, 'settings.event_days', settings.eventDays);
  checkRange(report, 'settings.event_count_max', settings.eventCountMax, 0, EVENTS_KEPT_MAX);
  checkDays(report, 'settings.allocation_days', settings.allocationDays);
  for (const [limit, value] of [
    ['max_fulfilling_locations', settings.maxFulfillingLocations],
    ['max_split_item_locations', settings.maxSplitItemLocations],
    ['auto_assign_limit', settings.autoAssignLimit],
  ] as const) {
    checkRange(report, `settings.${limit}`, value, 0, Infinity);
  }
  const { tooManyAssignsAction: action, productIdentifierMapping: mapping } = settings;
  checkEnumeration(report, 'settings.too_many_assigns_action', STATE_CHANGES, action, false);
  checkExclusions(report, 'settings.retailer_exclusions', settings.retailerExclusions ?? []);
  const mappingField = 'settings.product_identifier_mapping';
  checkEnumeration(report, mappingField, IDENTIFIER_MAPPINGS, mapping, false);
}

/** The same exclusion may be there twice: lists of retailers are put together from several. */
function checkExclusions(
  report: Report,
  path: string,
  exclusions: readonly RetailerExclusionDocument[],
): void {
  if (!checkCount(report, path, exclusions.length, RETAILER_EXCLUSIONS_MAX)) return;
  exclusions.forEach(({ locationCode, upc }, place) => {
    checkRequiredText(report, `${path}[${place}].location_code`, locationCode, CODE_BYTES_MAX);
    checkOptionalText(report, `${path}[${place}].upc`, upc, CODE_BYTES_MAX);
  });
}

function checkRecords(report: Report, records: DecisionRecordsDocument): void {
  const path = 'settings.decision_records';
  const mode = checkEnumeration(report, `${path}.mode`, RECORD_MODES, records.mode, false);
  const { share = 0, bytesMax = 0 } = records;
  if (mode === RECORD_MODE.share) {
    if (!(share > 0 && share <= 1)) {
      refuse(report, `${path}.share`, `must be above 0 and at most 1, not ${share}`);
    }
  } else if (mode >= 0 && share !== 0) {
    refuse(report, `${path}.share`, 'goes with RECORD_MODE_SHARE only');
  }
  const isKeepable = bytesMax >= RECORD_BYTES_MIN && Number.isSafeInteger(bytesMax);
  if (bytesMax !== 0 && !isKeepable) {
    refuse(report, `${path}.bytes_max`, `must be ${RECORD_BYTES_MIN} or more, not ${bytesMax}`);
  }
  checkDays(report, `${path}.days_max`, records.daysMax);
}

/** 0 stands for the default. */
function checkDays(report: Report, field: string, days = 0): void {
  if (days >= 0 && days <= KEPT_DAYS_MAX) return;
  refuse(report, field, `must be 1 to ${KEPT_DAYS_MAX}, or 0, not ${days}`);
}
