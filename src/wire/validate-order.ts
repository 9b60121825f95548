// Whether a decoded request may be decided, and what is missing in its columns. The good path makes
// no garbage.

import type { RefusalDetail } from '../base/outcome.js';
import {
  CANDIDATES_DEFAULT,
  CANDIDATES_MAX,
  CODE_BYTES_MAX,
  ID_BYTES_MAX,
  LINES_MAX,
  TEXT_BYTES_MAX,
} from '../columns/limits.js';
import {
  ALLOWED_INTS,
  CUSTOM_INTS,
  EXCLUDED_INTS,
  INVENTORY_REQUEST,
  REQUEST_KIND,
} from '../columns/order.js';
import { ORDER_TYPE } from '../columns/program.js';
import { customPath, exclusionPath } from './decode-entries.js';
import type { Draft } from './draft.js';
import { ADDRESS_FIELDS } from './field-names.js';
import { fillLineIds } from './line-ids.js';
import { joinEntries } from './map-entries.js';
import { noteInvalid, noteUnservedFields, violationsRefusal } from './problems.js';
import { completeCustomer } from './validate-customer.js';
import { checkLines } from './validate-lines.js';
import { checkLocationInputs } from './validate-location-inputs.js';
import { completeTags } from './validate-tags.js';

/** Bytes of a custom value. */
const CUSTOM_VALUE_BYTES_MAX = 1024;

/** Limits and paths of the order's texts, by ORDER_TEXT. */
const TEXT_LIMITS = [
  ID_BYTES_MAX,
  ID_BYTES_MAX,
  ID_BYTES_MAX,
  CODE_BYTES_MAX,
  TEXT_BYTES_MAX,
  TEXT_BYTES_MAX,
  CODE_BYTES_MAX,
  CODE_BYTES_MAX,
  TEXT_BYTES_MAX,
  ID_BYTES_MAX,
  CODE_BYTES_MAX,
  ID_BYTES_MAX,
];
const TEXT_PATHS = [
  'order_id',
  'cart_id',
  'external_response_id',
  'pickup_location_code',
  'shipping_address.city',
  'shipping_address.state',
  'shipping_address.country_code',
  'shipping_address.postal_code',
  'strategy_id',
  'pickup_external_store_id',
  'sth_consolidation_location_override',
  'hold_id',
];

/** The high half of 2^53: from there on a double does not hold every whole number. */
const WHOLE_HIGH_END = 0x20_0000;

/**
 * Checks the request that was read to its end and completes its columns. `names` are the names of
 * its fields by number.
 * Returns null, or why it is refused.
 */
export function completeOrder(draft: Draft, names: readonly string[]): RefusalDetail | null {
  const { order, problems } = draft;
  fillLineIds(order);
  checkTexts(draft);
  checkOrderType(draft);
  if (order.lineCount === 0 || order.lineCount > LINES_MAX) {
    noteInvalid(problems, 'items', `must hold 1 to ${LINES_MAX} items, not ${order.lineCount}`);
  } else checkLines(draft);
  checkCoordinates(draft);
  checkCodes(draft);
  if (order.customCount > 0) checkCustom(draft);
  if (order.tagCount > 0) completeTags(draft);
  if (order.hasCustomer) completeCustomer(draft);
  if (order.locationInputCount > 0) checkLocationInputs(draft);
  checkModes(draft);
  if (order.kind === REQUEST_KIND.routing) completeRouting(draft);
  else completeCandidates(draft);
  if (draft.unserved !== 0) noteUnservedFields(problems, draft.unserved, '', names);
  if (draft.addressUnserved !== 0) {
    noteUnservedFields(problems, draft.addressUnserved, 'shipping_address.', ADDRESS_FIELDS);
  }
  return violationsRefusal(problems);
}

function checkTexts(draft: Draft): void {
  const { texts } = draft.order;
  for (let text = 0; text < TEXT_LIMITS.length; text++) {
    if (texts[text * 2 + 1] > TEXT_LIMITS[text]) {
      noteInvalid(draft.problems, TEXT_PATHS[text], tooLong(TEXT_LIMITS[text]));
    }
  }
}

function tooLong(bytesMax: number): string {
  return `must have at most ${bytesMax} bytes`;
}

function checkOrderType(draft: Draft): void {
  switch (draft.order.orderType) {
    case ORDER_TYPE.directShip:
    case ORDER_TYPE.delivery:
    case ORDER_TYPE.return:
    case ORDER_TYPE.disposition:
    case ORDER_TYPE.transfer:
    case ORDER_TYPE.bopis:
    case ORDER_TYPE.sthConsolidated:
      return;
    case 0:
      noteInvalid(draft.problems, 'order_type', 'is required');
      return;
    default:
      noteInvalid(draft.problems, 'order_type', 'is not a known order type');
  }
}

/** Half a coordinate is none, but a half that is given must be one. */
function checkCoordinates(draft: Draft): void {
  const { order, problems, coordinates, hasLatitude, hasLongitude } = draft;
  // Comparisons are false for what is not a number.
  if (hasLatitude && !(coordinates[0] >= -90 && coordinates[0] <= 90)) {
    noteInvalid(problems, 'shipping_address.coordinates.latitude', 'must be -90 to 90');
  }
  if (hasLongitude && !(coordinates[1] >= -180 && coordinates[1] <= 180)) {
    noteInvalid(problems, 'shipping_address.coordinates.longitude', 'must be -180 to 180');
  }
  if (!hasLatitude || !hasLongitude) return;
  order.hasCoordinates = true;
  order.latitude = coordinates[0];
  order.longitude = coordinates[1];
}

function checkCodes(draft: Draft): void {
  const { allowed, allowedCount, excluded, excludedCount } = draft.order;
  const { futureExcluded, futureExcludedCount } = draft.order;
  for (let entry = 0; entry < allowedCount; entry++) {
    const lengthBytes = allowed[entry * ALLOWED_INTS + 1];
    if (lengthBytes === 0 || lengthBytes > CODE_BYTES_MAX) {
      noteBadCode(draft, `allowed_location_codes[${entry}]`);
    }
  }
  checkExclusions(draft, excluded, excludedCount, false);
  checkExclusions(draft, futureExcluded, futureExcludedCount, true);
}

function checkExclusions(
  draft: Draft,
  excluded: Int32Array,
  count: number,
  isFuture: boolean,
): void {
  for (let entry = 0; entry < count; entry++) {
    const lengthBytes = excluded[entry * EXCLUDED_INTS + 1];
    if (lengthBytes === 0 || lengthBytes > CODE_BYTES_MAX) {
      noteBadCode(draft, `${exclusionPath(isFuture)}[${entry}].location_code`);
    }
    if (excluded[entry * EXCLUDED_INTS + 3] < 0) {
      const path = `${exclusionPath(isFuture)}[${entry}].order_item_id`;
      noteInvalid(draft.problems, path, 'must not be negative');
    }
  }
}

function noteBadCode(draft: Draft, path: string): void {
  noteInvalid(draft.problems, path, `must have 1 to ${CODE_BYTES_MAX} bytes`);
}

function checkCustom(draft: Draft): void {
  const { order, problems } = draft;
  order.customCount = joinEntries(order.bytes, order.custom, order.customCount);
  for (let entry = 0; entry < order.customCount; entry++) {
    const at = entry * CUSTOM_INTS;
    if (order.custom[at + 2] > TEXT_BYTES_MAX) {
      const path = customPath(order.custom[at]);
      noteInvalid(problems, path, `holds a key of more than ${TEXT_BYTES_MAX} bytes`);
    }
    if (order.custom[at + 4] > CUSTOM_VALUE_BYTES_MAX) {
      const path = customPath(order.custom[at]);
      noteInvalid(problems, path, `holds a value of more than ${CUSTOM_VALUE_BYTES_MAX} bytes`);
    }
  }
}

function checkModes(draft: Draft): void {
  const { order, problems, environmentId, inventoryRequestType, pickupIdLow, pickupIdHigh } = draft;
  if (environmentId !== 0 && environmentId !== 1) {
    noteInvalid(problems, 'environment_id', 'must be 1');
  }
  if (inventoryRequestType < 0 || inventoryRequestType > INVENTORY_REQUEST.allStores) {
    noteInvalid(problems, 'inventory_request_type', 'is not a known type');
  } else if (inventoryRequestType > 0) order.inventoryRequestType = inventoryRequestType;
  if (pickupIdHigh < 0) noteInvalid(problems, 'pickup_location_id', 'must not be negative');
  // An id that is larger than all that are given is given, and that of no location.
  if (pickupIdHigh >= WHOLE_HIGH_END) order.pickupLocationId = -1;
  else order.pickupLocationId = pickupIdHigh * 0x1_0000_0000 + (pickupIdLow >>> 0);
}

function completeRouting(draft: Draft): void {
  const { order, problems, totalLow, totalHigh, bundlingStrategy } = draft;
  if (!order.hasTotal) {
    noteInvalid(problems, 'total_minor', 'is required');
  } else if (totalHigh < 0 || totalHigh >= WHOLE_HIGH_END) {
    noteInvalid(problems, 'total_minor', `must be 0 to ${Number.MAX_SAFE_INTEGER}`);
  } else order.totalMinor = totalHigh * 0x1_0000_0000 + (totalLow >>> 0);
  if (bundlingStrategy !== 0 && bundlingStrategy !== 1) {
    noteInvalid(problems, 'bundling_strategy', 'is not a known strategy');
  }
  order.isBundled = bundlingStrategy === 1;
  if (order.shipmentsElsewhere < 0) {
    noteInvalid(problems, 'num_shipments_not_in_request', 'must not be negative');
  }
  if (order.maxLocations < 0) noteInvalid(problems, 'max_locations', 'must not be negative');
  if (order.assignmentsSoFar < 0) {
    noteInvalid(problems, 'assignments_so_far', 'must not be negative');
  }
}

function completeCandidates(draft: Draft): void {
  const { order, problems, sort, candidatesMax } = draft;
  if (sort !== 0 && sort !== 1) noteInvalid(problems, 'sort', 'is not a known sort');
  if (candidatesMax < 0 || candidatesMax > CANDIDATES_MAX) {
    noteInvalid(problems, 'max_candidates', `must be 0 to ${CANDIDATES_MAX}`);
  }
  order.isSuggestionSort = sort === 1;
  order.candidatesMax = candidatesMax === 0 ? CANDIDATES_DEFAULT : candidatesMax;
}
