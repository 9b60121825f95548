// The sample network: made-up warehouses and stores in real cities of the United States.

import type { LocationDocument } from '../../configuration/location-document.js';

type City = readonly [
  city: string,
  state: string,
  postalCode: string,
  latitude: number,
  longitude: number,
];

const WAREHOUSE_CITIES: readonly City[] = [
  ['Reno', 'NV', '89501', 39.5296, -119.8138],
  ['Dallas', 'TX', '75201', 32.7767, -96.797],
  ['Columbus', 'OH', '43215', 39.9612, -82.9988],
  ['Atlanta', 'GA', '30303', 33.749, -84.388],
  ['Allentown', 'PA', '18101', 40.6023, -75.4714],
  ['Kansas City', 'MO', '64106', 39.0997, -94.5786],
];

const STORE_CITIES: readonly City[] = [
  ['New York', 'NY', '10001', 40.7128, -74.006],
  ['Los Angeles', 'CA', '90012', 34.0522, -118.2437],
  ['Chicago', 'IL', '60601', 41.8781, -87.6298],
  ['Houston', 'TX', '77002', 29.7604, -95.3698],
  ['Phoenix', 'AZ', '85004', 33.4484, -112.074],
  ['Philadelphia', 'PA', '19107', 39.9526, -75.1652],
  ['San Antonio', 'TX', '78205', 29.4241, -98.4936],
  ['San Diego', 'CA', '92101', 32.7157, -117.1611],
  ['Jacksonville', 'FL', '32202', 30.3322, -81.6557],
  ['Austin', 'TX', '78701', 30.2672, -97.7431],
  ['San Francisco', 'CA', '94103', 37.7749, -122.4194],
  ['Seattle', 'WA', '98101', 47.6062, -122.3321],
  ['Denver', 'CO', '80202', 39.7392, -104.9903],
  ['Boston', 'MA', '02108', 42.3601, -71.0589],
  ['Nashville', 'TN', '37203', 36.1627, -86.7816],
  ['Detroit', 'MI', '48226', 42.3314, -83.0458],
  ['Portland', 'OR', '97204', 45.5152, -122.6784],
  ['Las Vegas', 'NV', '89101', 36.1699, -115.1398],
  ['Memphis', 'TN', '38103', 35.1495, -90.049],
  ['Baltimore', 'MD', '21202', 39.2904, -76.6122],
  ['Milwaukee', 'WI', '53202', 43.0389, -87.9065],
  ['Albuquerque', 'NM', '87102', 35.0844, -106.6504],
  ['Minneapolis', 'MN', '55401', 44.9778, -93.265],
  ['New Orleans', 'LA', '70112', 29.9511, -90.0715],
  ['Cleveland', 'OH', '44114', 41.4993, -81.6944],
  ['Tampa', 'FL', '33602', 27.9506, -82.4572],
  ['Saint Louis', 'MO', '63101', 38.627, -90.1994],
  ['Salt Lake City', 'UT', '84101', 40.7608, -111.891],
  ['Miami', 'FL', '33130', 25.7617, -80.1918],
  ['Charlotte', 'NC', '28202', 35.2271, -80.8431],
];

/** The 6 warehouses. */
export const SAMPLE_WAREHOUSES = WAREHOUSE_CITIES.map((city, i) =>
  locationAt(`WH-${city[1]}-${i + 1}`, `${city[0]} warehouse`, city, {
    express: i % 2 === 0,
    wmsEnabled: true,
    transferEnabled: true,
  }),
);

/** The 30 stores. */
export const SAMPLE_STORES = STORE_CITIES.map((city, i) =>
  locationAt(`ST-${city[1]}-${i + 1}`, `${city[0]} store`, city, {
    pickup: true,
    deliveryEnabled: i % 3 === 0,
  }),
);

/**
 * The places of the postal codes of all sample cities, so that orders may come without coordinates.
 */
export const SAMPLE_POSTAL_CODES = [...WAREHOUSE_CITIES, ...STORE_CITIES].map(
  ([, , postalCode, latitude, longitude]) => ({
    countryCode: 'US',
    postalCode,
    latitude,
    longitude,
  }),
);

function locationAt(
  code: string,
  name: string,
  [city, state, postalCode, latitude, longitude]: City,
  flags: Partial<LocationDocument>,
): LocationDocument & { readonly code: string } {
  return {
    code,
    name,
    city,
    state,
    countryCode: 'US',
    postalCode,
    coordinates: { latitude, longitude },
    addressType: 'COMMERCIAL',
    ...flags,
  };
}
