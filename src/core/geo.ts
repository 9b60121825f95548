// How far it is from a location to the destination, from squared chords on the unit sphere.

import { EARTH_RADIUS_KM } from '../base/units.js';

/** The great-circle distance of a squared chord on the unit sphere: 2 R asin(c / 2). Kilometres. */
export function kmOfChord(chordSquared: number): number {
  return 2 * EARTH_RADIUS_KM * Math.asin(Math.min(1, Math.sqrt(chordSquared) / 2));
}

/**
 * The squared chord of a great-circle distance; Infinity beyond half the globe, -1 below nothing.
 */
export function chordOfKm(distanceKm: number): number {
  if (distanceKm < 0) return -1;
  const angle = distanceKm / EARTH_RADIUS_KM;
  if (angle > Math.PI) return Infinity;
  const chord = 2 * Math.sin(angle / 2);
  return chord * chord;
}
