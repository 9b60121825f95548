// The one form that equal data sets and equal rate cards share.

import type {
  DataSetColumnDocument,
  DataSetDocument,
  DataSetRowDocument,
  RateCardDocument,
  RateZoneDocument,
} from './document.js';
import { COLUMN_TYPES, UNITS } from './enumerations.js';
import { given, isMeant, meaningful, present } from './normal-parts.js';

/**
 * A data set in its normal form, without its id: the values of a row in the order of the columns,
 * without empty ones.
 */
export function normalizeDataSet(dataSet: DataSetDocument): DataSetDocument {
  const { name, notes, columns = [], rows = [] } = dataSet;
  const names = columns.map((column) => column.name ?? '');
  return {
    ...meaningful({ name, notes }),
    columns: columns.map(normalizeColumn),
    rows: rows.map((row) => normalizeRow(row, names)),
  };
}

function normalizeColumn(column: DataSetColumnDocument): DataSetColumnDocument {
  const { name, isMoney, defaultValue, filterable, sortable } = column;
  return {
    ...meaningful({
      name,
      type: given(COLUMN_TYPES, column.type),
      unit: given(UNITS, column.unit),
      isMoney,
      // An empty text is no value, here as in a row.
      defaultValue,
    }),
    ...present({ filterable, sortable }),
  };
}

function normalizeRow(row: DataSetRowDocument, names: readonly string[]): DataSetRowDocument {
  const { locationCode, values = {} } = row;
  const kept: Record<string, string> = {};
  for (const name of names) {
    if (Object.hasOwn(values, name) && values[name] !== '') kept[name] = values[name];
  }
  return { ...meaningful({ locationCode }), values: kept };
}

/** A rate card in its normal form, without its id; what has a meaning when it is 0 as given. */
export function normalizeRateCard(card: RateCardDocument): RateCardDocument {
  const { name, notes, carrier, service, active, volumetricDivisorCm3PerKg } = card;
  const { weightGramsMax, volumeCm3Max, longestSideCmMax } = card.parcelLimits ?? {};
  const parcelLimits = meaningful({ weightGramsMax, volumeCm3Max, longestSideCmMax });
  return {
    ...meaningful({ name, notes, carrier, service }),
    ...present({ active }),
    ...meaningful({ volumetricDivisorCm3PerKg }),
    ...(isMeant(parcelLimits) ? { parcelLimits } : {}),
    ...present({ defaultUnitWeightGrams: card.defaultUnitWeightGrams }),
    weightBandsGrams: [...(card.weightBandsGrams ?? [])],
    zones: (card.zones ?? []).map(normalizeZone),
  };
}

function normalizeZone(zone: RateZoneDocument): RateZoneDocument {
  const { name, distanceKmMax, transitDays } = zone;
  return {
    ...meaningful({ name }),
    ...present({ distanceKmMax }),
    countryCodes: [...(zone.countryCodes ?? [])],
    postalPrefixes: [...(zone.postalPrefixes ?? [])],
    originLocationCodes: [...(zone.originLocationCodes ?? [])],
    priceMinor: [...(zone.priceMinor ?? [])],
    ...meaningful({ transitDays }),
  };
}
