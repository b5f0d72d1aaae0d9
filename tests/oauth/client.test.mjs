// A real OAuth client and a real JWT library, with no special options, get and verify tokens (docs/contract.md 3).

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { createRemoteJWKSet, decodeProtectedHeader, jwtVerify } from 'jose';
import * as oauth from 'oauth4webapi';
import { startSandbox } from '../support/sandbox.mjs';

const overHttp = { [oauth.allowInsecureRequests]: true }; // the sandbox is on loopback, without TLS
let sandbox;
let server;
let client;

before(async () => {
  sandbox = await startSandbox();
  const issuer = new URL(sandbox.base);
  const response = await oauth.discoveryRequest(issuer, { algorithm: 'oauth2', ...overHttp });
  server = await oauth.processDiscoveryResponse(issuer, response);
  client = { client_id: sandbox.known.VIP_CLIENT_ID };
});
after(() => sandbox?.stop());

async function grant(authentication, parameters = {}) {
  const response = await oauth.clientCredentialsGrantRequest(server, client, authentication, new URLSearchParams(parameters), overHttp);
  return oauth.processClientCredentialsResponse(server, client, response);
}

function verify(token) {
  return jwtVerify(token, createRemoteJWKSet(new URL(server.jwks_uri)), {
    issuer: server.issuer,
    typ: 'at+jwt',
    algorithms: ['RS256'],
    requiredClaims: ['iss', 'exp', 'aud', 'sub', 'client_id', 'iat', 'jti', 'scope'],
  });
}

test('the metadata conforms to RFC 8414', () => {
  assert.equal(server.issuer, sandbox.base);
  assert.equal(server.token_endpoint, `${sandbox.base}/oauth/token`);
  assert.ok(server.grant_types_supported.includes('client_credentials'));
  for (const method of ['client_secret_basic', 'client_secret_post'])
    assert.ok(server.token_endpoint_auth_methods_supported.includes(method), method);
  assert.ok(server.scopes_supported.includes('location:remove'));
});

test('a token from HTTP Basic verifies with the published keys', async () => {
  const { access_token: token, token_type: type, expires_in: left } = await grant(oauth.ClientSecretBasic(sandbox.known.VIP_CLIENT_SECRET));
  assert.equal(type, 'bearer');
  const { payload, protectedHeader } = await verify(token);
  assert.equal(protectedHeader.typ, 'at+jwt');
  assert.equal(payload.sub, client.client_id);
  assert.equal(payload.client_id, client.client_id);
  assert.match(payload.scope, /\bcontact:pii\b/);
  assert.ok(Math.abs(payload.exp - (Math.floor(Date.now() / 1000) + left)) <= 2, 'expires_in is what is left of the token');
  assert.ok(payload.exp - payload.iat <= 24 * 3600);
});

test('credentials in the body return the same token', async () => {
  const basic = await grant(oauth.ClientSecretBasic(sandbox.known.VIP_CLIENT_SECRET));
  const post = await grant(oauth.ClientSecretPost(sandbox.known.VIP_CLIENT_SECRET));
  assert.equal(post.access_token, basic.access_token);
});

test('a narrower scope is in the token', async () => {
  const narrow = await grant(oauth.ClientSecretBasic(sandbox.known.VIP_CLIENT_SECRET), { scope: 'patient:read' });
  const { payload } = await verify(narrow.access_token);
  assert.equal(payload.scope, 'patient:read');
});

test('a wrong secret gives the error of RFC 6749', async () => {
  await assert.rejects(grant(oauth.ClientSecretBasic('wrong')), (error) => {
    const challenged = error instanceof oauth.WWWAuthenticateChallengeError && error.status === 401;
    return challenged || (error instanceof oauth.ResponseBodyError && error.error === 'invalid_client');
  });
});

test('an unknown scope gives the error of RFC 6749', async () => {
  await assert.rejects(
    grant(oauth.ClientSecretPost(sandbox.known.VIP_CLIENT_SECRET), { scope: 'nothing:here' }),
    (error) => error instanceof oauth.ResponseBodyError && error.error === 'invalid_scope',
  );
});

test('every token names a published key', async () => {
  const { access_token: token } = await grant(oauth.ClientSecretBasic(sandbox.known.VIP_CLIENT_SECRET));
  const { keys } = await (await fetch(server.jwks_uri)).json();
  assert.ok(keys.some((key) => key.kid === decodeProtectedHeader(token).kid));
});

test('the client calls an endpoint with its token', async () => {
  const { access_token: token } = await grant(oauth.ClientSecretBasic(sandbox.known.VIP_CLIENT_SECRET));
  const response = await oauth.protectedResourceRequest(
    token, 'GET', new URL(`${sandbox.base}/contact-management/v1/api/contacts`), new Headers({ 'Tenant-Id': sandbox.known.VIP_TENANT_ID }), null, overHttp,
  );
  assert.equal(response.status, 200);
  assert.ok((await response.json()).results.length > 0);
});

test('discovery without options, at the path of OpenID Connect, finds the endpoints', async () => {
  const issuer = new URL(sandbox.base);
  const found = await oauth.processDiscoveryResponse(issuer, await oauth.discoveryRequest(issuer, overHttp));
  for (const name of ['token_endpoint', 'revocation_endpoint', 'introspection_endpoint', 'jwks_uri'])
    assert.equal(found[name], server[name], name);
});

test('a library introspects and revokes a token', async () => {
  const authentication = oauth.ClientSecretBasic(sandbox.known.VIP_CLIENT_SECRET);
  const introspect = async (token) =>
    oauth.processIntrospectionResponse(server, client, await oauth.introspectionRequest(server, client, authentication, token, overHttp));
  const { access_token: token } = await grant(authentication, { scope: 'location:read patient:read' });
  const told = await introspect(token);
  assert.equal(told.active, true);
  assert.equal(told.scope, 'location:read patient:read');
  await oauth.processRevocationResponse(await oauth.revocationRequest(server, client, authentication, token, overHttp));
  assert.equal((await introspect(token)).active, false);
  const { access_token: next } = await grant(authentication, { scope: 'location:read patient:read' });
  assert.notEqual(next, token);
});
