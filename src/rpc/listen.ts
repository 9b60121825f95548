// Where the server listens and how callers are kept private. Refuses what would be open to a
// network by accident.

import { ServerCredentials } from '@grpc/grpc-js';
import { readFileSync } from 'node:fs';
import { isIPv4, isIPv6 } from 'node:net';
import { createSecureContext } from 'node:tls';
import { failedPrecondition } from '../base/outcome.js';

/** A host name, an address, or `unix:PATH`, then without a port. */
export type ListenAddress = { readonly host: string; readonly port: number };

/** Files in PEM. With `clientCaPath` only callers with a certificate of that authority come in. */
export type TlsFiles = {
  readonly certificatePath: string;
  readonly privateKeyPath: string;
  readonly clientCaPath?: string;
};

/** How callers are let in. */
export type Access = {
  readonly listen: ListenAddress;
  readonly tls?: TlsFiles;
  readonly apiKeys?: readonly string[];
  /** Whether to listen beyond this machine without TLS or keys all the same. */
  readonly isInsecureAllowed: boolean;
};

/**
 * Throws a `Refusal` where an address that other machines can reach has no TLS or no keys, or where
 * keys are asked and none is known.
 */
export function checkAccess(access: Access): void {
  const { host } = access.listen;
  if (access.apiKeys !== undefined && access.apiKeys.length === 0) {
    throw failedPrecondition(
      'NO_API_KEYS',
      'API keys are asked for, but there is none in the file',
    );
  }
  if (isLocal(host) || access.isInsecureAllowed) return;
  const missing = [];
  if (access.tls === undefined) missing.push('a TLS certificate');
  if (access.apiKeys === undefined) missing.push('API keys');
  if (missing.length === 0) return;
  throw failedPrecondition(
    'INSECURE_LISTEN',
    `${host} can be reached from other machines: give ${missing.join(' and ')}, ` +
      'listen on 127.0.0.1, or allow it with --insecure',
  );
}

/** Whether only this machine can reach a host: 127.0.0.0/8, ::1, localhost, a Unix socket. */
export function isLocal(host: string): boolean {
  if (host.startsWith('unix:')) return true;
  const bare = host.toLowerCase().replace(/^\[(.*)\]$/, '$1');
  if (bare === 'localhost' || bare === '::1') return true;
  return isIPv4(bare) && bare.startsWith('127.');
}

/** The address as grpc-js takes it. */
export function addressOf({ host, port }: ListenAddress): string {
  if (host.startsWith('unix:')) return host;
  return isIPv6(host) ? `[${host}]:${port}` : `${host}:${port}`;
}

/** The credentials of the server. Throws a `Refusal` where a file cannot be read or used. */
export function credentialsOf(tls: TlsFiles | undefined): ServerCredentials {
  if (tls === undefined) return ServerCredentials.createInsecure();
  const authority = tls.clientCaPath === undefined ? null : readPem(tls.clientCaPath);
  const pair = {
    cert_chain: readPem(tls.certificatePath),
    private_key: readPem(tls.privateKeyPath),
  };
  try {
    // Looks at the files now, where grpc-js would only when it binds.
    createSecureContext({
      cert: pair.cert_chain,
      key: pair.private_key,
      ca: authority ?? undefined,
    });
    return ServerCredentials.createSsl(authority, [pair], authority !== null);
  } catch (thrown) {
    const reason = thrown instanceof Error ? thrown.message : String(thrown);
    throw failedPrecondition('BAD_TLS_FILES', `cannot use ${tls.certificatePath}: ${reason}`);
  }
}

function readPem(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (thrown) {
    const reason = thrown instanceof Error ? thrown.message : String(thrown);
    throw failedPrecondition('BAD_TLS_FILES', `cannot read ${path}: ${reason}`);
  }
}
