// The contract as the command line reads it: message types by name, from the .proto files of the
// package (three up from the build).

import { fileURLToPath } from 'node:url';
import protobuf from 'protobufjs';

const FOLDER = fileURLToPath(new URL('../../../proto/', import.meta.url));
const FILES = [
  'types',
  'routing',
  'configuration',
  'location',
  'inventory',
  'data_list_service',
  'filter_service',
  'location_group_service',
  'route_service',
  'settings_service',
];

let loaded: protobuf.Root | undefined;

/** The contract with camelCase names. Read once. */
export function schema(): protobuf.Root {
  if (loaded === undefined) {
    const root = new protobuf.Root();
    root.resolvePath = (_origin, target) =>
      target.startsWith('google/protobuf/') ? target : `${FOLDER}${target}`;
    root.loadSync(FILES.map((name) => `shipfrom/v1/${name}.proto`));
    root.resolveAll();
    loaded = root;
  }
  return loaded;
}

/** A message type of `shipfrom.v1`. Throws where there is none. */
export function messageType(name: string): protobuf.Type {
  return schema().lookupType(`shipfrom.v1.${name}`);
}
