// Random locations as an answer shows them, and the columns of them that encoders read.

import * as fc from 'fast-check';
import { createDictionary } from '../../../src/columns/dictionary.js';
import type { LocationTable } from '../../../src/columns/locations.js';
import { encodeLocationWire, type LocationWireFields } from '../../../src/wire/encode-location.js';
import { joined } from '../../../src/wire/message-bytes.js';

/** A message as protobufjs shows it: only fields that were sent, int64 as text. */
export type Shown = { [name: string]: unknown };

/** Any text, often none. */
export const text = fc.oneof(fc.constant(''), fc.string({ unit: 'binary', maxLength: 60 }));

/** A location with texts and flags, some of them default. */
export const locationFields: fc.Arbitrary<LocationWireFields> = fc.record({
  code: fc.stringMatching(/^[A-Za-zé0-9_-]{1,32}$/),
  name: text,
  city: text,
  state: text,
  countryCode: text,
  postalCode: text,
  directShip: fc.boolean(),
  express: fc.boolean(),
  pickup: fc.boolean(),
  transferEnabled: fc.boolean(),
  deliveryEnabled: fc.boolean(),
});

/** Only the wire columns of a table: what encoders read. */
export function wireTable(locations: readonly LocationWireFields[]): LocationTable {
  const count = locations.length;
  const wires = locations.map(encodeLocationWire);
  const wireEnd = new Int32Array(count);
  const codeStart = new Int32Array(count);
  let end = 0;
  wires.forEach((wire, i) => {
    codeStart[i] = end + wire.codeStart;
    end += wire.bytes.length;
    wireEnd[i] = end;
  });
  const bytes = joined(wires.map((wire) => wire.bytes));
  const wireBytes = new Uint8Array(new SharedArrayBuffer(bytes.length));
  wireBytes.set(bytes);
  const codeBytes = Int32Array.from(wires, (wire) => wire.codeBytes);
  const [ints, doubles] = [new Int32Array(count), new Float64Array(count)];
  const codes = createDictionary(1, 1);
  return {
    version: 1,
    count,
    codes,
    ids: doubles,
    countries: codes,
    flags: ints,
    admission: ints,
    codeRank: ints,
    country: ints,
    x: doubles,
    y: doubles,
    z: doubles,
    wireEnd,
    codeStart,
    codeBytes,
    wireBytes,
  };
}

/** The location as the first fields of a Candidate. */
export function shownLocation(location: LocationWireFields): Shown {
  return sent({
    location_code: location.code,
    name: location.name,
    city: location.city,
    state: location.state,
    country_code: location.countryCode,
    postal_code: location.postalCode,
    direct_ship: location.directShip,
    express: location.express,
    pickup: location.pickup,
    transfer_enabled: location.transferEnabled,
    delivery_enabled: location.deliveryEnabled,
  });
}

/** Without the fields that have their default value, which proto3 does not send. */
export function sent(message: Shown): Shown {
  const isSent = ([, value]: [string, unknown]) => {
    if (Array.isArray(value)) return value.length > 0;
    return value !== undefined && value !== '' && value !== 0 && value !== false;
  };
  return Object.fromEntries(Object.entries(message).filter(isSent));
}
