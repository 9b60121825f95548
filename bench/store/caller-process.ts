// How the bench talks with its callers, who are a process of their own.

import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/** What callers are to do. */
export type CallerTask = {
  readonly kind: 'allocate' | 'suggest';
  readonly callers: number;
  /** 0: until they are stopped. */
  readonly orders: number;
  /** Of the order ids. */
  readonly prefix: string;
};

/** What came of it. */
export type CallerResult = {
  readonly orders: number;
  readonly units: number;
  readonly seconds: number;
  /** Calls that were told to try again, and did. */
  readonly retried: number;
  readonly p50Us: number;
  readonly p99Us: number;
};

/** What was allocated in all. */
export type Allocated = { readonly orders: number; readonly units: number };

/** Callers of a server. */
export class Callers {
  readonly allocated = { orders: 0, units: 0, retried: 0 };
  private readonly child: ChildProcess;
  /** Ends who waits for callers that have gone. */
  private readonly left = new AbortController();
  private runCount = 0;

  constructor(port: number) {
    this.child = fork(fileURLToPath(new URL('caller.js', import.meta.url)), [`${port}`]);
    this.child.once('exit', (code) => {
      if (code !== 0) this.left.abort(new Error(`the callers ended with ${code}`));
    });
  }

  /** Has so many orders allocated, or suggested, by so many callers. */
  async run(kind: CallerTask['kind'], callers: number, orders: number): Promise<CallerResult> {
    const task: CallerTask = { kind, callers, orders, prefix: `${kind}-${++this.runCount}` };
    this.child.send(task);
    const { signal } = this.left;
    const [result] = (await once(this.child, 'message', { signal })) as [CallerResult];
    if (kind === 'allocate') {
      this.allocated.orders += result.orders;
      this.allocated.units += result.units;
      this.allocated.retried += result.retried;
    }
    return result;
  }

  /** Has callers at it while `body` runs, which may block this process. */
  async beside<T>(callers: number, body: () => T): Promise<{ value: T; result: CallerResult }> {
    const done = this.run('allocate', callers, 0);
    // They are to be at it before it begins.
    await new Promise((resolve) => setTimeout(resolve, 300));
    const value = body();
    this.child.send('stop');
    return { value, result: await done };
  }

  /** Ends the process. */
  end(): void {
    this.child.disconnect();
  }
}
