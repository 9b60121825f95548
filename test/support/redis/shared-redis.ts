// Where is the Redis, or the Cluster, that the test files of this run share? Who uses one takes
// keys of its own.

import { randomBytes } from 'node:crypto';
import { inject } from 'vitest';

declare module 'vitest' {
  interface ProvidedContext {
    /** Where test files ask for what they share. */
    sharedRedis: string;
  }
}

/** The URL of the shared server or of a node of the shared cluster, which is started for this. */
export async function sharedRedis(kind: 'standalone' | 'cluster'): Promise<string> {
  const answer = await fetch(`${inject('sharedRedis')}/${kind}`);
  const text = await answer.text();
  if (!answer.ok) throw new Error(text);
  return text;
}

/** A prefix of keys that nobody else has. */
export function freshPrefix(): string {
  return `test-${randomBytes(6).toString('hex')}`;
}
