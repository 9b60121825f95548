// The services of the contract as grpc-js wants them: every message stays bytes here, each service
// decodes its own.

import type { MethodDefinition, ServiceDefinition, UntypedHandleCall } from '@grpc/grpc-js';
import * as protoLoader from '@grpc/proto-loader';
import { join } from 'node:path';
import { CONTRACT_FILES } from '../base/contract-files.js';
import { packageRoot } from './package-root.js';

/** A method whose messages are bytes on both sides. */
export type RawMethod = MethodDefinition<Buffer, Uint8Array>;

/** What implements a service: a handler for each method, by the method's name. */
export type Handlers = { readonly [method: string]: UntypedHandleCall };

/** The parsed contract: services, messages and enumerations by full name. */
export type Contract = protoLoader.PackageDefinition;

/** Reads the .proto files of the package. */
export function loadContract(): Contract {
  return protoLoader.loadSync([...CONTRACT_FILES], {
    includeDirs: [join(packageRoot(), 'proto')],
    keepCase: false,
    enums: String,
    longs: Number,
    defaults: false,
    arrays: false,
    objects: false,
    oneofs: false,
  });
}

/** A service of the contract, its messages decoded and encoded by the loader. */
export function contractService(contract: Contract, name: string): protoLoader.ServiceDefinition {
  return contract[name] as protoLoader.ServiceDefinition;
}

/** The same service with messages left as bytes. */
export function rawService(contract: Contract, name: string): ServiceDefinition {
  const raw: Record<string, RawMethod> = {};
  for (const [method, definition] of Object.entries(contractService(contract, name))) {
    const { path, requestStream, responseStream } = definition;
    raw[method] = rawMethod(path, requestStream, responseStream);
  }
  return raw;
}

/** One method by its path `/service/method`, with messages left as bytes. */
export function rawMethod(
  path: string,
  requestStream: boolean,
  responseStream: boolean,
): RawMethod {
  return {
    path,
    requestStream,
    responseStream,
    requestSerialize: asBuffer,
    requestDeserialize: same,
    responseSerialize: asBuffer,
    responseDeserialize: same,
  };
}

function same(bytes: Buffer): Buffer {
  return bytes;
}

/** The same bytes as a Buffer; nothing is copied. */
function asBuffer(bytes: Uint8Array): Buffer {
  if (bytes instanceof Buffer) return bytes;
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
