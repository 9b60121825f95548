// Rules in the Common Expression Language by @marcbachmann/cel-js: parsed once, all variables with
// their types, and the long list as a function that asks a Set.

import { type Fact, oneByOne, type Peer, type RuleName, type RuleValues } from './peer.js';

/** What is used of the package. */
export type CelModule = { readonly Environment: new () => CelEnvironment };

type CelEnvironment = {
  registerVariable(name: string, type: string): CelEnvironment;
  registerFunction(signature: string, handler: (text: string) => boolean): CelEnvironment;
  parse(expression: string): (context: Fact) => unknown;
};

/** The engine with its rules. */
export function celPeer({ Environment }: CelModule, values: RuleValues): Peer {
  const partNumbers = new Set(values.partNumbers);
  const environment = new Environment()
    .registerVariable('state', 'string')
    .registerVariable('orderState', 'string')
    .registerVariable('partNumber', 'string')
    .registerVariable('distanceKm', 'double')
    .registerFunction('listed(string): bool', (text) => partNumbers.has(text));
  const single = {
    states: `state in ${JSON.stringify(values.states)}`,
    distance: `distanceKm <= ${values.reachKm.toFixed(1)}`,
    list: 'listed(partNumber)',
    sameState: 'state == orderState',
  };
  const all = Object.values(single).join(' && ');
  const expressions: Readonly<Record<RuleName, string>> = { ...single, all };
  return {
    name: '@marcbachmann/cel-js',
    judgementOf: (rule) => oneByOne(environment.parse(expressions[rule])),
  };
}
