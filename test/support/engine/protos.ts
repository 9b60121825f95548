// How do tests turn plain objects into the bytes of the contract, and back? By protobufjs, not by
// our own codec. Must not know: the engine.

import protobuf from 'protobufjs';
import { CONTRACT_FILES } from '../../../src/base/contract-files.js';
import { packageRoot } from '../../../src/rpc/package-root.js';

/** The types of the contract. */
const contract = loadContract();

function loadContract(): protobuf.Root {
  const root = new protobuf.Root();
  root.resolvePath = (_origin, target) =>
    target.startsWith('google/') ? target : `${packageRoot()}/proto/${target}`;
  root.loadSync([...CONTRACT_FILES]);
  root.resolveAll();
  return root;
}

/** The names of an enumeration's values. */
export function enumNames(type: string): string[] {
  return Object.keys(contract.lookupEnum(`shipfrom.v1.${type}`).values);
}

/** The bytes of a message from its JSON form (camelCase, enum names). */
export function encodeMessage(type: string, json: object): Uint8Array {
  const found = contract.lookupType(`shipfrom.v1.${type}`);
  return found.encode(found.fromObject(json)).finish();
}

/**
 * The JSON form of a message's bytes: enum names, int64 as numbers, absent fields absent, lists
 * always there.
 */
export function decodeMessage(type: string, bytes: Uint8Array): Record<string, unknown> {
  const found = contract.lookupType(`shipfrom.v1.${type}`);
  return found.toObject(found.decode(bytes), { enums: String, longs: Number, arrays: true });
}
