// The server: all services on one port, from the first SERVING to the last answer. Decides nothing
// about orders.

import { Server } from '@grpc/grpc-js';
import { failedPrecondition } from '../base/outcome.js';
import { CallMeters } from '../telemetry/call-meter.js';
import { type AdminOptions, type AdminServer, startAdmin } from './admin-server.js';
import { ALLOCATION_SERVICE, allocationHandlers } from './allocation-service.js';
import { keyCheck } from './api-keys.js';
import { CONFIGURATION_SERVICE, configurationHandlers } from './configuration-service.js';
import { DATA_LIST_SERVICE, dataListHandlers } from './data-list-service.js';
import { DATA_SET_SERVICE, dataSetHandlers } from './data-set-service.js';
import { type Handlers, loadContract, rawService } from './definitions.js';
import { FILTER_SERVICE, filterHandlers } from './filter-service.js';
import { HEALTH_SERVICE, Health } from './health.js';
import { INVENTORY_SERVICE, inventoryHandlers } from './inventory-service.js';
import { type Access, addressOf, checkAccess, credentialsOf } from './listen.js';
import { LOCATION_GROUP_SERVICE, locationGroupHandlers } from './location-group-service.js';
import { LOCATION_SERVICE, locationHandlers } from './location-service.js';
import type { Log } from './log.js';
import { metered } from './metered.js';
import { OpenStreams } from './open-streams.js';
import { type HotMethods, serveQuickly } from './quick-calls.js';
import type { HotStreamHandler } from './quick-stream.js';
import type { HotHandler } from './quick-unary.js';
import { RATE_CARD_SERVICE, rateCardHandlers } from './rate-card-service.js';
import { addReflection } from './reflection.js';
import { ROUTE_SERVICE, routeHandlers } from './route-service.js';
import {
  COUNTING_METHODS,
  ROUTING_SERVICE,
  routingHandlers,
  type RoutingParts,
} from './routing-service.js';
import { SETTINGS_SERVICE, settingsHandlers } from './settings-service.js';
import { LimitedRouter, SnapshotLimit } from './snapshot-limit.js';

/** Bytes of a message that the server takes; a longer one is answered RESOURCE_EXHAUSTED. */
export const MESSAGE_BYTES_MAX = 16 * 1024 * 1024;

/** How soon who watches health hears that the snapshot has become too old, or is new again. */
const READINESS_MS = 250;

/** What the server needs of an engine. */
export type Served = RoutingParts;

/** The options of a server. */
export type ServerOptions = Access & {
  readonly engine: Served;
  readonly isReflectionEnabled: boolean;
  readonly logger: Log;
  /** Absent: there is no admin port. */
  readonly admin?: AdminOptions;
  /**
   * How old the stock that decisions see may be: past it, orders hear UNAVAILABLE
   * (SNAPSHOT_TOO_OLD) and the server is not ready. Absent: any age.
   */
  readonly maxSnapshotAgeMs?: number;
  /**
   * Calls that a connection may have under way, streams that are open among them: its caller keeps
   * what is more on its own side, where deadlines end it. Absent: any number.
   */
  readonly maxConnectionCalls?: number;
};

/** A server that serves. */
export type RunningServer = {
  /** The port that was bound; 0 for a Unix socket. */
  readonly port: number;
  /** The admin port; absent: there is none. */
  readonly adminPort?: number;
  /**
   * Says NOT_SERVING, takes no new calls, ends streams with UNAVAILABLE and a retry hint, and
   * answers what is in hand for at most `graceMs`. Resolves when every connection is closed. A
   * second call waits for the first.
   */
  drain(graceMs: number): Promise<void>;
};

/**
 * Starts a server over an engine that is open. Rejects with a `Refusal` that says what to do:
 * reasons INSECURE_LISTEN and NO_API_KEYS before anything is bound, BAD_TLS_FILES, NO_DESCRIPTORS,
 * ADDRESS_UNAVAILABLE and ADMIN_ADDRESS_UNAVAILABLE.
 */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  checkAccess(options);
  const credentials = credentialsOf(options.tls);
  const streams = new OpenStreams();
  const { maxConnectionCalls } = options;
  const server = new Server({
    'grpc.max_receive_message_length': MESSAGE_BYTES_MAX,
    // Statistics that nothing reads, taken on every call.
    'grpc.enable_channelz': 0,
    ...(maxConnectionCalls !== undefined && { 'grpc.max_concurrent_streams': maxConnectionCalls }),
  });
  const meters = new CallMeters();
  const limit = limitOf(options);
  const health = addServices(server, streams, meters, limit, options);
  let isServing = false;
  const isReady = () => isServing && limit?.isPassed !== true;
  const admin = await openAdmin(options, meters, isReady);
  let port: number;
  try {
    port = await bind(server, addressOf(options.listen), credentials);
  } catch (error) {
    await admin?.close();
    throw error;
  }
  isServing = true;
  const { logger } = options;
  const readiness = watchReadiness(limit, isReady, health, logger);
  logger.info({ host: options.listen.host, port, tls: options.tls !== undefined }, 'serving');
  let drained: Promise<void> | null = null;
  return {
    port,
    adminPort: admin?.port,
    drain(graceMs) {
      if (drained === null) {
        logger.info({ graceMs }, 'draining');
        clearInterval(readiness);
        health.set(false);
        isServing = false;
        streams.drain();
        const bound = addressOf({ host: options.listen.host, port });
        drained = shutDown(server, bound, graceMs)
          .then(() => admin?.close())
          .then(() => logger.info({}, 'drained'));
      }
      return drained;
    },
  };
}

function limitOf({ engine, maxSnapshotAgeMs }: ServerOptions): SnapshotLimit | undefined {
  if (maxSnapshotAgeMs === undefined) return undefined;
  return new SnapshotLimit(engine.store.heartbeat, maxSnapshotAgeMs);
}

/** Tells health, and where there is a limit goes on telling it. */
function watchReadiness(
  limit: SnapshotLimit | undefined,
  isReady: () => boolean,
  health: Health,
  logger: Log,
): NodeJS.Timeout | undefined {
  let wasReady = isReady();
  health.set(wasReady);
  if (limit === undefined) return undefined;
  const look = (): void => {
    if (isReady() === wasReady) return;
    wasReady = !wasReady;
    health.set(wasReady);
    const change = wasReady ? 'the snapshot is new enough again' : 'the snapshot is too old';
    logger.info({ isReady: wasReady }, change);
  };
  return setInterval(look, READINESS_MS).unref();
}

function openAdmin(
  { admin, logger, isInsecureAllowed }: ServerOptions,
  meters: CallMeters,
  isServing: () => boolean,
): Promise<AdminServer> | undefined {
  if (admin === undefined) return undefined;
  return startAdmin(admin, { meters, log: logger, isInsecureAllowed, isServing });
}

function addServices(
  server: Server,
  streams: OpenStreams,
  meters: CallMeters,
  limit: SnapshotLimit | undefined,
  options: ServerOptions,
): Health {
  const { engine, logger } = options;
  const { explainer, trier, asker, store } = engine;
  const router = limit === undefined ? engine.router : new LimitedRouter(engine.router, limit);
  const routing = { router, explainer, trier, asker, store };
  const edge = { isKnownCaller: keyCheck(options.apiKeys), log: logger };
  const contract = loadContract();
  const handlers = {
    [ROUTING_SERVICE]: routingHandlers(contract, edge, streams, routing, meters),
    [CONFIGURATION_SERVICE]: configurationHandlers(contract, edge, engine),
    [DATA_LIST_SERVICE]: dataListHandlers(contract, edge, engine.store),
    [DATA_SET_SERVICE]: dataSetHandlers(contract, edge, engine.store),
    [FILTER_SERVICE]: filterHandlers(contract, edge, engine.store),
    [LOCATION_GROUP_SERVICE]: locationGroupHandlers(contract, edge, engine.store),
    [RATE_CARD_SERVICE]: rateCardHandlers(contract, edge, engine.store),
    [ROUTE_SERVICE]: routeHandlers(contract, edge, engine.store),
    [SETTINGS_SERVICE]: settingsHandlers(contract, edge, engine.store),
    [LOCATION_SERVICE]: locationHandlers(contract, edge, streams, engine.store),
    [INVENTORY_SERVICE]: inventoryHandlers(contract, edge, streams, engine.store),
    [ALLOCATION_SERVICE]: allocationHandlers(contract, edge, streams, engine),
  };
  for (const [name, methods] of Object.entries(handlers)) {
    const counting = name === ROUTING_SERVICE ? COUNTING_METHODS : [];
    const counted = metered(contract, name, meters, methods, counting);
    server.addService(rawService(contract, name), counted);
    if (name === ROUTING_SERVICE) serveQuickly(server, hotMethods(counted), MESSAGE_BYTES_MAX);
  }
  const names = Object.keys(handlers);
  const health = new Health(names);
  health.addTo(server, streams);
  if (options.isReflectionEnabled) {
    addReflection(server, edge, streams, [...names, HEALTH_SERVICE]);
  }
  return health;
}

/** The methods that orders go through. */
function hotMethods(handlers: Handlers): HotMethods {
  const path = (method: string): string => `/${ROUTING_SERVICE}/${method}`;
  const unary = COUNTING_METHODS.map((method): [string, HotHandler] => [
    path(method),
    handlers[method] as HotHandler,
  ]);
  const stream = handlers.StreamSuggestRouting as HotStreamHandler;
  return { unary: new Map(unary), streams: new Map([[path('StreamSuggestRouting'), stream]]) };
}

function bind(
  server: Server,
  address: string,
  credentials: ReturnType<typeof credentialsOf>,
): Promise<number> {
  return new Promise((resolve, reject) => {
    server.bindAsync(address, credentials, (error, port) => {
      if (error === null) resolve(port);
      else {
        const message = `cannot listen on ${address}: ${error.message}`;
        reject(failedPrecondition('ADDRESS_UNAVAILABLE', message));
      }
    });
  });
}

function shutDown(server: Server, address: string, graceMs: number): Promise<void> {
  // Asks every connection to end, and cuts what has not ended after the grace. forceShutdown would
  // cut nothing here: it only knows the connections that statistics are kept of.
  server.drain(address, graceMs);
  return new Promise((resolve) => {
    server.tryShutdown(() => resolve());
  });
}
