// Runs the built command line as its users do: in processes of its own.

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { builtFile } from '../../support/built.js';

const MAIN = builtFile(new URL('../../../src/main.js', import.meta.url));

/** What a command printed and how it ended. */
export type Outcome = {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
};

/** Environment variables of ours would change what is tested. */
function cleanEnvironment(extra: Readonly<Record<string, string>>): NodeJS.ProcessEnv {
  const inherited = Object.entries(process.env).filter(([name]) => {
    return !name.startsWith('SHIPFROM_') && name !== 'REDIS_URL';
  });
  return { ...Object.fromEntries(inherited), ...extra };
}

/** Runs a command to its end. */
export async function run(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
  input = '',
): Promise<Outcome> {
  const child = spawn(process.execPath, [MAIN, ...args], { env: cleanEnvironment(env) });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  // A command that never reads its input closes it first.
  child.stdin.on('error', () => undefined);
  child.stdin.end(input);
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, stdout, stderr };
}

/** Runs a command whose output nobody reads. */
export async function runUnread(args: readonly string[]): Promise<Omit<Outcome, 'stdout'>> {
  const child = spawn(process.execPath, [MAIN, ...args], { env: cleanEnvironment({}) });
  child.stdout.destroy();
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, stderr };
}

/** Runs a command that does not end until it has printed what `isEnough`; gives what it printed. */
export async function runUntil(
  args: readonly string[],
  env: Readonly<Record<string, string>>,
  isEnough: (stdout: string) => boolean,
): Promise<string> {
  const child = spawn(process.execPath, [MAIN, ...args], { env: cleanEnvironment(env) });
  let stdout = '';
  for await (const text of child.stdout.setEncoding('utf8')) {
    stdout += text;
    if (isEnough(stdout)) break;
  }
  child.kill('SIGTERM');
  return stdout;
}

/** A server of the command line. */
export type Serving = {
  readonly address: string;
  readonly child: ChildProcess;
  /** Everything on stdout so far. */
  stdout(): string;
  /** Sends a signal and gives the exit code. */
  stop(signal: 'SIGINT' | 'SIGTERM'): Promise<number | null>;
};

/** Starts `serve` or `demo` on a free port and waits until `ready` is in what it prints. */
export async function start(
  args: readonly string[],
  ready: RegExp,
  env: Readonly<Record<string, string>> = {},
): Promise<Serving> {
  const all = [MAIN, ...args, '--listen', '127.0.0.1:0', '--workers', '1'];
  const child = spawn(process.execPath, all, { env: cleanEnvironment(env) });
  let stdout = '';
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  const address = await new Promise<string>((resolve, reject) => {
    child.once('close', (code) => reject(new Error(`ended with ${code}: ${stdout}${stderr}`)));
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
      const found = /127\.0\.0\.1:\d+/.exec(stdout);
      if (found !== null && ready.test(stdout)) resolve(found[0]);
    });
  });
  return {
    address,
    child,
    stdout: () => stdout,
    async stop(signal) {
      child.kill(signal);
      const [code] = (await once(child, 'close')) as [number | null];
      return code;
    },
  };
}
