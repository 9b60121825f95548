// How a request becomes another of the same order: with fewer units, without some locations, with
// what was found out since. Copies bytes; of a field that is set anew the old one goes.

import { bytesOf } from '../base/text.js';
import { fieldBytes, fieldsOf, numberField, numberIn } from './message-parts.js';

/** What a request is to say; what is absent stays as it is. */
export type OrderEdit = {
  /** By line: its units. Other lines go; without this all stay as they are. */
  readonly quantities?: ReadonlyMap<number, number>;
  /** Further locations that may not serve. */
  readonly excludedCodes?: readonly string[];
  /** The only locations that may serve. */
  readonly allowedCodes?: readonly string[];
  readonly shipmentsElsewhere?: number;
  readonly assignmentsSoFar?: number;
  /** Empty: none. */
  readonly holdId?: string;
  /** 0: any number. */
  readonly maxLocations?: number;
  /** Set to false: the answer brings no log. */
  readonly isLogWanted?: false;
};

/** Fields of SuggestRoutingRequest. */
const FIELD = {
  items: 5,
  allowed: 9,
  excluded: 10,
  shipmentsElsewhere: 22,
  isLogWanted: 30,
  assignmentsSoFar: 31,
  holdId: 33,
  maxLocations: 34,
} as const;
/** Fields of OrderItem. */
const ITEM = { id: 1, quantity: 5 } as const;
/** Field of LocationExclusion. */
const EXCLUSION_CODE = 1;

/** The bytes of the request with the edit. It must be one that was decoded. */
export function editOrder(message: Uint8Array, edit: OrderEdit): Uint8Array {
  const gone = goneFields(edit);
  const parts: Uint8Array[] = [];
  let place = 0;
  for (const { number, start, valueStart, end } of fieldsOf(message)) {
    if (number === FIELD.items && edit.quantities !== undefined) {
      const item = message.subarray(valueStart, end);
      const edited = editItem(item, ++place, edit.quantities);
      if (edited !== null) parts.push(fieldBytes(FIELD.items, edited));
    } else if (!gone.has(number)) parts.push(message.subarray(start, end));
  }
  parts.push(...newFields(edit));
  return Buffer.concat(parts);
}

/** A line with other units; null: it goes. Its id is written, for its place changes. */
function editItem(
  item: Uint8Array,
  place: number,
  quantities: ReadonlyMap<number, number>,
): Uint8Array | null {
  const fields = fieldsOf(item);
  const named = fields.findLast(({ number }) => number === ITEM.id);
  const id = (named && numberIn(item, named)) || place;
  const quantity = quantities.get(id);
  if (quantity === undefined) return null;
  const kept = fields.filter(({ number }) => number !== ITEM.id && number !== ITEM.quantity);
  const parts = kept.map(({ start, end }) => item.subarray(start, end));
  return Buffer.concat([...parts, numberField(ITEM.id, id), numberField(ITEM.quantity, quantity)]);
}

function goneFields(edit: OrderEdit): Set<number> {
  const gone = new Set<number>();
  if (edit.allowedCodes !== undefined) gone.add(FIELD.allowed);
  if (edit.shipmentsElsewhere !== undefined) gone.add(FIELD.shipmentsElsewhere);
  if (edit.assignmentsSoFar !== undefined) gone.add(FIELD.assignmentsSoFar);
  if (edit.holdId !== undefined) gone.add(FIELD.holdId);
  if (edit.maxLocations !== undefined) gone.add(FIELD.maxLocations);
  if (edit.isLogWanted === false) gone.add(FIELD.isLogWanted);
  return gone;
}

function newFields(edit: OrderEdit): Uint8Array[] {
  const { excludedCodes = [], allowedCodes = [], holdId = '' } = edit;
  const { shipmentsElsewhere = 0, assignmentsSoFar = 0, maxLocations = 0 } = edit;
  const parts: Uint8Array[] = allowedCodes.map((code) => fieldBytes(FIELD.allowed, bytesOf(code)));
  for (const code of excludedCodes) {
    parts.push(fieldBytes(FIELD.excluded, fieldBytes(EXCLUSION_CODE, bytesOf(code))));
  }
  if (shipmentsElsewhere > 0) parts.push(numberField(FIELD.shipmentsElsewhere, shipmentsElsewhere));
  if (assignmentsSoFar > 0) parts.push(numberField(FIELD.assignmentsSoFar, assignmentsSoFar));
  if (holdId !== '') parts.push(fieldBytes(FIELD.holdId, bytesOf(holdId)));
  if (maxLocations > 0) parts.push(numberField(FIELD.maxLocations, maxLocations));
  return parts;
}
