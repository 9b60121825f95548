// Rules as JSON by json-rules-engine: one engine a rule that is kept, facts without paths, the long
// list as an operator that asks a Set. It answers by promise, so that facts are judged one after
// the other, which is faster than all at once.

import type { Peer, RuleName, RuleValues } from './peer.js';

/** What is used of the package. */
export type JsonRulesModule = { readonly Engine: new () => JsonRulesEngine };

type JsonRulesEngine = {
  addOperator(name: string, operator: (text: string) => boolean): void;
  addRule(rule: object): void;
  run(facts: object): Promise<{ readonly events: readonly unknown[] }>;
};

/** The engine with its rules. */
export function jsonRulesPeer({ Engine }: JsonRulesModule, values: RuleValues): Peer {
  const partNumbers = new Set(values.partNumbers);
  const single = {
    states: { fact: 'state', operator: 'in', value: values.states },
    distance: { fact: 'distanceKm', operator: 'lessThanInclusive', value: values.reachKm },
    list: { fact: 'partNumber', operator: 'listed', value: true },
    sameState: { fact: 'state', operator: 'equal', value: { fact: 'orderState' } },
  };
  const conditionsOf = (rule: RuleName): object[] =>
    rule === 'all' ? Object.values(single) : [single[rule]];
  return {
    name: 'json-rules-engine',
    judgementOf: (rule) => {
      const engine = new Engine();
      engine.addOperator('listed', (text) => partNumbers.has(text));
      engine.addRule({ conditions: { all: conditionsOf(rule) }, event: { type: 'holds' } });
      return async (facts, verdicts) => {
        for (let i = 0; i < facts.length; i++) {
          const { events } = await engine.run(facts[i]);
          verdicts[i] = events.length > 0 ? 1 : 0;
        }
      };
    },
  };
}
