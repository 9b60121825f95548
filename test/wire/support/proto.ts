// The contract as protobufjs knows it: the library that hand-written bytes are checked against.

import { fileURLToPath } from 'node:url';
import protobuf from 'protobufjs';

const PROTO_ROOT = fileURLToPath(new URL('../../../proto/', import.meta.url));

const root = new protobuf.Root();
root.resolvePath = (_origin, target) => `${PROTO_ROOT}${target}`;
root.loadSync('shipfrom/v1/routing.proto', { keepCase: true });
root.resolveAll();

/** The message type of that name in shipfrom.v1. */
export function messageType(name: string): protobuf.Type {
  return root.lookupType(`shipfrom.v1.${name}`);
}

/** A message of shipfrom.v1 encoded by protobufjs. */
export function encoded(name: string, message: object): Uint8Array {
  const type = messageType(name);
  return Uint8Array.from(type.encode(type.fromObject(message)).finish());
}

/** A message of shipfrom.v1 decoded by protobufjs: int64 as text, only fields that were sent. */
export function decoded(name: string, bytes: Uint8Array): Record<string, unknown> {
  const type = messageType(name);
  return type.toObject(type.decode(bytes), { longs: String });
}
