// Who may come in: where the server binds, TLS, client certificates, API keys.

import { credentials } from '@grpc/grpc-js';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Refusal, STATUS } from '../../src/base/outcome.js';
import { isLocal } from '../../src/rpc/listen.js';
import { refusedBy, TestClient } from './support/client.js';
import { startFake } from './support/fakes.js';
import { checkHealth } from './support/health.js';

const KEYS = ['first-key', 'second-key'];
const LISTED = { items: [], nextPageToken: '' };
const store = { listLocations: async () => LISTED };

let folder: string;
let tls: { certificatePath: string; privateKeyPath: string };

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'shipfrom-tls-'));
  const certificatePath = join(folder, 'certificate.pem');
  const privateKeyPath = join(folder, 'key.pem');
  const request = ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1'];
  const names = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1'];
  const files = ['-keyout', privateKeyPath, '-out', certificatePath, '-days', '2', '-nodes'];
  execFileSync('openssl', [...request, ...names, ...files], { stdio: 'ignore' });
  tls = { certificatePath, privateKeyPath };
});

afterAll(() => rmSync(folder, { recursive: true }));

async function reasonOf(start: Promise<unknown>): Promise<string> {
  const thrown = await start.then(
    () => null,
    (error: unknown) => error,
  );
  expect(thrown).toBeInstanceOf(Refusal);
  return (thrown as Refusal).detail.reason;
}

describe('the address', () => {
  it.each([
    ['127.0.0.1', true],
    ['127.8.9.10', true],
    ['::1', true],
    ['[::1]', true],
    ['localhost', true],
    ['unix:/run/shipfrom.sock', true],
    ['0.0.0.0', false],
    ['::', false],
    ['10.0.0.1', false],
    ['example.org', false],
    ['127.0.0.1.example.org', false],
  ])('%s is of this machine only: %s', (host, expected) => {
    expect(isLocal(host)).toBe(expected);
  });

  const everywhere = { host: '0.0.0.0', port: 0 };

  it('beyond loopback needs TLS and keys', async () => {
    expect(await reasonOf(startFake({ listen: everywhere }))).toBe('INSECURE_LISTEN');
    expect(await reasonOf(startFake({ listen: everywhere, tls }))).toBe('INSECURE_LISTEN');
    expect(await reasonOf(startFake({ listen: everywhere, apiKeys: KEYS }))).toBe(
      'INSECURE_LISTEN',
    );
    const server = await startFake({ listen: everywhere, tls, apiKeys: KEYS });
    await server.drain(100);
  });

  it('beyond loopback can be allowed by name', async () => {
    const server = await startFake({ listen: everywhere, isInsecureAllowed: true });
    expect(server.port).toBeGreaterThan(0);
    await server.drain(100);
  });

  it('is refused readably where it is taken', async () => {
    const holder = createServer();
    await new Promise<void>((resolve) => holder.listen(0, '127.0.0.1', resolve));
    const { port } = holder.address() as { port: number };
    const start = startFake({ listen: { host: '127.0.0.1', port } });
    expect(await reasonOf(start)).toBe('ADDRESS_UNAVAILABLE');
    await new Promise((resolve) => holder.close(resolve));
  });

  it('may be a Unix socket', async () => {
    const host = `unix:${join(folder, 'socket')}`;
    const server = await startFake({ listen: { host, port: 0 }, store });
    const client = new TestClient(host);
    expect(await client.call('LocationService.ListLocations', {})).toMatchObject({ locations: [] });
    client.close();
    await server.drain(100);
  });
});

describe('API keys', () => {
  it('are asked of every method but health', async () => {
    const server = await startFake({ apiKeys: KEYS, store });
    const client = new TestClient(server.port);
    for (const authorization of [undefined, 'Bearer', 'Bearer wrong', 'Basic first-key', '']) {
      const headers: Record<string, string> = authorization === undefined ? {} : { authorization };
      for (const name of ['LocationService.ListLocations', 'RoutingService.SuggestRouting']) {
        const refused = await client.refusal(name, {}, { headers });
        expect(refused).toMatchObject({ code: 16, reason: 'UNAUTHENTICATED' });
      }
    }
    for (const key of KEYS) {
      const headers = { authorization: `Bearer ${key}` };
      expect(await client.call('LocationService.ListLocations', {}, { headers })).toMatchObject({
        locations: [],
      });
    }
    expect(await checkHealth(client)).toBe('SERVING');
    client.close();
    await server.drain(100);
  });

  it('are asked of streams too', async () => {
    const server = await startFake({ apiKeys: KEYS });
    const client = new TestClient(server.port);
    const stream = client.duplex('RoutingService.StreamSuggestRouting');
    const code = new Promise((resolve) => {
      stream.on('error', (error: { code: number }) => resolve(error.code));
    });
    expect(await code).toBe(16);
    const { answer } = client.upload('InventoryService.ImportInventory');
    expect((await refusedBy(answer)).code).toBe(16);
    client.close();
    await server.drain(100);
  });

  it('must not be an empty list', async () => {
    expect(await reasonOf(startFake({ apiKeys: [] }))).toBe('NO_API_KEYS');
  });
});

describe('TLS', () => {
  it('serves callers who trust the certificate', async () => {
    const server = await startFake({ tls, apiKeys: KEYS, store });
    const trust = credentials.createSsl(readFileSync(tls.certificatePath));
    const client = new TestClient(`localhost:${server.port}`, trust);
    const headers = { authorization: `Bearer ${KEYS[1]}` };
    expect(await client.call('LocationService.ListLocations', {}, { headers })).toBeDefined();
    const plain = new TestClient(server.port);
    const refused = await plain.refusal('LocationService.ListLocations', {}, { deadlineMs: 2000 });
    expect([STATUS.unavailable, STATUS.deadlineExceeded]).toContain(refused.code);
    client.close();
    plain.close();
    await server.drain(100);
  });

  it('asks for a certificate of the caller where an authority is given', async () => {
    const clientCaPath = tls.certificatePath;
    const server = await startFake({ tls: { ...tls, clientCaPath }, store });
    const root = readFileSync(tls.certificatePath);
    const own = credentials.createSsl(root, readFileSync(tls.privateKeyPath), root);
    const known = new TestClient(`localhost:${server.port}`, own);
    expect(await known.call('LocationService.ListLocations', {})).toBeDefined();
    const stranger = new TestClient(`localhost:${server.port}`, credentials.createSsl(root));
    const refused = await stranger.refusal('LocationService.ListLocations', {});
    expect(refused.code).toBe(STATUS.unavailable);
    known.close();
    stranger.close();
    await server.drain(100);
  });

  it('refuses files that it cannot read or use', async () => {
    const missing = { ...tls, certificatePath: join(folder, 'missing.pem') };
    expect(await reasonOf(startFake({ tls: missing }))).toBe('BAD_TLS_FILES');
    const swapped = {
      certificatePath: tls.privateKeyPath,
      privateKeyPath: tls.certificatePath,
    };
    expect(await reasonOf(startFake({ tls: swapped }))).toBe('BAD_TLS_FILES');
  });
});
