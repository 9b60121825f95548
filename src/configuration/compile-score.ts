// What the score of a sort becomes against a table of locations: coefficients, the rate cards that
// count, and columns of data sets by location.

import { bytesOf, compareUtf8 } from '../base/text.js';
import type { ScoreProgram } from '../columns/program.js';
import type { RateCardProgram } from '../columns/rate-program.js';
import { sharedDoubles } from '../columns/stock.js';
import type { LocationTable } from '../columns/locations.js';
import { compileRateCard } from './compile-rates.js';
import { columnNumbers, type ColumnReference, type DataSets, dataSetsByName } from './data-sets.js';
import type { ConfigurationDocument, RateCardDocument, ScoreOptionsDocument } from './document.js';
import { numberOf, SCORE_MODE, SCORE_MODES } from './enumerations.js';
import type { LocationDocument } from './location-document.js';

/** The coefficients of the contract where none are given. */
const COEFFICIENTS = { inventory: 0.4, shipping: 0.3, model: 0.2, cost: 0.1 };
const PRICE_SHARE = 0.5;

/** The locations that scores are compiled against. */
export type ScoredLocations = {
  readonly table: LocationTable;
  /** By location index; undefined is a hole. */
  readonly documents: readonly (LocationDocument | undefined)[];
};

/** Compiles the scores of one configuration; what several of them read is made once. */
export class ScoreCompiler {
  private readonly dataSets: DataSets;
  /** Active rate cards by carrier, then service: of equal rates the first one is chosen. */
  private readonly cards: readonly RateCardDocument[];
  private readonly compiled = new Map<RateCardDocument, RateCardProgram>();
  private readonly locations: ScoredLocations;

  constructor(document: ConfigurationDocument, locations: ScoredLocations) {
    this.dataSets = dataSetsByName(document.dataSets);
    this.cards = (document.rateCards ?? [])
      .filter(({ active }) => active !== false)
      .sort(byCarrier);
    this.locations = locations;
  }

  /** Compiles valid options; those that are not given are those of the contract. */
  compile(options: ScoreOptionsDocument = {}): ScoreProgram {
    const { rateCards = [], service = '' } = options;
    const names = new Set(rateCards);
    const cards = this.cards.filter(
      (card) =>
        (names.size === 0 || names.has(card.name ?? '')) &&
        (service === '' || card.service === service),
    );
    return {
      isPublished: numberOf(SCORE_MODES, options.mode) === SCORE_MODE.published,
      inventoryCoefficient: options.inventoryCoefficient ?? COEFFICIENTS.inventory,
      shippingCoefficient: options.shippingCoefficient ?? COEFFICIENTS.shipping,
      modelCoefficient: options.modelCoefficient ?? COEFFICIENTS.model,
      costCoefficient: options.costCoefficient ?? COEFFICIENTS.cost,
      priceShare: options.priceShare ?? PRICE_SHARE,
      rateCards: cards.map((card) => this.rateCard(card)),
      service: bytesOf(service),
      modelScores: this.column({
        dataSet: options.modelDataSet,
        dataSetColumn: options.modelDataSetColumn,
      }),
      costFactors: withoutNegative(
        this.column({ dataSet: options.costDataSet, dataSetColumn: options.costDataSetColumn }),
      ),
    };
  }

  private rateCard(card: RateCardDocument): RateCardProgram {
    const known = this.compiled.get(card);
    if (known !== undefined) return known;
    const compiled = compileRateCard(card, this.locations.table);
    this.compiled.set(card, compiled);
    return compiled;
  }

  /** The numbers of a column as they were written, NaN where there is none; null: none is named. */
  private column(reference: ColumnReference): Float64Array | null {
    if ((reference.dataSetColumn ?? '') === '') return null;
    return columnNumbers(this.dataSets, reference, this.locations.documents);
  }
}

function byCarrier(a: RateCardDocument, b: RateCardDocument): number {
  return (
    compareUtf8(a.carrier ?? '', b.carrier ?? '') || compareUtf8(a.service ?? '', b.service ?? '')
  );
}

/** A cost factor below 0 is none. */
function withoutNegative(factors: Float64Array | null): Float64Array | null {
  if (factors === null) return null;
  const kept = sharedDoubles(factors.length);
  factors.forEach((factor, i) => {
    kept[i] = factor < 0 ? Number.NaN : factor;
  });
  return kept;
}
