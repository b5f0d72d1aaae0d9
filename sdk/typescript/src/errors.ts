// What can go wrong. Nothing here contains a token, a secret or a request's body.

/** The base of all errors of this package. */
export class VipError extends Error {
  constructor(
    message: string,
    /** Identifies the call in the platform's logs; give it to support. */
    readonly correlationId: string,
  ) {
    super(`${message} (correlation id ${correlationId})`);
    this.name = new.target.name;
  }
}

/** One error of a request: where it is (`pointer`, `parameter` or `header`), what kind it is, and a text for people. */
export interface Fault {
  readonly code: string;
  readonly message: string;
  readonly pointer?: string;
  readonly parameter?: string;
  readonly header?: string;
}

/** The platform refused the request (RFC 9457). `code` is stable: compare it, not the texts. */
export class ApiError extends VipError {
  readonly status: number;
  readonly code: string;
  readonly title: string;
  readonly detail: string;
  readonly type: string;
  readonly errors: readonly Fault[];
  /** Seconds that the platform asks to wait. */
  readonly retryAfter: number | undefined;

  constructor(status: number, body: unknown, correlationId: string, retryAfter: number | undefined) {
    const problem = isObject(body) ? body : {};
    const code = text(problem['code']) ?? `http-${status}`;
    const title = text(problem['title']) ?? 'The answer is not one of the platform';
    const detail = text(problem['detail']) ?? title;
    super(`${status} ${code}: ${detail}`, text(problem['correlation-id']) ?? correlationId);
    this.status = status;
    this.code = code;
    this.title = title;
    this.detail = detail;
    this.type = text(problem['type']) ?? 'about:blank';
    this.errors = Array.isArray(problem['errors']) ? problem['errors'].filter(isObject).map(fault) : [];
    this.retryAfter = retryAfter;
  }
}

/** The token endpoint refused the credentials or the request (RFC 6749). */
export class TokenError extends VipError {
  readonly error: string;
  readonly description: string;

  constructor(
    readonly status: number,
    body: unknown,
    correlationId: string,
  ) {
    const answer = isObject(body) ? body : {};
    const error = text(answer['error']) ?? 'unexpected_answer';
    const description = text(answer['error_description']) ?? 'The token endpoint gave no token';
    super(`${status} ${error}: ${description}`, correlationId);
    this.error = error;
    this.description = description;
  }
}

/**
 * There is no whole answer: no connection, a time-out, a connection that broke. `sent` says whether the platform may have received
 * the request, and so whether a write may have been carried out.
 */
export class TransportError extends VipError {
  constructor(
    message: string,
    correlationId: string,
    readonly sent: boolean,
  ) {
    super(message, correlationId);
  }
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}

/** The value of a JSON text, or undefined. */
export function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function fault(entry: Record<string, unknown>): Fault {
  const places = ['pointer', 'parameter', 'header'].flatMap((name) => {
    const place = text(entry[name]);
    return place === undefined ? [] : [[name, place]];
  });
  return { code: text(entry['code']) ?? '', message: text(entry['message']) ?? '', ...Object.fromEntries(places) };
}
