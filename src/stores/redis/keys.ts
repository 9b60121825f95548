// The names of everything in Redis. All keys of a tenant have its id as hash tag, so that they are
// in one slot of a Cluster and a script may touch them together.

/** Names under one prefix. */
export class RedisKeys {
  private readonly prefix: string;

  constructor(prefix: string) {
    this.prefix = prefix;
  }

  /** A set: the ids of all tenants. */
  get tenants(): string {
    return `${this.prefix}:tenants`;
  }

  /** A counter: the first range of suggestion ids that no engine has taken. */
  get suggestionRanges(): string {
    return `${this.prefix}:suggestion-ranges`;
  }

  /** A channel: which tenant has something new. */
  get channel(): string {
    return `${this.prefix}:feed`;
  }

  /** A hash: stamp, sequence and schema version of a tenant's state. */
  meta(tenantId: string): string {
    return this.hash(tenantId, 'meta');
  }

  /** A stream: what every commit wrote; the ids are the sequences. */
  feed(tenantId: string): string {
    return this.hash(tenantId, 'feed');
  }

  /** A stream: pages of records of decisions, and logs. */
  records(tenantId: string): string {
    return this.hash(tenantId, 'records');
  }

  /** Any key of a tenant. */
  hash(tenantId: string, name: string): string {
    return `${this.prefix}:{${tenantId}}:${name}`;
  }
}
