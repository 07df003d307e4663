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
/** An object that is asked of such an order answers never: its caller hears what the platform says of an object that was reset. */
const RESET = 'The object will be reset';
/** The token keeper that is asked for such an order is lost, once. */
const KEEPER_RESET = 'The keeper will be reset';
const ASK = /ask\((\w)\)\s*\{\s*return this\.#/;
/** The beats of a stream, 15 s apart. */
const BEAT = /\b15(?:e3|_?000)(?=\))/;

before(async () => {
  sandbox = await startSandbox();
  worker = await startWorker({
    sandbox: sandbox.url,
    change: (script) => {
      for (const part of [/crypto\.randomUUID\(\)/, BEAT, ASK]) assert.ok(script.search(part) >= 0, part);
      const reset = (whole, question) => whole.replace('{', `{
        const told = ${question}, lost = () => (this.ctx.abort('reset'), new Promise(() => {}));
        if (told.includes('"${RESET}"')) return lost();
        if (told.includes('"${KEEPER_RESET}"')) globalThis.keeperIsLost = true;
        else if (told.startsWith('api') && globalThis.keeperIsLost) return globalThis.keeperIsLost = false, lost();`);
      return script.replace('crypto.randomUUID()', MORTAL).replace(BEAT, '100').replace(ASK, reset);
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

test('a stream whose wasm has died breaks off, and the next one tells what happened', { timeout: 60_000 }, async () => {
  const order = draft();
  const { id } = await (await call('POST', '/v1/invoices', order)).json();
  const watch = async () => (await call('GET', `/v1/invoices/${order.invoice_id}/events`)).body.pipeThrough(new TextDecoderStream()).getReader();
  const stream = await watch();
  assert.match((await stream.read()).value, /"ACTIVE"/);
  await kill();
  await sandbox.pay(id);
  const rest = async () => {
    for (let text = ''; ;) {
      const { done, value } = await stream.read();
      if (done) return text;
      text += value;
    }
  };
  await rest().then((text) => assert.doesNotMatch(text, /data/), () => {});
  // the bank's callback brings no id either: it may be the end of this life too
  await until('the next stream tells of the payment', async () => {
    await call('GET', `/v1/invoices/${order.invoice_id}`);
    const again = await watch();
    const { value = '' } = await again.read().catch(() => ({}));
    await again.cancel().catch(() => {});
    return value.includes('"CHARGED"');
  });
});

test('a caller whose object dies is told that nobody knows, and to try again', async () => {
  const answer = await call('POST', '/v1/invoices', draft({ description: RESET }));
  const problem = await answer.json();
  assert.deepEqual([answer.status, problem.code, problem.retryable, answer.headers.get('retry-after')], [503, 'outcome_unknown', true, '5']);
});

test('a caller whose token keeper dies is told to try again, and not that the bank refuses', async () => {
  // no token is in memory
  await kill();
  const order = draft({ description: KEEPER_RESET });
  const answer = await call('POST', '/v1/invoices', order);
  const problem = await answer.json();
  assert.deepEqual([answer.status, problem.code, problem.retryable, answer.headers.get('retry-after')], [503, 'bank_unavailable', true, '5']);
  // nothing was done
  assert.deepEqual((await sandbox.ledger({ route: 'create', invoice_id: order.invoice_id })).entries, []);
});

test('a panic says in the log where it was', async () => {
  // a promise that has come to rest twice before it is waited for is none that the wasm knows
  const WAIT = /(let (\w)=\w+;)(\w\.then\((\w)=>(\w+)\(\2,(\w),\4,!0\))/;
  const broken = await startWorker({
    change: (script) => {
      assert.match(script, WAIT);
      return script.replace(WAIT, '$1for (const _ of [1, 2]) $5($2, $6, undefined, true); $3');
    },
  });
  try {
    assert.equal((await broken.call('GET', '/readyz')).status, 500);
    await until('the log has the place', () => broken.lines.some(
      ({ level, message }) => level === 'error' && /^panicked at \S+\.rs:\d+:\d+$/.test(message),
    ));
    assert.equal((await broken.fetch('/healthz')).status, 200);
  } finally {
    await broken.stop();
  }
});
