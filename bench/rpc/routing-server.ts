// The product as it is served, on a store that the bench has filled. A child process of the bench:
// argument 1 is the data folder, argument 2 the number of workers, argument 3 'inline' or
// 'workers-only'; it prints its port, and when it ends how many decisions it recorded.

import { Engine } from '../../src/engine/engine.js';
import { startServer } from '../../src/rpc/server.js';

const quiet = { info: () => undefined, error: (fields: object) => console.error(fields) };

const engine = await Engine.open({
  dataDirectory: process.argv[2],
  workerCount: Number(process.argv[3]),
  isInlineAllowed: process.argv[4] === 'inline',
});
const server = await startServer({
  engine,
  listen: { host: '127.0.0.1', port: 0 },
  isInsecureAllowed: false,
  isReflectionEnabled: false,
  logger: quiet,
});
process.stdout.write(`${server.port}\n`);
process.on('SIGTERM', () => {
  void server.drain(1000).then(async () => {
    const { offered, refused } = engine.recordCounts();
    process.stdout.write(`${offered} kept, ${refused} dropped\n`);
    await engine.close();
  });
});
