// Where commands write. The one place that knows stdout and stderr.

/** Writes text to standard output. */
export function print(text: string): void {
  process.stdout.write(text);
}

/** Writes text to standard error. */
export function warn(text: string): void {
  process.stderr.write(text);
}

let isGone = false;

/** Whether whoever read the standard output has left. */
export function isReaderGone(): boolean {
  return isGone;
}

/** Lets a command go on to its end where whoever reads its output leaves first, as `head` does. */
export function outliveReaders(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error;
      isGone ||= stream === process.stdout;
    });
  }
}

/** Writes a value for programs: one JSON document, indented. */
export function printJson(value: unknown): void {
  process.stdout.write(`${JSON.stringify(value, null, 2)}\n`);
}
