// The code of the README runs as it stands, and it and a small program with wrong uses are checked by the compiler in strict mode.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { startSandbox } from '../sandbox.mjs';

const source = process.env.VIP_SDK;
let sandbox;
let folder;
let code;
before(async () => {
  sandbox = await startSandbox();
  // Beside node_modules, so that the package is found as in a user's project.
  folder = await mkdtemp(join(import.meta.dirname ?? '.', '../readme-'));
  const page = await readFile(join(source, 'README.md'), 'utf8');
  code = [...page.matchAll(/^```ts\n(.*?)^```$/gms)].map(([, block]) => block);
});
after(async () => {
  await sandbox?.stop();
  await rm(folder, { recursive: true, force: true });
});

function run(program, ...args) {
  const done = spawnSync(program, args, { cwd: folder, encoding: 'utf8', env: { ...process.env, ...sandbox.known, VIP_URL: sandbox.base } });
  return { status: done.status, said: done.stdout + done.stderr };
}

test('its code runs', async () => {
  assert.ok(code.length >= 6);
  await writeFile(join(folder, 'first.mjs'), code[0]);
  const first = run(process.execPath, 'first.mjs');
  assert.equal(first.status, 0, first.said);
  assert.match(first.said, /Europe\/London/);
  await writeFile(join(folder, 'whole.mts'), code.join('\n'));
  const checked = check('whole.mts');
  assert.equal(checked.status, 0, checked.said);
  const whole = run(process.execPath, 'whole.mjs');
  assert.equal(whole.status, 0, whole.said);
  assert.match(whole.said, /404 not-found .* import-2026-02-02/);
  assert.equal(await readFile(join(folder, 'copy.txt'), 'utf8'), 'I consent to the treatment.\n');
});

function check(file) {
  const tsc = join(source, 'node_modules/typescript/bin/tsc');
  return run(process.execPath, tsc, '--strict', '--exactOptionalPropertyTypes', '--target', 'ES2022', '--module', 'NodeNext',
    '--typeRoots', join(source, 'node_modules/@types'), '--types', 'node', file);
}

test('wrong uses do not compile', async () => {
  const wrong = [
    "await vip.contactManagement.createContact({ 'contact-type': 'Cat' });",
    "await vip.contactManagement.createContact({ 'contact-typ': 'Client' });",
    "await vip.contactManagement.updateContact('c', { 'first-name': 7 });",
    "await vip.formularyManagement.createDiscountCategory({ name: 'x', percentage: 12.5 });",
    "const size: number = (await vip.billing.listPayments().page()).results[0]!.amount;",
    "vip.contactManagement.listContacts({ filter: { 'last-nam': { eq: 'x' } } });",
    "await vip.contactManagement.readContact();",
  ];
  const lines = ["import { Vip } from 'vip-sdk';", 'const vip = Vip.fromEnvironment();', ...wrong];
  await writeFile(join(folder, 'wrong.mts'), lines.join('\n'));
  const { said } = check('wrong.mts');
  for (const [index, line] of lines.entries()) {
    const found = said.includes(`wrong.mts(${index + 1},`);
    assert.equal(found, index > 1, `${line}\n${said}`);
  }
});
