// Which locations a filter on the location alone keeps. It is settled once, when the configuration
// meets the table of locations, and never again for an order.

import { setBit, sharedBits } from '../base/bits.js';
import { foldText } from '../base/text.js';
import type { FilterAttribute } from './attributes.js';
import type { LocationDocument } from './location-document.js';
import { matchesNumber, matchesText } from './matching.js';
import { cutPostal, type OperandValues } from './operand-values.js';

type TextReader = (location: LocationDocument) => string | undefined;
type FlagReader = (location: LocationDocument) => boolean | undefined;

const TEXTS: Readonly<Record<string, TextReader>> = {
  'location.locationCode': (location) => location.code,
  'location.name': (location) => location.name,
  'location.city': (location) => location.city,
  'location.state': (location) => location.state,
  'location.postalCode': (location) => location.postalCode,
  'location.countryCode': (location) => location.countryCode,
  'location.addressType': (location) => location.addressType,
};

const FLAGS: Readonly<Record<string, FlagReader>> = {
  'location.wmsEnabled': (location) => location.wmsEnabled,
  'location.requiresManifest': (location) => location.requiresManifest,
};

/** The country whose postal codes count by their first five characters, folded. */
const CUT_COUNTRY = 'us';

/**
 * Bits over locations: those that satisfy the operator. Where the value is unknown, which a flag
 * never is, `isUnknownKept` says. A hole is never kept.
 */
export function locationBits(
  attribute: FilterAttribute,
  operator: number,
  operand: OperandValues,
  isUnknownKept: boolean,
  documents: readonly (LocationDocument | undefined)[],
): Uint32Array {
  const bits = sharedBits(documents.length);
  const holds = locationTest(attribute, operator, operand, isUnknownKept);
  documents.forEach((location, index) => {
    if (location !== undefined && holds(location)) setBit(bits, index);
  });
  return bits;
}

function locationTest(
  attribute: FilterAttribute,
  operator: number,
  operand: OperandValues,
  isUnknownKept: boolean,
): (location: LocationDocument) => boolean {
  if (attribute.type === 'BOOLEAN') {
    const readFlag = FLAGS[attribute.path];
    return (location) => matchesNumber(operator, readFlag(location) ? 1 : 0, operand.numbers);
  }
  const readText = TEXTS[attribute.path];
  const texts = new Set(operand.texts);
  const cutTexts = new Set(operand.texts.map(cutPostal));
  const isPostal = attribute.path === 'location.postalCode';
  return (location) => {
    const text = foldText(readText(location) ?? '');
    if (text === '') return isUnknownKept;
    return isPostal && foldText(location.countryCode ?? '') === CUT_COUNTRY
      ? matchesText(operator, cutPostal(text), cutTexts)
      : matchesText(operator, text, texts);
  };
}
