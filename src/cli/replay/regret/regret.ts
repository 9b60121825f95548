// The regret of a replay: every order that its store splits, judged on the store's own stock.

import { sharedDoubles } from '../../../columns/stock.js';
import type { ConfigurationDocument } from '../../../configuration/document.js';
import type { Store } from '../../../stores/store.js';
import { CliFailure, EXIT } from '../../failure.js';
import { Progress } from '../../progress.js';
import { grouped } from '../../table.js';
import type { OrderBatch } from '../decide.js';
import { REPLAY_SCOPE } from '../stock.js';
import { Judge, type Regret, type RegretWorld } from './judge.js';
import { variantsOf, withoutRules } from './variants.js';

/** Judges the orders. What is wrong with single ones the replay has told. */
export async function regretOf(
  store: Store,
  batches: AsyncIterable<OrderBatch> | Iterable<OrderBatch>,
): Promise<Regret> {
  const judge = new Judge(await worldOf(store));
  const progress = new Progress('judging');
  let count = 0;
  for await (const { orders, share } of batches) {
    for (const { message, problem } of orders) {
      if (problem === undefined) judge.judge(message);
      count++;
    }
    progress.show(share, 1, `${grouped(count)} orders`);
  }
  progress.clear();
  return judge.regret();
}

async function worldOf(store: Store): Promise<RegretWorld> {
  const { tenantId } = REPLAY_SCOPE;
  const found = await store.rulesWorld(REPLAY_SCOPE, {});
  const { world, postal, locationDocuments } = found;
  if (world === null) throw new CliFailure(EXIT.cannot, 'STORE', 'the rules cannot be read');
  const { stock, locations, configuration } = world;
  const codes = locationDocuments.flatMap((document) => document?.code ?? []);
  const compile = async (document: ConfigurationDocument) => {
    const { world: changed, violations } = await store.rulesWorld(REPLAY_SCOPE, {
      configuration: document,
    });
    if (changed !== null) return changed.program;
    const [first] = violations;
    const why = `${first.field}: ${first.description}`;
    throw new CliFailure(EXIT.cannot, 'RULES', `the rules with one less are not valid: ${why}`);
  };
  const variants = [];
  for (const variant of variantsOf(configuration, codes)) {
    const programs = [];
    for (const document of variant.documents) programs.push(await compile(document));
    variants.push({ ...variant, programs });
  }
  const counters = sharedDoubles(1);
  return {
    view: { tenantId, number: 1, stock, locations, postal, holds: [], counters },
    live: world.program,
    free: await compile(withoutRules(configuration)),
    variants,
  };
}
