// A client in a process of its own, so that its CPU is not the server's: takes one task after the
// other from its parent and answers what came of each.

import { runTask } from './load.js';
import type { ClientTask } from './tasks.js';

process.on('message', (task: ClientTask) => {
  runTask(task).then(
    (result) => process.send?.({ result }),
    (error: unknown) => {
      process.send?.({ error: error instanceof Error ? error.message : String(error) });
    },
  );
});
