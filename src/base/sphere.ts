// Points on the unit sphere, from degrees: the one formula that locations, postal codes and
// destinations share.

const RADIANS_PER_DEGREE = Math.PI / 180;

/** The x of a point on the unit sphere; degrees. */
export function sphereX(latitude: number, longitude: number): number {
  return Math.cos(latitude * RADIANS_PER_DEGREE) * Math.cos(longitude * RADIANS_PER_DEGREE);
}

/** The y of a point on the unit sphere; degrees. */
export function sphereY(latitude: number, longitude: number): number {
  return Math.cos(latitude * RADIANS_PER_DEGREE) * Math.sin(longitude * RADIANS_PER_DEGREE);
}

/** The z of a point on the unit sphere; degrees. */
export function sphereZ(latitude: number): number {
  return Math.sin(latitude * RADIANS_PER_DEGREE);
}
