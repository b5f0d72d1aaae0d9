// A form with a file, sent as it is read: the file is never in memory as a whole.

import { randomUUID } from 'node:crypto';

/** A file to upload: a Blob (`fs.openAsBlob`), or a stream, which can be sent once only. */
export interface FileSource {
  readonly content: Blob | AsyncIterable<Uint8Array>;
  readonly name: string;
  readonly type?: string;
}

export interface Form {
  readonly body: ReadableStream<Uint8Array>;
  readonly contentType: string;
  /** Undefined for a stream, whose length nobody knows. */
  readonly length: number | undefined;
}

export function isFile(value: unknown): value is FileSource {
  return value !== null && typeof value === 'object' && 'content' in value && 'name' in value;
}

export function isRepeatableForm(members: Readonly<Record<string, unknown>>): boolean {
  return Object.values(members).every((value) => !isFile(value) || value.content instanceof Blob);
}

/** Names as browsers write them in multipart/form-data. */
function quoted(name: string): string {
  return name.replace(/\r/g, '%0D').replace(/\n/g, '%0A').replace(/"/g, '%22');
}

export function formOf(members: Readonly<Record<string, unknown>>): Form {
  const boundary = `vip-${randomUUID()}`;
  const encoder = new TextEncoder();
  const parts: (Uint8Array | Blob | AsyncIterable<Uint8Array>)[] = [];
  const head = (name: string, more: string): void => {
    parts.push(encoder.encode(`--${boundary}\r\nContent-Disposition: form-data; name="${quoted(name)}"${more}\r\n\r\n`));
  };
  // Texts first: the platform reads a form in order, and stores the file as it arrives.
  const entries = Object.entries(members).filter(([, value]) => value !== undefined && value !== null);
  for (const [name, value] of entries) {
    if (isFile(value)) continue;
    head(name, '');
    parts.push(encoder.encode(`${String(value)}\r\n`));
  }
  for (const [name, value] of entries) {
    if (!isFile(value)) continue;
    head(name, `; filename="${quoted(value.name)}"\r\nContent-Type: ${value.type ?? 'application/octet-stream'}`);
    parts.push(value.content, encoder.encode('\r\n'));
  }
  parts.push(encoder.encode(`--${boundary}--\r\n`));
  return { body: streamOf(parts), contentType: `multipart/form-data; boundary=${boundary}`, length: lengthOf(parts) };
}

function lengthOf(parts: readonly unknown[]): number | undefined {
  let length = 0;
  for (const part of parts) {
    if (part instanceof Blob) length += part.size;
    else if (part instanceof Uint8Array) length += part.byteLength;
    else return undefined;
  }
  return length;
}

function streamOf(parts: readonly (Uint8Array | Blob | AsyncIterable<Uint8Array>)[]): ReadableStream<Uint8Array> {
  const chunks = (async function* (): AsyncGenerator<Uint8Array> {
    for (const part of parts) {
      if (part instanceof Uint8Array) yield part;
      else yield* part instanceof Blob ? (part.stream() as AsyncIterable<Uint8Array>) : part;
    }
  })();
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      const { done, value } = await chunks.next();
      if (done) controller.close();
      else controller.enqueue(value);
    },
    async cancel() {
      await chunks.return(undefined);
    },
  });
}
