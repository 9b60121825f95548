// Small documents, tables of locations and dictionaries of words for tests of configurations.

import { compareUtf8, bytesOf, textOf } from '../../src/base/text.js';
import { hasBit } from '../../src/base/bits.js';
import {
  dictionaryCount,
  dictionaryOf,
  entryAt,
  type Dictionary,
} from '../../src/columns/dictionary.js';
import {
  COUNTRY_KIND,
  LOCATION_FLAG,
  LOCATION_KIND,
  type LocationTable,
} from '../../src/columns/locations.js';
import type { GroupProgram, Predicate, Program } from '../../src/columns/program.js';
import { sharedDoubles, sharedInts } from '../../src/columns/stock.js';
import { compileProgram, type CompileLocations } from '../../src/configuration/compile.js';
import type {
  ConfigurationDocument,
  FilterDocument,
  LocationGroupDocument,
} from '../../src/configuration/document.js';
import type { LocationDocument } from '../../src/configuration/location-document.js';
import { assignIds } from '../../src/configuration/versions.js';

/** The name of the one route of a sample. */
export const ROUTE = 'ship';

/**
 * A valid document of one direct-ship route, the group 'stores' and its filters, with what is
 * given.
 */
export function sampleDocument(
  group: LocationGroupDocument = {},
  filters: readonly FilterDocument[] = [],
  rest: ConfigurationDocument = {},
): ConfigurationDocument {
  return {
    filters,
    locationGroups: [
      {
        name: 'stores',
        route: ROUTE,
        rank: 1,
        filters: filters.map(({ name = '' }) => name),
        ...group,
      },
    ],
    routes: [{ name: ROUTE, orderType: 'ORDER_TYPE_DIRECTSHIP' }],
    ...rest,
  };
}

/** A filter with a custom value; `operator` without its prefix. */
export function customFilter(
  attribute: string,
  operator: string,
  stringValue: string,
  unit?: string,
): FilterDocument {
  const customValue = unit === undefined ? { stringValue } : { stringValue, unit };
  return {
    name: `${attribute} ${operator}`,
    attribute,
    operator: `FILTER_OPERATOR_${operator}`,
    customValue,
  };
}

/** A filter with the data list 'list'. */
export function listFilter(attribute: string, operator: string): FilterDocument {
  return {
    name: `${attribute} ${operator}`,
    attribute,
    operator: `FILTER_OPERATOR_${operator}`,
    dataList: 'list',
  };
}

/** Ids 1, 2, 3, ... */
export function counter(): () => number {
  let last = 0;
  return () => ++last;
}

/**
 * The documents with the table that stores would make of them; undefined is a hole with the code
 * 'gone'.
 */
export function locationsOf(
  documents: readonly (LocationDocument | undefined)[],
): CompileLocations {
  const codes = documents.map((location) => location?.code ?? 'gone');
  const flags = sharedInts(codes.length);
  const codeRank = sharedInts(codes.length);
  const inOrder = [...codes.keys()].sort((a, b) => compareUtf8(codes[a], codes[b]));
  inOrder.forEach((index, rank) => {
    codeRank[index] = rank;
    const location = documents[index];
    const held = location?.onHold === true ? LOCATION_FLAG.onHold : 0;
    flags[index] = location === undefined ? 0 : LOCATION_FLAG.present | held;
  });
  const table: LocationTable = {
    version: 7,
    count: codes.length,
    codes: dictionaryOf(LOCATION_KIND, codes.map(bytesOf)),
    ids: sharedDoubles(codes.length),
    flags,
    admission: flags,
    codeRank,
    country: sharedInts(codes.length),
    countries: dictionaryOf(COUNTRY_KIND, []),
    x: sharedDoubles(codes.length),
    y: sharedDoubles(codes.length),
    z: sharedDoubles(codes.length),
    wireEnd: sharedInts(codes.length),
    codeStart: sharedInts(codes.length),
    codeBytes: sharedInts(codes.length),
    wireBytes: new Uint8Array(0),
  };
  return { table, documents };
}

/** Gives words their numbers from 10 on. */
export class SampleWords {
  readonly numbers = new Map<string, number>();

  intern(foldedWord: string): number {
    const number = this.numbers.get(foldedWord) ?? 10 + this.numbers.size;
    this.numbers.set(foldedWord, number);
    return number;
  }
}

/** The program of a document that gets ids from 1 on. */
export function programOf(
  document: ConfigurationDocument,
  documents: readonly (LocationDocument | undefined)[] = [],
  words = new SampleWords(),
): Program {
  return compileProgram(
    assignIds(undefined, document, counter()),
    3,
    locationsOf(documents),
    words,
  );
}

/** The first direct-ship group of a program. */
export function firstGroup(program: Program): GroupProgram {
  const route = program.routes[1];
  if (route === null) throw new Error('no route');
  return route.groups[0];
}

/** The only predicate that a filter becomes. */
export function predicateOf(
  filter: FilterDocument,
  rest: ConfigurationDocument = {},
  words?: SampleWords,
): Predicate {
  const document = sampleDocument({ filters: [filter.name ?? ''] }, [filter], rest);
  const group = firstGroup(programOf(document, [], words));
  const predicates = [
    ...group.orderPredicates,
    ...group.linePredicates,
    ...group.locationPredicates,
    ...group.pairPredicates,
  ];
  if (predicates.length !== 1) throw new Error(`${predicates.length} predicates`);
  return predicates[0];
}

/** The codes of a group's members with their ranks, in the order of the documents. */
export function membersOf(
  group: GroupProgram,
  documents: readonly (LocationDocument | undefined)[],
): string[] {
  return documents.flatMap((location, index) =>
    hasBit(group.members, index) ? [`${location?.code} ${group.ranks[index]}`] : [],
  );
}

/** The texts of a dictionary by value. */
export function textsOf(dictionary: Dictionary): string[] {
  const texts: string[] = [];
  for (let entry = 0; entry < dictionaryCount(dictionary); entry++) {
    const { key, value } = entryAt(dictionary, entry);
    texts[value] = textOf(key);
  }
  return texts;
}
