// What does every rule engine of the comparison get and give? Facts of an order's pairs in, one
// verdict for each out. It knows none of the engines.

/** What the rules read, flat: that suits all of the engines best. */
export type Fact = {
  readonly state: string;
  readonly distanceKm: number;
  readonly orderState: string;
  readonly partNumber: string;
};

/** The rules of the comparison; the last is all others at once. */
export const RULE_NAMES = ['states', 'distance', 'list', 'sameState', 'all'] as const;

/** The name of a rule. */
export type RuleName = (typeof RULE_NAMES)[number];

/** What the rules compare with. */
export type RuleValues = {
  readonly states: readonly string[];
  readonly reachKm: number;
  readonly partNumbers: readonly string[];
};

/** Writes 1 where the rule holds for a fact and 0 where it does not. */
export type Judgement = (facts: readonly Fact[], verdicts: Uint8Array) => void | Promise<void>;

/** An engine. */
export type Peer = {
  readonly name: string;
  /** The judgement of a rule, compiled as far as the engine can. */
  readonly judgementOf: (rule: RuleName) => Judgement;
};

/** A judgement by a function of one fact. */
export function oneByOne(holds: (fact: Fact) => unknown): Judgement {
  return (facts, verdicts) => {
    for (let i = 0; i < facts.length; i++) verdicts[i] = holds(facts[i]) === true ? 1 : 0;
  };
}
