// The wasm dies in the middle of a request: who waited is told, and everyone after that finds the Worker well.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { draft } from './support/order.mjs';
import { startSandbox } from './support/sandbox.mjs';
import { stop } from './support/stop.mjs';
import { until } from './support/until.mjs';
import { startWorker } from './support/worker.mjs';

let sandbox;
let worker;

/** A request that brings no id of its own is the end of this Worker's wasm: in the middle of a poll, nothing unwound. */
const MORTAL = "(() => { throw new WebAssembly.RuntimeError('unreachable'); })()";

before(async () => {
  sandbox = await startSandbox();
  worker = await startWorker({
    sandbox: sandbox.url,
    change: (script) => {
      assert.ok(script.includes('crypto.randomUUID()'));
      return script.replace('crypto.randomUUID()', MORTAL);
    },
  });
});
after(() => stop(worker, sandbox));

let asked = 0;
const call = (method, path, body) => worker.call(method, path, body, { 'x-request-id': `r${++asked}` });
const kill = async () => assert.equal((await worker.fetch('/healthz')).status, 500);

test('objects and requests begin anew, and nothing is made twice', async () => {
  const [known, lost] = [draft(), draft()];
  const created = await call('POST', '/v1/invoices', known);
  assert.equal(created.status, 201);
  const { id } = await created.json();

  // its answer never comes, but the link is made
  await sandbox.fault({ route: 'create', fault: 'silence', work: 'done' });
  const waiting = call('POST', '/v1/invoices', lost);
  await until('the bank has made the link', async () => (await sandbox.ledger({ route: 'create', invoice_id: lost.invoice_id })).entries.length);
  await kill();
  assert.equal((await waiting).status, 500, 'whoever waits is told at once, not when the bank\'s time is up');

  const again = await call('POST', '/v1/invoices', known);
  assert.equal(again.headers.get('idempotent-replayed'), 'true');
  assert.equal((await again.json()).id, id);
  const found = await call('POST', '/v1/invoices', lost);
  assert.equal(found.status, 200, await found.text());
  const { entries } = await sandbox.ledger({ route: 'create', invoice_id: lost.invoice_id });
  assert.equal(entries.length, 1);
});

test('it can die again', async () => {
  for (let death = 0; death < 3; death++) {
    await kill();
    assert.equal((await call('GET', '/healthz')).status, 200);
    assert.equal((await call('POST', '/v1/invoices', draft())).status, 201);
  }
});
