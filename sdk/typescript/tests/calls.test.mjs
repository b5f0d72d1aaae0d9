// Tokens, repetition, cancellation and errors against a small server that answers what the test tells it to.

import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { inspect } from 'node:util';
import { ApiError, TransportError, Vip } from 'vip-sdk';
import { fakePlatform, problem } from './support.mjs';

let script;
let vip;
before(async () => (script = await fakePlatform()));
after(() => script.stop());
beforeEach(() => {
  assert.deepEqual(script.replies, [], 'replies that nobody asked for');
  Object.assign(script, { requests: [], tokens: 0, lifetime: 86400, tokenReplies: [] });
  vip = script.client();
});

const created = { status: 201, body: { 'contact-uuid': 'c' } };
const empty = { status: 200, body: { results: [] } };
const drop = { drop: true };
const html = { status: 503, body: '<html>' };

const create = (client) => client.contactManagement.createContact({ 'contact-type': 'Client' });
const patch = (client, options) => client.contactManagement.updateContact('c', { 'first-name': null }, options);
const conditional = (client) => patch(client, { ifMatch: '"1"' });
const read = (client, options) => client.contactManagement.listContacts({}, options).page();
const search = (client) => client.contactManagement.searchContacts({}).page();

for (const [name, call, first, good] of [
  ['a read, overloaded', read, problem(503, 'overloaded'), empty],
  ['a read, 503 of a proxy', read, html, empty],
  ['a read, 502', read, { status: 502, body: '' }, empty],
  ['a read, 429', read, problem(429, 'too-many-requests'), empty],
  ['a read, lost', read, drop, empty],
  ['a search, lost', search, drop, empty],
  ['a creation, overloaded', create, problem(503, 'overloaded'), created],
  ['a creation, not kept', create, problem(503, 'storage-unavailable'), created],
  ['a creation, 429', create, problem(429, 'too-many-requests'), created],
  ['a change, lost', patch, drop, empty],
])
  test(`is repeated: ${name}`, async () => {
    script.answer(first, good);
    await call(vip);
    const [one, two] = script.requests;
    assert.equal(script.requests.length, 2);
    assert.equal(one.body, two.body);
    assert.equal(one.headers['x-correlation-id'], two.headers['x-correlation-id']);
  });

for (const [name, call, first] of [
  ['a creation, 503 of a proxy', create, html],
  ['a creation, 502', create, { status: 502, body: '' }],
  ['a creation, 500', create, problem(500, 'internal-error')],
  ['a read that took too long', read, problem(503, 'deadline-exceeded')],
  ['a change under a condition, 502', conditional, { status: 502, body: '' }],
])
  test(`is not repeated: ${name}`, async () => {
    script.answer(first);
    await assert.rejects(call(vip), ApiError);
    assert.equal(script.requests.length, 1);
  });

for (const [name, call] of [['a creation', create], ['a change under a condition', conditional]])
  test(`a lost answer is told: ${name}`, async () => {
    script.answer(drop);
    const lost = await failure(call(vip), TransportError);
    assert.equal(lost.sent, true);
    assert.equal(lost.correlationId, script.requests[0].headers['x-correlation-id']);
  });

async function failure(promise, kind) {
  const error = await promise.then(() => assert.fail('it did not fail'), (reason) => reason);
  assert.ok(error instanceof kind, inspect(error));
  return error;
}

test('a deletion whose answer was lost is done', async () => {
  script.answer(drop, problem(404, 'not-found'));
  await vip.contactManagement.deleteAddress('a');
  script.answer(problem(404, 'not-found'));
  await failure(vip.contactManagement.deleteAddress('a'), ApiError);
});

test('no connection means that nothing was sent', async () => {
  const closed = await fakePlatform();
  await closed.stop();
  const nobody = new Vip({ url: closed.url, clientId: 'c', clientSecret: 's', tenant: 't', retry: { attempts: 2, firstWait: 1 } });
  assert.equal((await failure(create(nobody), TransportError)).sent, false);
});

test('a creation is repeated where no connection was made', async () => {
  let left = 1;
  const refusing = (url, request) => {
    if (!String(url).endsWith('/oauth/token') && left-- > 0)
      throw new TypeError('fetch failed', { cause: Object.assign(new Error('refused'), { code: 'ECONNREFUSED' }) });
    return fetch(url, request);
  };
  script.answer(created);
  assert.equal((await create(script.client({ fetch: refusing }))).status, 201);
});

test('waits as the platform asks, and gives up', async () => {
  script.answer(problem(429, 'too-many-requests', { 'Retry-After': '1' }), problem(503, 'overloaded'), problem(503, 'overloaded', { 'Retry-After': '2' }));
  const started = performance.now();
  const last = await failure(read(vip), ApiError);
  assert.ok(performance.now() - started >= 995);
  assert.equal(last.retryAfter, 2);
  assert.equal(script.requests.length, 3);
});

test('a long wait is left to the caller', async () => {
  script.answer(problem(429, 'too-many-requests', { 'Retry-After': '3600' }));
  await failure(read(vip), ApiError);
});

test('a token is kept, and calls at the same time share one', async () => {
  script.answer(...Array(9).fill(empty));
  await Promise.all(Array.from({ length: 8 }, () => read(vip)));
  await read(vip);
  assert.equal(script.tokens, 1);
  assert.deepEqual([...new Set(script.requests.map(({ headers }) => headers.authorization))], ['Bearer token-1']);
  assert.deepEqual([...new Set(script.requests.map(({ headers }) => headers['tenant-id']))], ['tenant-1']);
});

test('a token is renewed before it expires', async (t) => {
  script.lifetime = 3600;
  script.answer(empty, empty, empty);
  await read(vip);
  const now = performance.now();
  const clock = t.mock.method(performance, 'now', () => now + (3600 - 250) * 1000);
  await read(vip);
  assert.equal(script.tokens, 1);
  clock.mock.mockImplementation(() => now + (3600 - 230) * 1000);
  await read(vip);
  assert.equal(script.tokens, 2);
});

test('a refused token is renewed once', async () => {
  script.answer(problem(401, 'token-invalid'), created);
  await create(vip);
  assert.deepEqual(script.requests.map(({ headers }) => headers.authorization), ['Bearer token-1', 'Bearer token-2']);
  script.answer(problem(401, 'token-invalid'), problem(401, 'token-invalid'));
  assert.equal((await failure(create(vip), ApiError)).status, 401);
  assert.equal(script.tokens, 3);
});

test('a busy token endpoint is asked again', async () => {
  script.tokenReplies.push({ status: 429, body: { error: 'slow_down' }, headers: { 'Retry-After': '0' } }, { status: 503, body: '' });
  script.answer(empty);
  await read(vip);
  assert.equal(script.tokens, 3);
});

test('a call can be cancelled and has a time-out', async () => {
  const given = new Error('the user left');
  const cancelled = new AbortController();
  script.answer({ never: true, arrived: () => cancelled.abort(given) }, { never: true });
  assert.equal(await failure(read(vip, { signal: cancelled.signal }), Error), given);
  const slow = await failure(read(script.client({ retry: { attempts: 1 } }), { timeout: 30 }), TransportError);
  assert.match(slow.message, /no answer within 30 ms/);
  script.replies.length = 0; // on a busy machine the time is over before the request is sent
  const early = await failure(read(vip, { signal: AbortSignal.abort(given) }), Error);
  assert.equal(early, given);
});

test('nothing secret is shown', async () => {
  script.answer(problem(400, 'required'), drop);
  const shown = [inspect(vip, { depth: 9, showHidden: true }), JSON.stringify(vip)];
  for (let time = 0; time < 2; time++) {
    const error = await failure(vip.contactManagement.createContact({ 'last-name': 'Hidden-Name' }), Error);
    shown.push(inspect(error, { depth: 9, showHidden: true }), String(error));
  }
  for (const text of shown) for (const secret of ['s3cret', 'token-1', 'Hidden']) assert.ok(!text.includes(secret), `${secret} in ${text}`);
});

test('an answer that is not of the platform', async () => {
  script.answer({ status: 200, body: '<html>hello</html>' });
  assert.match((await failure(read(vip), TransportError)).message, /not JSON/);
  script.answer({ status: 302, body: '', headers: { Location: 'https://elsewhere.example/' } });
  assert.equal((await failure(read(vip), ApiError)).code, 'http-302');
  assert.equal(script.requests.length, 2, 'a redirection is not followed with a token');
});
