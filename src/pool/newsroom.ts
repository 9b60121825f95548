// What the workers must know, numbered: tenants and sites get small numbers that fit a slot, and
// what is published becomes news in an unbroken sequence.

import { bytesOf } from '../base/text.js';
import type { Publication, TenantView } from '../columns/views.js';
import type { News, SiteNews } from './messages.js';

/** Numbers tenants and sites; number 0 is a tenant without anything and a site without rules. */
export class Newsroom {
  private epochCount = 0;
  private readonly tenantNumbers = new Map<string, number>();
  private readonly siteNumbers = new Map<string, number>();
  private readonly views: TenantView[] = [];
  private readonly sites: SiteNews[] = [];

  /** The number of the last news; 0: there was none. */
  get epoch(): number {
    return this.epochCount;
  }

  /** Makes news of a publication. */
  accept(publication: Publication): News {
    const { tenant, sites } = publication;
    const tenantNumber = numberOf(this.tenantNumbers, tenant.tenantId);
    this.views[tenantNumber] = tenant;
    const newSites = sites.map((site) => {
      const number = numberOf(this.siteNumbers, `${site.tenantId}/${site.siteId}`);
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
    return this.siteNumbers.get(`${tenantId}/${siteId}`) ?? 0;
  }
}

function numberOf(numbers: Map<string, number>, key: string): number {
  const known = numbers.get(key);
  if (known !== undefined) return known;
  const number = numbers.size + 1;
  numbers.set(key, number);
  return number;
}
