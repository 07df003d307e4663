// What operators see: one line of JSON for each request, and the same figures in Server-Timing.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { draft } from './support/order.mjs';
import { startSandbox } from './support/sandbox.mjs';
import { callbackPath } from './support/seal.mjs';
import { stop } from './support/stop.mjs';
import { until } from './support/until.mjs';
import { startWorker } from './support/worker.mjs';

let sandbox;
let worker;
before(async () => {
  sandbox = await startSandbox();
  worker = await startWorker({ sandbox: sandbox.url });
});
after(() => stop(worker, sandbox));

const { paths, components } = JSON.parse(readFileSync(new URL('../../www/public/openapi.json', import.meta.url), 'utf8'));
const operations = Object.values(paths).flatMap((path) => Object.values(path)).filter(({ operationId }) => operationId);
/** The headers that /openapi.json gives an operation's answer. */
function described(route, status) {
  const { $ref, headers } = operations.find(({ operationId }) => operationId === route).responses[status];
  return Object.keys(headers ?? components.responses[$ref.split('/').at(-1)].headers).map((name) => name.toLowerCase());
}

let last = 0;
/** A call, and its line. */
async function logged(method, path, body) {
  const id = `request-${++last}`;
  const answer = await worker.call(method, path, body, { 'x-request-id': id });
  const lines = () => worker.lines.filter(({ message }) => message.includes(`"${id}"`));
  await until('the line is written', () => lines().length > 0);
  assert.equal(lines().length, 1);
  const { ms, bank, ...line } = JSON.parse(lines()[0].message);
  assert.ok(Number.isInteger(ms) && ms >= 0);
  const timing = answer.headers.get('server-timing') ?? undefined;
  assert.equal(bank, timing, 'the header tells what the line does');
  for (const name of ['server-timing', 'retry-after', 'idempotent-replayed']) {
    if (answer.headers.has(name)) assert.ok(described(line.route, line.status).includes(name), `${line.route} ${line.status}: ${name}`);
  }
  return { line, calls: bank?.replaceAll(/dur=\d+/g, 'dur=…').split(', ') ?? [] };
}

test('a request is one line: who, what, how it went, and each call to the bank', async () => {
  const order = draft();
  const caller = 'development';
  const id = () => `request-${last}`;

  const made = await logged('POST', '/v1/invoices', order);
  assert.deepEqual(made, { line: { request_id: id(), route: 'create', caller, status: 201 }, calls: ['token;desc=keeper', 'create;dur=…'] });
  const again = await logged('POST', '/v1/invoices', order);
  assert.deepEqual(again, { line: { request_id: id(), route: 'create', caller, status: 200, replayed: true }, calls: [] });
  const found = await logged('GET', `/v1/invoices/${order.invoice_id}`);
  assert.deepEqual(found, { line: { request_id: id(), route: 'status', caller, status: 200 }, calls: ['token;desc=memory', 'search;dur=…'] });
  const wrong = await logged('POST', '/v1/invoices', {});
  assert.deepEqual(wrong, { line: { request_id: id(), route: 'create', caller, status: 422, code: 'invalid_payload' }, calls: [] });
});

test('a replay tells of no call that it has not waited for', async () => {
  const order = draft();
  await logged('POST', '/v1/invoices', order);
  const searches = async () => (await sandbox.ledger({ route: 'search', invoice_id: order.invoice_id })).entries.length;
  const before = await searches();
  await worker.fetch(callbackPath(worker.config, order.invoice_id), { method: 'POST', body: JSON.stringify({ code: 'error', id: '7', reason: 'no' }) });
  await until('the order has searched', async () => await searches() > before);
  const again = await logged('POST', '/v1/invoices', order);
  assert.deepEqual([again.line.replayed, again.calls], [true, []]);
});

test('what failed tells its calls too, each attempt of them', async () => {
  await sandbox.fault({ route: 'search', fault: 'server_error', times: 3 });
  const failed = await logged('GET', '/v1/invoices/000001');
  assert.deepEqual([failed.line.status, failed.line.code], [503, 'bank_unavailable']);
  assert.deepEqual(failed.calls.filter((call) => call.startsWith('search')), Array(3).fill('search;dur=…'));

  await sandbox.fault({ route: 'create', fault: 'throttled', retry_after: 9 });
  const slow = await logged('POST', '/v1/invoices', draft());
  assert.deepEqual([slow.line.status, slow.line.code, slow.calls], [503, 'bank_unavailable', ['token;desc=memory', 'create;dur=…']]);

  await sandbox.fault({ route: 'create', fault: 'token_rejected', http_status: 401 });
  const renewed = await logged('POST', '/v1/invoices', draft());
  assert.equal(renewed.line.status, 201);
  assert.deepEqual(renewed.calls, ['token;desc=memory', 'create;dur=…', 'token;desc=keeper', 'create;dur=…']);
});
