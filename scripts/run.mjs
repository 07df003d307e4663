// `make run`: the sandbox bank with its demo shop, and the Worker, on loopback, until Ctrl-C.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import { sandboxProgram } from './cargo.mjs';
import { Children } from './children.mjs';
import { devConfig, envFile, ownBank, shopSecrets } from './dev-config.mjs';
import { assertFree, portFrom } from './ports.mjs';

const children = new Children();
const stopped = new Promise((resolve) => {
  let asked = false;
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(name, () => {
      if (asked) children.kill();
      asked = true;
      resolve({ signal: name });
    });
  }
});
// Whoever read the output is gone: stop, do not die of it half way.
process.stdout.on('error', () => process.kill(process.pid, 'SIGHUP'));

class Stopped extends Error {}

/** Waits for the promise; a signal, or the end of a program that should live on, comes first. */
async function unlessStopped(promise, ...programs) {
  const end = (how) => { throw how; };
  return Promise.race([
    promise,
    stopped.then(() => end(new Stopped())),
    ...programs.map(({ ended }) => ended.then(({ name, how }) => end(new Error(`the ${name} ${how}`)))),
  ]);
}

async function build(what, command, args) {
  const { ended } = children.start(what, command, args, { stdio: ['ignore', 'inherit', 'inherit'] });
  const { code, how } = await unlessStopped(ended);
  if (code !== 0) throw new Error(`the build of the ${what} ${how}; its own words are above`);
}

// What a program says while it starts matters only if it fails to.
function listenTo(program) {
  const held = [];
  let print = (line) => held.push(line);
  for (const stream of [program.child.stdout, program.child.stderr]) {
    createInterface({ input: stream }).on('line', (line) => line.trim() && print(`${program.name}: ${line}`));
  }
  const show = () => { print = (line) => console.log(line); };
  return { show, showAll: () => { held.forEach((line) => console.log(line)); show(); } };
}

/** Starts a program and waits until `url` answers. */
async function startServer(name, url, command, args, options) {
  const program = children.start(name, command, args, options);
  const output = listenTo(program);
  try {
    await unlessStopped(answers(url), program);
  } catch (error) {
    output.showAll();
    throw error;
  }
  output.show();
  return program;
}

async function answers(url) {
  while (!(await fetch(url).then((answer) => answer.ok, () => false))) await pause(100);
}

const startSandbox = (port, config) => startServer('sandbox', `http://127.0.0.1:${port}/sandbox`, sandboxProgram(), ['--port', String(port)], {
  env: { ...process.env, ...shopSecrets(config), SANDBOX_HOST: '127.0.0.1' },
});

function startWorker(port, config, folder) {
  const file = join(folder, 'env');
  writeFileSync(file, envFile(config), { mode: 0o600 });
  return startServer('worker', `http://127.0.0.1:${port}/healthz`, 'wrangler', [
    'dev', '--local', '--ip', '127.0.0.1', '--port', String(port), '--env-file', file,
    '--persist-to', join(folder, 'state'), '--show-interactive-dev-session=false',
  ], { env: { ...process.env, CLOUDFLARE_CF_FETCH_ENABLED: 'false' } });
}

async function run(folder) {
  const port = portFrom(process.env, 'PORT', 8787);
  const sandboxPort = portFrom(process.env, 'SANDBOX_PORT', 8788);
  const withSandbox = !ownBank(process.env);
  if (withSandbox && port === sandboxPort) throw new Error(`PORT and SANDBOX_PORT are both ${port}: they must differ`);
  await assertFree(port, 'PORT');
  if (withSandbox) await assertFree(sandboxPort, 'SANDBOX_PORT');

  const key = process.env.DEV_API_KEY || 'development-key';
  const worker = `http://127.0.0.1:${port}`;
  const sandbox = withSandbox && `http://127.0.0.1:${sandboxPort}`;
  const shop = withSandbox && `${sandbox}/shop`;
  const config = devConfig(process.env, { worker, sandbox, shop, key });

  // where the storefront finds its shop: the build writes it into the page
  if (withSandbox) process.env.SHOP_URL ||= shop;
  if (withSandbox) await build('sandbox', 'cargo', ['build', '--package', 'epay-sandbox']);
  await build('Worker', 'scripts/build-worker.sh', []);

  const programs = [];
  if (withSandbox) programs.push(await startSandbox(sandboxPort, config));
  programs.push(await startWorker(port, config, folder));

  console.log(`\n  Worker    ${worker}`);
  console.log(`  Store     ${worker}/`);
  console.log(withSandbox ? `  Sandbox   ${sandbox}` : `  Bank      ${config.EPAY_API_URL ?? config.EPAY_ENV}`);
  if (withSandbox) console.log(`  Shop      ${shop}/`);
  console.log(process.env.API_KEYS ? '  API keys  those of API_KEYS' : `  API key   ${key}`);
  console.log('\n  Ctrl-C stops.\n');
  await unlessStopped(new Promise(() => {}), ...programs);
}

const folder = mkdtempSync(join(tmpdir(), 'epay-invoice-'));
try {
  await run(folder);
} catch (error) {
  if (!(error instanceof Stopped)) {
    console.error(`make run: ${error.message}`);
    process.exitCode = 1;
  }
} finally {
  await children.stop();
  rmSync(folder, { recursive: true, force: true });
}
process.exit();
