// grpc.health.v1.Health: whether the server and each of its services serve. Asked without a key, as
// probes cannot have one.

import type { Server, ServerWritableStream, ServiceDefinition } from '@grpc/grpc-js';
import { HealthImplementation } from 'grpc-health-check';
import { DRAINING, serviceError } from './errors.js';
import type { OpenStreams } from './open-streams.js';

/** The full name of the service. */
export const HEALTH_SERVICE = 'grpc.health.v1.Health';

type WatchCall = ServerWritableStream<{ service: string }, object>;
type HealthHandlers = { watch(call: WatchCall): void };

/** The health of the server and of its services. */
export class Health {
  private readonly implementation: HealthImplementation;
  private readonly names: readonly string[];

  /** Nothing serves yet. The server as a whole is the service ''. */
  constructor(serviceNames: readonly string[]) {
    this.names = ['', ...serviceNames];
    this.implementation = new HealthImplementation(
      Object.fromEntries(this.names.map((name) => [name, 'NOT_SERVING' as const])),
    );
  }

  /**
   * Adds the service; its watchers are among `streams`, since a shutdown would wait for them for
   * ever.
   */
  addTo(server: Server, streams: OpenStreams): void {
    const addService = (definition: ServiceDefinition, handlers: HealthHandlers) => {
      const watch = (call: WatchCall) => {
        const leave = streams.add(() => call.emit('error', serviceError(DRAINING)));
        call.on('cancelled', leave);
        handlers.watch(call);
      };
      server.addService(definition, { ...handlers, watch });
    };
    // The package only ever calls addService, which it is given here.
    this.implementation.addToServer({ addService } as unknown as Server);
  }

  /** Tells everyone who asks or watches. */
  set(isServing: boolean): void {
    const status = isServing ? 'SERVING' : 'NOT_SERVING';
    for (const name of this.names) this.implementation.setStatus(name, status);
  }
}
