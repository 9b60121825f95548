// Do the engine and the reference model split as the worked cases say, and is the table of the
// documentation the same as the cases?

import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { normalDecision } from '../support/engine/normal.js';
import { encodeMessage } from '../support/engine/protos.js';
import { askSuggest, openWorld } from '../support/engine/world-engine.js';
import type { ModelDecision } from '../support/model/messages.js';
import { action, orderOf, worldOf, type Scenario } from '../support/model/scenario.js';
import { modelSuggest } from '../support/model/suggest.js';
import { SPLIT_CASES, STEP_KM, TABLE_HEAD, tableRow, type SplitCase } from './split-cases.js';

const README = new URL('../../src/core/select/README.md', import.meta.url);
const KM_PER_DEGREE = 111.19;

function scenarioOf(each: SplitCase): Scenario {
  const codes = Object.keys(each.stock);
  const places = codes.map((code, i) => {
    const km = each.distances?.[code] ?? (each.distances === undefined ? (i + 1) * STEP_KM : null);
    const coordinates = { latitude: 40 + (km ?? 0) / KM_PER_DEGREE, longitude: -80 };
    return [code, km === null ? {} : { coordinates }] as const;
  });
  const groups = (each.groups ?? [codes]).map((members, i) => {
    const split = action(`${each.mode}_SPLIT_${each.rest}`, 'START_AT_BEGINNING');
    const locations = members.map((locationCode) => ({ locationCode }));
    return { locations, ...(i === 0 ? { afterActionPartial: split } : {}) };
  });
  const { maxFulfillingLocations = 0, maxSplitItemLocations = 0 } = each;
  return {
    stock: Object.fromEntries(codes.map((code) => [code, { ...each.stock[code] }])),
    places: Object.fromEntries(places),
    groups,
    route: {
      candidateSortStrategy: `CANDIDATE_SORT_STRATEGY_${each.strategy ?? 'MINIMIZE_SHIPMENTS'}`,
      preferAtomicAssignments: each.prefersAtomic === true,
      ...(each.cost === undefined ? {} : { cost: each.cost }),
    },
    settings: { maxFulfillingLocations, maxSplitItemLocations },
  };
}

/** `1: A 2, B 1; 1: CANCEL 3`, as the cases write a decision. */
function decisionText({ assignments, stateChanges }: ModelDecision, lineCount: number): string {
  const texts: string[] = [];
  for (let line = 1; line <= lineCount; line++) {
    const taken = assignments.filter(({ orderItemId }) => orderItemId === line);
    const from = taken.map(({ locationCode, quantity }) => `${locationCode} ${quantity}`);
    if (from.length > 0) texts.push(`${line}: ${from.join(', ')}`);
    const rest = stateChanges.find(({ orderItemId }) => orderItemId === line);
    if (rest === undefined) continue;
    texts.push(`${line}: ${rest.stateChange.replace('STATE_CHANGE_', '')} ${rest.quantity}`);
  }
  return texts.join('; ');
}

it.each(SPLIT_CASES)('$shows', (each) => {
  const world = worldOf(scenarioOf(each));
  const isBundled = each.lines.some(([, , other]) => other !== undefined);
  const items = each.lines.map(([product, quantity, other]) => {
    return [product, quantity, other === undefined ? {} : { itemDependency: other }] as const;
  });
  const order = orderOf(
    items,
    isBundled ? { bundlingStrategy: 'BUNDLING_STRATEGY_ITEM_DEPENDENCY' } : {},
  );
  const decision = modelSuggest(world, order, encodeMessage('SuggestRoutingRequest', order));
  expect(decisionText(decision, each.lines.length), 'the reference model').toBe(each.decision);
  const answer = askSuggest(openWorld(world), order).decision as object;
  expect(normalDecision(answer), 'the engine').toEqual(normalDecision(decision));
});

it('the table of the documentation has exactly these cases', () => {
  const lines = readFileSync(README, 'utf8').split('\n');
  const start = lines.indexOf(TABLE_HEAD);
  const rows = lines.slice(start + 2, start + 2 + SPLIT_CASES.length + 1);
  expect(rows).toEqual([...SPLIT_CASES.map(tableRow), '']);
});
