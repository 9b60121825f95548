// Values that nothing can equal: codes of locations that are not there, entries of data lists that
// are no values of the attribute, order types that find no route; and values that are there twice.

import { foldText } from '../../base/text.js';
import { OPERATOR } from '../../columns/program.js';
import type { FilterAttribute } from '../attributes.js';
import type { DataListDocument, FilterDocument } from '../document.js';
import { LIST_TYPE, LIST_TYPES, numberOf, OPERATORS, UNITS } from '../enumerations.js';
import { operandPieces, operandReader } from '../operand.js';
import { counted, type Findings, type LintPlace } from './findings.js';
import { domainOf, isIn } from './domains.js';
import { ROUTED_TYPES } from './reach.js';
import type { Rules } from './rules.js';

/** Adds the values that match nothing, and those that come twice. */
export function lintValues(rules: Rules, findings: Findings): void {
  const codes = new Set(
    rules.locations.documents.map((location) => foldText(location?.code ?? '')),
  );
  (rules.document.dataLists ?? []).forEach((list, place) => {
    lintList(rules, list, `data_lists[${place}]`, codes, findings);
  });
  for (const filter of rules.filters.values()) lintOperand(rules, filter, codes, findings);
  if (rules.presentCount > 0) lintCodes(rules, findings);
}

/** Entries that are missing among locations, and entries that come twice. */
function lintList(
  rules: Rules,
  list: DataListDocument,
  path: string,
  codes: ReadonlySet<string>,
  findings: Findings,
): void {
  const values = (list.entries ?? []).map(({ stringValue = '' }) => stringValue);
  const place = { path, name: list.name ?? '' };
  const type = numberOf(LIST_TYPES, list.type);
  if (type === LIST_TYPE.location && rules.presentCount > 0) {
    reportUnknown(
      values.filter((value) => !codes.has(foldText(value))),
      'entry',
      place,
      findings,
    );
  }
  const seen = new Set<string>();
  const twice = values.filter((value) => {
    const folded = foldText(value);
    const isTwice = seen.has(folded);
    seen.add(folded);
    return isTwice;
  });
  if (twice.length === 0) return;
  const text = `${counted(twice.length, 'value')} compare as one that is there already`;
  findings.note('VALUE_TWICE', place, text, twice[0]);
}

function lintOperand(
  rules: Rules,
  placed: LintPlace & { readonly document: FilterDocument },
  codes: ReadonlySet<string>,
  findings: Findings,
): void {
  const { document, name, path } = placed;
  if (document.dataPoint !== undefined) return;
  const attribute = rules.attributeOf(document);
  const isList = document.dataList !== undefined;
  const at = { path: `${path}.${isList ? 'data_list' : 'custom_value'}`, name };
  const pieces = piecesOf(rules, document, attribute);
  if (attribute.path === 'location.locationCode' && rules.presentCount > 0) {
    const operator = numberOf(OPERATORS, document.operator);
    const isMembership = operator === OPERATOR.in || operator === OPERATOR.notIn;
    // A list of locations is told of itself.
    const isTold = rules.lists.get(document.dataList ?? '')?.type === 'DATA_LIST_TYPE_LOCATION';
    if (!isMembership || isTold) return;
    reportUnknown(
      pieces.filter((value) => !codes.has(foldText(value))),
      'value',
      at,
      findings,
    );
    return;
  }
  const strange = pieces.filter(strangerTest(rules, document, attribute));
  if (strange.length === 0) return;
  const values = strange.length === pieces.length ? 'no value' : counted(strange.length, 'value');
  const what = values === 'no value' ? 'can be equalled' : 'can never be equalled';
  const text = `${values} of ${pieces.length} ${what} by ${attribute.path}`;
  findings.warn('VALUE_MATCHES_NOTHING', at, text, strange[0]);
}

function piecesOf(
  rules: Rules,
  { customValue, dataList = '', operator }: FilterDocument,
  { type }: FilterAttribute,
): readonly string[] {
  if (customValue !== undefined) {
    return operandPieces(type, numberOf(OPERATORS, operator), customValue.stringValue ?? '');
  }
  const entries = rules.lists.get(dataList)?.entries ?? [];
  return entries.map(({ stringValue = '' }) => stringValue);
}

/** Whether a piece of the operand is no value of the attribute. */
function strangerTest(
  rules: Rules,
  { customValue, operator }: FilterDocument,
  attribute: FilterAttribute,
): (piece: string) => boolean {
  const number = numberOf(OPERATORS, operator);
  const isMember = number === OPERATOR.in || number === OPERATOR.notIn;
  if (attribute.type === 'NUMBER' || attribute.type === 'DATE') {
    const unit = numberOf(UNITS, customValue?.unit);
    const readNumber = operandReader(attribute, unit, rules.currencyPlaces);
    const domain = domainOf(attribute);
    return (piece) => {
      const value = readNumber(piece);
      return Number.isNaN(value) || (isMember && !isIn(domain, value));
    };
  }
  const isWhole = isMember || number === OPERATOR.equal || number === OPERATOR.notEqual;
  const types = new Set(ROUTED_TYPES.map(foldText));
  if (attribute.path === 'order.orderType' && isWhole)
    return (piece) => !types.has(foldText(piece));
  return (piece) => attribute.type !== 'CUSTOM' && foldText(piece) === '';
}

/** Codes that are compared byte for byte. */
function lintCodes(rules: Rules, findings: Findings): void {
  const { locationGroups = [], dataSets = [], rateCards = [], settings = {} } = rules.document;
  const strange = (codes: readonly string[]) => codes.filter((code) => !rules.isKnown(code));
  locationGroups.forEach(({ name = '', locations = [], excludedLocationCodes = [] }, at) => {
    const path = `location_groups[${at}]`;
    const listed = strange(locations.map(({ locationCode = '' }) => locationCode));
    reportUnknown(listed, 'location', { path: `${path}.locations`, name }, findings);
    const excluded = { path: `${path}.excluded_location_codes`, name };
    reportUnknown(strange(excludedLocationCodes), 'exclusion', excluded, findings);
  });
  dataSets.forEach(({ name = '', rows = [] }, at) => {
    const codes = strange(rows.map(({ locationCode = '' }) => locationCode));
    reportUnknown(codes, 'row', { path: `data_sets[${at}].rows`, name }, findings);
  });
  rateCards.forEach(({ name = '', zones = [] }, at) => {
    zones.forEach(({ originLocationCodes = [] }, zone) => {
      const path = `rate_cards[${at}].zones[${zone}].origin_location_codes`;
      reportUnknown(strange(originLocationCodes), 'origin', { path, name }, findings);
    });
  });
  const { retailerExclusions = [] } = settings;
  const codes = strange(retailerExclusions.map(({ locationCode = '' }) => locationCode));
  const place = { path: 'settings.retailer_exclusions', name: '' };
  reportUnknown(codes, 'exclusion', place, findings);
}

function reportUnknown(
  codes: readonly string[],
  what: string,
  place: LintPlace,
  findings: Findings,
): void {
  if (codes.length === 0) return;
  const verb = codes.length === 1 ? 'names' : 'name';
  const kinds = what === 'entry' && codes.length > 1 ? 'entries' : undefined;
  const subject = kinds === undefined ? counted(codes.length, what) : `${codes.length} ${kinds}`;
  findings.warn(
    'UNKNOWN_LOCATION',
    place,
    `${subject} ${verb} no location that is known`,
    codes[0],
  );
}
