// The compiled form of a rate card against one table of locations: what a score reads of it.

import type { Dictionary } from './dictionary.js';

/** A rate card against one table of locations. */
export type RateCardProgram = {
  readonly name: string;
  readonly carrier: Uint8Array;
  readonly service: Uint8Array;
  /** 0: mass alone is billed. */
  readonly volumetricDivisorCm3PerKg: number;
  /** 0: any. */
  readonly weightGramsMax: number;
  readonly volumeCm3Max: number;
  readonly longestSideCmMax: number;
  /** NaN: a unit of unknown mass has no rate. */
  readonly defaultUnitWeightGrams: number;
  /** Upper ends, ascending. */
  readonly weightBandsGrams: Float64Array;
  readonly zones: readonly RateZoneProgram[];
};

/** A zone of a rate card. */
export type RateZoneProgram = {
  /** NaN: any, unknown ones too. */
  readonly distanceKmMax: number;
  /** Folded country codes; null: any. */
  readonly countryCodes: Dictionary | null;
  /** How postal codes begin, trimmed and in upper case; null: any. */
  readonly postalPrefixes: readonly Uint8Array[] | null;
  /** Bits over locations; null: any. */
  readonly origins: Uint32Array | null;
  /** By weight band. */
  readonly priceMinor: Float64Array;
  readonly transitDays: number;
};
