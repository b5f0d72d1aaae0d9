// The explorer as users use it: open it, get a token, make a call, see 200 (docs/contract.md 10). The page must not load
// anything from other hosts: it must work offline.

import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { chromium } from 'playwright-core';
import { root, startSandbox } from '../support/sandbox.mjs';

const quiet = ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];
let sandbox;
let browser;
let profile;
const elsewhere = [];
const errors = [];

before(async () => {
  sandbox = await startSandbox();
  profile = await mkdtemp(join(tmpdir(), 'vip-browser-'));
  browser = await chromium.launchPersistentContext(profile, {
    executablePath: '/usr/bin/chromium', headless: true, args: quiet, viewport: { width: 1400, height: 900 },
  });
  browser.on('request', (request) => {
    const { protocol, origin } = new URL(request.url());
    if (protocol.startsWith('http') && origin !== sandbox.base) elsewhere.push(request.url());
  });
});
after(async () => {
  await browser?.close();
  await sandbox?.stop();
  if (profile) await rm(profile, { recursive: true, force: true });
});

test('the explorer gets a token, calls, and shows 200', { timeout: 120_000 }, async () => {
  const page = await browser.newPage();
  page.on('pageerror', (error) => errors.push(String(error)));
  await page.goto(`${sandbox.base}/explorer`, { waitUntil: 'load' });
  await page.click('#vip-get-token');
  await page.waitForFunction(() => !document.querySelector('#vip-call').disabled, undefined, { timeout: 30_000 });
  await page.click('#vip-call');
  await page.waitForFunction(() => /\b200\b/.test(document.querySelector('#vip-status').textContent), undefined, { timeout: 30_000 });
  await mkdir(join(root, 'build'), { recursive: true });
  await page.screenshot({ path: join(root, 'build/explorer.png') });
});

test('the explorer shows the operations of every domain', { timeout: 120_000 }, async () => {
  const page = await browser.newPage();
  await page.goto(`${sandbox.base}/explorer`, { waitUntil: 'load' });
  for (const title of ['Account Management', 'Contact Management', 'Location Management', 'Patient Management'])
    await page.waitForFunction((text) => document.body.innerText.includes(text) || document.documentElement.innerHTML.includes(text), title, { timeout: 30_000 });
});

test('the portal opens', { timeout: 60_000 }, async () => {
  const page = await browser.newPage();
  const response = await page.goto(`${sandbox.base}/docs`, { waitUntil: 'load' });
  assert.equal(response.status(), 200);
  assert.ok((await page.innerText('body')).length > 200);
});

test('nothing was loaded from other hosts, and no script failed', () => {
  assert.deepEqual(elsewhere, []);
  assert.deepEqual(errors, []);
});
