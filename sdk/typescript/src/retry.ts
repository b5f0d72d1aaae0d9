// When a call is repeated, and after how long.
//
// A read is repeated after anything that can pass. A write is repeated only where nothing can have been carried out: no connection
// was made, or the platform said that it did not do it (429, 503 `overloaded`, 503 `storage-unavailable`). A DELETE is idempotent,
// and so is a PATCH: they are repeated after a lost answer, too, unless they have a condition, which their own change would break.

export type Safety = 'read' | 'idempotent' | 'once';

/** How often and how patiently calls are repeated; times are in milliseconds. `{ attempts: 1 }` repeats nothing. */
export interface Retry {
  readonly attempts: number;
  readonly firstWait: number;
  readonly longestWait: number;
  readonly longestRetryAfter: number;
}

export const defaultRetry: Retry = { attempts: 4, firstWait: 250, longestWait: 8_000, longestRetryAfter: 60_000 };

/** How long to wait after the `attempt`-th failure (from 1), or undefined to give up. `retryAfter` is in seconds. */
export function waitAfter(retry: Retry, attempt: number, retryAfter: number | undefined): number | undefined {
  if (attempt >= retry.attempts) return undefined;
  if (retryAfter !== undefined) return retryAfter * 1000 <= retry.longestRetryAfter ? retryAfter * 1000 : undefined;
  const longest = Math.min(retry.longestWait, retry.firstWait * 2 ** (attempt - 1));
  return longest / 2 + (Math.random() * longest) / 2;
}

const passing = new Set([429, 502, 503, 504]);
const notCarriedOut = new Set(['overloaded', 'storage-unavailable']);

export function isRepeatable(safety: Safety, status: number, code: string): boolean {
  if (!passing.has(status) || code === 'deadline-exceeded') return false;
  return safety !== 'once' || status === 429 || (status === 503 && notCarriedOut.has(code));
}

/** Seconds. The platform sends numbers; a date, which a proxy may send, counts as absent. */
export function retryAfterOf(headers: Headers): number | undefined {
  const value = headers.get('Retry-After') ?? '';
  return /^\d{1,9}$/.test(value) ? Number(value) : undefined;
}

export function pause(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((done, failed) => {
    const end = (): void => {
      clearTimeout(timer);
      failed(signal?.reason);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', end);
      done();
    }, milliseconds);
    if (signal?.aborted) end();
    else signal?.addEventListener('abort', end, { once: true });
  });
}
