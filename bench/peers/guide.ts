// How does the published quickstart guide of a distributed order management choose a location? A
// plain reading of its determineOptimalLocation and of what prepares its input, over objects that
// are there: what the guide waits for, its own services, is left out. It scores every location and
// takes the best one, whether that has everything or not; it never splits.

/** A line of an order. */
export type GuideLine = { readonly productId: string; readonly quantity: number };

/** A row of stock. */
export type GuideRecord = {
  readonly locationId: string;
  readonly productId: string;
  readonly availableQuantity: number;
};

/** A carrier's offer. */
export type GuideRate = { readonly price: number; readonly deliveryDays: number };

/** What the services said: rates are by location, then by carrier. */
export type GuideInput = {
  readonly lines: readonly GuideLine[];
  readonly locations: readonly { readonly id: string; readonly fulfillmentCostFactor?: number }[];
  readonly records: readonly GuideRecord[];
  readonly carrierRates: Readonly<Record<string, readonly (readonly GuideRate[])[]>>;
  readonly modelScores: Readonly<Record<string, number>>;
};

/** A location with its score. */
export type GuideScored = {
  readonly id: string;
  readonly score: number;
  /** The share of lines that it has whole. */
  readonly inventoryScore: number;
};

type Levels = Record<string, Record<string, number>>;
type LocationRates = { readonly cheapest: GuideRate; readonly fastest: GuideRate };

/** The location of the highest score, the first of equal ones. */
export function optimalLocation(input: GuideInput): GuideScored {
  const scored = scoredLocations(input);
  return scored.reduce((best, each) => (each.score > best.score ? each : best), scored[0]);
}

/** All locations with their scores. */
export function scoredLocations(input: GuideInput): GuideScored[] {
  const { lines, locations, records, carrierRates, modelScores } = input;
  const levels = levelsOf(records);
  const rates = ratesOf(carrierRates);
  return locations.map((location) => {
    const inventoryScore = inventoryScoreOf(location.id, lines, levels);
    const { cheapest, fastest } = rates[location.id];
    const shippingScore = 1 - cheapest.price / fastest.price;
    const modelScore = modelScores[location.id] || 0;
    const units = lines.reduce((total, { quantity }) => total + quantity, 0);
    const cost = (location.fulfillmentCostFactor || 1) * units;
    const score = inventoryScore * 0.4 + shippingScore * 0.3 + modelScore * 0.2 - cost * 0.1;
    return { ...location, inventoryScore, score, selectedRate: cheapest };
  });
}

function levelsOf(records: readonly GuideRecord[]): Levels {
  return records.reduce<Levels>((levels, { locationId, productId, availableQuantity }) => {
    levels[locationId] = levels[locationId] || {};
    levels[locationId][productId] = availableQuantity;
    return levels;
  }, {});
}

function ratesOf(carrierRates: GuideInput['carrierRates']): Record<string, LocationRates> {
  const rates: Record<string, LocationRates> = {};
  for (const [id, ofCarriers] of Object.entries(carrierRates)) {
    const all = ofCarriers.flatMap((each) => each);
    rates[id] = {
      cheapest: all.reduce((best, rate) => (rate.price < best.price ? rate : best)),
      fastest: all.reduce((best, rate) => (rate.deliveryDays < best.deliveryDays ? rate : best)),
    };
  }
  return rates;
}

function inventoryScoreOf(id: string, lines: readonly GuideLine[], levels: Levels): number {
  const covered = lines.reduce((count, { productId, quantity }) => {
    const available = levels[id]?.[productId] || 0;
    return count + (available >= quantity ? 1 : 0);
  }, 0);
  return covered / lines.length;
}
