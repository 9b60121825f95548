// Which zone of a rate card a candidate ships in. What the destination alone decides is settled
// once for all candidates; then a zone is a limit of the distance and a set of origins.

import { hasBit } from '../../base/bits.js';
import { lookUp, sameBytes } from '../../columns/dictionary.js';
import { OPERAND_KIND } from '../../columns/program.js';
import type { RateCardProgram, RateZoneProgram } from '../../columns/rate-program.js';
import { chordOfKm } from '../geo.js';
import type { CoreScratch } from '../scratch.js';
import type { ScoreScratch } from './scratch.js';

/** Beyond every squared chord on the unit sphere, and below the unknown one, which is Infinity. */
const BEYOND_ALL_CHORDS = 5;

/** Lists the zones of a card that the destination fits, in their order, in `zones`. */
export function listZones(card: RateCardProgram, score: ScoreScratch): void {
  const { zones } = card;
  let count = 0;
  for (let i = 0; i < zones.length; i++) {
    const zone = zones[i];
    if (!fitsCountry(zone, score) || !fitsPostalCode(zone, score)) continue;
    score.zones[count] = i;
    // Only NaN, which is any distance, differs from itself. Two stores: no double is passed on.
    if (zone.distanceKmMax !== zone.distanceKmMax) score.zoneChord[count] = Infinity;
    else score.zoneChord[count] = Math.min(chordOfKm(zone.distanceKmMax), BEYOND_ALL_CHORDS);
    count++;
  }
  score.zoneCount = count;
}

/** The place of the first listed zone that a candidate fits in the zones of the card, or -1. */
export function zoneOf(card: RateCardProgram, scratch: CoreScratch, candidate: number): number {
  const { zones, zoneChord, zoneCount } = scratch.score;
  const chord = scratch.candidateChord[candidate];
  for (let i = 0; i < zoneCount; i++) {
    if (!(chord <= zoneChord[i])) continue;
    const { origins } = card.zones[zones[i]];
    if (origins === null || hasBit(origins, scratch.candidateLocation[candidate])) return zones[i];
  }
  return -1;
}

function fitsCountry({ countryCodes }: RateZoneProgram, score: ScoreScratch): boolean {
  if (countryCodes === null) return true;
  const { country, countryBytes } = score;
  return countryBytes > 0 && lookUp(countryCodes, OPERAND_KIND, country, 0, countryBytes) >= 0;
}

function fitsPostalCode({ postalPrefixes }: RateZoneProgram, score: ScoreScratch): boolean {
  if (postalPrefixes === null) return true;
  const { postal, postalBytes } = score;
  if (postalBytes === 0) return false;
  for (let i = 0; i < postalPrefixes.length; i++) {
    const prefix = postalPrefixes[i];
    if (prefix.length > postalBytes) continue;
    if (sameBytes(prefix, 0, postal, 0, prefix.length)) return true;
  }
  return false;
}
