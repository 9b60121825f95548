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
import { fileFailure, messageOf, wrongUse } from './failure.js';
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
    .addOption(option('--tenant <id>', 'the tenant; absent: 1', 'SHIPFROM_TENANT'))
    .addOption(option('--site <id>', 'the site; absent: 1', 'SHIPFROM_SITE'))
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
    this.metadata = metadataOf(options);
    const credentials = credentialsOf(options);
    try {
      this.client = new Client(options.address, credentials, {
        'grpc.max_receive_message_length': MESSAGE_BYTES_MAX,
        'grpc.max_send_message_length': MESSAGE_BYTES_MAX,
      });
    } catch {
      throw wrongUse(`--address '${options.address}' is not HOST:PORT`);
    }
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

  /**
   * The answers of a server-streaming method, as they are taken. Throws CliFailure where the stream
   * breaks; leaving the loop ends it.
   */
  async *watch(method: string, request: PlainMessage): AsyncGenerator<PlainMessage, void> {
    const { path, input, output } = methodOf(method);
    const stream = this.client.makeServerStreamRequest(
      path,
      (message: PlainMessage) => encode(input, message),
      (bytes) => output.decode(bytes) as unknown as PlainMessage,
      request,
      this.metadata,
    );
    // The loop throws what breaks the stream; that it was cancelled is said to nobody.
    stream.on('error', () => {});
    try {
      for await (const answer of stream) yield answer as PlainMessage;
    } catch (error) {
      throw failureOf(error as ServiceError, this.address);
    } finally {
      stream.cancel();
    }
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

function metadataOf({ tenant, site, key }: ClientOptions): Metadata {
  const metadata = new Metadata();
  const set = (option: string, name: string, value: string): void => {
    try {
      metadata.set(name, value);
    } catch {
      // The value may be a secret, so it is not shown.
      throw wrongUse(`${option}: has characters that metadata cannot carry`);
    }
  };
  if (tenant !== undefined) set('--tenant', 'x-tenant-id', tenant);
  if (site !== undefined) set('--site', 'x-site-id', site);
  if (key !== undefined) set('--key', 'authorization', `Bearer ${key}`);
  return metadata;
}

function credentialsOf(options: ClientOptions): ChannelCredentials {
  const { tls, tlsCa, tlsCert, tlsKey } = options;
  if ((tlsCert === undefined) !== (tlsKey === undefined)) {
    throw wrongUse('--tls-cert and --tls-key go together');
  }
  const hasTls = tls === true || tlsCa !== undefined || tlsCert !== undefined;
  if (!hasTls) return ChannelCredentials.createInsecure();
  const [ca, key, cert] = [pemOf(tlsCa), pemOf(tlsKey), pemOf(tlsCert)];
  // grpc-js gives TLS an address as the server's name; Node warns of that on every command.
  process.noDeprecation = true;
  try {
    return ChannelCredentials.createSsl(ca, key, cert);
  } catch (error) {
    throw wrongUse(`the TLS files cannot be used: ${messageOf(error)}`);
  }
}

function pemOf(path: string | undefined): Buffer | null {
  if (path === undefined) return null;
  let bytes: Buffer;
  try {
    bytes = readFileSync(path);
  } catch (error) {
    throw fileFailure(path, error);
  }
  // TLS passes over an authority that it cannot read, and then trusts nobody.
  if (!bytes.includes('-----BEGIN ')) throw wrongUse(`${path}: is not a PEM file`);
  return bytes;
}
