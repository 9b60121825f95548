// What the settings of a site must be: a currency of this world, and bounds that can be kept.

import { KEPT_DAYS_MAX, RECORD_BYTES_MIN } from '../columns/limits.js';
import { checkEnumeration, refuse, type Report } from './checks.js';
import type { DecisionRecordsDocument, SettingsDocument } from './document.js';
import { RECORD_MODE, RECORD_MODES, STATE_CHANGES } from './enumerations.js';

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
