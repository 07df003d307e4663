// `make run` without make: what it starts, says, and leaves behind.

import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterEach, test } from 'node:test';
import { freePort } from '../../scripts/ports.mjs';
import { askForLink, placeOrder, press, stands } from './support/shop.mjs';

const root = fileURLToPath(new URL('../../', import.meta.url));

// A test that fails half way leaves its programs running, and they would keep the tests from ending.
const runs = [];
afterEach(async () => {
  for (const { child, ended } of runs.splice(0)) {
    child.kill();
    await ended;
  }
});

/** Starts run.mjs; `ready` resolves once it says that it is, or has ended. */
function start(environment) {
  const child = spawn('node', ['scripts/run.mjs'], { cwd: root, env: { ...process.env, ...environment }, stdio: ['ignore', 'pipe', 'pipe'] });
  const run = { child, output: '', ended: once(child, 'close') };
  const said = new Promise((resolve) => {
    for (const stream of [child.stdout, child.stderr]) {
      createInterface({ input: stream }).on('line', (line) => {
        run.output += `${line}\n`;
        if (line.includes('Ctrl-C stops')) resolve();
      });
    }
  });
  run.ready = Promise.race([said, run.ended]);
  runs.push(run);
  return run;
}

const processes = () => execFileSync('ps', ['-eo', 'pid=,ppid=,stat=,args='], { encoding: 'utf8' }).trim().split('\n')
  .map((line) => /^\s*(\d+)\s+(\d+)\s+(\S+)\s+(.*)$/.exec(line))
  .map(([, pid, parent, state, args]) => ({ pid: Number(pid), parent: Number(parent), dead: state.startsWith('Z'), args }));

function descendants(pid) {
  const all = processes();
  const below = (parent) => all.filter((one) => one.parent === parent).flatMap((one) => [one, ...below(one.pid)]);
  return below(pid);
}

async function assertGone(started) {
  const pids = new Set(started.map(({ pid }) => pid));
  const living = () => processes().filter(({ pid, dead }) => pids.has(pid) && !dead);
  // The kernel ends a killed process a moment after it was asked to.
  for (const deadline = Date.now() + 5_000; Date.now() < deadline && living().length > 0;) await new Promise(setImmediate);
  assert.deepEqual(living(), []);
}

async function ports() {
  const [worker, sandbox] = [await freePort(), await freePort()];
  return { PORT: String(worker), SANDBOX_PORT: String(sandbox) };
}

/** Orders at the demo shop, makes the link with its ticket, pays it at the bank, and waits until the shop knows. */
async function buy(worker, shop) {
  const order = await placeOrder(shop, [{ id: 'tea', quantity: 2 }]);
  const created = await askForLink((path, init) => fetch(`${worker}${path}`, init), order);
  const record = await created.json();
  assert.equal(created.status, 201, JSON.stringify(record));
  await press(record.invoice_url, 'pay');
  await stands(shop, order.invoice_id, 'paid');
}

const program = (started, name) => started.find(({ args }) => args.includes(name));

for (const signal of ['SIGINT', 'SIGTERM']) {
  test(`a link is made with the key that it prints, an order of the shop is paid, and ${signal} leaves no process`, async () => {
    const run = start({ ...(await ports()), DEV_API_KEY: 'the-key' });
    await run.ready;
    const worker = /Worker\s+(http:\S+)/.exec(run.output)?.[1];
    const key = /API key\s+(\S+)/.exec(run.output)?.[1];
    const sandbox = /Sandbox\s+(http:\S+)/.exec(run.output)?.[1];
    const shop = /Shop\s+(http:\S+)/.exec(run.output)?.[1];
    assert.ok(worker && sandbox && shop, run.output);
    assert.equal(key, 'the-key');
    const created = await fetch(`${worker}/v1/invoices`, {
      method: 'POST',
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      body: JSON.stringify({
        invoice_id: '100001',
        amount: 100,
        description: 'Order 100001',
        recipient_contact: 'buyer@example.kz',
        recipient_contact_sms: '+77771234567',
      }),
    });
    const record = await created.json();
    assert.equal(created.status, 201, JSON.stringify(record));
    assert.ok(record.invoice_url.startsWith(sandbox), record.invoice_url);
    const toldShop = /name="shop-url" content="([^"]+)"/.exec(await (await fetch(`${worker}/`)).text())?.[1];
    assert.equal(`${toldShop}/`, shop, 'the storefront knows its shop');
    await buy(worker, toldShop);

    const started = descendants(run.child.pid);
    assert.ok(program(started, 'epay-sandbox') && program(started, 'workerd'), JSON.stringify(started));
    run.child.kill(signal);
    const [code] = await run.ended;
    assert.equal(code, 0);
    await assertGone(started);
  });
}

test('when one program dies, it says so and ends the others', async () => {
  const run = start(await ports());
  await run.ready;
  const started = descendants(run.child.pid);
  process.kill(program(started, 'epay-sandbox').pid, 'SIGKILL');
  const [code] = await run.ended;
  assert.equal(code, 1);
  assert.match(run.output, /the sandbox was ended by SIGKILL/);
  await assertGone(started);
});

test('a bank of one\'s own needs no sandbox', async () => {
  const run = start({ ...(await ports()), EPAY_OAUTH_URL: 'http://127.0.0.1:1/oauth2/token', EPAY_API_URL: 'http://127.0.0.1:1' });
  await run.ready;
  const started = descendants(run.child.pid);
  try {
    assert.match(run.output, /Bank\s+http:\/\/127\.0\.0\.1:1\n/);
    assert.equal(program(started, 'epay-sandbox'), undefined);
  } finally {
    run.child.kill();
    await run.ended;
  }
  await assertGone(started);
});

test('a taken port is an error before anything starts', async () => {
  const taken = createServer().listen(0, '127.0.0.1');
  await once(taken, 'listening');
  const port = String(taken.address().port);
  try {
    for (const name of ['PORT', 'SANDBOX_PORT']) {
      const run = start({ ...(await ports()), [name]: port });
      const [code] = await run.ended;
      assert.equal(code, 1);
      assert.equal(run.output, `make run: port ${port} is taken: end what uses it, or choose another with ${name}=…\n`);
    }
  } finally {
    taken.close();
  }
});

test('a mistake in the environment is an error that names it', async () => {
  const mistakes = [
    [{ PORT: '70000' }, /PORT is "70000"/],
    [{ PORT: 'x' }, /PORT is "x"/],
    [{ PORT: '9001', SANDBOX_PORT: '9001' }, /both 9001/],
    [{ EPAY_OAUTH_URL: 'http://127.0.0.1:1' }, /EPAY_API_URL is missing/],
  ];
  for (const [environment, message] of mistakes) {
    const run = start(environment);
    const [code] = await run.ended;
    assert.equal(code, 1);
    assert.match(run.output, message);
  }
});
