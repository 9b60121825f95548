// Whether the data file is still there under its name. An open file that was deleted takes writes
// and flushes as before, and what is written is lost when it is closed.

import { statSync } from 'node:fs';

/** A file that is watched. */
export type FileWatch = {
  /** Throws where another file or none has the name now. Costs a look at the folder. */
  check(): void;
};

/** Watches the file that has this path now. */
export function watchFile(path: string): FileWatch {
  const opened = identityOf(path);
  return {
    check() {
      if (identityOf(path) === opened) return;
      throw new Error(`${path} was deleted, moved or replaced while the store was open`);
    },
  };
}

/** The device and number of a file; undefined where there is none. */
function identityOf(path: string): string | undefined {
  const found = statSync(path, { bigint: true, throwIfNoEntry: false });
  return found === undefined ? undefined : `${found.dev}/${found.ino}`;
}
