// A sandbox server for one test file: free port, empty data folder, ready when it is returned.

import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

export const root = resolve(import.meta.dirname ?? new URL('.', import.meta.url).pathname, '../..');
const binary = process.env.VIP_BINARY ?? join(root, 'build/release/vip');
const startPatience = 120_000;

function freePort() {
  return new Promise((done, failed) => {
    const probe = createServer().once('error', failed);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => done(port));
    });
  });
}

async function ready(base) {
  try {
    return (await fetch(`${base}/health/ready`)).status === 200;
  } catch {
    return false;
  }
}

function readCredentials(text) {
  return Object.fromEntries(
    text.split('\n').filter((line) => /^[A-Z]/.test(line)).map((line) => {
      const at = line.indexOf('=');
      return [line.slice(0, at), line.slice(at + 1).replace(/^['"]|['"]$/g, '')];
    }),
  );
}

export async function startSandbox() {
  const folder = await mkdtemp(join(tmpdir(), 'vip-test-'));
  const port = await freePort();
  const base = `http://127.0.0.1:${port}`;
  const credentialsFile = join(folder, 'sandbox.env');
  let said = '';
  const server = spawn(
    binary,
    ['sandbox', '--listen', `127.0.0.1:${port}`, '--data', join(folder, 'data'), '--credentials', credentialsFile, '--scale', '0.05'],
    { stdio: ['ignore', 'pipe', 'pipe'], cwd: folder },
  );
  for (const stream of [server.stdout, server.stderr]) stream.on('data', (chunk) => (said += chunk));
  const ended = new Promise((done) => server.once('exit', done));
  const stop = async () => {
    server.kill('SIGTERM');
    await ended;
    await rm(folder, { recursive: true, force: true });
  };
  const deadline = Date.now() + startPatience;
  while (!(await ready(base))) {
    if (server.exitCode !== null || Date.now() > deadline) {
      await stop();
      throw new Error(`the sandbox did not become ready:\n${said.slice(-3000)}`);
    }
    await wait(50);
  }
  const known = readCredentials(await readFile(credentialsFile, 'utf8'));
  return { base, known, folder, stop };
}
