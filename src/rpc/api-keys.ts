// Whether a caller may come in. Keeps digests of the keys only.

import { createHash, timingSafeEqual } from 'node:crypto';
import type { CallHeaders } from './quick-wire.js';

const SCHEME = /^bearer +(\S+)$/i;

/** Says whether the metadata of a call carries one of the keys. */
export type KeyCheck = (metadata: CallHeaders) => boolean;

/**
 * The check for a set of keys, as `authorization: Bearer KEY`; null where no keys are asked.
 * Compares digests with every key in constant time, so that an answer's time tells nothing of a
 * key.
 */
export function keyCheck(keys: readonly string[] | undefined): KeyCheck | null {
  if (keys === undefined) return null;
  const digests = keys.map(digestOf);
  return (metadata) => {
    const values = metadata.get('authorization');
    const match = values.length === 1 ? SCHEME.exec(String(values[0])) : null;
    if (match === null) return false;
    const digest = digestOf(match[1]);
    let isKnown = false;
    for (const known of digests) if (timingSafeEqual(known, digest)) isKnown = true;
    return isKnown;
  };
}

function digestOf(key: string): Buffer {
  return createHash('sha256').update(key, 'utf8').digest();
}
