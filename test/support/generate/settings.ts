// Which random settings limit and leave out, or let everything be?
// Must not know: how they are followed.

import type { Settings } from '../model/messages.js';
import type { Rng } from './random.js';

const DEFAULT_STATES = ['CANCEL', 'CUSTOMER_CARE', 'BACKORDER'] as const;

const MAPPINGS = [
  'UPC_ONLY',
  'SKU_ONLY',
  'PART_NUMBER_ONLY',
  'PART_NUMBER_AND_UPC',
  'PART_NUMBER_AND_SKU',
  'UPC_AND_SKU',
  'PART_NUMBER_AND_UPC_AND_SKU',
] as const;

/** Makes settings; each rule is left out more often than not. */
export function randomSettings(
  rng: Rng,
  locationCodes: readonly string[],
  productCodes: readonly string[],
): Settings {
  const settings: Settings = {};
  if (rng.chance(0.7)) settings.defaultStateChange = `STATE_CHANGE_${rng.pick(DEFAULT_STATES)}`;
  if (rng.chance(0.6)) settings.currencyCode = rng.pick(['USD', 'EUR', 'JPY', 'KWD']);
  if (rng.chance(0.5)) settings.allowInternationalAssignment = rng.chance(0.7);
  if (rng.chance(0.25)) settings.maxFulfillingLocations = rng.pick([1, 2, 2, 3, 4]);
  if (rng.chance(0.25)) settings.maxSplitItemLocations = rng.pick([1, 1, 2, 2, 3]);
  if (rng.chance(0.1)) settings.autoAssignLimit = rng.pick([1, 2, 3]);
  if (rng.chance(0.6)) settings.tooManyAssignsAction = `STATE_CHANGE_${rng.pick(DEFAULT_STATES)}`;
  if (rng.chance(0.3)) {
    settings.productIdentifierMapping = `PRODUCT_IDENTIFIER_MAPPING_${rng.pick(MAPPINGS)}`;
  }
  if (rng.chance(0.5)) {
    settings.retailerExclusions = randomRetailerExclusions(rng, locationCodes, productCodes);
  }
  return settings;
}

/** Of all products of a location, or of one; now and then of a location that does not exist. */
function randomRetailerExclusions(
  rng: Rng,
  locationCodes: readonly string[],
  productCodes: readonly string[],
): { locationCode: string; upc?: string }[] {
  const codes = rng.sample([...locationCodes, 'nowhere'], rng.integer(1, 5));
  return codes.map((locationCode) => {
    return rng.chance(0.3) ? { locationCode } : { locationCode, upc: rng.pick(productCodes) };
  });
}
