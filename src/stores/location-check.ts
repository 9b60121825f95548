// Which locations and postal codes are well formed, and in what form they are kept. Knows nothing
// of what is stored.

import { invalidFields, type FieldViolation } from '../base/outcome.js';
import { bytesOf } from '../base/text.js';
import { CODE_BYTES_MAX, ID_BYTES_MAX, TEXT_BYTES_MAX } from '../columns/limits.js';
import { postalKey } from '../columns/postal.js';
import type { CoordinatesDocument, LocationDocument } from '../configuration/location-document.js';
import { checkAttributeList } from './attribute-check.js';
import type { PostalCode } from './store.js';
import { isTimeZone } from './time-zone.js';

const TEXT_FIELDS = [
  ['name', 'name'],
  ['addressLine1', 'address_line1'],
  ['city', 'city'],
  ['state', 'state'],
  ['postalCode', 'postal_code'],
  ['addressType', 'address_type'],
] as const;

/**
 * Refuses locations unless every one is well formed, and every code and external store id comes
 * once.
 */
export function checkLocations(locations: readonly LocationDocument[]): void {
  const report: FieldViolation[] = [];
  const codes = new Map<string, number>();
  const externalIds = new Map<string, number>();
  const checkOnce = (seen: Map<string, number>, text: string, place: number, field: string) => {
    const first = seen.get(text);
    if (first === undefined) seen.set(text, place);
    else report.push({ field, description: `locations[${first}] has it too` });
  };
  locations.forEach((location, place) => {
    const path = `locations[${place}]`;
    checkLocation(report, path, location);
    const { code = '', externalStoreId = '' } = location;
    checkOnce(codes, code, place, `${path}.code`);
    if (externalStoreId === '') return;
    checkOnce(externalIds, externalStoreId, place, `${path}.external_store_id`);
  });
  if (report.length > 0) throw invalidFields(report);
}

function checkLocation(report: FieldViolation[], path: string, location: LocationDocument): void {
  const { code = '', countryCode = '', externalStoreId = '', coordinates } = location;
  const lengthBytes = bytesOf(code).length;
  if (lengthBytes < 1 || lengthBytes > CODE_BYTES_MAX) {
    report.push({ field: `${path}.code`, description: `1 to ${CODE_BYTES_MAX} bytes are needed` });
  } else if (/\p{Cc}/u.test(code)) {
    report.push({ field: `${path}.code`, description: 'control characters are not allowed' });
  }
  for (const [name, field] of TEXT_FIELDS) {
    if (bytesOf(location[name] ?? '').length <= TEXT_BYTES_MAX) continue;
    const description = `at most ${TEXT_BYTES_MAX} bytes are allowed`;
    report.push({ field: `${path}.${field}`, description });
  }
  if (countryCode.trim() !== '' && !isCountryCode(countryCode)) {
    report.push({ field: `${path}.country_code`, description: 'two letters are needed' });
  }
  if (bytesOf(externalStoreId).length > ID_BYTES_MAX) {
    const description = `at most ${ID_BYTES_MAX} bytes are allowed`;
    report.push({ field: `${path}.external_store_id`, description });
  }
  const { timeZone = '' } = location;
  if (timeZone !== '' && !isTimeZone(timeZone)) {
    const description = `'${timeZone}' is no time zone of the IANA database`;
    report.push({ field: `${path}.time_zone`, description });
  }
  checkCoordinates(report, `${path}.coordinates`, coordinates ?? {});
  checkAttributeList(report, `${path}.attributes`, location.attributes ?? []);
}

function isCountryCode(text: string): boolean {
  return /^[A-Za-z]{2}$/.test(text.trim());
}

function checkCoordinates(
  report: FieldViolation[],
  path: string,
  { latitude = 0, longitude = 0 }: CoordinatesDocument,
): void {
  checkDegrees(report, `${path}.latitude`, latitude, 90);
  checkDegrees(report, `${path}.longitude`, longitude, 180);
}

function checkDegrees(
  report: FieldViolation[],
  field: string,
  degrees: number,
  most: number,
): void {
  if (Number.isFinite(degrees) && Math.abs(degrees) <= most) return;
  report.push({ field, description: `a number from -${most} to ${most} is needed` });
}

/** The form in which a checked location is kept: with its id, its hold and every flag. */
export function storedLocation(
  location: LocationDocument,
  id: number,
  onHold: boolean,
): LocationDocument {
  const { coordinates, ...rest } = location;
  const hasPlace = coordinates?.latitude !== undefined && coordinates.longitude !== undefined;
  return {
    ...rest,
    ...(hasPlace ? { coordinates } : {}),
    id,
    active: location.active ?? true,
    directShip: location.directShip ?? true,
    transferEnabled: location.transferEnabled ?? false,
    pickup: location.pickup ?? false,
    deliveryEnabled: location.deliveryEnabled ?? false,
    express: location.express ?? false,
    wmsEnabled: location.wmsEnabled ?? false,
    requiresManifest: location.requiresManifest ?? false,
    consolidationEnabled: location.consolidationEnabled ?? false,
    onHold,
  };
}

/** Refuses postal codes unless every one is well formed. */
export function checkPostalCodes(codes: readonly PostalCode[]): void {
  const report: FieldViolation[] = [];
  codes.forEach((code, place) => {
    const path = `postal_codes[${place}]`;
    if (!isCountryCode(code.countryCode)) {
      report.push({ field: `${path}.country_code`, description: 'two letters are needed' });
    }
    const lengthBytes = bytesOf(code.postalCode).length;
    if (postalKey('XX', code.postalCode) === '' || lengthBytes > CODE_BYTES_MAX) {
      const description = `1 to ${CODE_BYTES_MAX} bytes are needed`;
      report.push({ field: `${path}.postal_code`, description });
    }
    checkCoordinates(report, `${path}.coordinates`, code);
  });
  if (report.length > 0) throw invalidFields(report);
}
