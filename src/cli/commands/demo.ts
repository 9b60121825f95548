// `shipfrom demo`: what `npm start` runs. A server with a sample network, a sample order and its
// answer, and then serving.

import type { Command } from 'commander';
import { ShipfromClient } from '../client.js';
import { CliFailure } from '../failure.js';
import { type Host, openHost, type StartServer, untilSignal } from '../host.js';
import { print } from '../output.js';
import { fromJson, type PlainMessage, toJson } from '../proto-json.js';
import { SAMPLE_ORDER } from '../sample/configuration.js';
import { loadSample } from '../sample/load.js';
import { messageType } from '../schema.js';
import { grouped } from '../table.js';
import { type HostOptions, withHostOptions } from './serve.js';
import { routingText } from './suggest.js';

const HELP = `
Loads a sample network when the store is empty (36 made-up locations, 15 products, two groups, two
filters, a list, a route and some postal codes), routes a sample order over gRPC, prints the answer
and a call to paste, and serves until Ctrl-C, which drains. The store is a folder, whatever
REDIS_URL says: made-up data never goes to Redis.`;

/** Adds the command to the program. */
export function addDemo(
  program: Command,
  startServer: StartServer,
  done: (exitCode: number) => void,
): void {
  const command = program.command('demo').description('serve with a sample network and an order');
  withHostOptions(command, 'warn')
    .addHelpText('after', HELP)
    .action(async (options: HostOptions) => done(await demo(options, startServer)));
}

async function demo(options: HostOptions, startServer: StartServer): Promise<number> {
  const host = await openHost(options, startServer, {
    isInsecureAllowed: false,
    isReflectionEnabled: true,
  });
  const stopped = untilSignal(host, options.drainGraceMs);
  try {
    await introduce(host, options.dataDir);
  } catch (error) {
    await host.close(0);
    throw error;
  }
  const exitCode = await stopped;
  print('Drained.\n');
  return exitCode;
}

async function introduce(host: Host, dataDir: string): Promise<void> {
  print(`Shipfrom serves on ${host.address}; the store is in ${dataDir}\n`);
  const sample = await loadSample(host.engine.store);
  print(
    sample === null
      ? 'The store has locations or rules already, so no sample was loaded.\n'
      : `Loaded a sample: ${grouped(sample.locationCount)} locations, ` +
          `${grouped(sample.rowCount)} stock rows, two groups.\n`,
  );
  await showOrder(host);
  print(`\nThe same over gRPC, from another terminal in this folder:\n\n${callText(host)}\n\n`);
  print('Serving until Ctrl-C.\n');
}

async function showOrder(host: Host): Promise<void> {
  const { message } = fromJson(messageType('SuggestRoutingRequest'), SAMPLE_ORDER);
  const { city, state } = SAMPLE_ORDER.shippingAddress;
  const client = new ShipfromClient({ address: host.address });
  try {
    message.returnSuggestionLog = true;
    const answer = await client.call('RoutingService.SuggestRouting', message);
    const type = messageType('SuggestRoutingResponse');
    const json = toJson(type, answer, { hasDefaults: true }) as PlainMessage;
    print(`\nOrder ${SAMPLE_ORDER.orderId}, to ${city}, ${state}:\n\n`);
    print(await routingText(client, message, json, false));
  } catch (error) {
    // A store of the user's own may refuse the sample order; the server is none the worse.
    if (!(error instanceof CliFailure)) throw error;
    print(`\nThe sample order was refused: ${error.message}\n`);
  } finally {
    client.close();
  }
}

/**
 * A call of the sample order for people to paste; the JSON is that of protobuf, so enumerations
 * have full names.
 */
function callText(host: Host): string {
  const order = { ...SAMPLE_ORDER, orderType: `ORDER_TYPE_${SAMPLE_ORDER.orderType}` };
  const method = 'shipfrom.v1.RoutingService/SuggestRouting';
  return [
    'npx buf curl --protocol grpc --http2-prior-knowledge \\',
    `  --data '${JSON.stringify(order)}' \\`,
    `  http://${host.address}/${method}`,
  ].join('\n');
}
