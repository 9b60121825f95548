// A client of grpc.health.v1 for tests.

import type { ClientReadableStream } from '@grpc/grpc-js';
import { service } from 'grpc-health-check';
import type { Decoded, TestClient } from './client.js';

/** The serving status of a service; rejects with the ServiceError. */
export function checkHealth(client: TestClient, name = ''): Promise<string> {
  const { path, requestSerialize, responseDeserialize } = service.Check;
  return new Promise((resolve, reject) => {
    client.client.makeUnaryRequest(
      path,
      requestSerialize,
      responseDeserialize,
      { service: name },
      (error, value) => (error === null ? resolve((value as Decoded).status) : reject(error)),
    );
  });
}

/** Watches a service: what it was told so far, and the code that ended the watch. */
export function watchHealth(
  client: TestClient,
  name = '',
): { stream: ClientReadableStream<Decoded>; statuses: string[]; ended: Promise<number> } {
  const { path, requestSerialize, responseDeserialize } = service.Watch;
  const stream: ClientReadableStream<Decoded> = client.client.makeServerStreamRequest(
    path,
    requestSerialize,
    responseDeserialize,
    { service: name },
  );
  const statuses: string[] = [];
  stream.on('data', (response: Decoded) => statuses.push(response.status));
  const ended = new Promise<number>((resolve) => {
    stream.on('error', (error: Decoded) => resolve(error.code));
    stream.on('end', () => resolve(0));
  });
  return { stream, statuses, ended };
}
