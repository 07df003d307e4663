// A caller who has hung up: the platform drops the request and all that it waited for, and nothing of it stays behind.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { draft } from './support/order.mjs';
import { startSandbox } from './support/sandbox.mjs';
import { stop } from './support/stop.mjs';
import { until } from './support/until.mjs';
import { KEY, startWorker } from './support/worker.mjs';

let sandbox;
let worker;

/** The promises that the wasm has yet to settle. */
const OPEN = 'new Map';
/** A request that brings no id of its own is given how many there are, its own among them. */
const COUNT = "(globalThis.openTasks.size + '')";
/** From the first request with this id on it is half an hour later, and a minute. */
const LATER = 'later';

before(async () => {
  sandbox = await startSandbox();
  worker = await startWorker({
    sandbox: sandbox.url,
    config: { BANK_TIMEOUT_MS: '60000' },
    change: (script) => {
      for (const part of [OPEN, 'crypto.randomUUID()', 'Date.now()', '{fetch:(']) assert.ok(script.includes(part), part);
      return script
        .replace(OPEN, 'globalThis.openTasks=new Map')
        .replaceAll('crypto.randomUUID()', COUNT)
        .replaceAll('Date.now()', '(Date.now()+(globalThis.later??0))')
        .replace(/fetch:\((\w+),(\w+)\)=>/, `$&($1.headers.get('x-request-id')==='${LATER}'&&(globalThis.later=31*6e4),0)||`);
    },
  });
});
after(() => stop(worker, sandbox));

const open = async () => Number((await worker.fetch('/healthz')).headers.get('x-request-id'));

test('what a caller who hung up has left is swept out', async () => {
  const order = draft();
  assert.equal((await worker.call('POST', '/v1/invoices', order)).status, 201);
  const path = `/v1/invoices/${order.invoice_id}`;
  await sandbox.fault({ route: 'search', fault: 'silence', times: 3 });
  const calls = [1, 2, 3].map(() => {
    const caller = new AbortController();
    const headers = { authorization: `Bearer ${KEY}` };
    return { caller, call: fetch(worker.url + path, { headers, signal: caller.signal }) };
  });
  await until('the bank is asked', async () => (await sandbox.faults()).every(({ hits }) => hits === 3));
  assert.equal(await open(), 4);
  for (const { caller, call } of calls) {
    caller.abort();
    await assert.rejects(call);
  }
  assert.equal(await open(), 4);
  await worker.fetch('/healthz', { headers: { 'x-request-id': LATER } });
  await until('nothing is left', async () => (await open()) === 1);
  assert.equal((await worker.call('GET', path)).status, 200);
});
