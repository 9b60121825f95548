// The processes of the bench and what they cost: servers that print their port, load that runs to
// its end, CPU by /proc.

import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** A server in a process of its own, and what it printed after its port. */
export type ServerProcess = {
  readonly port: number;
  readonly child: ChildProcess;
  readonly said: string[];
};

/** Ticks of /proc a second: USER_HZ, which Linux fixes at 100 for user space. */
const TICKS_PER_SECOND = 100;

/** Starts a compiled server of this folder and waits for its port. */
export async function startServerProcess(
  file: string,
  args: readonly string[],
): Promise<ServerProcess> {
  const path = fileURLToPath(new URL(file, import.meta.url));
  const child = spawn(process.execPath, [path, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = (await once(child.stdout, 'data')) as [Buffer];
  const said: string[] = [];
  child.stdout.on('data', (text: Buffer) => said.push(text.toString()));
  return { port: Number(line.toString()), child, said };
}

/** Ends a server and waits until it is gone; answers what it said at last. */
export async function stopServerProcess({ child, said }: ServerProcess): Promise<string> {
  const gone = once(child, 'close');
  child.kill('SIGTERM');
  await gone;
  return said.join('').trim();
}

/** CPU seconds of all threads of a process so far, by the operating system. */
export function cpuSeconds({ child }: ServerProcess): number {
  const stat = readFileSync(`/proc/${child.pid}/stat`, 'utf8');
  // The second field is in parentheses and may hold blanks: fields are counted behind it.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
}

/** What a run of h2load said. */
export type LoadResult = {
  readonly callsPerSecond: number;
  readonly succeeded: number;
  readonly meanUs: number;
};

/** Runs h2load to its end; throws where it is missing or a call failed. */
export function runH2load(options: {
  readonly port: number;
  readonly method: string;
  readonly bodyFile: string;
  readonly calls: number;
  readonly connections: number;
  readonly inFlight: number;
}): LoadResult {
  const { port, method, bodyFile, calls, connections, inFlight } = options;
  const perConnection = Math.ceil(inFlight / connections);
  const counts = ['-n', String(calls), '-c', String(connections), '-m', String(perConnection)];
  const headers = ['-H', 'content-type: application/grpc', '-H', 'te: trailers'];
  const url = `http://127.0.0.1:${port}/shipfrom.v1.RoutingService/${method}`;
  const run = spawnSync('h2load', [...counts, ...headers, '-d', bodyFile, url], {
    encoding: 'utf8',
  });
  if (run.error) throw new Error('h2load is missing: apt-get install -y nghttp2-client');
  const succeeded = Number(/(\d+) succeeded/.exec(run.stdout)?.[1] ?? 0);
  if (succeeded !== calls) throw new Error(`h2load: ${succeeded} of ${calls} calls: ${run.stdout}`);
  const rate = Number(/([\d.]+) req\/s/.exec(run.stdout)?.[1] ?? 0);
  return { callsPerSecond: rate, succeeded, meanUs: meanOf(run.stdout) };
}

function meanOf(output: string): number {
  const fields = /time for request:\s+(\S+)\s+(\S+)\s+(\S+)/.exec(output);
  const text = fields?.[3] ?? '';
  const value = Number.parseFloat(text);
  if (text.endsWith('us')) return value;
  return text.endsWith('ms') ? value * 1000 : value * 1e6;
}

/** Runs a compiled client of this folder to its end; throws where it fails. */
export function runClient(file: string, args: readonly string[]): void {
  const path = fileURLToPath(new URL(file, import.meta.url));
  const run = spawnSync(process.execPath, [path, ...args], { encoding: 'utf8' });
  if (run.status !== 0) throw new Error(`${file}: ${run.stderr}`);
}

/** A message with the five bytes that gRPC puts before it. */
export function framed(message: Uint8Array): Buffer {
  const head = Buffer.alloc(5);
  head.writeUInt32BE(message.length, 1);
  return Buffer.concat([head, message]);
}
