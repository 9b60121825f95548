// How locations come into a group and go from it.

import { invalidField } from '../../base/outcome.js';
import type { LocationGroupDocument, RankedLocationDocument } from '../document.js';

/** A group with other members, and where those that a request named stand in it. */
export type ChangedMembers = {
  readonly group: LocationGroupDocument;
  /** Place in the list of the group that has them now to place in the request. */
  readonly origins: ReadonlyMap<number, number>;
};

/**
 * The group with locations; one that is listed already gets the new rank. A location that a default
 * group excludes is excluded no longer: with a rank it is listed, without one it is a member as any
 * unlisted location is. Throws INVALID_ARGUMENT where a code comes twice.
 */
export function withLocations(
  group: LocationGroupDocument,
  added: readonly RankedLocationDocument[],
): ChangedMembers {
  refuseTwice(
    added.map(({ locationCode = '' }) => locationCode),
    (place) => `locations[${place}].location_code`,
  );
  const locations = [...(group.locations ?? [])];
  const places = new Map(locations.map(({ locationCode }, place) => [locationCode, place]));
  const excluded = new Set(group.excludedLocationCodes ?? []);
  const origins = new Map<number, number>();
  added.forEach((location, origin) => {
    const { locationCode = '', rank = 0 } = location;
    const wasExcluded = excluded.delete(locationCode);
    if (wasExcluded && rank === 0) return;
    const place = places.get(locationCode) ?? locations.length;
    locations[place] = location;
    origins.set(place, origin);
  });
  return { group: { ...group, locations, excludedLocationCodes: [...excluded] }, origins };
}

/**
 * The group without locations; a default group excludes them. Throws INVALID_ARGUMENT where a code
 * comes twice, or is no member of a group that is no default group.
 */
export function withoutLocations(
  group: LocationGroupDocument,
  codes: readonly string[],
): ChangedMembers {
  const pathOf = (place: number) => `location_codes[${place}]`;
  refuseTwice(codes, pathOf);
  const gone = new Set(codes);
  const members = group.locations ?? [];
  const locations = members.filter(({ locationCode = '' }) => !gone.has(locationCode));
  if (group.isDefaultGroup === true) {
    const excluded = [...new Set([...(group.excludedLocationCodes ?? []), ...codes])];
    const places = new Map(excluded.map((code, place) => [code, place]));
    const origins = new Map(codes.map((code, origin) => [places.get(code) as number, origin]));
    return { group: { ...group, locations, excludedLocationCodes: excluded }, origins };
  }
  const known = new Set(members.map(({ locationCode }) => locationCode));
  const stranger = codes.findIndex((code) => !known.has(code));
  if (stranger < 0) return { group: { ...group, locations }, origins: new Map() };
  throw invalidField(pathOf(stranger), `'${codes[stranger]}' is not in group '${group.name}'`);
}

function refuseTwice(codes: readonly string[], pathOf: (place: number) => string): void {
  const seen = new Set<string>();
  codes.forEach((code, place) => {
    if (seen.has(code)) throw invalidField(pathOf(place), `'${code}' is there twice`);
    seen.add(code);
  });
}
