// One comparison of bits says of a location what flags and country say one by one.

import { expect, it } from 'vitest';
import { admissionOf, LOCATION_FLAG, wantedAdmission } from '../../src/columns/locations.js';

const COUNTRIES = Array.from({ length: 26 }, (_, number) => number);
const ALL_FLAGS = Object.values(LOCATION_FLAG).reduce((sum, flag) => sum | flag, 0);
const FLAGS = [0, LOCATION_FLAG.present, ALL_FLAGS & ~LOCATION_FLAG.active, ALL_FLAGS];

it('admits whom flags and country admit, or says that it cannot tell', () => {
  let toldCount = 0;
  for (const wantedFlags of FLAGS) {
    for (const wantedCountry of [-1, ...COUNTRIES]) {
      const wanted = wantedAdmission(wantedFlags, wantedCountry);
      if (wanted === -1) continue;
      toldCount++;
      for (const flags of FLAGS) {
        for (const country of COUNTRIES) {
          const isForeign = wantedCountry !== 0 && country !== 0 && country !== wantedCountry;
          const may = (flags & wantedFlags) === wantedFlags && !isForeign;
          const given = `${flags} in ${country}, wanted ${wantedFlags} in ${wantedCountry}`;
          expect((admissionOf(flags, country) & wanted) === wanted, given).toBe(may);
        }
      }
    }
  }
  // Any country, none, and the first nineteen.
  expect(toldCount).toBe(FLAGS.length * 21);
});
