// One attempt of a request: its time-out, its cancellation, and whether a failure leaves open what the platform did.

import { TransportError } from './errors.js';

// Codes of Node where no connection was made, so that nothing was sent.
const notSent = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH', 'UND_ERR_CONNECT_TIMEOUT']);

export interface Attempt {
  readonly status: number;
  readonly headers: Headers;
  /** Empty if the body is left to be read as a stream. */
  readonly text: string;
  readonly stream: ReadableStream<Uint8Array> | null;
}

export interface Conditions {
  readonly send: typeof fetch;
  readonly correlationId: string;
  /** Milliseconds until the whole body is there, or the headers if the body is left as a stream; undefined for no limit. */
  readonly timeout: number | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly stream?: boolean;
}

export async function attempt(url: string, request: RequestInit, conditions: Conditions): Promise<Attempt> {
  const { send, correlationId, timeout, signal } = conditions;
  const patience = new AbortController();
  const timer = timeout === undefined ? undefined : setTimeout(() => patience.abort(), timeout);
  try {
    const ends = signal ? AbortSignal.any([signal, patience.signal]) : patience.signal;
    const response = await send(url, { ...request, redirect: 'manual', signal: ends });
    const streams = conditions.stream === true && response.ok;
    return {
      status: response.status,
      headers: response.headers,
      text: streams ? '' : await response.text(),
      stream: streams ? response.body : null,
    };
  } catch (error) {
    if (signal?.aborted) throw signal.reason;
    if (patience.signal.aborted) throw new TransportError(`no answer within ${timeout} ms`, correlationId, true);
    const code = codeOf(error);
    throw new TransportError(`the connection failed: ${code}`, correlationId, !notSent.has(code));
  } finally {
    clearTimeout(timer);
  }
}

/** The code of the innermost cause. Node wraps the failures of several addresses in one error. */
function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown';
  if (error instanceof AggregateError && error.errors.length > 0) return codeOf(error.errors[0]);
  if (error.cause instanceof Error) return codeOf(error.cause);
  return (error as NodeJS.ErrnoException).code ?? error.name;
}
