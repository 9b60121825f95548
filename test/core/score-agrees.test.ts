// Random candidates, rates and coefficients, scored by the engine and in plain words.

import { expect, it } from 'vitest';
import { createRng, type Rng } from '../support/generate/random.js';
import type { ScoreOptions } from '../support/model/rules.js';
import { orderOf } from '../support/model/scenario.js';
import { type PlainCandidate, type PlainLine, plainScores } from './support/plain-score.js';
import { scoresOf } from './support/scored.js';
import { input, rate, scoreWorld } from './support/score-worlds.js';

const PRODUCTS = ['p', 'q', 'r'];

function randomCandidate(rng: Rng, code: string): PlainCandidate {
  const stock = Object.fromEntries(
    PRODUCTS.map((upc) => [upc, rng.chance(0.3) ? 0 : rng.integer(1, 9)]),
  );
  const rates = Array.from({ length: rng.integer(0, 3) }, () =>
    rate(rng.chance(0.15) ? 0 : rng.integer(1, 3) * 250, rng.integer(0, 3)),
  );
  return {
    code,
    stock,
    rates,
    model: rng.chance(0.7) ? rng.pick([-1, 0, 0.25, 0.5, 1, 3]) : undefined,
    factor: rng.chance(0.6) ? rng.pick([0, 0.5, 1, 10]) : undefined,
  };
}

function randomLines(rng: Rng): PlainLine[] {
  return Array.from({ length: rng.integer(1, 5) }, () => ({
    upc: rng.pick(PRODUCTS),
    quantity: rng.integer(1, 5),
  }));
}

/** Whether it has some of what is ordered: else it is no candidate. */
function serves({ stock }: PlainCandidate, lines: readonly PlainLine[]): boolean {
  return lines.some(({ upc }) => stock[upc] > 0);
}

it('agree to the last digit and in their order', () => {
  for (let seed = 1; seed <= 500; seed++) {
    const rng = createRng(seed);
    const codes = ['A', 'B', 'C', 'D', 'E', 'F'].slice(0, rng.integer(1, 6));
    const candidates = codes.map((code) => randomCandidate(rng, code));
    const lines = randomLines(rng);
    const coefficients = [0.4, 0.3, 0.2, 0.1].map((usual) =>
      rng.chance(0.5) ? usual : rng.pick([0, 0.25, 1, 7]),
    ) as [number, number, number, number];
    const options = {
      isPublished: rng.chance(0.3),
      coefficients,
      priceShare: rng.pick([0, 0.3, 0.5, 1]),
    };
    const [inventoryCoefficient, shippingCoefficient, modelCoefficient, costCoefficient] =
      coefficients;
    const score: ScoreOptions = {
      mode: options.isPublished ? 'SCORE_MODE_PUBLISHED' : 'SCORE_MODE_RELATIVE',
      inventoryCoefficient,
      shippingCoefficient,
      modelCoefficient,
      costCoefficient,
      priceShare: options.priceShare,
    };
    const stock = Object.fromEntries(candidates.map((each) => [each.code, each.stock]));
    const locationInputs = candidates.map(({ code, rates, model, factor }) =>
      input(code, [...rates], {
        ...(model === undefined ? {} : { modelScore: model }),
        ...(factor === undefined ? {} : { costFactor: factor }),
      }),
    );
    const order = orderOf(
      lines.map(({ upc, quantity }) => [upc, quantity] as const),
      { locationInputs: rng.sample(locationInputs, codes.length) },
    );
    const answer = scoresOf(scoreWorld({ stock, score }), order).map(
      ({ code, score: value, inventory, shipping, model, cost }) => {
        return { code, score: value, inventory, shipping, model, cost };
      },
    );
    const serving = candidates.filter((each) => serves(each, lines));
    const expected = serving.length === 0 ? [] : plainScores(serving, lines, options);
    expect(answer, `seed ${seed}`).toEqual(expected);
  }
});
