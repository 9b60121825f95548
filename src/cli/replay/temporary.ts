// An engine on a folder that goes away with it.

import { rmSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Engine } from '../../engine/engine.js';
import { openEngine } from '../host.js';

/**
 * Runs `body` with an engine on an empty store in the folder for temporary files; the folder is
 * deleted, also on a signal.
 */
export async function withTemporaryEngine<T>(
  workers: number | undefined,
  body: (engine: Engine) => Promise<T>,
): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'shipfrom-replay-'));
  const remove = (): void => rmSync(folder, { recursive: true, force: true });
  const onSignal = (): void => {
    remove();
    process.exit(1);
  };
  process.on('SIGINT', onSignal);
  process.on('SIGTERM', onSignal);
  try {
    const engine = await openEngine({ dataDir: folder, workers, isRecordingAllowed: false });
    try {
      return await body(engine);
    } finally {
      await engine.close();
    }
  } finally {
    process.off('SIGINT', onSignal);
    process.off('SIGTERM', onSignal);
    remove();
  }
}
