// A gRPC client for tests: calls by name with plain objects, or with bytes as they are, and reads
// error details.

import {
  Client,
  type ClientDuplexStream,
  type ClientReadableStream,
  type ClientWritableStream,
  credentials,
  Metadata,
  type ServiceError,
} from '@grpc/grpc-js';
import * as protoLoader from '@grpc/proto-loader';
import protobuf from 'protobufjs';
import { CONTRACT_FILES } from '../../../src/base/contract-files.js';

const contract = protoLoader.loadSync([...CONTRACT_FILES], {
  includeDirs: [new URL('../../../proto', import.meta.url).pathname],
  enums: String,
  longs: Number,
  defaults: true,
  oneofs: true,
});

/** Anything decoded; tests look at what they expect. */
// oxlint-disable-next-line typescript/no-explicit-any
export type Decoded = any;

/** What a refused call tells. */
export type Refused = {
  code: number;
  message: string;
  reason: string;
  fields: string[];
  metadata: Record<string, string>;
  retryAfterMs: number | null;
};

export type CallOptions = { headers?: Record<string, string | string[]>; deadlineMs?: number };

/** A client of one server. */
export class TestClient {
  readonly client: Client;

  constructor(address: string | number, channel = credentials.createInsecure()) {
    const target = typeof address === 'number' ? `127.0.0.1:${address}` : address;
    this.client = new Client(target, channel, { 'grpc.use_local_subchannel_pool': 1 });
  }

  close(): void {
    this.client.close();
  }

  /** A unary call of `Service.Method`; rejects with the ServiceError. */
  call(name: string, request: object, options: CallOptions = {}): Promise<Decoded> {
    const method = methodOf(name);
    return this.#unary(method, method.requestSerialize(request), options).then((bytes) =>
      method.responseDeserialize(bytes),
    );
  }

  /** The same with the bytes of a request as they are; answers bytes. */
  raw(name: string, bytes: Uint8Array, options: CallOptions = {}): Promise<Buffer> {
    return this.#unary(methodOf(name), Buffer.from(bytes), options);
  }

  /** The refusal of a call that must be refused. */
  async refusal(name: string, request: object, options: CallOptions = {}): Promise<Refused> {
    return refusedBy(this.call(name, request, options));
  }

  duplex(name: string, options: CallOptions = {}): ClientDuplexStream<object, Decoded> {
    const { path, requestSerialize, responseDeserialize } = methodOf(name);
    const metadata = metadataOf(options);
    return this.client.makeBidiStreamRequest(
      path,
      requestSerialize,
      responseDeserialize,
      metadata,
      deadlineOf(options),
    );
  }

  /** A server stream. */
  download(
    name: string,
    request: object,
    options: CallOptions = {},
  ): ClientReadableStream<Decoded> {
    const { path, requestSerialize, responseDeserialize } = methodOf(name);
    return this.client.makeServerStreamRequest(
      path,
      requestSerialize,
      responseDeserialize,
      request,
      metadataOf(options),
      deadlineOf(options),
    );
  }

  /** A client stream, and what comes of it. */
  upload(
    name: string,
    options: CallOptions = {},
  ): { stream: ClientWritableStream<object>; answer: Promise<Decoded> } {
    const { path, requestSerialize, responseDeserialize } = methodOf(name);
    let settle: (error: ServiceError | null, value?: Decoded) => void = () => {};
    const answer = new Promise<Decoded>((resolve, reject) => {
      settle = (error, value) => (error === null ? resolve(value) : reject(error));
    });
    // Whoever awaits the answer sees the error; until then it must not end the process.
    answer.catch(() => {});
    const stream = this.client.makeClientStreamRequest(
      path,
      requestSerialize,
      responseDeserialize,
      metadataOf(options),
      deadlineOf(options),
      settle,
    );
    return { stream, answer };
  }

  #unary(
    { path }: protoLoader.MethodDefinition<object, object>,
    bytes: Buffer,
    options: CallOptions,
  ): Promise<Buffer> {
    return new Promise((resolve, reject) => {
      this.client.makeUnaryRequest(
        path,
        (value: Buffer) => value,
        (value: Buffer) => value,
        bytes,
        metadataOf(options),
        deadlineOf(options),
        (error, value) => (error === null ? resolve(value as Buffer) : reject(error)),
      );
    });
  }
}

/** A method of the contract by `Service.Method`. */
export function methodOf(name: string): protoLoader.MethodDefinition<object, object> {
  const [service, method] = name.split('.');
  return (contract[`shipfrom.v1.${service}`] as protoLoader.ServiceDefinition)[method];
}

function metadataOf({ headers = {} }: CallOptions): Metadata {
  const metadata = new Metadata();
  for (const [key, values] of Object.entries(headers)) {
    for (const value of [values].flat()) metadata.add(key, value);
  }
  return metadata;
}

function deadlineOf({ deadlineMs = 20_000 }: CallOptions): { deadline: number } {
  return { deadline: Date.now() + deadlineMs };
}

const rpc = protobuf.parse(`syntax = "proto3"; package google.rpc;
  message Any { string type_url = 1; bytes value = 2; }
  message Status { int32 code = 1; string message = 2; repeated Any details = 3; }
  message ErrorInfo { string reason = 1; string domain = 2; map<string, string> metadata = 3; }
  message FieldViolation { string field = 1; string description = 2; }
  message BadRequest { repeated FieldViolation field_violations = 1; }
  message Duration { int64 seconds = 1; int32 nanos = 2; }
  message RetryInfo { Duration retry_delay = 1; }`).root;

/** What a rejected call tells; throws where it was not rejected. */
export async function refusedBy(call: Promise<unknown>): Promise<Refused> {
  const outcome = await call.then(
    () => null,
    (error: unknown) => error as ServiceError,
  );
  if (outcome === null) throw new Error('the call was answered');
  return refusedOf(outcome);
}

/** What the details of an error tell. */
export function refusedOf(error: ServiceError): Refused {
  const refused: Refused = {
    code: error.code,
    message: error.details,
    reason: '',
    fields: [],
    metadata: {},
    retryAfterMs: null,
  };
  const [bytes] = error.metadata?.get('grpc-status-details-bin') ?? [];
  if (bytes === undefined) return refused;
  const decode = (type: string, value: Uint8Array) =>
    rpc.lookupType(`google.rpc.${type}`).decode(value) as Decoded;
  const status = decode('Status', bytes as Buffer);
  if (status.code !== error.code) throw new Error(`status ${status.code}, error ${error.code}`);
  for (const { typeUrl, value } of status.details) {
    const type = typeUrl.slice('type.googleapis.com/google.rpc.'.length);
    const message = decode(type, value);
    if (type === 'ErrorInfo') {
      refused.reason = message.reason;
      refused.metadata = message.metadata;
    }
    if (type === 'BadRequest') {
      refused.fields = message.fieldViolations.map((violation: Decoded) => violation.field);
    }
    if (type === 'RetryInfo') {
      const { seconds, nanos } = message.retryDelay;
      refused.retryAfterMs = Number(seconds) * 1000 + nanos / 1e6;
    }
  }
  return refused;
}

/** A list with the same value many times. */
export function times<T>(count: number, value: T): T[] {
  return Array.from({ length: count }, () => value);
}
