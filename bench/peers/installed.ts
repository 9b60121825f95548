// Which rule engines are there to be compared with? Those of bench/peers/package.json, which has a
// lock file of its own and is installed by one line when it is wanted; nothing else needs them.

import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { packageRoot } from '../../src/rpc/package-root.js';
import { celPeer, type CelModule } from './cel.js';
import { jsonLogicPeer, type JsonLogicModule } from './json-logic.js';
import { jsonRulesPeer, type JsonRulesModule } from './json-rules.js';
import type { Peer, RuleValues } from './peer.js';
import { zenPeer, type ZenModule } from './zen.js';

/** The line that installs them. */
export const INSTALL_LINE = 'npm ci --prefix bench/peers';

/** The engines, loaded; null where they are not installed. */
export async function installedPeers(values: RuleValues): Promise<readonly Peer[] | null> {
  const folder = join(packageRoot(), 'bench', 'peers');
  if (!existsSync(join(folder, 'node_modules'))) return null;
  const { resolve } = createRequire(join(folder, 'package.json'));
  const load = async <T>(name: string): Promise<T> => {
    const module = (await import(pathToFileURL(resolve(name)).href)) as { default?: T };
    // What a CommonJS module exports is the default of the module that it is imported as.
    return module.default ?? (module as T);
  };
  return [
    celPeer(await load<CelModule>('@marcbachmann/cel-js'), values),
    jsonLogicPeer(await load<JsonLogicModule>('json-logic-js'), values),
    jsonRulesPeer(await load<JsonRulesModule>('json-rules-engine'), values),
    zenPeer(await load<ZenModule>('@gorules/zen-engine'), values),
  ];
}
