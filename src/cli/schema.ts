// The contract as the command line reads it: message types by name, from the .proto files of the
// package (three up from the build).

import { fileURLToPath } from 'node:url';
import protobuf from 'protobufjs';
import { CONTRACT_FILES } from '../base/contract-files.js';

const FOLDER = fileURLToPath(new URL('../../../proto/', import.meta.url));

let loaded: protobuf.Root | undefined;

/** The contract with camelCase names. Read once. */
export function schema(): protobuf.Root {
  if (loaded === undefined) {
    const root = new protobuf.Root();
    root.resolvePath = (_origin, target) =>
      target.startsWith('google/protobuf/') ? target : `${FOLDER}${target}`;
    root.loadSync([...CONTRACT_FILES]);
    root.resolveAll();
    loaded = root;
  }
  return loaded;
}

/** A message type of `shipfrom.v1`. Throws where there is none. */
export function messageType(name: string): protobuf.Type {
  return schema().lookupType(`shipfrom.v1.${name}`);
}
