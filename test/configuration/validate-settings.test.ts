// Tests of the settings of records and ledger: bounds, and a share that goes with its mode only.

import { describe, expect, test } from 'vitest';
import type {
  DecisionRecordsDocument,
  SettingsDocument,
} from '../../src/configuration/document.js';
import { validateConfiguration } from '../../src/configuration/validate.js';
import { normalizeConfiguration } from '../../src/configuration/versions.js';

function fieldsOf(settings: SettingsDocument): string[] {
  return validateConfiguration({ settings }).map(({ field }) => field);
}

function fieldsOfRecords(decisionRecords: DecisionRecordsDocument): string[] {
  return fieldsOf({ decisionRecords }).map((field) =>
    field.replace('settings.decision_records.', ''),
  );
}

describe('decision records', () => {
  test.each([
    [{}],
    [{ mode: 'RECORD_MODE_UNSPECIFIED', share: 0 }],
    [{ mode: 'RECORD_MODE_ALL', bytesMax: 1_048_576, daysMax: 1 }],
    [{ mode: 'RECORD_MODE_SHARE', share: 1 }],
    [{ mode: 'RECORD_MODE_SHARE', share: 1e-9 }],
    [{ mode: 'RECORD_MODE_ON_REQUEST', bytesMax: 0, daysMax: 3650 }],
  ])('may be %j', (records) => {
    expect(fieldsOfRecords(records)).toEqual([]);
  });

  test.each([
    [{ mode: 'RECORD_MODE_SOME' }, 'mode'],
    [{ mode: 'RECORD_MODE_SHARE' }, 'share'],
    [{ mode: 'RECORD_MODE_SHARE', share: 0 }, 'share'],
    [{ mode: 'RECORD_MODE_SHARE', share: 1.01 }, 'share'],
    [{ mode: 'RECORD_MODE_SHARE', share: -0.5 }, 'share'],
    [{ mode: 'RECORD_MODE_SHARE', share: Number.NaN }, 'share'],
    [{ share: 0.5 }, 'share'],
    [{ mode: 'RECORD_MODE_ALL', share: 0.5 }, 'share'],
    [{ mode: 'RECORD_MODE_ON_REQUEST', share: 1 }, 'share'],
    [{ bytesMax: 1_048_575 }, 'bytes_max'],
    [{ bytesMax: -1 }, 'bytes_max'],
    [{ bytesMax: 2 ** 53 }, 'bytes_max'],
    [{ bytesMax: 0.5 }, 'bytes_max'],
    [{ daysMax: -1 }, 'days_max'],
    [{ daysMax: 3651 }, 'days_max'],
  ])('are refused: %j', (records, field) => {
    expect(fieldsOfRecords(records)).toEqual([field]);
  });
});

describe('the days of the ledger', () => {
  test('are 1 to 3,650, or 0 for the default', () => {
    for (const ledgerDays of [0, 1, 3650]) expect(fieldsOf({ ledgerDays })).toEqual([]);
    for (const ledgerDays of [-1, 3651]) {
      expect(fieldsOf({ ledgerDays })).toEqual(['settings.ledger_days']);
    }
  });
});

test('defaults are not stored', () => {
  const normal = (settings: SettingsDocument) => normalizeConfiguration({ settings }).settings;
  const empty = { mode: 'RECORD_MODE_UNSPECIFIED', share: 0, bytesMax: 0, daysMax: 0 };
  expect(normal({ decisionRecords: empty, ledgerDays: 0 })).toEqual({});
  const full = {
    decisionRecords: { mode: 'RECORD_MODE_SHARE', share: 0.1, bytesMax: 2e9, daysMax: 3 },
    ledgerDays: 90,
  };
  expect(normal(full)).toEqual(full);
});
