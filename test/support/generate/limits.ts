// Which groups of a world have fulfilment limits, and which locations have reached them?
// Must not know: how anything is counted.

import type { FullLocation, LocationGroup } from '../model/messages.js';
import type { Rng } from './random.js';

/** Share of the worlds in which groups have limits, and of the groups that then do. */
const LIMITED_SHARE = 0.35;
const GROUP_SHARE = 0.6;

/** Gives groups limits, and tells who has reached them; in most worlds none and nobody. */
export function addLimits(
  rng: Rng,
  groups: LocationGroup[],
  locationCodes: readonly string[],
): FullLocation[] {
  if (!rng.chance(LIMITED_SHARE)) return [];
  const full: FullLocation[] = [];
  for (const group of groups) {
    if (!rng.chance(GROUP_SHARE)) continue;
    group.fulfillmentLimit = {
      type: `FULFILLMENT_LIMIT_TYPE_${rng.pick(['ORDERS', 'ITEMS', 'VALUE'])}`,
      limit: rng.chance(0.05) ? 0 : rng.integer(1, 100),
      durationUnit: `DURATION_UNIT_${rng.pick(['HOUR', 'DAY', 'WEEK', 'MONTH'])}`,
      ...(rng.chance(0.3) ? { durationCount: rng.integer(1, 4) } : {}),
      ...(rng.chance(0.3) ? { period: 'LIMIT_PERIOD_ROLLING' } : {}),
    };
    const share = rng.pick([0, 0.1, 0.3, 0.6]);
    for (const locationCode of locationCodes) {
      if (rng.chance(share)) full.push({ group: group.name, locationCode });
    }
  }
  return full;
}
