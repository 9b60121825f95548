// How the bench asks processes of its own to do something: a method by its name, and what it came
// to. Must not know what they do.

import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';

/** What a process can be asked. */
type Methods<M> = { readonly [K in keyof M]: (...args: never[]) => unknown };

type Question = { readonly id: number; readonly name: string; readonly args: unknown[] };
type Answer = { readonly id: number; readonly value?: unknown; readonly error?: string };

/** Answers what the parent asks, several questions at a time, until the parent lets go. */
export function serveParent<M extends Methods<M>>(methods: M): void {
  const answer = async ({ id, name, args }: Question): Promise<void> => {
    const method = (methods as Record<string, unknown>)[name] as (...rest: unknown[]) => unknown;
    try {
      process.send?.({ id, value: await method(...args) } satisfies Answer);
    } catch (error) {
      const { stack } = error as Error;
      process.send?.({ id, error: stack ?? String(error) } satisfies Answer);
    }
  };
  process.on('message', (question: Question) => void answer(question));
  // A bench that failed closes nothing.
  process.on('disconnect', () => process.exit());
}

/** A process that answers. */
export class Child<M extends Methods<M>> {
  readonly process: ChildProcess;
  private readonly waiters = new Map<number, (answer: Answer) => void>();
  private lastId = 0;

  /** Starts a compiled file; `flags` are those of Node. */
  constructor(file: URL, flags: readonly string[] = []) {
    this.process = fork(file, [], { serialization: 'advanced', execArgv: [...flags] });
    this.process.on('message', (answer: Answer) => {
      this.waiters.get(answer.id)?.(answer);
      this.waiters.delete(answer.id);
    });
    this.process.once('exit', (code) => {
      const error = `${file.pathname} ended with ${code}`;
      for (const [id, waiter] of this.waiters) waiter({ id, error });
    });
  }

  /** Asks; rejects with what the process threw. */
  ask<K extends keyof M & string>(
    name: K,
    ...args: Parameters<M[K]>
  ): Promise<Awaited<ReturnType<M[K]>>> {
    const id = ++this.lastId;
    return new Promise((resolve, reject) => {
      this.waiters.set(id, ({ value, error }) => {
        if (error === undefined) resolve(value as Awaited<ReturnType<M[K]>>);
        else reject(new Error(error));
      });
      this.process.send({ id, name, args } satisfies Question);
    });
  }

  /** Lets the process end, which it does when nothing is left to do. */
  async end(): Promise<void> {
    const { exitCode, signalCode } = this.process;
    if (exitCode !== null || signalCode !== null) return;
    const gone = once(this.process, 'exit');
    this.process.disconnect();
    await gone;
  }
}
