// How many calls each tenant makes. Names come from callers, so a bounded number of tenants has
// counts of its own, and all others share one.

/** Tenants with a count of their own: the first that called. */
const TENANTS_MAX = 100;

/** Counts of calls by tenant. Counting allocates nothing once a tenant is known. */
export class TenantCalls {
  private readonly places = new Map<string, number>();
  /** By place; the last is of all other tenants. */
  private readonly counts = new Float64Array(TENANTS_MAX + 1);

  /** Counts a call of a caller who was let in. */
  add(tenantId: string): void {
    this.counts[this.placeOf(tenantId)]++;
  }

  /** Tenants and their calls, and under '' those of all others together, where there are some. */
  entries(): (readonly [tenantId: string, count: number])[] {
    const { counts, places } = this;
    const found = Array.from(places, ([tenantId, place]) => [tenantId, counts[place]] as const);
    return counts[TENANTS_MAX] === 0 ? found : [...found, ['', counts[TENANTS_MAX]]];
  }

  private placeOf(tenantId: string): number {
    const { places } = this;
    const known = places.get(tenantId);
    if (known !== undefined) return known;
    if (places.size === TENANTS_MAX) return TENANTS_MAX;
    places.set(tenantId, places.size);
    return places.size - 1;
  }
}
