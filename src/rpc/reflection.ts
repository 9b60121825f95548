// grpc.reflection v1 and v1alpha: what the server serves, for clients that come without the .proto
// files.

import type {
  handleBidiStreamingCall,
  Server,
  ServerDuplexStream,
  ServiceDefinition,
} from '@grpc/grpc-js';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import protobuf from 'protobufjs';
import descriptor from 'protobufjs/ext/descriptor/index.js';
import { failedPrecondition, STATUS } from '../base/outcome.js';
import { rawMethod } from './definitions.js';
import { DescriptorIndex } from './descriptor-index.js';
import { DRAINING, MALFORMED, serviceError, unauthenticated } from './errors.js';
import type { OpenStreams } from './open-streams.js';
import { packageRoot } from './package-root.js';
import { type FileDescriptor, HEALTH_FILE, reflectionFile } from './reflection-contract.js';
import { StrictReader } from './strict-reader.js';
import type { Edge } from './unary.js';

const VERSIONS = ['v1', 'v1alpha'] as const;
/** Made by the build from the contract. */
const DESCRIPTORS_PATH = join('dist', 'descriptors.binpb');

type Call = ServerDuplexStream<Buffer, Uint8Array>;

type Request = {
  readonly host?: string;
  readonly fileByFilename?: string;
  readonly fileContainingSymbol?: string;
  readonly fileContainingExtension?: { readonly containingType?: string };
  readonly allExtensionNumbersOfType?: string;
  readonly listServices?: string;
};

/**
 * Adds both versions to the server. `serviceNames` are listed besides those of reflection. Throws a
 * `Refusal` with reason NO_DESCRIPTORS where the build has not left the descriptors.
 */
export function addReflection(
  server: Server,
  edge: Edge,
  streams: OpenStreams,
  serviceNames: readonly string[],
): void {
  const index = new DescriptorIndex();
  index.addSet(readDescriptors());
  index.addFile(HEALTH_FILE);
  const listed = [...serviceNames];
  for (const version of VERSIONS) {
    index.addFile(reflectionFile(version));
    listed.push(`grpc.reflection.${version}.ServerReflection`);
  }
  listed.sort();
  for (const version of VERSIONS) {
    const name = `grpc.reflection.${version}.ServerReflection`;
    const method = rawMethod(`/${name}/ServerReflectionInfo`, true, true);
    const definition = { ServerReflectionInfo: method } as unknown as ServiceDefinition;
    server.addService(definition, {
      ServerReflectionInfo: reflect(edge, streams, version, (request) =>
        answerTo(request, index, listed),
      ),
    });
  }
}

function readDescriptors(): Buffer {
  const path = join(packageRoot(), DESCRIPTORS_PATH);
  try {
    return readFileSync(path);
  } catch {
    throw failedPrecondition('NO_DESCRIPTORS', `${path} is missing: run npm run build`);
  }
}

function reflect(
  edge: Edge,
  streams: OpenStreams,
  version: (typeof VERSIONS)[number],
  answer: (request: Request) => object,
): handleBidiStreamingCall<Buffer, Uint8Array> {
  const [requestType, responseType] = messageTypes(version);
  return (call: Call) => {
    if (edge.isKnownCaller !== null && !edge.isKnownCaller(call.metadata)) {
      call.emit('error', unauthenticated());
      return;
    }
    const leave = streams.add(() => call.emit('error', serviceError(DRAINING)));
    call.on('cancelled', leave);
    call.on('end', () => call.end());
    call.on('drain', () => call.resume());
    call.on('data', (bytes: Buffer) => {
      let message: protobuf.Message;
      try {
        message = requestType.decode(new StrictReader(bytes));
      } catch {
        call.pause();
        call.emit('error', serviceError(MALFORMED));
        return;
      }
      const request = requestType.toObject(message) as Request;
      const response = {
        validHost: request.host ?? '',
        originalRequest: request,
        ...answer(request),
      };
      const isRoom = call.write(responseType.encode(responseType.fromObject(response)).finish());
      if (!isRoom) call.pause();
    });
  };
}

function messageTypes(version: (typeof VERSIONS)[number]): [protobuf.Type, protobuf.Type] {
  const setType = descriptor.FileDescriptorSet;
  const set = setType.fromObject({ file: [withJsonNames(reflectionFile(version))] });
  // Declared by the loader only, for protobufjs itself.
  const roots = protobuf.Root as unknown as { fromDescriptor(set: object): protobuf.Root };
  const root = roots.fromDescriptor(set);
  const scope = `grpc.reflection.${version}`;
  return [
    root.lookupType(`${scope}.ServerReflectionRequest`),
    root.lookupType(`${scope}.ServerReflectionResponse`),
  ];
}

/** The file with its fields named as they are in JSON, for messages with such fields. */
function withJsonNames(file: FileDescriptor): object {
  const messageType = file.messageType.map((message) => {
    const { field, ...rest } = message as { field: readonly { jsonName: string }[] };
    return { ...rest, field: field.map((each) => ({ ...each, name: each.jsonName })) };
  });
  return { ...file, messageType };
}

function answerTo(request: Request, index: DescriptorIndex, listed: readonly string[]): object {
  if (request.listServices !== undefined) {
    return { listServicesResponse: { service: listed.map((name) => ({ name })) } };
  }
  if (request.fileByFilename !== undefined) {
    return filesOr(index.filesByName(request.fileByFilename), request.fileByFilename);
  }
  if (request.fileContainingSymbol !== undefined) {
    return filesOr(index.filesBySymbol(request.fileContainingSymbol), request.fileContainingSymbol);
  }
  if (request.allExtensionNumbersOfType !== undefined) {
    // The contract is proto3 and has no extensions.
    const baseTypeName = request.allExtensionNumbersOfType;
    if (index.filesBySymbol(baseTypeName) === null) return missing(baseTypeName);
    return { allExtensionNumbersResponse: { baseTypeName, extensionNumber: [] } };
  }
  if (request.fileContainingExtension !== undefined) {
    return missing(`extension of ${request.fileContainingExtension.containingType ?? ''}`);
  }
  return {
    errorResponse: { errorCode: STATUS.invalidArgument, errorMessage: 'nothing was asked' },
  };
}

function filesOr(files: Uint8Array[] | null, name: string): object {
  if (files === null) return missing(name);
  return { fileDescriptorResponse: { fileDescriptorProto: files } };
}

function missing(name: string): object {
  return { errorResponse: { errorCode: STATUS.notFound, errorMessage: `not found: ${name}` } };
}
