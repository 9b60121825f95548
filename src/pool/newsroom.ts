// What the workers must know, numbered: tenants and sites get small numbers that fit a slot, and
// what is published becomes news in an unbroken sequence.

import { bytesOf } from '../base/text.js';
import type { Publication, TenantView } from '../columns/views.js';
import type { News, SiteNews } from './messages.js';

/** Numbers tenants and sites; number 0 is a tenant without anything and a site without rules. */
export class Newsroom {
  private epochCount = 0;
  private readonly tenantNumbers = new Map<string, number>();
  /** By tenant, then by site: no text is put together to look one up. */
  private readonly siteNumbers = new Map<string, Map<string, number>>();
  private siteCount = 0;
  private readonly views: TenantView[] = [];
  private readonly sites: SiteNews[] = [];

  /** The number of the last news; 0: there was none. */
  get epoch(): number {
    return this.epochCount;
  }

  /** Makes news of a publication. */
  accept(publication: Publication): News {
    const { tenant, sites } = publication;
    const tenantNumber = this.numberTenant(tenant.tenantId);
    this.views[tenantNumber] = tenant;
    const newSites = sites.map((site) => {
      const number = this.numberSite(site.tenantId, site.siteId);
      const news = { number, program: site.program, siteId: bytesOf(site.siteId) };
      this.sites[number] = news;
      return news;
    });
    this.epochCount++;
    return {
      epoch: this.epochCount,
      tenants: [{ number: tenantNumber, view: tenant }],
      sites: newSites,
    };
  }

  /** All that holds now, for a worker that missed something. */
  everything(): News {
    const tenants = this.views.map((view, number) => ({ number, view })).slice(1);
    return { epoch: this.epochCount, tenants, sites: this.sites.slice(1) };
  }

  /** The number of a tenant; 0 where nothing was ever written. */
  tenantNumber(tenantId: string): number {
    return this.tenantNumbers.get(tenantId) ?? 0;
  }

  /** The number of a site; 0 where no rules were ever applied. */
  siteNumber(tenantId: string, siteId: string): number {
    return this.siteNumbers.get(tenantId)?.get(siteId) ?? 0;
  }

  private numberTenant(tenantId: string): number {
    const number = this.tenantNumbers.get(tenantId) ?? this.tenantNumbers.size + 1;
    this.tenantNumbers.set(tenantId, number);
    return number;
  }

  private numberSite(tenantId: string, siteId: string): number {
    const numbers = this.siteNumbers.get(tenantId) ?? new Map<string, number>();
    this.siteNumbers.set(tenantId, numbers);
    const number = numbers.get(siteId) ?? ++this.siteCount;
    numbers.set(siteId, number);
    return number;
  }
}
