// One call after the other: headers, token, repetition, errors. Domains and listings are built on this.

import { randomUUID } from 'node:crypto';
import { Download, Listing, type Answer, type Page, type Paging, type Query } from './answers.js';
import { ApiError, TransportError, isObject, parsed } from './errors.js';
import { formOf, isRepeatableForm } from './form.js';
import { dump, load, type Shape, type Shapes } from './json.js';
import { isRepeatable, pause, retryAfterOf, waitAfter, type Retry, type Safety } from './retry.js';
import type { TokenSource } from './token.js';
import { attempt, type Attempt } from './transport.js';

export interface CallOptions {
  /** 1 to 128 of A-Z a-z 0-9 . _ -; made if absent. */
  readonly correlationId?: string | undefined;
  /** Milliseconds for one attempt. */
  readonly timeout?: number | undefined;
  /** Cancels the call; it then fails with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
}

export interface ChangeOptions extends CallOptions {
  /** The entity tag that the record must still have, from an earlier answer. */
  readonly ifMatch?: string | undefined;
}

export interface CreateOptions extends CallOptions {
  /** Answer with the whole record, not only with its id. */
  readonly representation?: boolean | undefined;
}

type Options = ChangeOptions & CreateOptions;

/** A request as an operation describes it. */
export interface Call {
  readonly method: string;
  readonly path: string;
  readonly safety: Safety;
  readonly query?: object | undefined;
  readonly body?: object | undefined;
  readonly bodyShape?: Shape;
  readonly mediaType?: string;
  readonly form?: object;
  readonly shape?: Shape;
}

export interface Settings {
  readonly base: string;
  readonly tenant: string;
  readonly tokens: TokenSource;
  readonly retry: Retry;
  readonly timeout: number;
  readonly send: typeof fetch;
  readonly userAgent: string;
}

interface Received extends Attempt {
  readonly correlationId: string;
}

export class Connection {
  constructor(readonly settings: Settings) {}

  async send(call: Call, shapes: Shapes, options: Options, stream = false): Promise<Received> {
    const { tokens, retry, send } = this.settings;
    const correlationId = options.correlationId ?? randomUUID();
    // An upload takes as long as it takes; Node itself ends a connection that stands still.
    const timeout = options.timeout ?? (call.form === undefined ? this.settings.timeout : undefined);
    const conditions = { send, correlationId, timeout, signal: options.signal, stream };
    // A change under a condition breaks that condition, so a second one would be refused although the first was carried out.
    const safety = options.ifMatch === undefined ? call.safety : 'once';
    const again = call.form === undefined || isRepeatableForm(call.form as Record<string, unknown>);
    let renewed = false;
    let lost = false;
    for (let number = 1; ; number++) {
      options.signal?.throwIfAborted();
      const token = await tokens.get(correlationId);
      let wait: number | undefined;
      let failure: Error;
      try {
        const received = await attempt(this.#url(call), this.#request(call, shapes, options, token, correlationId), conditions);
        const answered = received.headers.get('X-Correlation-Id') ?? correlationId;
        if (received.status < 300) return { ...received, correlationId: answered };
        const problem = new ApiError(received.status, parsed(received.text), answered, retryAfterOf(received.headers));
        if (problem.status === 401 && !renewed && again) {
          renewed = true;
          number--;
          tokens.reject(token);
          continue;
        }
        // The record is gone, as a DELETE whose answer was lost left it.
        if (call.method === 'DELETE' && problem.status === 404 && lost) return { ...received, text: '', correlationId: answered };
        failure = problem;
        if (isRepeatable(safety, problem.status, problem.code)) wait = waitAfter(retry, number, problem.retryAfter);
      } catch (error) {
        if (!(error instanceof TransportError)) throw error;
        failure = error;
        if (!error.sent || safety !== 'once') wait = waitAfter(retry, number, undefined);
        lost ||= error.sent;
      }
      if (wait === undefined || !again) throw failure;
      await pause(wait, options.signal);
    }
  }

  #url(call: Call): string {
    const pairs = new URLSearchParams(pairsOf((call.query ?? {}) as Query)).toString();
    return `${this.settings.base}${call.path}${pairs === '' ? '' : `?${pairs}`}`;
  }

  #request(call: Call, shapes: Shapes, options: Options, token: string, correlationId: string): RequestInit {
    const headers: Record<string, string> = {
      Authorization: `Bearer ${token}`,
      'Tenant-Id': this.settings.tenant,
      'X-Correlation-Id': correlationId,
      'User-Agent': this.settings.userAgent,
    };
    if (options.ifMatch !== undefined) headers['If-Match'] = options.ifMatch;
    if (options.representation) headers['Prefer'] = 'return=representation';
    const request = { method: call.method, headers };
    if (call.form !== undefined) {
      const { body, contentType, length } = formOf(call.form as Record<string, unknown>);
      headers['Content-Type'] = contentType;
      if (length !== undefined) headers['Content-Length'] = String(length);
      return { ...request, body, duplex: 'half' } as RequestInit;
    }
    if (call.body === undefined) return request;
    headers['Content-Type'] = call.mediaType ?? 'application/json';
    return { ...request, body: dump(call.body, shapes, call.bodyShape) };
  }
}

/** The operations of one domain; the generated classes derive from this. */
export abstract class Domain {
  protected abstract readonly prefix: string;
  protected abstract readonly shapes: Shapes;

  constructor(protected readonly connection: Connection) {}

  protected async one<T>(call: Call, options: Options = {}): Promise<Answer<T>> {
    const { status, headers, text, correlationId } = await this.connection.send(this.#whole(call), this.shapes, options);
    const data = (text === '' ? undefined : this.#body(text, call.shape, correlationId)) as T;
    return { data, status, correlationId, etag: headers.get('ETag') ?? undefined, location: headers.get('Location') ?? undefined };
  }

  /** The query of a listing is the query of a GET, or the body of a search. */
  protected many<T>(call: Call, options: CallOptions = {}, paging: Paging): Listing<T> {
    const searches = call.method === 'POST';
    const fetchPage = async (query: Query): Promise<Page<T>> => {
      const asked = this.#whole(searches ? { ...call, body: query } : { ...call, query });
      const { text, correlationId } = await this.connection.send(asked, this.shapes, options);
      const data = this.#body(text, call.shape, correlationId);
      if (!isObject(data) || !Array.isArray(data['results'])) throw new TransportError('the answer is no list', correlationId, true);
      const count = (name: string): number | undefined => (typeof data[name] === 'number' ? data[name] : undefined);
      const cursor = data['next-cursor'];
      return {
        results: data['results'] as T[],
        correlationId,
        page: count('page'),
        size: count('size'),
        totalResults: count('total-results'),
        totalAtLeast: count('total-at-least'),
        totalPages: count('total-pages'),
        nextCursor: typeof cursor === 'string' ? cursor : undefined,
      };
    };
    return new Listing(fetchPage, (searches ? (call.body ?? {}) : (call.query ?? {})) as Query, paging);
  }

  protected async file(call: Call, options: CallOptions = {}): Promise<Download> {
    const { headers, stream, correlationId } = await this.connection.send(this.#whole(call), this.shapes, options, true);
    return new Download(stream ?? new ReadableStream({ start: (empty) => empty.close() }), headers, correlationId);
  }

  #whole(call: Call): Call {
    return { ...call, path: this.prefix + call.path };
  }

  #body(text: string, shape: Shape | undefined, correlationId: string): unknown {
    try {
      return load(text, this.shapes, shape);
    } catch {
      throw new TransportError('the answer is not JSON; is the URL that of the platform?', correlationId, true);
    }
  }
}

/** Absent and null are the same in a query: a filter by "no value" is `field[is-null]`. */
function pairsOf(query: Query): [string, string][] {
  return Object.entries(query).flatMap(([name, value]): [string, string][] => {
    if (value === undefined || value === null) return [];
    if (Array.isArray(value)) return value.map((item) => [name, String(item)]);
    return isObject(value) ? pairsOf(parametersOf(value)) : [[name, String(value)]];
  });
}

const spelled: Readonly<Record<string, string>> = { eq: '', start: '-start', end: '-end' };

/** A filter as parameters of a query: { 'last-name': { 'starts-with': 'Har' } } is last-name[starts-with]=Har. */
function parametersOf(filter: Query): Query {
  return Object.fromEntries(
    Object.entries(filter).flatMap(([name, condition]): [string, unknown][] =>
      isObject(condition) ? Object.entries(condition).map(([op, value]) => [name + (spelled[op] ?? `[${op}]`), value]) : [[name, condition]],
    ),
  );
}
