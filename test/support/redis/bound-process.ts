// Starts programs that cannot outlive the process that started them, however that one ends. Must
// not know what they are.

import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';

/** A program that runs, or did. */
export class BoundProcess {
  readonly child: ChildProcess;
  /** What it wrote to stdout and stderr so far. */
  text = '';
  private readonly ended: Promise<unknown>;

  /** Starts `command`; it is not known to have begun. */
  constructor(command: string, args: readonly string[], env?: NodeJS.ProcessEnv) {
    const words = diesWithUs() ? ['setpriv', '--pdeathsig', 'KILL', command] : [command];
    this.child = spawn(words[0], [...words.slice(1), ...args], {
      stdio: ['ignore', 'pipe', 'pipe'],
      ...(env === undefined ? {} : { env }),
    });
    this.ended = once(this.child, 'close');
    this.ended.catch(() => undefined);
    this.child.stdout?.setEncoding('utf8').on('data', (text: string) => (this.text += text));
    this.child.stderr?.setEncoding('utf8').on('data', (text: string) => (this.text += text));
  }

  /** Whether it has not ended yet. */
  get isRunning(): boolean {
    const { exitCode, signalCode, pid } = this.child;
    return pid !== undefined && exitCode === null && signalCode === null;
  }

  /** Sends a signal; SIGSTOP and SIGCONT too. */
  signal(name: NodeJS.Signals): void {
    this.child.kill(name);
  }

  /** Sends a signal and waits for the end; a process that was stopped is let go on first. */
  async end(name: NodeJS.Signals = 'SIGTERM'): Promise<void> {
    if (this.isRunning) {
      this.child.kill(name);
      if (name !== 'SIGKILL') this.child.kill('SIGCONT');
    }
    await this.ended.catch(() => undefined);
  }

  /** Waits until it ended by itself; gives its exit code, null where there is none. */
  async over(): Promise<number | null> {
    await this.ended.catch(() => undefined);
    return this.child.exitCode;
  }

  /** Waits until `isReady` holds; throws with what the program wrote where it ends before. */
  async until(isReady: () => boolean | Promise<boolean>, limitMs = 50_000): Promise<void> {
    const endMs = Date.now() + limitMs;
    while (!(await isReady())) {
      if (!this.isRunning || Date.now() > endMs) {
        const state = this.isRunning ? 'is not ready' : 'ended by itself';
        throw new Error(`${this.child.spawnargs.join(' ')} ${state}: ${this.text}`);
      }
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  }
}

let canDie: boolean | undefined;

/** Linux ends a child with the thread that began it, where it is asked to. */
function diesWithUs(): boolean {
  canDie ??= spawnSync('setpriv', ['--pdeathsig', 'KILL', 'true']).status === 0;
  return canDie;
}
