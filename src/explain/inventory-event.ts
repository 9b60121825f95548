// The event INVENTORY_REQUEST: what was asked of the stock, and what it held.

import { ALLOWED_INTS, ORDER_TEXT } from '../columns/order.js';
import { LOCATION_FLAG } from '../columns/locations.js';
import { ROW_FLAG } from '../columns/stock.js';
import type { LoggedDestination, LoggedItem, LoggedRow, SuggestionEvent } from './events.js';
import { degrees, type Scene } from './scene.js';
import { requestTypeName } from './names.js';
import { ltdOf, rowsOfSlot, unitsOf } from './stock-rows.js';

/** Bytes of a row, roughly. */
const ROW_BYTES = 160;

/** The event; the pool is open and nothing is committed. */
export function inventoryRequest(scene: Scene): SuggestionEvent {
  const { order } = scene;
  const items: LoggedItem[] = [];
  const found: { readonly line: number; readonly row: number }[] = [];
  for (let line = 0; line < order.lineCount; line++) {
    items.push(itemOf(scene, line));
    const slot = scene.scratch.lineSlot[line];
    if (slot < 0) continue;
    for (const row of rowsOfSlot(scene, slot)) found.push({ line, row });
  }
  const listed = found.slice(0, scene.listable(found.length, ROW_BYTES));
  const rows: LoggedRow[] = listed.map(({ line, row }) => rowOf(scene, line, row));
  return {
    type: 'SUGGESTION_EVENT_TYPE_INVENTORY_REQUEST',
    inventoryRead: {
      type: requestTypeName(order.inventoryRequestType),
      items,
      destination: destinationOf(scene),
      allowedLocationCodes: allowedCodes(scene),
      directShip: isWanted(scene, LOCATION_FLAG.directShip),
      deliveryEnabled: isWanted(scene, LOCATION_FLAG.deliveryEnabled),
      transferEnabled: isWanted(scene, LOCATION_FLAG.transferEnabled),
      excludeBlocked: true,
      rows,
      omittedRowCount: found.length - rows.length,
    },
  };
}

/** Whether locations must be able to do something. */
function isWanted({ scratch }: Scene, flag: number): boolean {
  return (scratch.wantedFlags & flag) !== 0;
}

function itemOf(scene: Scene, line: number): LoggedItem {
  const { order } = scene;
  return {
    orderItemId: scene.itemId(line),
    upc: scene.text(order.upcStart[line], order.upcBytes[line]),
    sku: scene.text(order.skuStart[line], order.skuBytes[line]),
    partNumber: scene.text(order.partNumberStart[line], order.partNumberBytes[line]),
    quantity: order.quantity[line],
  };
}

function rowOf(scene: Scene, line: number, row: number): LoggedRow {
  const { rows } = scene.stock;
  const location = rows.location[row];
  const document = scene.document(location);
  const ltd = ltdOf(scene, row);
  const segment = scene.world.segments.get(rows.segment[row]);
  const distanceKm = scene.distanceKm(location);
  return {
    orderItemId: scene.itemId(line),
    locationCode: scene.code(location),
    locationName: document.name ?? '',
    onHand: rows.onHand[row],
    available: unitsOf(scene, scene.scratch.lineSlot[line], row),
    allocated: rows.allocated[row],
    held: rows.held[row],
    safetyStock: rows.safetyStock[row],
    ...(ltd === undefined ? {} : { ltd }),
    blocked: (rows.flags[row] & ROW_FLAG.blocked) !== 0,
    attributes: scene.world.attributeSets.get(rows.attributes[row]) ?? [],
    segment: segment?.tags ?? {},
    version: rows.version[row],
    ...(distanceKm === undefined ? {} : { distanceKm }),
    directShip: scene.hasFlag(location, 'directShip'),
    transferEnabled: scene.hasFlag(location, 'transferEnabled'),
    pickup: scene.hasFlag(location, 'pickup'),
    deliveryEnabled: scene.hasFlag(location, 'deliveryEnabled'),
    countryCode: document.countryCode ?? '',
    ...(segment?.futureEpochMs === undefined ? {} : { futureEpochMs: segment.futureEpochMs }),
  };
}

function destinationOf(scene: Scene): LoggedDestination {
  const { order, scratch } = scene;
  const { destinationX, destinationY, destinationZ } = scratch;
  const requested = { latitude: order.latitude, longitude: order.longitude };
  const resolved = order.hasCoordinates
    ? requested
    : degrees(destinationX, destinationY, destinationZ);
  return {
    postalCode: scene.orderText(ORDER_TEXT.postalCode),
    state: scene.orderText(ORDER_TEXT.state),
    countryCode: scene.orderText(ORDER_TEXT.countryCode),
    ...(order.hasCoordinates ? { requested } : {}),
    ...(scratch.hasDestination ? { resolved } : {}),
  };
}

function allowedCodes(scene: Scene): string[] {
  const { order } = scene;
  return Array.from({ length: order.allowedCount }, (_, i) => {
    const at = i * ALLOWED_INTS;
    return scene.text(order.allowed[at], order.allowed[at + 1]);
  });
}
