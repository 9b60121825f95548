// The product as it is served, on a store that the bench has filled. A child process of the bench:
// argument 1 is the data folder, argument 2 the number of workers, argument 3 'inline' or
// 'workers-only', argument 4, where it is given, the path of a Unix socket to listen on besides,
// argument 5 how many calls a connection may have under way. It prints its port, and when it ends
// one line of JSON: a `ServerReport`.

import { Engine } from '../../src/engine/engine.js';
import { type ListenAddress } from '../../src/rpc/listen.js';
import { type RunningServer, startServer } from '../../src/rpc/server.js';
import type { ServerReport } from './children.js';

const DEPTH_LOOK_MS = 2;

const quiet = { info: () => undefined, error: (fields: object) => console.error(fields) };
const [dataDirectory, workers, mode, socketPath = '', connectionCalls] = process.argv.slice(2);

const engine = await Engine.open({
  dataDirectory,
  workerCount: Number(workers),
  isInlineAllowed: mode === 'inline',
});

function listen(address: ListenAddress): Promise<RunningServer> {
  return startServer({
    engine,
    listen: address,
    isInsecureAllowed: false,
    isReflectionEnabled: false,
    logger: quiet,
    maxConnectionCalls: connectionCalls === undefined ? undefined : Number(connectionCalls),
  });
}

const servers = [await listen({ host: '127.0.0.1', port: 0 })];
if (socketPath !== '') servers.push(await listen({ host: `unix:${socketPath}`, port: 0 }));

let depthMax = 0;
setInterval(() => {
  depthMax = Math.max(depthMax, engine.figures.queueDepth());
}, DEPTH_LOOK_MS).unref();

process.stdout.write(`${servers[0].port}\n`);
process.on('SIGTERM', () => {
  void Promise.all(servers.map((server) => server.drain(1000))).then(async () => {
    const { offered: kept, refused: dropped } = engine.recordCounts();
    const { queueMax } = engine.figures;
    const report: ServerReport = { kept, dropped, depthMax, queueMax };
    process.stdout.write(`${JSON.stringify(report)}\n`);
    await engine.close();
  });
});
