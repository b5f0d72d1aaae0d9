// What calls return: answers, pages, listings and downloads.

import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { TransportError } from './errors.js';

/** A single result. Give `etag` as `ifMatch` to change the record only if nobody else has. */
export interface Answer<T> {
  readonly data: T;
  readonly status: number;
  readonly correlationId: string;
  readonly etag: string | undefined;
  readonly location: string | undefined;
}

/** One page of a list. A total is undefined where the platform did not count. */
export interface Page<T> {
  readonly results: readonly T[];
  readonly correlationId: string;
  readonly page: number | undefined;
  readonly size: number | undefined;
  readonly totalResults: number | undefined;
  readonly totalAtLeast: number | undefined;
  readonly totalPages: number | undefined;
  readonly nextCursor: string | undefined;
}

export type Paging = 'cursor' | 'number' | 'none';
export type Query = Readonly<Record<string, unknown>>;

// Members that may stand beside a cursor; the cursor contains the rest.
const besideCursor = ['size', 'fields', 'include'];
const sizeOfPages = 200;

/**
 * A list that is read when it is iterated: `for await (const record of listing)` reads all pages, one at a time. By cursor, each
 * page costs the same, and a record that matches all the while appears exactly once.
 */
export class Listing<T> implements AsyncIterable<T> {
  constructor(
    private readonly fetchPage: (query: Query) => Promise<Page<T>>,
    private readonly query: Query,
    private readonly paging: Paging,
  ) {}

  /** The page that the query names; the first, of 20, if it names none. */
  page(): Promise<Page<T>> {
    return this.fetchPage(this.query);
  }

  async *pages(): AsyncGenerator<Page<T>, void> {
    if (this.paging === 'none') {
      yield await this.page();
      return;
    }
    const byCursor = this.paging === 'cursor';
    let query: Query = { size: sizeOfPages, ...this.query };
    if (byCursor && query['cursor'] === undefined) query = { total: 'none', ...query };
    for (;;) {
      const page = await this.fetchPage(query);
      yield page;
      if (byCursor) {
        if (page.nextCursor === undefined) return;
        const kept = Object.entries(query).filter(([name]) => besideCursor.includes(name));
        query = { ...Object.fromEntries(kept), cursor: page.nextCursor };
      } else {
        if (page.results.length < Number(query['size'])) return;
        query = { ...query, page: Number(query['page'] ?? 1) + 1 };
      }
    }
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<T, void> {
    for await (const page of this.pages()) yield* page.results;
  }
}

/** A file that arrives as it is read. Read it, save it or cancel its stream. */
export class Download {
  readonly contentType: string;
  readonly size: number | undefined;
  readonly etag: string | undefined;

  constructor(
    readonly stream: ReadableStream<Uint8Array>,
    headers: Headers,
    readonly correlationId: string,
  ) {
    const length = headers.get('Content-Encoding') === null ? headers.get('Content-Length') : null;
    this.contentType = headers.get('Content-Type') ?? 'application/octet-stream';
    this.size = length === null ? undefined : Number(length);
    this.etag = headers.get('ETag') ?? undefined;
  }

  /** Writes the file as it arrives. */
  async save(path: string): Promise<void> {
    try {
      await pipeline(Readable.fromWeb(this.stream as Parameters<typeof Readable.fromWeb>[0]), createWriteStream(path));
    } catch (error) {
      throw error instanceof TypeError ? new TransportError('the download broke', this.correlationId, true) : error;
    }
  }

  /** The whole file in memory. */
  async bytes(): Promise<Uint8Array> {
    return new Uint8Array(await new Response(this.stream).arrayBuffer());
  }
}
