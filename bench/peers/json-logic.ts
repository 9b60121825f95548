// Rules as JSON by json-logic-js: the long list as an operation that asks a Set.

import { oneByOne, type Peer, type RuleName, type RuleValues } from './peer.js';

/** What is used of the package. */
export type JsonLogicModule = {
  add_operation(name: string, operation: (text: string) => boolean): void;
  apply(rule: object, data: object): unknown;
};

/** The engine with its rules. */
export function jsonLogicPeer(engine: JsonLogicModule, values: RuleValues): Peer {
  const partNumbers = new Set(values.partNumbers);
  engine.add_operation('listed', (text) => partNumbers.has(text));
  const single = {
    states: { in: [{ var: 'state' }, values.states] },
    distance: { '<=': [{ var: 'distanceKm' }, values.reachKm] },
    list: { listed: [{ var: 'partNumber' }] },
    sameState: { '===': [{ var: 'state' }, { var: 'orderState' }] },
  };
  const rules: Readonly<Record<RuleName, object>> = {
    ...single,
    all: { and: Object.values(single) },
  };
  return {
    name: 'json-logic-js',
    judgementOf: (rule) => oneByOne((fact) => engine.apply(rules[rule], fact)),
  };
}
