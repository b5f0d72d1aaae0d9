// The access token: fetched when it is needed, kept, renewed before it expires. Calls at the same time share one fetch.

import { TokenError, TransportError, isObject, parsed } from './errors.js';
import { pause, retryAfterOf, waitAfter, type Retry } from './retry.js';
import { attempt } from './transport.js';

// The platform issues a fresh token in the last five minutes of the old one.
const renewBefore = 240;

export interface Credentials {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly scope?: string | undefined;
}

export class TokenSource {
  // Private to the language, so that no log and no inspection shows them.
  readonly #credentials: Credentials;
  #token: string | undefined;
  #renewAt = 0;
  #fetching: Promise<string> | undefined;

  constructor(
    private readonly url: string,
    credentials: Credentials,
    private readonly retry: Retry,
    private readonly timeout: number,
    private readonly send: typeof fetch,
  ) {
    this.#credentials = credentials;
  }

  async get(correlationId: string): Promise<string> {
    if (this.#token !== undefined && performance.now() < this.#renewAt) return this.#token;
    this.#fetching ??= this.#fetch(correlationId).finally(() => (this.#fetching = undefined));
    return this.#fetching;
  }

  /** The platform refused this token; the next `get` fetches one, unless another call has done so. */
  reject(token: string): void {
    if (this.#token === token) this.#token = undefined;
  }

  async #fetch(correlationId: string): Promise<string> {
    for (let number = 1; ; number++) {
      let failure: Error;
      let wait: number | undefined;
      try {
        const conditions = { send: this.send, correlationId, timeout: this.timeout };
        const { status, headers, text } = await attempt(this.url, this.#request(correlationId), conditions);
        const answer = parsed(text);
        const token = status === 200 ? this.#keep(answer) : undefined;
        if (token !== undefined) return token;
        failure = new TokenError(status, answer, headers.get('X-Correlation-Id') ?? correlationId);
        if (status === 429 || status >= 500) wait = waitAfter(this.retry, number, retryAfterOf(headers));
      } catch (error) {
        if (!(error instanceof TransportError)) throw error;
        failure = error;
        wait = waitAfter(this.retry, number, undefined);
      }
      if (wait === undefined) throw failure;
      await pause(wait, undefined);
    }
  }

  #request(correlationId: string): RequestInit {
    const { clientId, clientSecret, scope } = this.#credentials;
    const form = new URLSearchParams({ grant_type: 'client_credentials', ...(scope === undefined ? {} : { scope }) });
    const basic = Buffer.from(`${encodeURIComponent(clientId)}:${encodeURIComponent(clientSecret)}`).toString('base64');
    return { method: 'POST', body: form, headers: { Authorization: `Basic ${basic}`, Accept: 'application/json', 'X-Correlation-Id': correlationId } };
  }

  #keep(answer: unknown): string | undefined {
    if (!isObject(answer) || typeof answer['access_token'] !== 'string') return undefined;
    const lifetime = Number(answer['expires_in']);
    if (!(lifetime >= 0)) return undefined;
    this.#token = answer['access_token'];
    this.#renewAt = performance.now() + Math.max(lifetime - renewBefore, lifetime / 2) * 1000;
    return this.#token;
  }
}
