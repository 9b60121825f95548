// The admin port: plain HTTP for those who run the server. It tells what is counted, whether the
// server is well, and which one it is, and it takes copies of the store. Knows no orders.

import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { failedPrecondition, Refusal, type RefusalDetail, STATUS } from '../base/outcome.js';
import type { CallMeters } from '../telemetry/call-meter.js';
import type { EngineFigures } from '../telemetry/engine-figures.js';
import { Exposition } from '../telemetry/exposition.js';
import { addressOf, isLocal, type ListenAddress } from './listen.js';
import type { Log } from './log.js';
import { packageVersion } from './package-root.js';

/** Where it listens and what it may do. */
export type AdminOptions = {
  readonly listen: ListenAddress;
  readonly figures: EngineFigures;
  /** Copies the store into a new folder, and says what it did; absent: copies are not wanted. */
  readonly backUp?: () => Promise<object>;
};

/** What it is told by the server that it belongs to. */
export type AdminParts = {
  readonly meters: CallMeters;
  readonly log: Log;
  readonly isInsecureAllowed: boolean;
  readonly isServing: () => boolean;
};

/** An admin port that is open. */
export type AdminServer = { readonly port: number; close(): Promise<void> };

/** What a path answers. */
type Answer = { readonly status: number; readonly type: string; readonly body: string };
type Page = { readonly method: 'GET' | 'POST'; answer(request: IncomingMessage): Promise<Answer> };

const TEXT = 'text/plain; charset=utf-8';
const CONNECTIONS_MAX = 64;

/**
 * Opens the port. Rejects with a `Refusal`: INSECURE_LISTEN where other machines can reach it and
 * that is not allowed, ADMIN_ADDRESS_UNAVAILABLE.
 */
export async function startAdmin(options: AdminOptions, parts: AdminParts): Promise<AdminServer> {
  const { host } = options.listen;
  if (!isLocal(host) && !parts.isInsecureAllowed) {
    throw failedPrecondition(
      'INSECURE_LISTEN',
      `the admin port has neither TLS nor keys, and ${host} can be reached from other machines: ` +
        'listen on 127.0.0.1, or allow it with --insecure',
    );
  }
  const pages = pagesOf(options, parts);
  const server = createServer((request, response) => {
    void respond(pages, parts.log, request, response);
  });
  server.maxConnections = CONNECTIONS_MAX;
  const port = await bind(server, options.listen);
  return {
    port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function pagesOf(
  { figures, backUp }: AdminOptions,
  { meters, isServing }: AdminParts,
): ReadonlyMap<string, Page> {
  const version = packageVersion();
  const exposition = new Exposition(version, meters, figures);
  const page = (answer: () => Answer | Promise<Answer>): Page => {
    return { method: 'GET', answer: async () => answer() };
  };
  return new Map([
    [
      '/metrics',
      page(async () => {
        return { status: 200, type: exposition.contentType, body: await exposition.text() };
      }),
    ],
    ['/healthz', page(() => text(200, 'alive'))],
    ['/readyz', page(() => (isServing() ? text(200, 'serving') : text(503, 'not serving')))],
    ['/version', page(() => json(200, { name: 'shipfrom', version, node: process.version }))],
    ['/backup', { method: 'POST', answer: (request) => backUpFor(request, backUp) }],
  ]);
}

/**
 * A copy is asked for on this machine alone, and never by a page that a browser shows: those name
 * their origin.
 */
async function backUpFor(
  { socket, headers }: IncomingMessage,
  backUp: AdminOptions['backUp'],
): Promise<Answer> {
  const { remoteAddress = '' } = socket;
  if (headers.origin !== undefined || !isLocal(remoteAddress.replace(/^::ffff:/, ''))) {
    return refused(403, 'NOT_LOCAL', 'copies are taken for callers on this machine alone');
  }
  if (backUp === undefined) {
    return refused(412, 'NO_BACKUP_FOLDER', 'the server was started without --backup-dir');
  }
  try {
    return json(200, await backUp());
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const { code, reason, message }: RefusalDetail = error.detail;
    return refused(code === STATUS.aborted ? 409 : 500, reason, message);
  }
}

async function respond(
  pages: ReadonlyMap<string, Page>,
  log: Log,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  // A body says nothing here.
  request.resume();
  const { method = '', url = '' } = request;
  let answer: Answer;
  try {
    const page = pages.get(url.replace(/\?.*/s, ''));
    if (page === undefined) {
      answer = text(404, `no such page; there are ${[...pages.keys()].join(', ')}`);
    } else if (page.method !== method && !(page.method === 'GET' && method === 'HEAD')) {
      response.setHeader('allow', page.method);
      answer = text(405, `only ${page.method}`);
    } else answer = await page.answer(request);
  } catch (error) {
    log.error({ err: error, url }, 'an admin call failed');
    answer = text(500, 'internal error');
  }
  response.writeHead(answer.status, { 'content-type': answer.type, 'cache-control': 'no-store' });
  response.end(method === 'HEAD' ? undefined : answer.body);
}

function text(status: number, line: string): Answer {
  return { status, type: TEXT, body: `${line}\n` };
}

function json(status: number, value: object): Answer {
  return { status, type: 'application/json', body: `${JSON.stringify(value)}\n` };
}

function refused(status: number, reason: string, message: string): Answer {
  return json(status, { error: { reason, message } });
}

function bind(server: Server, listen: ListenAddress): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (error) => {
      const message = `cannot listen on ${addressOf(listen)}: ${error.message}`;
      reject(failedPrecondition('ADMIN_ADDRESS_UNAVAILABLE', message));
    });
    server.listen(listen.port, listen.host, () => resolve((server.address() as AddressInfo).port));
  });
}
