// Rules without any engine: functions over plain objects, and a Set. The floor of what rules on
// objects cost.

import { type Fact, oneByOne, type Peer, type RuleName, type RuleValues } from './peer.js';

/** Functions that say the rules. */
export function objectsPeer({ states, reachKm, partNumbers }: RuleValues): Peer {
  const stateSet = new Set(states);
  const partNumberSet = new Set(partNumbers);
  const rules: Readonly<Record<RuleName, (fact: Fact) => boolean>> = {
    states: ({ state }) => stateSet.has(state),
    distance: ({ distanceKm }) => distanceKm <= reachKm,
    list: ({ partNumber }) => partNumberSet.has(partNumber),
    sameState: ({ state, orderState }) => state === orderState,
    all: ({ state, distanceKm, partNumber, orderState }) =>
      stateSet.has(state) &&
      distanceKm <= reachKm &&
      partNumberSet.has(partNumber) &&
      state === orderState,
  };
  return { name: 'functions and a Set', judgementOf: (rule) => oneByOne(rules[rule]) };
}
