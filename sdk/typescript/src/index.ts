// A client of the Veterinary Integration Platform: see README.md.

import { Connection } from './connection.js';
import { Domains } from './domains/index.js';
import { defaultRetry, type Retry } from './retry.js';
import { TokenSource } from './token.js';

export { Download, Listing, type Answer, type Page } from './answers.js';
export type { CallOptions, ChangeOptions, CreateOptions } from './connection.js';
export { Domains } from './domains/index.js';
export { ApiError, TokenError, TransportError, VipError, type Fault } from './errors.js';
export type { FileSource } from './form.js';
export type { Decimal } from './json.js';
export type { Retry } from './retry.js';

export interface VipOptions {
  readonly url: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** The tenant whose data calls read and write. */
  readonly tenant: string;
  /** Fewer scopes than the client has, divided by blanks. */
  readonly scope?: string;
  /** Milliseconds for one attempt; 35,000 by default, a little over the platform's own limit. */
  readonly timeout?: number;
  readonly retry?: Partial<Retry>;
  /** Replaces the global fetch, for a proxy or tests. */
  readonly fetch?: typeof fetch;
}

/** The platform as one client sees one tenant of it: `vip.contactManagement.listContacts()`. */
export class Vip extends Domains {
  constructor(options: VipOptions) {
    const base = options.url.replace(/\/+$/, '');
    const send = options.fetch ?? fetch;
    const retry = { ...defaultRetry, ...options.retry };
    const timeout = options.timeout ?? 35_000;
    const tokens = new TokenSource(`${base}/oauth/token`, options, retry, timeout, send);
    super(new Connection({ base, tenant: options.tenant, tokens, retry, timeout, send, userAgent: 'vip-sdk-typescript' }));
  }

  /** Reads VIP_URL, VIP_CLIENT_ID, VIP_CLIENT_SECRET and VIP_TENANT_ID. */
  static fromEnvironment(): Vip {
    const read = (name: string): string => {
      const value = process.env[name];
      if (!value) throw new Error(`${name} is not set`);
      return value;
    };
    return new Vip({
      url: read('VIP_URL'),
      clientId: read('VIP_CLIENT_ID'),
      clientSecret: read('VIP_CLIENT_SECRET'),
      tenant: read('VIP_TENANT_ID'),
    });
  }

  /** What a log shows: where this points, and nothing secret. */
  [Symbol.for('nodejs.util.inspect.custom')](): string {
    const { base, tenant } = this.connection.settings;
    return `Vip { url: '${base}', tenant: '${tenant}' }`;
  }

  /** Another tenant of the same client, with the same token. */
  forTenant(tenant: string): Domains {
    return new Domains(new Connection({ ...this.connection.settings, tenant }));
  }
}
