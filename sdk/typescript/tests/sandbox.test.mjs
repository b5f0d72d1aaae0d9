// The library against the sandbox: what an integration does.

import assert from 'node:assert/strict';
import { createHash, randomUUID } from 'node:crypto';
import { openAsBlob } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { ApiError, TokenError, Vip } from 'vip-sdk';
import { startSandbox } from '../sandbox.mjs';

let sandbox;
let vip;
let locationUuid;
let folder;
before(async () => {
  sandbox = await startSandbox();
  const { VIP_CLIENT_ID: clientId, VIP_CLIENT_SECRET: clientSecret, VIP_TENANT_ID: tenant } = sandbox.known;
  vip = new Vip({ url: sandbox.base, clientId, clientSecret, tenant });
  locationUuid = (await vip.locationManagement.listLocations().page()).results[0]['location-uuid'];
  folder = await mkdtemp(join(tmpdir(), 'vip-sdk-'));
});
after(async () => {
  await sandbox?.stop();
  await rm(folder, { recursive: true, force: true });
});

const contact = (more = {}) => ({ 'contact-type': 'Client', 'first-name': 'Ada', 'last-name': 'Lovelace', 'location-uuid': locationUuid, ...more });

async function all(listing) {
  const records = [];
  for await (const record of listing) records.push(record);
  return records;
}

async function refusal(promise, kind = ApiError) {
  const error = await promise.then(() => assert.fail('it was not refused'), (reason) => reason);
  assert.ok(error instanceof kind, String(error));
  return error;
}

test('creates, reads, changes and removes a value', async () => {
  const key = `sdk-${randomUUID()}`;
  const created = await vip.contactManagement.createContact(contact({ 'external-id': key }));
  const id = created.data['contact-uuid'];
  assert.equal(created.status, 201);
  assert.ok(created.location?.endsWith(id));
  const read = await vip.contactManagement.readContact(id);
  assert.equal(read.data['external-id'], key);
  const changed = await vip.contactManagement.updateContact(id, { 'external-id': null, 'last-name': undefined }, { ifMatch: read.etag });
  assert.equal(changed.data['external-id'], null);
  assert.equal(changed.data['last-name'], 'Lovelace', 'an absent member stays as it is');
  const late = await refusal(vip.contactManagement.updateContact(id, { 'first-name': 'Eve' }, { ifMatch: read.etag }));
  assert.equal(late.code, 'precondition-failed');
});

test('the whole record is answered on request', async () => {
  const created = await vip.contactManagement.createContact(contact(), { representation: true });
  assert.equal(created.data['last-name'], 'Lovelace');
});

test('cursors and pages read the same records', async () => {
  const first = await vip.contactManagement.listContacts({ size: 7, total: 'exact' }).page();
  const byCursor = (await all(vip.contactManagement.listContacts({ size: 7 }))).map((one) => one['contact-uuid']);
  const byPage = [];
  for (let page = 1; page <= first.totalPages; page++)
    byPage.push(...(await vip.contactManagement.listContacts({ page, size: 7 }).page()).results.map((one) => one['contact-uuid']));
  assert.deepEqual(byCursor, byPage);
  assert.equal(new Set(byCursor).size, first.totalResults);
});

test('an iteration keeps its fields', async () => {
  const contacts = await all(vip.contactManagement.listContacts({ size: 9, fields: ['last-name'], sort: ['last-name,desc'] }));
  assert.ok(contacts.length > 20);
  for (const one of contacts) assert.deepEqual(Object.keys(one).sort(), ['contact-uuid', 'last-name']);
});

test('a list without cursor is read to its end', async () => {
  const whole = await all(vip.communications.listMergeFields());
  assert.equal((await all(vip.communications.listMergeFields({ size: 2 }))).length, whole.length);
});

test('a search finds what a filter finds', async () => {
  const ids = async (listing) => (await all(listing)).map((one) => one['contact-uuid']).sort();
  const filter = { 'contact-type': { eq: 'Client' }, 'last-name': { 'starts-with': 'h' }, 'registered-date': { gte: '2000-01-01T00:00:00Z', end: '2100-01-01T00:00:00Z' } };
  const found = await ids(vip.contactManagement.searchContacts({ filter, size: 3 }));
  assert.deepEqual(found, await ids(vip.contactManagement.listContacts({ filter })));
  assert.ok(found.length > 3);
});

test('a refusal says where and what', async () => {
  const error = await refusal(vip.contactManagement.createContact({ 'contact-type': 'Client', 'last-name': 7 }, { correlationId: 'sdk-test.1' }));
  assert.equal(error.status, 400);
  assert.equal(error.correlationId, 'sdk-test.1');
  const pointers = error.errors.map((fault) => fault.pointer);
  for (const pointer of ['/last-name', '/location-uuid']) assert.ok(pointers.includes(pointer), pointer);
});

test('the correlation id is given or made', async () => {
  assert.equal((await vip.locationManagement.listLocations({}, { correlationId: 'given-1' }).page()).correlationId, 'given-1');
  assert.match((await vip.locationManagement.listLocations().page()).correlationId, /^[0-9a-f-]{36}$/);
});

function cents(text) {
  const [whole, rest = ''] = text.split('.');
  return BigInt(whole + rest.padEnd(2, '0'));
}

test('decimals are exact', async () => {
  const payments = await all(vip.billing.listPayments());
  const token = await vip.connection.settings.tokens.get('test');
  const headers = { Authorization: `Bearer ${token}`, 'Tenant-Id': sandbox.known.VIP_TENANT_ID };
  const raw = await (await fetch(`${sandbox.base}/billing/v1/api/payments?size=1000&fields=amount`, { headers })).text();
  const digits = [...raw.matchAll(/"amount":(-?[0-9.]+)/g)].map(([, text]) => text);
  assert.ok(digits.length > 100);
  assert.deepEqual(payments.map((payment) => payment.amount), digits);
  const sum = (texts) => texts.reduce((total, text) => total + cents(text), 0n);
  assert.equal(sum(payments.map((payment) => payment.amount)), sum(digits));
});

test('a decimal comes back as it was sent', async () => {
  const made = await vip.formularyManagement.createDiscountCategory({ name: `Exact ${randomUUID()}`, percentage: '12.34' });
  const read = await vip.formularyManagement.readDiscountCategory(made.data['discount-category-uuid']);
  assert.equal(read.data.percentage, '12.34');
  const wrong = await refusal(vip.formularyManagement.createDiscountCategory({ name: 'Wrong', percentage: 'many' }));
  assert.equal(wrong.errors[0].pointer, '/percentage');
});

test('files are streams', async () => {
  const hash = createHash('sha256');
  let asked = 0;
  const content = (async function* () {
    for (let megabyte = 0; megabyte < 20; megabyte++) {
      const chunk = new Uint8Array(1 << 20).fill(120);
      hash.update(chunk);
      asked++;
      yield chunk;
    }
  })();
  const uploaded = await vip.communications.uploadDocument({ file: { content, name: 'large.txt', type: 'text/plain' }, title: 'Large' });
  assert.equal(asked, 20);
  const download = await vip.communications.downloadDocument(uploaded.data['document-uuid']);
  assert.equal(download.size, 20 << 20);
  await download.save(join(folder, 'copy'));
  assert.equal(createHash('sha256').update(await readFile(join(folder, 'copy'))).digest('hex'), hash.digest('hex'));
});

test('bytes come back equal', async () => {
  const bytes = Buffer.from('Grüße ✓\r\n--boundary\r\n\r\n');
  await writeFile(join(folder, 'small'), bytes);
  const file = { content: await openAsBlob(join(folder, 'small')), name: 'a "quoted" näme.txt', type: 'text/plain' };
  const uploaded = await vip.communications.uploadDocument({ file });
  const download = await vip.communications.downloadDocument(uploaded.data['document-uuid']);
  assert.match(download.contentType, /^text\/plain/);
  assert.deepEqual(Buffer.from(await download.bytes()), bytes);
});

test('another tenant has other data', async () => {
  const own = new Set((await all(vip.contactManagement.listContacts())).map((one) => one['contact-uuid']));
  const other = await all(vip.forTenant(sandbox.known.VIP_TENANT_ID_2).contactManagement.listContacts());
  assert.ok(other.every((one) => !own.has(one['contact-uuid'])));
  assert.equal((await refusal(vip.forTenant(randomUUID()).contactManagement.listContacts().page())).code, 'tenant-not-granted');
});

test('wrong credentials are told apart', async () => {
  const { VIP_CLIENT_ID: clientId, VIP_TENANT_ID: tenant } = sandbox.known;
  const wrong = new Vip({ url: sandbox.base, clientId, clientSecret: 'wrong', tenant });
  const error = await refusal(wrong.contactManagement.listContacts().page(), TokenError);
  assert.deepEqual([error.status, error.error], [401, 'invalid_client']);
});

test('an id cannot leave its place', async () => {
  const error = await refusal(vip.contactManagement.readContact('../locations?size=1'));
  assert.ok([400, 404].includes(error.status));
});
