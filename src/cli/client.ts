// Calls a Shipfrom server. Messages go in and come out as protobufjs takes them; errors come out as
// failures.

import { readFileSync } from 'node:fs';
import {
  type CallOptions,
  ChannelCredentials,
  Client,
  type ClientWritableStream,
  Metadata,
  type ServiceError,
} from '@grpc/grpc-js';
import type { Command } from 'commander';
import { Option } from 'commander';
import type protobuf from 'protobufjs';
import { fileFailure } from './failure.js';
import type { PlainMessage } from './proto-json.js';
import { messageType, schema } from './schema.js';
import { failureOf } from './status.js';

/** Where a server is and who asks. */
export type ClientOptions = {
  /** host:port. */
  readonly address: string;
  readonly tenant?: string;
  readonly site?: string;
  /** An API key; absent: none is sent. */
  readonly key?: string;
  /** PEM files: who signed the server's certificate, and the certificate and key of this client. */
  readonly tlsCa?: string;
  readonly tlsCert?: string;
  readonly tlsKey?: string;
  /** TLS with the certificate authorities of the system. */
  readonly tls?: boolean;
  /** How long a unary call may take. */
  readonly timeoutMs?: number;
};

/** Bytes of a message in either direction: a part of an import or a big configuration fits. */
const MESSAGE_BYTES_MAX = 64 * 1024 * 1024;
const TIMEOUT_MS = 30_000;

/** The options of every command that calls a server. */
export function withClientOptions(command: Command): Command {
  const option = (flags: string, text: string, env: string): Option =>
    new Option(flags, text).env(env);
  return command
    .addOption(
      option('--address <host:port>', 'the server', 'SHIPFROM_ADDRESS').default('127.0.0.1:50051'),
    )
    .addOption(option('--tenant <id>', 'the tenant (the server takes 1)', 'SHIPFROM_TENANT'))
    .addOption(option('--site <id>', 'the site (the server takes 1)', 'SHIPFROM_SITE'))
    .addOption(option('--key <key>', 'an API key; better by the environment', 'SHIPFROM_KEY'))
    .addOption(option('--tls', 'use TLS, with the authorities of the system', 'SHIPFROM_TLS'))
    .addOption(option('--tls-ca <file>', 'use TLS, with this authority (PEM)', 'SHIPFROM_TLS_CA'))
    .addOption(
      option('--tls-cert <file>', 'certificate of this client (PEM)', 'SHIPFROM_CLIENT_CERT'),
    )
    .addOption(option('--tls-key <file>', 'key of that certificate (PEM)', 'SHIPFROM_CLIENT_KEY'));
}

/** A connection to a server. Opened at the first call; to be closed. */
export class ShipfromClient {
  readonly address: string;
  private readonly client: Client;
  private readonly metadata: Metadata;
  private readonly timeoutMs: number;

  constructor(options: ClientOptions) {
    this.address = options.address;
    this.timeoutMs = options.timeoutMs ?? TIMEOUT_MS;
    this.client = new Client(options.address, credentialsOf(options), {
      'grpc.max_receive_message_length': MESSAGE_BYTES_MAX,
      'grpc.max_send_message_length': MESSAGE_BYTES_MAX,
    });
    this.metadata = new Metadata();
    if (options.tenant !== undefined) this.metadata.set('x-tenant-id', options.tenant);
    if (options.site !== undefined) this.metadata.set('x-site-id', options.site);
    if (options.key !== undefined) this.metadata.set('authorization', `Bearer ${options.key}`);
  }

  /** Calls a unary method, such as `RoutingService.SuggestRouting`. Rejects with CliFailure. */
  call<T = PlainMessage>(method: string, request: PlainMessage): Promise<T> {
    const { path, input, output } = methodOf(method);
    const options: CallOptions = { deadline: Date.now() + this.timeoutMs };
    return new Promise((resolve, reject) => {
      this.client.makeUnaryRequest(
        path,
        (message: PlainMessage) => encode(input, message),
        (bytes) => output.decode(bytes) as unknown as T,
        request,
        this.metadata,
        options,
        (error: ServiceError | null, answer?: T) => {
          if (error) reject(failureOf(error, this.address));
          else resolve(answer as T);
        },
      );
    });
  }

  /** Sends messages to a client-streaming method and gives its answer. Rejects with CliFailure. */
  stream<T = PlainMessage>(method: string, requests: readonly PlainMessage[]): Promise<T> {
    const { path, input, output } = methodOf(method);
    return new Promise((resolve, reject) => {
      const call: ClientWritableStream<PlainMessage> = this.client.makeClientStreamRequest(
        path,
        (message: PlainMessage) => encode(input, message),
        (bytes) => output.decode(bytes) as unknown as T,
        this.metadata,
        (error: ServiceError | null, answer?: T) => {
          if (error) reject(failureOf(error, this.address));
          else resolve(answer as T);
        },
      );
      for (const request of requests) call.write(request);
      call.end();
    });
  }

  /** Ends the connection. */
  close(): void {
    this.client.close();
  }
}

/** Runs `body` with a connection that is closed afterwards. */
export async function withClient<T>(
  options: ClientOptions,
  body: (client: ShipfromClient) => Promise<T>,
): Promise<T> {
  const client = new ShipfromClient(options);
  try {
    return await body(client);
  } finally {
    client.close();
  }
}

function methodOf(name: string): { path: string; input: protobuf.Type; output: protobuf.Type } {
  const [service, method] = name.split('.');
  const { requestType, responseType } = schema().lookupService(`shipfrom.v1.${service}`).methods[
    method
  ];
  return {
    path: `/shipfrom.v1.${service}/${method}`,
    input: messageType(requestType),
    output: messageType(responseType),
  };
}

function encode(type: protobuf.Type, message: PlainMessage): Buffer {
  return Buffer.from(type.encode(message).finish());
}

function credentialsOf(options: ClientOptions): ChannelCredentials {
  const hasTls = options.tls === true || options.tlsCa !== undefined;
  if (!hasTls && options.tlsCert === undefined) return ChannelCredentials.createInsecure();
  return ChannelCredentials.createSsl(
    pemOf(options.tlsCa),
    pemOf(options.tlsKey),
    pemOf(options.tlsCert),
  );
}

function pemOf(path: string | undefined): Buffer | null {
  if (path === undefined) return null;
  try {
    return readFileSync(path);
  } catch (error) {
    throw fileFailure(path, error);
  }
}
