// The events of a consolidation: that it was tried, which location it came to, and why it was
// dropped or taken.

import { LOCATION_FLAG } from '../columns/locations.js';
import { ORDER_TEXT } from '../columns/order.js';
import { ORDER_TYPE } from '../columns/program.js';
import { isPoint } from '../core/consolidate.js';
import { CONSOLIDATION } from '../core/observer.js';
import type { ConsolidationStep, SuggestionEvent } from './events.js';
import type { Scene } from './scene.js';

/** Bytes of a code, roughly. */
const CODE_BYTES = 20;

/** That consolidation is tried: told before its first step. */
export function consolidationBegun({ order }: Scene): SuggestionEvent[] {
  const events: SuggestionEvent[] = [{ type: 'SUGGESTION_EVENT_TYPE_STH_CONSOLIDATED_INITIATED' }];
  if (order.orderType !== ORDER_TYPE.sthConsolidated) {
    events.push({ type: 'SUGGESTION_EVENT_TYPE_STH_CONSOLIDATION_FORCE_OVERRIDE_INITIATED' });
  }
  return events;
}

/**
 * The events of one step of CONSOLIDATION, with the location that it is about or -1. `isOverridden`
 * says that the request names the point.
 */
export function consolidationEvents(
  scene: Scene,
  step: number,
  location: number,
  isOverridden: boolean,
): SuggestionEvent[] {
  switch (step) {
    case CONSOLIDATION.invalidOverride: {
      const name = scene.orderText(ORDER_TEXT.consolidationOverride);
      return [{ type: 'SUGGESTION_EVENT_TYPE_STH_CONSOLIDATION_INVALID_LOCATION_OVERRIDE', name }];
    }
    case CONSOLIDATION.noPoint:
      return [event(whyNoPoint(scene)), event('STH_CONSOLIDATED_NOT_USED')];
    case CONSOLIDATION.notTransferable: {
      const why = `${scene.code(location)} sends no goods to other locations`;
      return [event('STH_CONSOLIDATED_NOT_USED', undefined, [why])];
    }
    default: {
      const isUsed = step === CONSOLIDATION.used;
      const point = stepTo(scene, location);
      const events: SuggestionEvent[] = [];
      if (!isOverridden) {
        events.push(event('STH_CONSOLIDATION_FORCE_CLOSEST_VALID_LOCATION_FOUND', point));
      }
      events.push(event('CONSOLIDATION_FILTER_MINIMIZATION_VALIDATION', point));
      const why = isUsed ? [] : ['it would be one location more than the settings allow'];
      events.push(event(`STH_CONSOLIDATED_${isUsed ? '' : 'NOT_'}USED`, point, why));
      return events;
    }
  }
}

function event(
  type: string,
  consolidationStep?: ConsolidationStep,
  errors: readonly string[] = [],
): SuggestionEvent {
  const what = consolidationStep === undefined ? {} : { consolidationStep };
  return { type: `SUGGESTION_EVENT_TYPE_${type}`, ...what, errors };
}

/** Why no location can be the point, as the contract's events tell it. */
function whyNoPoint({ scratch, order, locations }: Scene): string {
  if (!scratch.hasDestination) return 'STH_CONSOLIDATION_FORCE_INVALID_SHIPPING_ADDRESS_VALUES';
  const all = Array.from({ length: locations.count }, (_, location) => location);
  const wanted = LOCATION_FLAG.present | LOCATION_FLAG.consolidationEnabled;
  if (!all.some((location) => (locations.flags[location] & wanted) === wanted)) {
    return 'NO_STH_CONSOLIDATION_LOCATION_FOUND';
  }
  return all.some((location) => isPoint(order, locations, scratch, location))
    ? 'STH_CONSOLIDATION_FORCE_NO_GEO_LOCATION_VALUES_FOUND'
    : 'STH_CONSOLIDATION_FORCE_NO_VALID_LOCATIONS_FOUND';
}

/** The point, and the locations that send there: by line, each once. */
function stepTo(scene: Scene, point: number): ConsolidationStep {
  const { assignmentLocation, futureStart } = scene.plan;
  const sources = new Set(assignmentLocation.subarray(0, futureStart));
  const addsLocation = !sources.delete(point);
  const count = scene.listable(sources.size, CODE_BYTES);
  return {
    locationCode: scene.code(point),
    sourceLocationCodes: [...sources].slice(0, count).map((location) => scene.code(location)),
    addsLocation,
  };
}
