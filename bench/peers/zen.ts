// Rules as expressions by @gorules/zen-engine, which is native code: one call over all facts, so
// that the expression is compiled, and the way into native code gone, once for all of them; the
// long list as the keys of an object.

import type { Peer, RuleName, RuleValues } from './peer.js';

/** What is used of the package. */
export type ZenModule = {
  evaluateExpressionSync(expression: string, context: object): unknown;
};

/** The engine with its rules. */
export function zenPeer(engine: ZenModule, values: RuleValues): Peer {
  const listed = Object.fromEntries(values.partNumbers.map((each) => [each, true]));
  const single = {
    states: `#.state in ${JSON.stringify(values.states)}`,
    distance: `#.distanceKm <= ${values.reachKm}`,
    list: 'listed[#.partNumber] == true',
    sameState: '#.state == #.orderState',
  };
  const all = Object.values(single).join(' and ');
  const expressions: Readonly<Record<RuleName, string>> = { ...single, all };
  return {
    name: '@gorules/zen-engine',
    judgementOf: (rule) => {
      const expression = `map(facts, ${expressions[rule]})`;
      const readsList = rule === 'list' || rule === 'all';
      return (facts, verdicts) => {
        const context = readsList ? { facts, listed } : { facts };
        const found = engine.evaluateExpressionSync(expression, context) as boolean[];
        for (let i = 0; i < found.length; i++) verdicts[i] = found[i] ? 1 : 0;
      };
    },
  };
}
