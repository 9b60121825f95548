// A client that keeps a number of orders in flight on one stream. A child process of the bench, so
// that its CPU is not counted: arguments are port, file with the frame, orders, orders in flight.
// Exits 0 when every answer has come.

import { readFileSync } from 'node:fs';
import { Client, credentials } from '@grpc/grpc-js';

const [port, frameFile, orderCount, inFlight] = process.argv.slice(2);
const frame = readFileSync(frameFile);
const identity = (bytes: Buffer): Buffer => bytes;
const client = new Client(`127.0.0.1:${port}`, credentials.createInsecure());
const path = '/shipfrom.v1.RoutingService/StreamSuggestRouting';
const call = client.makeBidiStreamRequest(path, identity, identity);
const total = Number(orderCount);
let sentCount = 0;
let answeredCount = 0;

function send(): void {
  if (sentCount >= total) return;
  sentCount++;
  call.write(frame);
}

call.on('data', () => {
  answeredCount++;
  if (answeredCount === total) call.end();
  else send();
});
call.on('end', () => {
  client.close();
  if (answeredCount !== total) process.exitCode = 1;
});
call.on('error', (error) => {
  console.error(error.message);
  process.exitCode = 1;
});
for (let i = 0; i < Number(inFlight); i++) send();
