// Which Redis a store is in: what an operator may say of it, and what it comes to. Connects to
// nothing, and shows no password.

import { type FieldViolation, invalidFields } from '../base/outcome.js';

/** The Redis of a store. */
export type RedisOptions = {
  /**
   * redis://[user[:password]@]host[:port][/database], or rediss:// for TLS. Of a Cluster, any of
   * its nodes.
   */
  readonly url: string;
  /** Certificates (PEM) of the authorities that may have signed the server's; absent: Node's. */
  readonly caPath?: string;
  /** What the names of all keys begin with, 1 to 32 letters, digits, _ or -; absent: shipfrom. */
  readonly prefix?: string;
  /** Where the local replica is; absent: a temporary folder, removed at the end. */
  readonly replicaDirectory?: string;
};

/** What a URL says. */
export type RedisTarget = {
  readonly host: string;
  readonly port: number;
  readonly isTls: boolean;
  /** Absent: the default user. */
  readonly username?: string;
  readonly password?: string;
  /** The number of the database, 0 in a Cluster. */
  readonly database: number;
};

/** What keys begin with where nobody says. */
export const REDIS_PREFIX_DEFAULT = 'shipfrom';

const PORT_DEFAULT = 6379;
const PREFIX = /^[A-Za-z0-9_-]{1,32}$/;
const DATABASE = /^\/(\d{1,9})?$/;

/**
 * What the options say. Throws a `Refusal`, INVALID_ARGUMENT, that names the options which cannot
 * be by the fields of `RedisOptions`; it never quotes a URL.
 */
export function redisTargetOf({ url, caPath, prefix }: RedisOptions): RedisTarget {
  const report: FieldViolation[] = [];
  const refuse = (field: string, description: string): void => {
    report.push({ field, description });
  };
  const target = targetOf(url, (description) => refuse('url', description));
  if (prefix !== undefined && !PREFIX.test(prefix)) {
    refuse('prefix', 'must be 1 to 32 letters, digits, _ or -');
  }
  if (caPath === '') refuse('caPath', 'must name a file');
  else if (caPath !== undefined && target?.isTls === false) {
    refuse('caPath', 'is for TLS: the URL must begin with rediss://');
  }
  if (target === undefined || report.length > 0) throw invalidFields(report);
  return target;
}

/** The URL for logs and errors: without a user and a password. */
export function shownRedisUrl({ host, port, isTls, database }: RedisTarget): string {
  const name = host.includes(':') ? `[${host}]` : host;
  return `${isTls ? 'rediss' : 'redis'}://${name}:${port}${database === 0 ? '' : `/${database}`}`;
}

function targetOf(text: string, refuse: (why: string) => void): RedisTarget | undefined {
  const url = parsed(text);
  if (url === undefined || !/^rediss?:$/.test(url.protocol) || url.hostname === '') {
    refuse('must be redis://HOST:PORT, or rediss://HOST:PORT for TLS');
    return undefined;
  }
  // Elsewhere these set options of a client; here nothing would read them.
  if (url.search !== '' || url.hash !== '') {
    refuse('must end after the number of the database');
    return undefined;
  }
  const database = DATABASE.exec(url.pathname === '' ? '/' : url.pathname);
  if (database === null || url.port === '0') {
    const where = database === null ? 'what follows the host' : 'the port';
    refuse(`${where} must be a number; a database follows a slash`);
    return undefined;
  }
  const username = decoded(url.username);
  const password = decoded(url.password);
  if (username === undefined || password === undefined) {
    refuse('the user and the password must be percent-encoded UTF-8');
    return undefined;
  }
  return {
    host: url.hostname.replace(/^\[(.*)\]$/, '$1'),
    port: url.port === '' ? PORT_DEFAULT : Number(url.port),
    isTls: url.protocol === 'rediss:',
    ...(username === '' ? {} : { username }),
    ...(password === '' ? {} : { password }),
    database: Number(database[1] ?? 0),
  };
}

function parsed(text: string): URL | undefined {
  return URL.canParse(text) ? new URL(text) : undefined;
}

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

/** The key that is there while a migration fills a Redis, or was broken off. */
export function incompleteKeyOf(prefix: string): string {
  return `${prefix}:incomplete`;
}
