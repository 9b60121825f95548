// The product as it is served, on a Redis. A child process of the bench: argument 1 is the URL,
// argument 2 the prefix. It prints its port.

import { Engine } from '../../../src/engine/engine.js';
import { startServer } from '../../../src/rpc/server.js';

const PARENT_LOOK_MS = 1000;

const quiet = { info: () => undefined, error: (fields: object) => console.error(fields) };
const [url, prefix] = process.argv.slice(2);
const engine = await Engine.open({ redis: { url, prefix }, workerCount: 1, isInlineAllowed: true });
const server = await startServer({
  engine,
  listen: { host: '127.0.0.1', port: 0 },
  isInsecureAllowed: false,
  isReflectionEnabled: false,
  logger: quiet,
});
process.stdout.write(`${server.port}\n`);
// A bench that failed ends nothing.
const parent = process.ppid;
setInterval(() => {
  if (process.ppid !== parent) process.exit(1);
}, PARENT_LOOK_MS).unref();
process.on('SIGTERM', () => void server.drain(1000).then(() => engine.close()));
