// What is known of every location before any order: its texts, flags, extensible attributes and
// columns of data sets, each read once for all the rules of a program. It knows no operator.

import { bytesOf, foldText } from '../base/text.js';
import { addEntry, createDictionary } from '../columns/dictionary.js';
import { CUT_KIND, TEXT_KIND, type LocationTexts } from '../columns/program.js';
import { sharedDoubles, sharedInts } from '../columns/stock.js';
import type { FilterAttribute } from './attributes.js';
import { columnNumbers, columnReader, type ColumnReference, type DataSets } from './data-sets.js';
import type { DataPointDocument } from './document.js';
import type { LocationDocument } from './location-document.js';
import { operandReader } from './operand.js';
import { cutPostal } from './operand-values.js';

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

/** Whether the postal codes of a location count by their first five characters. */
export function isCutPostal({ countryCode = '' }: LocationDocument): boolean {
  return foldText(countryCode) === CUT_COUNTRY;
}

/** The values of a tenant's locations, by location index; columns are made when they are asked. */
export class LocationValues {
  /** Undefined is a hole. */
  readonly documents: readonly (LocationDocument | undefined)[];
  private readonly dataSets: DataSets;
  private readonly currencyPlaces: number;
  private readonly known = new Map<string, unknown>();

  constructor(
    documents: readonly (LocationDocument | undefined)[],
    dataSets: DataSets,
    currencyPlaces: number,
  ) {
    this.documents = documents;
    this.dataSets = dataSets;
    this.currencyPlaces = currencyPlaces;
  }

  /**
   * Numbers of a column in the unit of the wire, and flags as 1 and 0, in shared memory. NaN where
   * it is unknown, and in holes.
   */
  numbers(attribute: FilterAttribute, reference: DataPointDocument): Float64Array {
    return this.once(['numbers', ...nameOf(reference)], () => {
      if (attribute.type === 'BOOLEAN') {
        const readFlag = FLAGS[attribute.path];
        return this.column((location) => (readFlag(location) === true ? 1 : 0));
      }
      const readText = columnReader(this.dataSets, reference);
      const readNumber = operandReader(attribute, 0, this.currencyPlaces);
      return this.column(({ code = '' }) => readNumber(readText(code)));
    });
  }

  /**
   * Numbers of a column of a data set as they are written, in shared memory; null where no column
   * is named. Throws where there is no such column.
   */
  writtenNumbers(reference: ColumnReference): Float64Array | null {
    const { dataSet = '', dataSetColumn = '' } = reference;
    if (dataSet === '' || dataSetColumn === '') return null;
    return columnNumbers(this.dataSets, reference, this.documents);
  }

  /** Folded texts, of several values the first; '' where it is unknown, and in holes. */
  texts(attribute: FilterAttribute, reference: DataPointDocument): readonly string[] {
    return this.once(['texts', ...nameOf(reference)], () => {
      if (attribute.naming === 'fqn') {
        return this.lists(reference.attributeFqn).map(([first = '']) => foldText(first));
      }
      if (attribute.naming === 'column') {
        const readText = columnReader(this.dataSets, reference);
        return this.textColumn(({ code = '' }) => readText(code));
      }
      return this.textColumn(TEXTS[attribute.path]);
    });
  }

  /** The values of an extensible attribute that are not blank, trimmed, in their order. */
  lists(name: string | undefined): readonly (readonly string[])[] {
    return this.once(['lists', name], () =>
      this.documents.map((location) =>
        (location?.attributes ?? [])
          .filter(({ attributeFqn }) => attributeFqn === name)
          .flatMap(({ attributeValues = [] }) => attributeValues.map((value) => value.trim()))
          .filter((value) => value !== ''),
      ),
    );
  }

  /** The texts as numbers; `isPostal`: two postal codes are compared. */
  numberedTexts(
    attribute: FilterAttribute,
    reference: DataPointDocument,
    isPostal: boolean,
  ): LocationTexts {
    return this.once(['numbered', String(isPostal), ...nameOf(reference)], () => {
      const texts = this.texts(attribute, reference);
      const cutTexts = this.documents.map((location, index) =>
        isPostal && location !== undefined && isCutPostal(location) ? cutPostal(texts[index]) : '',
      );
      return numbered(texts, isPostal ? cutTexts : null);
    });
  }

  private column(read: (location: LocationDocument) => number): Float64Array {
    const numbers = sharedDoubles(this.documents.length);
    this.documents.forEach((location, index) => {
      numbers[index] = location === undefined ? Number.NaN : read(location);
    });
    return numbers;
  }

  private textColumn(read: TextReader): string[] {
    return this.documents.map((location) =>
      location === undefined ? '' : foldText(read(location) ?? ''),
    );
  }

  /** What `make` makes, made once for each name. */
  private once<T>(name: readonly (string | undefined)[], make: () => T): T {
    const key = JSON.stringify(name);
    const known = this.known.get(key);
    if (known !== undefined) return known as T;
    const made = make();
    this.known.set(key, made);
    return made;
  }
}

function nameOf(reference: DataPointDocument): (string | undefined)[] {
  const { attribute, dataSet, dataSetColumn, attributeFqn } = reference;
  return [attribute, dataSet, dataSetColumn, attributeFqn];
}

/** `cutTexts` are '' where the whole text counts; null: it does everywhere. */
function numbered(texts: readonly string[], cutTexts: readonly string[] | null): LocationTexts {
  const keys = new Map<string, number>();
  const numberOf = (kind: number, text: string): number => {
    if (text === '') return -1;
    const key = String.fromCharCode(kind) + text;
    const number = keys.get(key) ?? keys.size;
    keys.set(key, number);
    return number;
  };
  const numbers = sharedInts(texts.length);
  texts.forEach((text, index) => (numbers[index] = numberOf(TEXT_KIND, text)));
  const cutNumbers = cutTexts === null ? null : sharedInts(texts.length);
  cutTexts?.forEach((cut, index) => {
    (cutNumbers as Int32Array)[index] = cut === '' ? numbers[index] : numberOf(CUT_KIND, cut);
  });
  return { dictionary: dictionaryOfKeys([...keys.keys()]), numbers, cutNumbers };
}

/** A dictionary in which a key's value is its place, and so the place of its bytes. */
function dictionaryOfKeys(keys: readonly string[]) {
  const bytes = keys.map((key) => bytesOf(key.slice(1)));
  const byteCount = bytes.reduce((sum, { length }) => sum + length + 1, 0);
  const dictionary = createDictionary(Math.max(1, keys.length), Math.max(1, byteCount));
  bytes.forEach((text, place) => addEntry(dictionary, keys[place].charCodeAt(0), text, place));
  return dictionary;
}
