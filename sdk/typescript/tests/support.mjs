// A small server on loopback that answers what a test tells it to.

import { createServer } from 'node:http';
import { once } from 'node:events';
import { Vip } from 'vip-sdk';

export const problem = (status, code, headers = {}) => ({
  status,
  body: { type: 'about:blank', title: code, status, code, 'correlation-id': 'from-problem' },
  headers: { 'Content-Type': 'application/problem+json', ...headers },
});

/** `drop` closes the connection without an answer, after the request was read; `never` does not answer, but calls `arrived`. */
export async function fakePlatform() {
  const script = { replies: [], requests: [], tokens: 0, lifetime: 86400, tokenReplies: [], answer: (...replies) => script.replies.push(...replies) };
  const server = createServer(async (request, response) => {
    const chunks = [];
    for await (const chunk of request) chunks.push(chunk);
    let reply;
    if (request.url === '/oauth/token') {
      script.tokens++;
      const body = { access_token: `token-${script.tokens}`, token_type: 'Bearer', expires_in: script.lifetime };
      reply = script.tokenReplies.shift() ?? { status: 200, body };
    } else {
      script.requests.push({ method: request.method, url: request.url, headers: request.headers, body: Buffer.concat(chunks).toString() });
      reply = script.replies.shift();
    }
    if (reply?.never) return void reply.arrived?.();
    if (!reply || reply.drop) {
      request.socket.destroy();
      return;
    }
    response.writeHead(reply.status, { 'Content-Type': 'application/json', ...reply.headers });
    response.end(typeof reply.body === 'string' ? reply.body : JSON.stringify(reply.body ?? {}));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  script.url = `http://127.0.0.1:${server.address().port}`;
  script.client = (more = {}) =>
    new Vip({ url: script.url, clientId: 'client', clientSecret: 's3cret-value', tenant: 'tenant-1', retry: { attempts: 3, firstWait: 4 }, ...more });
  script.stop = () => {
    server.closeAllConnections();
    return new Promise((done) => server.close(done));
  };
  return script;
}
