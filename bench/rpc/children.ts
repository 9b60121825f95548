// The processes of the bench and what they cost: servers that print their port, load that runs to
// its end, CPU and memory by /proc.

import { type ChildProcess, fork, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { ClientResult, ClientTask } from './client/tasks.js';

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

/** What the product's server says when it ends. */
export type ServerReport = {
  /** Decision records that were kept, and those that were dropped. */
  readonly kept: number;
  readonly dropped: number;
  /** The most calls that were seen in its queue, and how many it takes. */
  readonly depthMax: number;
  readonly queueMax: number;
};

/** CPU seconds of all threads of a process so far, by the operating system. */
export function cpuSeconds({ child }: ServerProcess): number {
  const folder = `/proc/${child.pid}/task`;
  // Exact to the nanosecond, where the kernel keeps it.
  if (existsSync(`/proc/${child.pid}/schedstat`)) {
    const threads = readdirSync(folder).map((thread) => `${folder}/${thread}/schedstat`);
    return threads.reduce((sum, file) => sum + Number(readText(file).split(' ')[0]), 0) / 1e9;
  }
  const stat = readText(`/proc/${child.pid}/stat`);
  // The second field is in parentheses and may hold blanks: fields are counted behind it.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
}

/** Bytes of memory of a process that are resident. */
export function residentBytes({ child }: ServerProcess): number {
  const kilobytes = /VmRSS:\s+(\d+)/.exec(readText(`/proc/${child.pid}/status`))?.[1];
  return Number(kilobytes ?? 0) * 1024;
}

/** The text of a file; empty where a thread is gone by now. */
function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

/** A client in a process of its own. One task at a time. */
export class ClientProcess {
  private readonly child = fork(
    fileURLToPath(new URL('client/client-process.js', import.meta.url)),
    { serialization: 'advanced' },
  );

  /** Runs a task to its end. Rejects where an answer was wrong or the connection was lost. */
  async run(task: ClientTask): Promise<ClientResult> {
    this.child.send(task);
    const [said] = (await once(this.child, 'message')) as [
      { readonly result?: ClientResult; readonly error?: string },
    ];
    if (said.result === undefined) throw new Error(`the client: ${said.error}`);
    return said.result;
  }

  /** Ends the process. */
  end(): void {
    this.child.disconnect();
  }
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

/** A message with the five bytes that gRPC puts before it. */
export function framed(message: Uint8Array): Buffer {
  const head = Buffer.alloc(5);
  head.writeUInt32BE(message.length, 1);
  return Buffer.concat([head, message]);
}
