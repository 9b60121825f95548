// Tests of the settings: bounds of records, of the ledger and of orders, a share that goes with its
// mode only, and the retailer's list.

import { describe, expect, test } from 'vitest';
import { RETAILER_EXCLUSIONS_MAX } from '../../src/columns/limits.js';
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
    for (const idempotencyHours of [0, 1, 8760]) {
      expect(fieldsOf({ idempotencyHours })).toEqual([]);
    }
    for (const idempotencyHours of [-1, 8761]) {
      expect(fieldsOf({ idempotencyHours })).toEqual(['settings.idempotency_hours']);
    }
    for (const ledgerDays of [-1, 3651]) {
      expect(fieldsOf({ ledgerDays })).toEqual(['settings.ledger_days']);
    }
  });
});

describe('events', () => {
  test('are kept so long and so many as can be, and no row is low below 0 units', () => {
    const good = [
      { lowStockUnits: 0, eventDays: 0, eventCountMax: 0, allocationDays: 0 },
      { lowStockUnits: 1_000_000_000, eventDays: 3650, eventCountMax: 1_000_000_000 },
      { allocationDays: 3650 },
    ];
    for (const settings of good) expect(fieldsOf(settings)).toEqual([]);
    for (const allocationDays of [-1, 3651]) {
      expect(fieldsOf({ allocationDays })).toEqual(['settings.allocation_days']);
    }
    const bad = [
      { lowStockUnits: -1, eventDays: -1, eventCountMax: -1 },
      { lowStockUnits: 1_000_000_001, eventDays: 3651, eventCountMax: 1_000_000_001 },
    ];
    for (const settings of bad) {
      expect(fieldsOf(settings)).toEqual([
        'settings.low_stock_units',
        'settings.event_days',
        'settings.event_count_max',
      ]);
    }
  });
});

describe('limits of an order', () => {
  const limits = [
    ['maxFulfillingLocations', 'max_fulfilling_locations'],
    ['maxSplitItemLocations', 'max_split_item_locations'],
    ['autoAssignLimit', 'auto_assign_limit'],
  ] as const;

  test.each(limits)('%s is 0 or more', (name, field) => {
    for (const limit of [0, 1, 2 ** 31 - 1]) expect(fieldsOf({ [name]: limit })).toEqual([]);
    for (const limit of [-1, 1.5, 2 ** 31]) {
      expect(fieldsOf({ [name]: limit })).toEqual([`settings.${field}`]);
    }
  });

  test('too many assignments have any state', () => {
    for (const state of ['UNSPECIFIED', 'CANCEL', 'CUSTOMER_CARE', 'AVAILABLE', 'BACKORDER']) {
      expect(fieldsOf({ tooManyAssignsAction: `STATE_CHANGE_${state}` })).toEqual([]);
    }
    const field = 'settings.too_many_assigns_action';
    expect(fieldsOf({ tooManyAssignsAction: 'STATE_CHANGE_LOST' })).toEqual([field]);
  });
});

describe('products', () => {
  test('are matched by one of the mappings', () => {
    for (const ids of ['UPC_ONLY', 'PART_NUMBER_AND_UPC_AND_SKU', 'UNSPECIFIED']) {
      const productIdentifierMapping = `PRODUCT_IDENTIFIER_MAPPING_${ids}`;
      expect(fieldsOf({ productIdentifierMapping })).toEqual([]);
    }
    expect(fieldsOf({ productIdentifierMapping: 'PRODUCT_IDENTIFIER_MAPPING_EAN' })).toEqual([
      'settings.product_identifier_mapping',
    ]);
  });

  test('are left out at locations by code and upc', () => {
    const retailerExclusions = [
      { locationCode: 'A' },
      { locationCode: 'unknown', upc: '' },
      { locationCode: 'A', upc: 'u'.repeat(64) },
      { locationCode: 'A' },
    ];
    expect(fieldsOf({ retailerExclusions })).toEqual([]);
    const bad = [
      { upc: '1' },
      { locationCode: 'c'.repeat(65) },
      { locationCode: 'A', upc: 'u'.repeat(65) },
    ];
    expect(fieldsOf({ retailerExclusions: bad })).toEqual([
      'settings.retailer_exclusions[0].location_code',
      'settings.retailer_exclusions[1].location_code',
      'settings.retailer_exclusions[2].upc',
    ]);
    const many = Array.from({ length: RETAILER_EXCLUSIONS_MAX + 1 }, () => ({}));
    expect(fieldsOf({ retailerExclusions: many })).toEqual(['settings.retailer_exclusions']);
  });
});

test('settings that were accepted before are not looked into again', () => {
  const settings = { ledgerDays: -1 };
  expect(validateConfiguration({ settings }, { settings })).toEqual([]);
  expect(validateConfiguration({ settings: { ...settings } }, { settings })).toHaveLength(1);
});

test('defaults are not stored', () => {
  const normal = (settings: SettingsDocument) => normalizeConfiguration({ settings }).settings;
  const empty = { mode: 'RECORD_MODE_UNSPECIFIED', share: 0, bytesMax: 0, daysMax: 0 };
  expect(normal({ decisionRecords: empty, ledgerDays: 0 })).toEqual({});
  const unlimited = { maxFulfillingLocations: 0, maxSplitItemLocations: 0, autoAssignLimit: 0 };
  const unspecified = {
    tooManyAssignsAction: 'STATE_CHANGE_UNSPECIFIED',
    productIdentifierMapping: 'PRODUCT_IDENTIFIER_MAPPING_UNSPECIFIED',
  };
  expect(normal({ ...unlimited, ...unspecified, retailerExclusions: [] })).toEqual({});
  const full = {
    decisionRecords: { mode: 'RECORD_MODE_SHARE', share: 0.1, bytesMax: 2e9, daysMax: 3 },
    ledgerDays: 90,
    maxFulfillingLocations: 3,
    maxSplitItemLocations: 2,
    autoAssignLimit: 5,
    tooManyAssignsAction: 'STATE_CHANGE_CANCEL',
    retailerExclusions: [{ locationCode: 'A' }, { locationCode: 'B', upc: '1' }],
    productIdentifierMapping: 'PRODUCT_IDENTIFIER_MAPPING_UPC_AND_SKU',
  };
  expect(normal(full)).toEqual(full);
});
