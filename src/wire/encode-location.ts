// How the unchanging part of a Candidate is encoded once, when a table of locations is built.

import { bytesOf } from '../base/text.js';
import { flagField, joined, textField } from './message-bytes.js';

/** What a Candidate tells of its location. Empty texts are unknown. */
export type LocationWireFields = {
  readonly code: string;
  readonly name: string;
  readonly city: string;
  readonly state: string;
  readonly countryCode: string;
  readonly postalCode: string;
  readonly directShip: boolean;
  readonly express: boolean;
  readonly pickup: boolean;
  readonly transferEnabled: boolean;
  readonly deliveryEnabled: boolean;
};

/** Fields 1 to 11 of a Candidate, and where among them the bytes of the location code lie. */
export type LocationWire = {
  readonly bytes: Uint8Array;
  readonly codeStart: number;
  readonly codeBytes: number;
};

/** Encodes a location's Candidate fields 1 to 11. The code is not empty. */
export function encodeLocationWire(location: LocationWireFields): LocationWire {
  const code = textField(1, location.code);
  const codeBytes = bytesOf(location.code).length;
  const bytes = joined([
    code,
    textField(2, location.name),
    textField(3, location.city),
    textField(4, location.state),
    textField(5, location.countryCode),
    textField(6, location.postalCode),
    flagField(7, location.directShip),
    flagField(8, location.express),
    flagField(9, location.pickup),
    flagField(10, location.transferEnabled),
    flagField(11, location.deliveryEnabled),
  ]);
  return { bytes, codeStart: code.length - codeBytes, codeBytes };
}
