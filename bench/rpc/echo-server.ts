// The reference: a grpc-js server that does nothing but give back the bytes of a real answer. A
// child process of the bench: argument 1 is a file with the answers, one per method, argument 2,
// where it is given, the path of a Unix socket to listen on besides; it prints its port.

import { readFileSync } from 'node:fs';
import { Server, ServerCredentials, type ServiceDefinition } from '@grpc/grpc-js';

const answers = JSON.parse(readFileSync(process.argv[2], 'utf8')) as Record<string, string>;
const identity = (bytes: Buffer): Buffer => bytes;

function method(path: string, isStream: boolean): ServiceDefinition[string] {
  return {
    path: `/shipfrom.v1.RoutingService/${path}`,
    requestStream: isStream,
    responseStream: isStream,
    requestSerialize: identity,
    requestDeserialize: identity,
    responseSerialize: identity,
    responseDeserialize: identity,
  };
}

const unary = Buffer.from(answers.unary, 'base64');
const batch = Buffer.from(answers.batch, 'base64');
const frame = Buffer.from(answers.frame, 'base64');
// The options of the product's server: what the reference saves, the product saves too.
const server = new Server({
  'grpc.max_receive_message_length': 64 * 1024 * 1024,
  'grpc.enable_channelz': 0,
});
server.addService(
  {
    SuggestRouting: method('SuggestRouting', false),
    BatchSuggestRouting: method('BatchSuggestRouting', false),
    StreamSuggestRouting: method('StreamSuggestRouting', true),
  },
  {
    SuggestRouting: (_call: unknown, done: (e: null, b: Buffer) => void) => done(null, unary),
    BatchSuggestRouting: (_call: unknown, done: (e: null, b: Buffer) => void) => done(null, batch),
    StreamSuggestRouting: (call: NodeJS.ReadWriteStream) => {
      call.on('data', () => call.write(frame as unknown as string));
      call.on('end', () => call.end());
    },
  },
);

function bind(address: string): Promise<number> {
  return new Promise((resolve, reject) => {
    server.bindAsync(address, ServerCredentials.createInsecure(), (error, port) => {
      if (error === null) resolve(port);
      else reject(error);
    });
  });
}

const port = await bind('127.0.0.1:0');
if (process.argv[3] !== undefined) await bind(`unix:${process.argv[3]}`);
process.stdout.write(`${port}\n`);
process.on('SIGTERM', () => server.forceShutdown());
