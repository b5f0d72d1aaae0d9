// The contacts API of the platform on Fastify: one line of the log for each request, tokens whose verification is cached, one process.
// Arguments: port, folder, file of the practice, id of the tenant. The token is written to FOLDER/token.

import { generateKeyPairSync, randomUUID } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import jwt from '@fastify/jwt';
import Fastify, { LogController } from 'fastify';
import pino from 'pino';
import { Contacts } from './contacts.mjs';
import { loadPractice, openDatabase } from './database.mjs';
import { contact, contactCreate, contactPage, contactPath, listQuery } from './schemas.mjs';

const [port, folder, practice, tenantId] = process.argv.slice(2);
const PATH = '/contact-management/v1/api/contacts';
const CLIENT = randomUUID();

const database = openDatabase(join(folder, 'practice.db'));
loadPractice(database, practice);
const tenants = new Map([[tenantId, new Contacts(database)]]);

const logger = pino({ base: undefined }, pino.destination({ dest: join(folder, 'requests.log'), sync: false, minLength: 8192 }));
const app = Fastify({
  loggerInstance: logger,
  logController: new LogController({ disableRequestLogging: true, requestIdLogLabel: 'correlation-id' }),
  requestIdHeader: 'x-correlation-id',
  genReqId: () => randomUUID(),
  ajv: { customOptions: { removeAdditional: false } },
});

const keys = generateKeyPairSync('rsa', {
  modulusLength: 3072, publicKeyEncoding: { type: 'spki', format: 'pem' }, privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
});
await app.register(jwt, {
  secret: { private: keys.privateKey, public: keys.publicKey },
  sign: { algorithm: 'RS256', expiresIn: '24h' },
  verify: { algorithms: ['RS256'], cache: true },
});

app.decorateRequest('contacts', null);

function access(scope) {
  return async (request, reply) => {
    await request.jwtVerify();
    const tenant = request.headers['tenant-id'];
    if (!request.user.tenants.includes(tenant)) return reply.code(403).send({ message: 'tenant-not-granted' });
    if (!request.user.scopes.includes(scope)) return reply.code(403).send({ message: 'insufficient-scope' });
    request.contacts = tenants.get(tenant);
  };
}

app.addHook('onSend', (request, reply, payload, done) => {
  reply.headers({ 'X-Correlation-Id': request.id, 'Cache-Control': 'no-store', Vary: 'Authorization, Tenant-Id, Accept-Encoding' });
  done();
});

app.addHook('onError', (request, reply, error, done) => {
  if (!(error.statusCode < 500)) request.log.error(error);
  done();
});

app.addHook('onResponse', (request, reply, done) => {
  request.log.info({
    event: 'request', method: request.method, route: request.routeOptions.url, status: reply.statusCode,
    microseconds: Math.round(reply.elapsedTime * 1000), bytes: Number(reply.getHeader('content-length')),
    client: request.user?.sub, tenant: request.headers['tenant-id'],
  });
  done();
});

// The Link header of a page, RFC 8288.
function links(query, answer) {
  const link = (change, rel) => `<${PATH}?${new URLSearchParams({ ...query, ...change })}>; rel="${rel}"`;
  const found = [link({ page: 1 }, 'first')];
  if (answer.page > 1) found.push(link({ page: answer.page - 1 }, 'prev'));
  if (answer['next-cursor']) found.push(link({ page: answer.page + 1 }, 'next'));
  if (answer['total-pages'] > 0) found.push(link({ page: answer['total-pages'] }, 'last'));
  return found.join(', ');
}

const problem = { type: 'object', properties: { statusCode: { type: 'integer' }, error: { type: 'string' }, message: { type: 'string' } } };

app.get(PATH, { onRequest: access('contact:read'), schema: { querystring: listQuery, response: { 200: contactPage, '4xx': problem } } },
  (request, reply) => {
    const answer = request.contacts.page(request.query);
    if (answer.page !== undefined) reply.header('Link', links(request.query, answer));
    reply.send(answer);
  });

app.get(`${PATH}/:id`, { onRequest: access('contact:read'), schema: { params: contactPath, response: { 200: contact, '4xx': problem } } },
  (request, reply) => {
    const found = request.contacts.read(request.params.id);
    if (!found) return reply.code(404).send({ message: 'not-found' });
    reply.header('ETag', `"${found.version}"`);
    reply.send(found);
  });

app.post(PATH, { onRequest: access('contact:create'), schema: { body: contactCreate, response: { '4xx': problem } } }, (request, reply) => {
  const id = request.contacts.create(request.body, request.user.sub, request.id);
  reply.code(201).headers({ Location: `${PATH}/${id}`, ETag: '"1"' });
  reply.send({ 'contact-uuid': id });
});

const claims = { sub: CLIENT, tenants: [tenantId], scopes: ['contact:read', 'contact:create', 'contact:update', 'contact:pii'] };
writeFileSync(join(folder, 'token'), app.jwt.sign(claims));
process.on('SIGTERM', () => app.close().then(() => database.close()));
await app.listen({ port: Number(port), host: '127.0.0.1' });
